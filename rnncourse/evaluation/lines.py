"""Classes of texts in several parts, such as couplets of two hemistichs: what a
net says of each part is added.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import log_softmax


def log_probabilities_of_sum(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Return the log-probabilities (N, C) of classes, given those that each part
    (N, C) has alone.

    Multiplying the probabilities treats the parts as independent of each other
    where the class is known, and all classes as equally frequent beforehand.
    """
    return log_softmax(np.sum(parts, axis=0), axis=1)


def scores_of_sum(parts: Sequence[np.ndarray], classes: np.ndarray) -> dict[str, float]:
    """Return the mean "loss" (nats) and the "accuracy" of `log_probabilities_of_sum`,
    given the right classes (N,).
    """
    log_p = log_probabilities_of_sum(parts)  # (N, C)
    return {
        "loss": float(-log_p[np.arange(len(classes)), classes].mean()),
        "accuracy": float((log_p.argmax(axis=1) == classes).mean()),
    }

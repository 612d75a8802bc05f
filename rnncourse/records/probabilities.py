"""Probabilities of many items in one line of text, so that a record can hold them and an average of
several nets can be made later.
"""

from __future__ import annotations

import base64
import zlib

import numpy as np
from scipy.special import log_softmax

STEP = 0.05  # nats to which log-probabilities are rounded
LEAST = -255 * STEP  # what lies below is kept as this


def as_text(logits: np.ndarray) -> str:
    """Return the log-probabilities of logits (N, C), rounded to STEP and not below LEAST, as
    text.
    """
    steps = np.rint(log_softmax(logits, axis=1) / -STEP).clip(0, 255).astype(np.uint8)
    return base64.b85encode(zlib.compress(steps.tobytes(), 9)).decode("ascii")


def from_text(text: str, class_count: int) -> np.ndarray:
    """Return the log-probabilities (nats) that `as_text` kept, shape (N, C)."""
    steps = np.frombuffer(zlib.decompress(base64.b85decode(text)), np.uint8)
    return -STEP * steps.reshape(-1, class_count).astype(float)

"""Losses of classifiers in PyTorch: smoothed, and against class imbalance; each takes logits (B, C)
and classes y (B,).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from rnncourse.preprocessing.inputs import check_smoothing

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def smoothed_cross_entropy(label_smoothing: float) -> Loss:
    """Return a cross-entropy whose targets share `label_smoothing`, a
    probability, out among all classes.
    """
    check_smoothing(label_smoothing)
    return partial(cross_entropy, label_smoothing=label_smoothing)


def weighted_cross_entropy(weights: np.ndarray) -> Loss:
    """Return a cross-entropy in which a row of class c counts `weights[c]`
    times.

    PyTorch's own `weight=` divides by the weights of the batch, Keras'
    `class_weight` by the number of its rows. This is the second: a batch of
    rare rows takes a longer step.
    """
    weights = torch.from_numpy(weights)

    def loss(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return (weights.to(y.device)[y] * cross_entropy(logits, y, reduction="none")).mean()

    return loss


def focal_loss(gamma: float) -> Loss:
    """Return the focal loss: a row that is right with probability p counts (1 -
    p)^gamma.

    Source: Lin et al., Focal Loss for Dense Object Detection, 2017, equation 4.
    """

    def loss(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        entropy = cross_entropy(logits, y, reduction="none")  # (B,), -log p
        return ((1 - torch.exp(-entropy)) ** gamma * entropy).mean()

    return loss


def logit_adjusted_loss(priors: np.ndarray, *, tau: float = 1.0) -> Loss:
    """Return a cross-entropy on logits to which tau log `priors` (C,) is added.

    The net need not learn how frequent a class is; used without the sum, it
    treats all classes as equally frequent. Source: Menon et al., Long-Tail
    Learning via Logit Adjustment, 2021, equation 10.
    """
    shift = torch.from_numpy(tau * np.log(priors))

    def loss(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return cross_entropy(logits + shift.to(logits.device), y)

    return loss

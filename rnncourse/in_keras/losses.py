"""Losses of classifiers in Keras: plain, smoothed, and against class imbalance; each takes classes
y (B,) and logits (B, C).
"""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
from keras import ops

from rnncourse.preprocessing.inputs import check_smoothing

CROSS_ENTROPY = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
Loss = Callable[[keras.KerasTensor, keras.KerasTensor], keras.KerasTensor]


def cross_entropies(y, logits):
    """Return the cross-entropy of each row, shape (B,), in nats."""
    y = ops.reshape(ops.cast(y, "int32"), (-1,))  # Keras passes (B, 1)
    return keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)


def smoothed_cross_entropy(label_smoothing: float) -> Loss:
    """Return a cross-entropy whose targets share `label_smoothing`, a
    probability, out among all classes.
    """
    check_smoothing(label_smoothing)

    def loss(y, logits):
        y = ops.reshape(ops.cast(y, "int32"), (-1,))  # Keras passes (B, 1)
        targets = ops.one_hot(y, logits.shape[-1])  # (B, C)
        return keras.losses.categorical_crossentropy(
            targets, logits, from_logits=True, label_smoothing=label_smoothing
        )

    return loss


def weighted_cross_entropy(weights: np.ndarray) -> Loss:
    """Return a cross-entropy in which a row of class c counts `weights[c]`
    times.

    It is what `fit(class_weight=...)` does, written out: the sum is divided by
    the number of rows, not by their weights.
    """

    def loss(y, logits):
        rows = ops.take(weights, ops.reshape(ops.cast(y, "int32"), (-1,)))
        return ops.mean(rows * cross_entropies(y, logits))

    return loss


def focal_loss(gamma: float) -> Loss:
    """Return the focal loss: a row that is right with probability p counts (1 -
    p)^gamma.

    Source: Lin et al., Focal Loss for Dense Object Detection, 2017, equation 4.
    """

    def loss(y, logits):
        entropy = cross_entropies(y, logits)  # (B,), -log p
        return ops.mean((1 - ops.exp(-entropy)) ** gamma * entropy)

    return loss


def logit_adjusted_loss(priors: np.ndarray, *, tau: float = 1.0) -> Loss:
    """Return a cross-entropy on logits to which tau log `priors` (C,) is added.

    The net need not learn how frequent a class is; used without the sum, it
    treats all classes as equally frequent. Source: Menon et al., Long-Tail
    Learning via Logit Adjustment, 2021, equation 10.
    """
    shift = tau * np.log(priors)

    def loss(y, logits):
        return ops.mean(cross_entropies(y, logits + shift))

    return loss

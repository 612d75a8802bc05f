"""Signals cut into windows, class labels to one-hot vectors and back, and
channels brought to one scale.

Shapes use the letters of the book: N windows, T steps, D channels, C classes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def labels_to_one_hot(labels: ArrayLike, class_count: int) -> np.ndarray:
    """Turn class indices (N,), each 0 … C-1, into one-hot vectors (N, C),
    float32.

    Raises ValueError on labels that are no whole numbers in a row, or outside 0
    … C-1.
    """
    labels = np.asarray(labels)
    if labels.ndim != 1 or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(
            f"labels of type {labels.dtype} and shape {labels.shape}, "
            "expected integers of shape (N,)"
        )
    outside = labels[(labels < 0) | (labels >= class_count)]
    if len(outside):
        raise ValueError(
            f"label {outside[0]} is outside 0 … {class_count - 1}; "
            "subtract 1 from labels that count from 1"
        )
    return np.eye(class_count, dtype=np.float32)[labels]


def one_hot_to_labels(vectors: ArrayLike) -> np.ndarray:
    """Turn one-hot vectors (N, C) back into class indices (N,).

    Raises ValueError on a row that is not all zeros but for a single 1.
    """
    vectors = np.asarray(vectors)
    if vectors.ndim != 2:
        raise ValueError(f"vectors of shape {vectors.shape}, expected (N, C)")
    is_one_hot = ((vectors == 1) | (vectors == 0)).all(axis=1) & (vectors.sum(axis=1) == 1)
    if not is_one_hot.all():
        wrong = int(is_one_hot.argmin())
        raise ValueError(
            f"row {wrong} is {vectors[wrong]}, expected zeros and a single 1; "
            "of probabilities, take argmax"
        )
    return vectors.argmax(axis=1)


def channel_scales(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard deviation of each channel of x (N, T, D), shape
    (D,) each.

    They are taken over all windows and steps, in float64. Pass training windows
    only.
    """
    return x.mean(axis=(0, 1), dtype=np.float64), x.std(axis=(0, 1), dtype=np.float64)


def standardise(x: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    """Shift and scale the channels of x (N, T, D) by `mean` and `std` (D,); a
    new float32 array.

    Raises ValueError naming the channel that holds nan or infinity, or is
    constant.
    """
    finite = np.isfinite(x).all(axis=(0, 1)) & np.isfinite(mean) & np.isfinite(std)
    if not finite.all():
        raise ValueError(
            f"channel {finite.argmin()} holds nan or infinity, expected "
            "numbers; "
            "look for missing values in the signals"
        )
    constant = std <= 1e-9 * np.abs(mean)  # but for rounding
    if constant.any():
        raise ValueError(f"channel {constant.argmax()} is constant, no signal; leave it out")
    return ((x - mean) / std).astype(np.float32)


def cut_windows(signal: np.ndarray, length: int, step: int) -> np.ndarray:
    """Cut a signal (T, D) into windows (N, length, D) that begin every `step`
    samples; what is left over falls away.

    Raises ValueError if the signal is shorter than one window.
    """
    if len(signal) < length:
        raise ValueError(
            f"a signal of {len(signal)} samples is shorter than a window of {length}; leave it out"
        )
    starts = np.arange(0, len(signal) - length + 1, step)
    return signal[starts[:, None] + np.arange(length)]

"""Scores of a classifier, with confidence intervals that respect what belongs together.

All scores are computed from confusion counts, so that a bootstrap can weigh its rows: counts[i, j]
is the number of rows of class i that were predicted as class j.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from sklearn.metrics import confusion_matrix

from rnncourse.evaluation.bootstrap import Estimate, group_weights, percentile_estimate


@dataclass(frozen=True)
class Scores:
    """Accuracy, macro-averaged F1 and balanced accuracy (the mean recall of the classes)."""

    accuracy: Estimate
    macro_f1: Estimate
    balanced_accuracy: Estimate


def confusion(truth: ArrayLike, predicted: ArrayLike, class_count: int) -> np.ndarray:
    """Count the rows of each class by predicted class, shape (C, C): truth in rows, prediction in
    columns.
    """
    return confusion_matrix(truth, predicted, labels=range(class_count))


def accuracy(counts: np.ndarray) -> np.ndarray:
    """Return the share of rows on the diagonal, for counts of shape (…, C, C)."""
    return np.trace(counts, axis1=-2, axis2=-1) / counts.sum(axis=(-2, -1))


def recall(counts: np.ndarray) -> np.ndarray:
    """Return for each class the share of its rows that were found, shape (…, C); 0 for a class
    without rows.
    """
    return _ratio(_diagonal(counts), counts.sum(axis=-1))


def f1(counts: np.ndarray) -> np.ndarray:
    """Return for each class the harmonic mean of recall and precision, shape (…, C); 0 where both
    are 0.
    """
    return _ratio(2 * _diagonal(counts), counts.sum(axis=-1) + counts.sum(axis=-2))


def _diagonal(counts: np.ndarray) -> np.ndarray:
    return np.diagonal(counts, axis1=-2, axis2=-1)


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros(np.shape(part)), where=whole > 0)


def score(
    truth: ArrayLike,
    predicted: ArrayLike,
    class_count: int,
    *,
    groups: ArrayLike | None = None,
    seed: int = 0,
    resamples: int = 1000,
) -> Scores:
    """Score predictions, with percentile intervals from a bootstrap over whole groups.

    `truth` and `predicted` hold class indices, shape (N,); rows that share an entry of `groups` are
    drawn together (each row is its own group if None). Raises ValueError on empty or unequal
    arrays.
    """
    truth, predicted = check_classes(truth, predicted, class_count)
    counts = confusion(truth, predicted, class_count)
    drawn = _resampled_counts(truth, predicted, class_count, groups, seed, resamples)  # (R, C, C)
    return Scores(
        *(
            percentile_estimate(metric(counts), metric(drawn))
            for metric in (
                accuracy,
                lambda c: f1(c).mean(axis=-1),
                lambda c: recall(c).mean(axis=-1),
            )
        )
    )


def guessing(train: ArrayLike, test: ArrayLike, class_count: int) -> dict[str, float]:
    """Return what guessing achieves on labels `test` (N,), as accuracies: by "chance", and by
    always answering with the class that is "most frequent" in `train` (M,).
    """
    largest = np.bincount(np.asarray(train), minlength=class_count).argmax()
    share = np.mean(np.asarray(test) == largest)
    return {"chance": 1 / class_count, "most frequent": float(share)}


def accuracy_difference(
    truth: ArrayLike,
    predicted: ArrayLike,
    rival: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    seed: int = 0,
    resamples: int = 1000,
) -> Estimate:
    """Estimate by how much `predicted` is more accurate than `rival` on the same rows (a paired
    bootstrap).

    All three hold class indices, shape (N,); rows that share an entry of `groups` are drawn
    together.
    """
    gain = (np.asarray(predicted) == truth).astype(float) - (
        np.asarray(rival) == truth
    )  # (N,) of -1, 0, 1
    weights = group_weights(len(gain), groups, seed, resamples)  # (R, N)
    return percentile_estimate(gain.mean(), weights @ gain / weights.sum(axis=1))


def check_classes(
    truth: ArrayLike, predicted: ArrayLike, class_count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return both as arrays (N,); raise ValueError unless they are equally long class indices."""
    truth, predicted = np.asarray(truth), np.asarray(predicted)
    if truth.shape != predicted.shape or truth.ndim != 1 or truth.size == 0:
        raise ValueError(
            f"truth {truth.shape} and predictions {predicted.shape} must be equally long and not "
            "empty; "
            "pass class indices, one per row"
        )
    for what, values in (("truth", truth), ("prediction", predicted)):
        if values.min() < 0 or values.max() >= class_count:
            raise ValueError(
                f"{what} holds a class outside 0 … {class_count - 1}; pass indices into the class "
                "names"
            )
    return truth, predicted


def _resampled_counts(truth, predicted, class_count, groups, seed, resamples) -> np.ndarray:
    cell = truth * class_count + predicted  # (N,) flat index into counts
    weights = group_weights(len(truth), groups, seed, resamples)
    counts = [np.bincount(cell, weights=row, minlength=class_count**2) for row in weights]
    return np.reshape(counts, (resamples, class_count, class_count))

"""Scores of a classifier, with confidence intervals that respect what belongs together.

All scores are computed from confusion counts, so that a bootstrap can weigh its rows: counts[i, j] is the number
of rows of class i that were predicted as class j.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar
from sklearn.metrics import confusion_matrix


@dataclass(frozen=True)
class Estimate:
    """A value and its 95 % confidence interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True)
class Scores:
    """Accuracy, macro-averaged F1 and balanced accuracy (the mean recall of the classes)."""

    accuracy: Estimate
    macro_f1: Estimate
    balanced_accuracy: Estimate


def confusion(truth: ArrayLike, predicted: ArrayLike, class_count: int) -> np.ndarray:
    """Count the rows of each class by predicted class, shape (C, C): truth in rows, prediction in columns."""
    return confusion_matrix(truth, predicted, labels=range(class_count))


def accuracy(counts: np.ndarray) -> np.ndarray:
    """Return the share of rows on the diagonal, for counts of shape (…, C, C)."""
    return np.trace(counts, axis1=-2, axis2=-1) / counts.sum(axis=(-2, -1))


def recall(counts: np.ndarray) -> np.ndarray:
    """Return for each class the share of its rows that were found, shape (…, C); 0 for a class without rows."""
    return _ratio(_diagonal(counts), counts.sum(axis=-1))


def f1(counts: np.ndarray) -> np.ndarray:
    """Return for each class the harmonic mean of recall and precision, shape (…, C); 0 where both are 0."""
    return _ratio(2 * _diagonal(counts), counts.sum(axis=-1) + counts.sum(axis=-2))


def _diagonal(counts: np.ndarray) -> np.ndarray:
    return np.diagonal(counts, axis1=-2, axis2=-1)


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros(np.shape(part)), where=whole > 0)


def score(truth: ArrayLike, predicted: ArrayLike, class_count: int, *, groups: ArrayLike | None = None,
          seed: int = 0, resamples: int = 1000) -> Scores:
    """Score predictions, with percentile intervals from a bootstrap over whole groups.

    `truth` and `predicted` hold class indices, shape (N,); rows that share an entry of `groups` are drawn
    together (each row is its own group if None). Raises ValueError on empty or unequal arrays.
    """
    truth, predicted = _checked(truth, predicted, class_count)
    counts = confusion(truth, predicted, class_count)
    drawn = _resampled_counts(truth, predicted, class_count, groups, seed, resamples)     # (R, C, C)
    return Scores(*(
        _estimate(metric(counts), metric(drawn))
        for metric in (accuracy, lambda c: f1(c).mean(axis=-1), lambda c: recall(c).mean(axis=-1))
    ))


def accuracy_difference(truth: ArrayLike, predicted: ArrayLike, rival: ArrayLike, *,
                        groups: ArrayLike | None = None, seed: int = 0, resamples: int = 1000) -> Estimate:
    """Estimate by how much `predicted` is more accurate than `rival` on the same rows (a paired bootstrap).

    All three hold class indices, shape (N,); rows that share an entry of `groups` are drawn together.
    """
    gain = (np.asarray(predicted) == truth).astype(float) - (np.asarray(rival) == truth)    # (N,) of -1, 0, 1
    weights = _bootstrap_weights(len(gain), groups, seed, resamples)                      # (R, N)
    return _estimate(gain.mean(), weights @ gain / weights.sum(axis=1))


def _checked(truth: ArrayLike, predicted: ArrayLike, class_count: int) -> tuple[np.ndarray, np.ndarray]:
    truth, predicted = np.asarray(truth), np.asarray(predicted)
    if truth.shape != predicted.shape or truth.ndim != 1 or truth.size == 0:
        raise ValueError(f"truth {truth.shape} and predictions {predicted.shape} must be equally long and not empty; "
                         "pass class indices, one per row")
    for what, values in (("truth", truth), ("prediction", predicted)):
        if values.min() < 0 or values.max() >= class_count:
            raise ValueError(f"{what} holds a class outside 0 … {class_count - 1}; pass indices into the class names")
    return truth, predicted


def _bootstrap_weights(rows: int, groups: ArrayLike | None, seed: int, resamples: int) -> np.ndarray:
    """How often each row is drawn in each resample of whole groups, shape (R, N)."""
    _, member = np.unique(np.arange(rows) if groups is None else groups, return_inverse=True)
    group_count = member.max() + 1
    draws = np.random.default_rng(seed).multinomial(group_count, np.full(group_count, 1 / group_count), size=resamples)
    return draws[:, member]


def _resampled_counts(truth, predicted, class_count, groups, seed, resamples) -> np.ndarray:
    cell = truth * class_count + predicted                                               # (N,) flat index into counts
    weights = _bootstrap_weights(len(truth), groups, seed, resamples)
    counts = [np.bincount(cell, weights=row, minlength=class_count**2) for row in weights]
    return np.reshape(counts, (resamples, class_count, class_count))


def _estimate(value: float, drawn: np.ndarray) -> Estimate:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(float(value), float(low), float(high))


# -- probabilities of two classes -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reliability:
    """Probabilities in bins: how many rows, their mean probability and the share that is of class 1, shape (K,) each."""

    count: np.ndarray
    probability: np.ndarray
    share: np.ndarray

    @property
    def calibration_error(self) -> float:
        """The expected calibration error: the mean distance of share and probability, weighted by rows (Guo et al. 2017).

        They bin the probability of the predicted class; here, with two classes, it is that of class 1.
        """
        return float(np.average(np.abs(self.share - self.probability), weights=self.count))


def reliability(truth: ArrayLike, probability: ArrayLike, *, bins: int = 10) -> Reliability:
    """Sort rows into bins of equal width by their probability of class 1; bins without rows are left out.

    `truth` holds classes 0 and 1, shape (N,). Raises ValueError on empty or unequal arrays, and on what is no
    probability.
    """
    probability = np.asarray(probability, dtype=float)
    truth, _ = _checked(truth, np.zeros(probability.shape, dtype=int), 2)
    if not ((probability >= 0) & (probability <= 1)).all():
        raise ValueError(f"probabilities run from {probability.min()} to {probability.max()}, expected 0 to 1; "
                         "pass the softmax or the sigmoid, not logits")
    place = np.minimum((probability * bins).astype(int), bins - 1)                       # 1.0 belongs to the last bin
    count = np.bincount(place, minlength=bins)
    kept = count > 0
    sums = (np.bincount(place, weights=values, minlength=bins)[kept] for values in (probability, truth))
    return Reliability(count[kept], *(total / count[kept] for total in sums))


def expected_calibration_error(truth: ArrayLike, probability: ArrayLike, *, bins: int = 10) -> float:
    """Return by how much stated probabilities of class 1 miss the shares of class 1, on average over the rows."""
    return reliability(truth, probability, bins=bins).calibration_error


def temperature(truth: ArrayLike, log_odds: ArrayLike) -> float:
    """Find the number by which to divide log-odds (N,) of class 1 for the lowest cross-entropy (Guo et al. 2017).

    Above 1, the model was too sure of itself. It is found between 0.05 and 20. Pass validation rows. Raises ValueError on empty or unequal arrays.
    """
    log_odds = np.asarray(log_odds, dtype=float)
    truth, _ = _checked(truth, np.zeros(log_odds.shape, dtype=int), 2)
    towards_truth = np.where(truth == 1, log_odds, -log_odds)
    found = minimize_scalar(lambda log_t: np.logaddexp(0, -towards_truth / np.exp(log_t)).mean(),
                            bounds=np.log([0.05, 20]), method="bounded")
    return float(np.exp(found.x))

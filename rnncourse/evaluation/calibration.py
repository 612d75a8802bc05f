"""Are stated probabilities true? Reliability of two classes, its error, and the temperature that
mends it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from rnncourse.evaluation.classification import check_classes


@dataclass(frozen=True)
class Reliability:
    """Probabilities in bins: how many rows, their mean probability and the share that is of class
    1, shape (K,) each.
    """

    count: np.ndarray
    probability: np.ndarray
    share: np.ndarray

    @property
    def calibration_error(self) -> float:
        """The expected calibration error: the mean distance of share and probability, weighted by
        rows (Guo et al. 2017).

        They bin the probability of the predicted class; here, with two classes, it is that of class
        1.
        """
        return float(np.average(np.abs(self.share - self.probability), weights=self.count))


def reliability(truth: ArrayLike, probability: ArrayLike, *, bins: int = 10) -> Reliability:
    """Sort rows into bins of equal width by their probability of class 1; bins without rows are
    left out.

    `truth` holds classes 0 and 1, shape (N,). Raises ValueError on empty or unequal arrays, and on
    what is no probability.
    """
    probability = np.asarray(probability, dtype=float)
    truth, _ = check_classes(truth, np.zeros(probability.shape, dtype=int), 2)
    if not ((probability >= 0) & (probability <= 1)).all():
        raise ValueError(
            f"probabilities run from {probability.min()} to {probability.max()}, expected 0 to 1; "
            "pass the softmax or the sigmoid, not logits"
        )
    place = np.minimum((probability * bins).astype(int), bins - 1)  # 1.0 belongs to the last bin
    count = np.bincount(place, minlength=bins)
    kept = count > 0
    sums = (
        np.bincount(place, weights=values, minlength=bins)[kept] for values in (probability, truth)
    )
    return Reliability(count[kept], *(total / count[kept] for total in sums))


def expected_calibration_error(
    truth: ArrayLike, probability: ArrayLike, *, bins: int = 10
) -> float:
    """Return by how much stated probabilities of class 1 miss the shares of class 1, on average
    over the rows.
    """
    return reliability(truth, probability, bins=bins).calibration_error


def temperature(truth: ArrayLike, log_odds: ArrayLike) -> float:
    """Find the number by which to divide log-odds (N,) of class 1 for the lowest cross-entropy (Guo
    et al. 2017).

    Above 1, the model was too sure of itself. It is found between 0.05 and 20. Pass validation
    rows. Raises ValueError on empty or unequal arrays.
    """
    log_odds = np.asarray(log_odds, dtype=float)
    truth, _ = check_classes(truth, np.zeros(log_odds.shape, dtype=int), 2)
    towards_truth = np.where(truth == 1, log_odds, -log_odds)
    found = minimize_scalar(
        lambda log_t: np.logaddexp(0, -towards_truth / np.exp(log_t)).mean(),
        bounds=np.log([0.05, 20]),
        method="bounded",
    )
    return float(np.exp(found.x))

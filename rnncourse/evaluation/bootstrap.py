"""Estimates with 95 % intervals from a bootstrap: whole groups are drawn again, never single items
of a group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Estimate:
    """A value and its 95 % confidence interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def group_weights(rows: int, groups: ArrayLike | None, seed: int, resamples: int) -> np.ndarray:
    """How often each row is drawn in each resample of whole groups, shape (R, N)."""
    _, member = np.unique(np.arange(rows) if groups is None else groups, return_inverse=True)
    group_count = member.max() + 1
    draws = np.random.default_rng(seed).multinomial(
        group_count, np.full(group_count, 1 / group_count), size=resamples
    )
    return draws[:, member]


def percentile_estimate(value: float, drawn: np.ndarray) -> Estimate:
    """Return `value` with the middle 95 % of the values that were drawn for it (R,)."""
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(float(value), float(low), float(high))


def pooled_mean(
    totals: ArrayLike, counts: ArrayLike, *, seed: int = 0, resamples: int = 2000
) -> Estimate:
    """Return the sum of `totals` over the sum of `counts`, with the interval that comes of drawing
    whole groups again.

    `totals` (N,) are those of each group, or the differences between two models: the nats spent on
    each text, say. `counts` (N,) tell how many items each group has: its characters. The interval
    holds the middle 95 % of `resamples` bootstrap means. Raises ValueError where the two are not of
    one length.
    """
    totals, counts = np.asarray(totals, dtype=float), np.asarray(counts)
    if totals.shape != counts.shape or totals.ndim != 1:
        raise ValueError(
            f"totals have shape {totals.shape} and counts {counts.shape}; give one number of each "
            "for every group"
        )
    drawn = np.random.default_rng(seed).integers(len(totals), size=(resamples, len(totals)))
    means = totals[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return Estimate(
        float(totals.sum() / counts.sum()), *map(float, np.quantile(means, (0.025, 0.975)))
    )


def grouped_mean(
    values: ArrayLike, groups: ArrayLike, *, seed: int = 0, resamples: int = 2000
) -> Estimate:
    """Return the mean of `values` (N,), with the interval that comes of drawing whole groups again.

    Values that share an entry of `groups` (N,) are drawn together. Raises ValueError where the two
    are not of one length.
    """
    values, groups = np.asarray(values, dtype=float), np.asarray(groups)
    if values.shape != groups.shape or values.ndim != 1:
        raise ValueError(
            f"values have shape {values.shape} and groups {groups.shape}; give every value its "
            "group"
        )
    _, member = np.unique(groups, return_inverse=True)
    return pooled_mean(
        np.bincount(member, weights=values), np.bincount(member), seed=seed, resamples=resamples
    )

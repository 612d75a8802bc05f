"""Intervals of means: their coverage, and what is drawn together."""

import numpy as np
import pytest

from rnncourse.evaluation.bootstrap import grouped_mean, pooled_mean


def test_the_mean_counts_items_and_not_groups():
    assert pooled_mean([2.0, 30.0], [1, 15]).value == 2.0
    assert grouped_mean([1.0, 2.0, 6.0], ["a", "b", "b"]).value == 3.0


def test_the_interval_holds_the_true_mean_of_most_samples():
    rng = np.random.default_rng(0)
    counts = rng.integers(5, 40, size=(100, 150))
    totals = 2.0 * counts + rng.normal(size=counts.shape) * np.sqrt(counts) * 3
    found = [pooled_mean(*sample, resamples=400) for sample in zip(totals, counts)]
    assert np.mean([estimate.low < 2.0 < estimate.high for estimate in found]) > 0.88
    assert all(estimate.low < estimate.value < estimate.high for estimate in found)


def test_copies_within_a_group_do_not_narrow_the_interval():
    values = np.random.default_rng(1).normal(size=50)
    alone = grouped_mean(values, np.arange(50))
    copied = grouped_mean(np.repeat(values, 9), np.repeat(np.arange(50), 9))
    taken_apart = grouped_mean(np.repeat(values, 9), np.arange(450))
    assert copied.high - copied.low == pytest.approx(alone.high - alone.low)
    assert taken_apart.high - taken_apart.low < 0.5 * (alone.high - alone.low)


def test_numbers_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"totals have shape \(2,\) and counts \(3,\)"):
        pooled_mean([1.0, 2.0], [1, 2, 3])
    with pytest.raises(ValueError, match=r"values have shape \(2,\) and groups \(3,\)"):
        grouped_mean([1.0, 2.0], [1, 2, 3])

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from rnncourse.evaluation.classification import (
    accuracy,
    accuracy_difference,
    confusion,
    f1,
    guessing,
    recall,
    score,
)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60))
def test_scores_agree_with_scikit_learn(pairs):
    truth, predicted = np.array(pairs).T
    counts = confusion(truth, predicted, 4)
    assert accuracy(counts) == pytest.approx(metrics.accuracy_score(truth, predicted))
    assert f1(counts) == pytest.approx(
        metrics.f1_score(truth, predicted, labels=range(4), average=None, zero_division=0)
    )
    assert recall(counts) == pytest.approx(
        metrics.recall_score(truth, predicted, labels=range(4), average=None, zero_division=0)
    )


def test_the_interval_of_an_accuracy_is_that_of_a_proportion():
    truth = np.zeros(2000, int)
    predicted = (np.arange(2000) % 5 == 0).astype(int)  # right in 80 %
    estimate = score(truth, predicted, 2).accuracy
    half_width = 1.96 * np.sqrt(0.8 * 0.2 / 2000)
    assert estimate.value == pytest.approx(0.8)
    assert (estimate.low, estimate.high) == pytest.approx(
        (0.8 - half_width, 0.8 + half_width), abs=0.004
    )


def test_rows_that_belong_together_widen_the_interval():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(50), 20)
    predicted = np.repeat(rng.integers(0, 2, 50), 20)  # a whole group is right or wrong
    truth = np.zeros(1000, int)
    alone, together = (score(truth, predicted, 2, groups=g).accuracy for g in (None, groups))
    assert together.high - together.low > 3 * (alone.high - alone.low)


def test_macro_f1_counts_small_classes_as_much_as_large_ones():
    truth = np.array([0] * 98 + [1] * 2)
    scores = score(truth, np.zeros(100, int), 2)
    assert scores.accuracy.value == pytest.approx(0.98)
    assert scores.macro_f1.value == pytest.approx(
        metrics.f1_score(truth, np.zeros(100, int), average="macro")
    )
    assert scores.balanced_accuracy.value == pytest.approx(0.5)


def test_a_paired_difference_is_surer_than_two_separate_intervals():
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 2, 1000)
    rival = np.where(rng.random(1000) < 0.8, truth, 1 - truth)
    better = np.where(rng.random(1000) < 0.1, truth, rival)  # mends a few of the rival's errors
    gain = accuracy_difference(truth, better, rival)
    assert gain.value == pytest.approx(np.mean(better == truth) - np.mean(rival == truth))
    assert 0 < gain.low < gain.value < gain.high


@pytest.mark.parametrize(
    "truth, predicted, match",
    [
        ([], [], "not empty"),
        ([0, 1], [0], "equally long"),
        ([0, 2], [0, 1], "outside 0 … 1"),
        ([0, 1], [0, -1], "outside"),
    ],
)
def test_what_cannot_be_scored_is_refused(truth, predicted, match):
    with pytest.raises(ValueError, match=match):
        score(np.array(truth, int), np.array(predicted, int), 2)


def test_guessing_takes_the_class_that_is_most_frequent_in_training():
    assert guessing([2, 2, 0], [2, 0, 0, 1], 4) == {"chance": 0.25, "most frequent": 0.25}

"""Balancing changes how much a class counts, and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.preprocessing import sampling

classes = st.integers(2, 5).flatmap(
    lambda count: st.lists(st.integers(0, count - 1), min_size=1, max_size=60).map(
        lambda rows: (np.array(rows + list(range(count))), count)
    )
)


@given(classes, st.sampled_from([0.0, 0.5, 1.0]))
def test_weights_have_mean_1_over_the_rows(drawn, power):
    y, count = drawn
    assert sampling.class_weights(y, count, power=power)[y].mean() == pytest.approx(1, rel=1e-5)


@given(classes)
def test_with_power_1_every_class_weighs_the_same_and_with_power_0_every_row(drawn):
    y, count = drawn
    weights = sampling.class_weights(y, count)
    np.testing.assert_allclose(np.bincount(y) * weights, len(y) / count, rtol=1e-5)
    np.testing.assert_allclose(sampling.class_weights(y, count, power=0.0), 1, rtol=1e-6)


@given(classes, st.integers(0, 9))
def test_oversampling_keeps_every_row_and_makes_classes_equal(drawn, seed):
    y, count = drawn
    rows = sampling.oversample(y, count, rng=np.random.default_rng(seed))
    assert set(rows) == set(range(len(y)))
    assert set(np.bincount(y[rows])) == {np.bincount(y).max()}
    times = np.bincount(rows)
    for c in range(count):
        assert np.ptp(times[y == c]) <= 1


@given(classes, st.integers(5, 16))
def test_balanced_batches_hold_every_class_equally_often(drawn, batch_size):
    y, count = drawn
    batches = sampling.balanced_batches(y, count, batch_size)(np.random.default_rng(0))
    assert [len(rows) for rows in batches] == [batch_size] * -(-len(y) // batch_size)
    for rows in batches:
        assert np.ptp(np.bincount(y[rows], minlength=count)) <= 1


def test_the_next_epoch_has_other_batches():
    y, rng = np.arange(60) % 3, np.random.default_rng(0)
    draw = sampling.balanced_batches(y, 3, 12)
    assert not np.array_equal(draw(rng), draw(rng))


def test_priors_are_the_shares_of_the_classes():
    np.testing.assert_allclose(sampling.class_priors(np.array([0, 0, 0, 1]), 2), [0.75, 0.25])


@pytest.mark.parametrize(
    "call",
    [
        lambda y: sampling.class_weights(y, 3),
        lambda y: sampling.class_priors(y, 3),
        lambda y: sampling.oversample(y, 3, rng=np.random.default_rng(0)),
        lambda y: sampling.balanced_batches(y, 3, 8),
    ],
)
def test_a_class_without_a_row_is_named(call):
    with pytest.raises(ValueError, match="class 1 of 3 has no row"):
        call(np.array([0, 0, 2]))


def test_a_batch_too_small_for_the_classes_is_refused():
    with pytest.raises(ValueError, match="batch_size 2 has no room for 3 classes"):
        sampling.balanced_batches(np.arange(3), 3, 2)

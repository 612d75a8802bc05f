import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.preprocessing.augmentation import turn_sensor

WINDOWS = np.random.default_rng(0).normal(size=(5, 7, 9)).astype("float32")


@given(st.floats(0, 180), st.integers(0, 99))
def test_turning_keeps_the_length_of_every_vector_and_the_angles_between_them(degrees, seed):
    turned = turn_sensor(WINDOWS, degrees, rng=np.random.default_rng(seed)).reshape(5, 21, 3)
    before = WINDOWS.reshape(5, 21, 3)
    np.testing.assert_allclose(
        turned @ turned.transpose(0, 2, 1), before @ before.transpose(0, 2, 1), atol=1e-4
    )


def test_no_degrees_change_nothing_and_many_change_much():
    np.testing.assert_allclose(
        turn_sensor(WINDOWS, 0, rng=np.random.default_rng(0)), WINDOWS, atol=1e-6
    )
    assert np.abs(turn_sensor(WINDOWS, 90, rng=np.random.default_rng(0)) - WINDOWS).max() > 0.5


@given(st.floats(1, 180))
def test_no_vector_turns_by_more_than_the_degrees(degrees):
    turned = turn_sensor(WINDOWS, degrees, rng=np.random.default_rng(1)).reshape(-1, 3)
    before = WINDOWS.reshape(-1, 3)
    cosines = (
        (turned * before).sum(axis=1)
        / np.linalg.norm(turned, axis=1)
        / np.linalg.norm(before, axis=1)
    )
    assert np.degrees(np.arccos(np.clip(cosines, -1, 1))).max() <= degrees + 0.5


def test_each_window_turns_its_own_way_and_the_same_seed_turns_alike():
    same = np.tile(WINDOWS[:1], (3, 1, 1))
    turned = turn_sensor(same, 45, rng=np.random.default_rng(0))
    assert np.abs(turned[0] - turned[1]).max() > 0.01
    np.testing.assert_array_equal(turned, turn_sensor(same, 45, rng=np.random.default_rng(0)))


@pytest.mark.parametrize(
    "x, degrees, message",
    [
        (np.zeros((1, 2, 4)), 45, "4 channels are no triples"),
        (WINDOWS, -1, "degrees is -1"),
        (WINDOWS, float("nan"), "degrees is nan"),
    ],
)
def test_what_cannot_be_turned_is_refused(x, degrees, message):
    with pytest.raises(ValueError, match=message):
        turn_sensor(x, degrees, rng=np.random.default_rng(0))

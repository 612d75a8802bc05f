import numpy as np
import pytest

from rnncourse.preprocessing.movement import (
    SMALL,
    VIEWS,
    centred,
    compressed,
    gravity,
    views_and_gravity,
)

RNG = np.random.default_rng(0)
X = (RNG.normal(size=(6, 12, 9)) * SMALL * 20 + RNG.normal(size=(6, 1, 9))).astype(np.float32)


def test_centred_windows_have_no_mean_and_the_same_movement():
    np.testing.assert_allclose(centred(X).mean(axis=1), 0, atol=1e-6)
    np.testing.assert_allclose(np.diff(centred(X), axis=1), np.diff(X, axis=1), atol=1e-6)


def test_compression_keeps_what_is_small_and_turns_a_factor_into_a_distance():
    small = np.full((1, 1, 9), 0.01, np.float32) * SMALL
    np.testing.assert_allclose(compressed(small), small / SMALL, rtol=1e-4)
    large = np.full((1, 1, 9), 1000, np.float32) * SMALL
    np.testing.assert_allclose(compressed(10 * large) - compressed(large), np.log(10), rtol=1e-4)
    np.testing.assert_allclose(compressed(-large), -compressed(large))


def test_gravity_is_the_mean_of_total_acceleration():
    np.testing.assert_allclose(gravity(X), X[:, :, 6:].mean(axis=1), rtol=1e-6)


@pytest.mark.parametrize("view, channels", [("as recorded", 9), ("compressed", 9), ("both", 18)])
def test_views_stand_before_gravity_which_is_the_same_at_every_step(view, channels):
    seen = views_and_gravity(X, X, view=view, weight=3)
    assert seen.shape == (6, 12, channels + 3) and seen.dtype == np.float32
    np.testing.assert_array_equal(seen[:, :, channels:], seen[:, :1, channels:].repeat(12, axis=1))
    np.testing.assert_allclose(seen[:, 0, channels:].std(axis=0), 3, rtol=1e-4)
    np.testing.assert_allclose(seen[:, :, :channels].std(axis=(0, 1)), 1, rtol=1e-4)


def test_without_weight_gravity_is_left_out():
    assert views_and_gravity(X, X, view="centred", weight=0).shape == (6, 12, 9)


def test_the_scales_are_those_of_the_training_windows_alone():
    alone = views_and_gravity(X[:4], X[:4])
    among = views_and_gravity(X, X[:4])
    np.testing.assert_allclose(among[:4], alone, atol=1e-5)
    assert np.abs(views_and_gravity(X, X)[:4] - alone).max() > 1e-3


def test_moving_the_sensors_zero_changes_gravity_alone():
    moved = X + np.linspace(-0.5, 0.5, 9, dtype=np.float32)
    before, after = views_and_gravity(X, X), views_and_gravity(moved, X)
    np.testing.assert_allclose(before[:, :, :18], after[:, :, :18], atol=1e-2)
    assert np.abs(before[:, :, 18:] - after[:, :, 18:]).min() > 0.1


def test_an_unknown_view_is_refused_with_those_that_there_are():
    with pytest.raises(ValueError, match="view 'raw' is not known; choose one of as recorded, "):
        views_and_gravity(X, X, view="raw")


def test_a_sensor_that_stands_still_is_named():
    still = X.copy()
    still[:, :, 2] = 0.5
    with pytest.raises(ValueError, match="channel 2 is constant"):
        views_and_gravity(still, still, view="centred")
    assert set(VIEWS) == {"as recorded", "centred", "compressed", "both"}

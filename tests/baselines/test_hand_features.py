"""Features of windows of signals: each is what its name says, and bad windows are refused."""

import numpy as np
import pytest

from rnncourse.baselines.hand_features import hand_feature_classifier, hand_features

STEPS = 64


@pytest.fixture
def windows():
    return np.random.default_rng(0).normal(0.3, 1, (5, STEPS, 9)).astype(np.float32)


def test_features_are_those_of_a_computation_by_hand(windows):
    [found] = hand_features(windows[2:3])
    x = windows[2].astype(float).T.tolist()  # (9, T)
    means = [sum(row) / STEPS for row in x]
    deviations = [(sum((v - mean) ** 2 for v in row) / STEPS) ** 0.5 for row, mean in zip(x, means)]
    assert len(found) == 9 * 5 + 9 * 8 + 36 == 153
    np.testing.assert_allclose(found[:9], means, rtol=1e-4)
    np.testing.assert_allclose(found[9:18], deviations, rtol=1e-4)
    np.testing.assert_allclose(found[18:27], np.log(deviations), rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(found[27:36], [min(row) for row in x], rtol=1e-6)
    np.testing.assert_allclose(found[36:45], [max(row) for row in x], rtol=1e-6)
    angles = 2 * np.pi * 3 * np.arange(STEPS) / STEPS  # the third frequency, of channel 4
    third = np.hypot(x[4] @ np.cos(angles), x[4] @ np.sin(angles))
    assert found[45 + 2 * 9 + 4] == pytest.approx(third, rel=1e-4)
    centred = [np.array(x[channel]) - means[channel] for channel in (0, 1)]
    correlation = centred[0] @ centred[1] / STEPS / deviations[0] / deviations[1]
    assert found[45 + 72] == pytest.approx(correlation, abs=1e-5)


def test_a_pure_swing_shows_at_its_frequency_alone(windows):
    swing = np.sin(2 * np.pi * 5 * np.arange(STEPS) / STEPS)
    windows[:, :, 6] = 0.01 * swing
    spectrum = hand_features(windows)[:, 45 : 45 + 72].reshape(5, 8, 9)[:, :, 6]
    assert (spectrum.argmax(axis=1) == 4).all()  # the fifth of eight
    assert np.delete(spectrum, 4, axis=1).max() < 1e-4 * spectrum[:, 4].min()


def test_gravity_is_a_feature_and_changes_no_other_but_the_extremes(windows):
    tilted = windows + np.float32(0.5) * (np.arange(9) == 7)
    change = np.abs(hand_features(tilted) - hand_features(windows)).max(axis=0)
    assert np.flatnonzero(change > 1e-4).tolist() == [7, 27 + 7, 36 + 7]


def test_the_regression_tells_fast_from_slow():
    rng = np.random.default_rng(1)
    y = np.arange(60) % 2
    steps = np.arange(STEPS)[:, None]
    x = np.sin(2 * np.pi * steps * (2 + 3 * y[:, None, None]) / STEPS + rng.normal(size=(60, 1, 9)))
    x = (x + rng.normal(0, 0.3, x.shape)).astype(np.float32)
    model = hand_feature_classifier().fit(x[:40], y[:40])
    assert (model.predict(x[40:]) == y[40:]).all()


@pytest.mark.parametrize(
    "spoil, message",
    [
        (lambda x: x[:, :16], "windows of 16 steps, expected at least 17: cut longer windows"),
        (lambda x: x[:, :, :6], r"shape \(5, 64, 6\), expected .* \(N, T, 9\)"),
        (lambda x: x[0], r"shape \(64, 9\), expected .* \(N, T, 9\)"),
        (lambda x: x * (np.arange(9) != 3), "channel 3 of x.0. is -?0.0 at every step"),
        (lambda x: np.where(x > 2, np.nan, x), "is nan, expected finite numbers"),
    ],
)
def test_what_are_no_such_windows_is_refused(windows, spoil, message):
    with pytest.raises(ValueError, match=message):
        hand_features(spoil(windows).astype(np.float32))


def test_numbers_of_another_type_are_refused(windows):
    with pytest.raises(TypeError, match="x has dtype float64, expected float32"):
        hand_features(windows.astype(float))

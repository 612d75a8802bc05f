"""Random convolutions: kernels, their answers, shares of steps, ridge regression, and windows that
are refused.
"""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from rnncourse.baselines import random_convolutions
from rnncourse.baselines.random_convolutions import (
    LEVELS,
    LONGEST,
    WIDTH,
    RandomConvolutions,
    answers,
    draw_banks,
    draw_weights,
    ridge,
    shares,
)

STEPS = 40


@pytest.fixture
def windows():
    return np.random.default_rng(0).normal(0.3, 1, (8, STEPS, 9)).astype(np.float32)


@pytest.fixture
def weights():
    return draw_weights(300, 9, rng=np.random.default_rng(0))


def test_kernels_sum_to_zero_on_every_channel_unless_told_otherwise(weights):
    assert weights.shape == (300, WIDTH, 9) and weights.dtype == np.float32
    np.testing.assert_allclose(weights.sum(axis=1), 0, atol=1e-5)
    other = draw_weights(300, 9, rng=np.random.default_rng(0), zero_sum=False)
    assert np.abs(other.sum(axis=1)).max() > 1


def test_kernels_read_one_to_all_channels_and_mostly_few(weights):
    read = weights.any(axis=1).sum(axis=1)  # (300,)
    assert read.min() == 1 and read.max() == 9 and np.median(read) <= 3
    assert (weights.any(axis=1).mean(axis=0) > 0.2).all()  # no channel is left out


def test_weights_that_are_used_are_standard_normal_but_for_their_mean(weights):
    used = weights.transpose(0, 2, 1)[weights.any(axis=1)]  # (…, WIDTH)
    assert used.std() == pytest.approx(np.sqrt(1 - 1 / WIDTH), abs=0.03)


@pytest.mark.parametrize("dilation", [1, 3])
def test_an_answer_is_a_sum_over_nine_steps_a_dilation_apart(windows, weights, dilation):
    found = answers(windows, weights, dilation)
    assert found.shape == (STEPS, 8, 300)
    for step, window, kernel in ((20, 1, 2), (0, 5, 7), (STEPS - 1, 7, 299)):
        by_hand = 0.0
        for place in range(WIDTH):
            at = step + (place - WIDTH // 2) * dilation
            if 0 <= at < STEPS:  # elsewhere, zeros
                by_hand += sum(weights[kernel, place].astype(float) * windows[window, at])
        assert found[step, window, kernel] == pytest.approx(by_hand, abs=1e-4)


def test_kernels_are_blind_to_a_constant_but_at_the_edges(weights):
    constant = np.full((1, STEPS, 9), 5, dtype=np.float32)
    found = answers(constant, weights, 2)
    inside = slice(8, STEPS - 8)
    assert np.abs(found[inside]).max() < 1e-4 < 1 < np.abs(found[0]).max()


def test_the_same_seed_draws_the_same_kernels_and_another_one_others(windows):
    one, same, other = (draw_banks(windows, 7, seed=seed) for seed in (0, 0, 1))
    assert [len(weights) for weights, _, _ in one] == [3, 2, 2]
    assert [dilation for _, dilation, _ in one] == [1, 2, 3]
    for (weights, _, levels), (again, _, levels_again), (new, _, _) in zip(one, same, other):
        assert (weights == again).all() and (levels == levels_again).all()
        assert not np.allclose(weights, new)


def test_levels_are_answers_to_the_windows(windows):
    for weights, dilation, levels in draw_banks(windows, 9, seed=0):
        found = answers(windows, weights, dilation)
        for kernel in range(len(weights)):
            nearest = np.abs(found[:, :, kernel].reshape(-1, 1) - levels[:, kernel]).min(axis=0)
            np.testing.assert_allclose(nearest, 0, atol=1e-5)


def test_a_share_counts_the_steps_above_a_level(windows):
    banks = draw_banks(windows, 4, seed=0)
    found = shares(windows, banks, batch=3)
    assert found.shape == (8, 4 * LEVELS) and found.min() >= 0 and found.max() <= 1
    weights, dilation, levels = banks[0]
    above = answers(windows, weights, dilation)[:, 6, 1] > levels[4, 1]
    assert found[6, 4 * len(weights) + 1] == pytest.approx(sum(above) / STEPS)
    # levels are answers themselves, so that rounding may put one step on either side
    np.testing.assert_allclose(found, shares(windows, banks, batch=100), atol=1.1 / STEPS)


def test_ridge_is_that_of_scikit_learn_on_standardised_features():
    rng = np.random.default_rng(0)
    features, y = rng.normal(3, 2, (50, 6)), rng.integers(3, size=50)
    features[:, 5] = 0.25  # a share that never changes says nothing
    z = np.delete(features, 5, axis=1)
    z = (z - z.mean(axis=0)) / z.std(axis=0)
    expected = Ridge(alpha=7.0).fit(z, 2 * np.eye(3)[y] - 1).predict(z)
    np.testing.assert_allclose(ridge(features, y, penalty=7.0)(features), expected, atol=1e-8)


def swings(rng, count):
    """Windows that swing fast or slowly, begun anywhere, and which of both."""
    y = np.arange(count) % 2
    turns = np.arange(STEPS)[:, None] * (2 + 4 * y[:, None, None]) / STEPS
    x = np.sin(2 * np.pi * (turns + rng.random((count, 1, 9))))
    return (x + rng.normal(0, 0.3, x.shape)).astype(np.float32), y


def test_fast_swings_are_told_from_slow_ones():
    x, y = swings(np.random.default_rng(0), 90)
    model = RandomConvolutions(kernels=20, seed=0).fit(x[:60], y[:60])
    assert (model.predict(x[60:]) == y[60:]).all()


def test_gravity_reaches_the_reader_only_as_three_features(windows):
    y = np.arange(8) % 2
    model = RandomConvolutions(kernels=6, seed=0).fit(windows, y)
    tilted = windows + np.float32(0.5) * (np.arange(9) == 7)
    before, after = model.features(windows), model.features(tilted)
    assert before.shape == (8, 63)
    np.testing.assert_allclose(after[:, -3:] - before[:, -3:], [[0, 0.5, 0]] * 8, atol=1e-5)
    assert (np.abs(after - before)[:, :-3] > 0.03).sum() == 0
    blind = RandomConvolutions(kernels=6, seed=0, gravity=False).fit(windows, y)
    np.testing.assert_array_equal(blind.features(windows), before[:, :-3])


def test_each_part_can_be_switched_off(windows, monkeypatch):
    y = np.arange(8) % 2
    moved = RandomConvolutions(kernels=6, seed=0, centred=False).fit(windows, y).prepared(windows)
    assert np.abs(moved.mean(axis=1)).max() > 0.1 and np.abs(moved.mean(axis=(0, 1))).max() < 1e-5
    assert (
        np.abs(RandomConvolutions(6, 0).fit(windows, y).prepared(windows).mean(axis=1)).max() < 1e-5
    )
    asked = []
    monkeypatch.setattr(
        random_convolutions,
        "draw_weights",
        lambda *a, **k: asked.append(k) or draw_weights(*a, **k),
    )
    RandomConvolutions(kernels=6, seed=0, zero_sum=False).fit(windows, y)
    assert [k["zero_sum"] for k in asked] == [False] * 3


@pytest.mark.parametrize(
    "spoil, message",
    [
        (lambda x: x[:, :24], f"windows of 24 steps, expected at least {LONGEST}: cut longer"),
        (lambda x: x[:, :, :6], r"shape \(8, 40, 6\), expected .* \(N, T, 9\)"),
        (lambda x: x * (np.arange(9) != 5) + 1, "channel 5 of x.0. is 1.0 at every step"),
        (lambda x: x[:0], "expected at least one row"),
    ],
)
def test_what_are_no_such_windows_is_refused_in_training_and_later(windows, spoil, message):
    y = np.arange(8) % 2
    bad = spoil(windows).astype(np.float32)
    with pytest.raises(ValueError, match=message):
        RandomConvolutions(kernels=6, seed=0).fit(bad, y)
    with pytest.raises(ValueError, match=message):
        RandomConvolutions(kernels=6, seed=0).fit(windows, y).predict(bad)

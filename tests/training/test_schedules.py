"""The learning rate of every step, held against the frameworks' own schedules; that both trainings
use them is tested in tests/in_keras_and_torch/test_training.py.
"""

import keras
import numpy as np
import pytest
import torch

from rnncourse.training.schedules import SCHEDULES, learning_rates

RATE = 0.02


def rates_of(scheduler, steps, **options):
    """The rates that a scheduler of PyTorch gives an optimiser, step by step."""
    optimizer = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=RATE)
    schedule, found = scheduler(optimizer, **options), []
    for _ in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return np.array(found)


def test_the_cosine_is_that_of_pytorch():
    theirs = rates_of(torch.optim.lr_scheduler.CosineAnnealingLR, 50, T_max=50)
    np.testing.assert_allclose(learning_rates(RATE, "cosine", 50), theirs, atol=1e-6 * RATE)


def test_the_cosine_is_that_of_keras():
    schedule = keras.optimizers.schedules.CosineDecay(RATE, decay_steps=50)
    theirs = [float(schedule(step)) for step in range(50)]
    np.testing.assert_allclose(learning_rates(RATE, "cosine", 50), theirs, atol=1e-6 * RATE)


def test_one_cycle_is_that_of_pytorch_but_for_the_places_of_its_ends():
    """PyTorch reaches its highest rate one step before 30 % of them, and its lowest, RATE / 250000,
    with the last.
    """
    steps = 2000
    theirs = rates_of(
        torch.optim.lr_scheduler.OneCycleLR,
        steps,
        max_lr=RATE,
        total_steps=steps,
        cycle_momentum=False,
    )
    ours = learning_rates(RATE, "one-cycle", steps)
    np.testing.assert_allclose(ours, theirs, atol=RATE * 3 / steps)
    assert ours[0] == pytest.approx(theirs[0]) == pytest.approx(RATE / 25)
    assert ours[-1] < 1e-5 * RATE


def test_one_cycle_rises_for_three_tenths_of_the_steps_and_then_falls():
    rates = learning_rates(RATE, "one-cycle", 10)
    assert rates.argmax() == 3 and rates[3] == RATE
    assert (np.diff(rates[:4]) > 0).all() and (np.diff(rates[3:]) < 0).all()


def test_stepped_rates_fall_after_60_and_85_percent():
    expected = [RATE] * 60 + [0.3 * RATE] * 25 + [0.1 * RATE] * 15
    np.testing.assert_allclose(learning_rates(RATE, "stepped", 100), expected)


def test_a_constant_rate_stays():
    assert learning_rates(RATE, "constant", 7).tolist() == [RATE] * 7


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("steps", [1, 2, 7])
def test_every_schedule_gives_each_step_a_rate_even_the_shortest_training(schedule, steps):
    rates = learning_rates(RATE, schedule, steps)
    assert rates.shape == (steps,) and (rates > 0).all() and (rates <= RATE).all()

"""Nets that see movement and gravity apart: what they train on, what a run records, and that the
test takes what was chosen.
"""

import numpy as np
import pytest

from rnncourse.records.compact import log_probabilities_from_text
from rnncourse.studies.activity import (
    activity_movement,
    activity_movement_test,
    activity_one_out,
)
from rnncourse.studies.activity.activity_baselines import HAND
from rnncourse.studies.activity.activity_movement import (
    CHANGES,
    CONVOLUTION,
    COPIES,
    ELMAN,
    GRU,
    NETS,
    STEPS,
    one_copy_each,
    training_copies,
)

FEW = {"epochs": 4, "batch_size": 16}
SMALL = CONVOLUTION | FEW | {"filters": [8]}
READS = GRU | FEW | {"hidden_size": 8, "filters": 6}


@pytest.fixture
def few(swinging, monkeypatch):
    """Seven people, the last two for the test, who swing fast or slowly."""
    made = swinging(windows=16, noise=0.1)
    for study in (activity_movement, activity_movement_test, activity_one_out):
        monkeypatch.setattr(study, "load_activity", lambda: made)
    return made


@pytest.mark.parametrize("framework", ["keras", "torch"])
@pytest.mark.parametrize("configuration", [SMALL, READS], ids=["convolutional", "recurrent"])
def test_a_run_keeps_a_class_for_each_window_of_the_persons_held_out(few, configuration, framework):
    found = activity_movement.run(configuration | {"framework": framework}, 0)
    assert len(found["metrics"]["predicted"]) == 16
    assert len(found["history"]["validation_accuracy"]) == 4
    truth = few.y[activity_movement.hold_out(few, 0).validation]
    right = np.mean(found["metrics"]["predicted"] == truth)
    assert right == pytest.approx(found["metrics"]["validation_accuracy"])


def test_a_test_run_keeps_probabilities_of_each_test_window(few):
    found = activity_movement_test.run(SMALL | {"epochs": 40}, 0)["metrics"]["log_p"]
    log_p = log_probabilities_from_text(found, 2)
    assert log_p.shape == (32, 2)
    np.testing.assert_allclose(np.exp(log_p).sum(axis=1), 1, atol=0.1)
    assert (log_p.argmax(axis=1) == few.y[few.is_test]).mean() > 0.9


@pytest.mark.parametrize("configuration", [HAND, SMALL], ids=["no net", "net"])
def test_each_person_is_left_out_once(few, configuration):
    metrics = activity_one_out.run(configuration, 0)["metrics"]
    assert len(metrics["by_person"]) == 7 and np.sum(metrics["confusion"]) == 112
    assert metrics["accuracy"] == pytest.approx(np.trace(metrics["confusion"]) / 112)


def test_copies_are_turned_each_otherwise_and_none_is_made_for_no_angle(few):
    x = few.x[:5]
    assert training_copies(x, 0, seed=0) is x
    copies = training_copies(x, 20, seed=0).reshape(COPIES, *x.shape)
    lengths = [np.linalg.norm(some.reshape(-1, 3), axis=1) for some in (copies, x)]
    np.testing.assert_allclose(lengths[0], np.tile(lengths[1], COPIES), rtol=1e-4)
    assert np.abs(copies[0] - copies[1]).max() > 0.05


def test_an_epoch_reads_every_window_once_in_any_of_its_copies():
    draw, rng = one_copy_each(10, 3, 4), np.random.default_rng(0)
    epochs = [np.concatenate(draw(rng)) for _ in range(9)]
    assert [len(batch) for batch in draw(rng)] == [4, 4, 2]
    for rows in epochs:
        assert sorted(rows % 10) == list(range(10))
    assert set(np.concatenate(epochs) // 10) == {0, 1, 2}
    assert len({tuple(rows % 10) for rows in epochs}) > 1  # in another order


def test_a_change_differs_from_what_is_chosen_in_one_thing():
    for row in CHANGES.values():
        assert sum(row[name] != CONVOLUTION[name] for name in CONVOLUTION) == 1
    ways = list(STEPS.values())
    assert ways[-1] == CONVOLUTION
    for before, after in zip(ways[1:], ways[2:]):
        assert sum(before[name] != after[name] for name in before) == 1


def test_the_test_and_one_out_take_what_was_chosen():
    chosen = activity_movement_test.CHOSEN
    assert [chosen[name] for name in list(chosen)[:3]] == [CONVOLUTION, GRU, ELMAN]
    named = [NETS["plain GRU"], NETS["plain Elman"]]
    assert [chosen["plain GRU"], chosen["plain Elman"]] == named
    assert activity_one_out.MODELS["convolution"] == CONVOLUTION
    assert activity_one_out.MODELS["GRU behind a convolution"] == GRU

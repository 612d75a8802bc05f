"""From whole persons to random windows: between the two splits, nothing changes but the leak."""

import numpy as np
import pytest

from rnncourse.datasets.activity import Activities
from rnncourse.studies.activity import activity_shared
from rnncourse.studies.activity.activity_rnn import hold_out
from rnncourse.studies.activity.activity_shared import NET, SHARES, sharing_persons


@pytest.fixture(scope="module")
def few():
    """Seven people of twenty windows, the last two for the test."""
    rng = np.random.default_rng(0)
    person, y = np.repeat(np.arange(7), 20), np.arange(140) % 2
    x = y[:, None, None] + rng.normal(0, 0.1, (140, 16, 9))
    return Activities(x.astype(np.float32), y, person, person > 4, ("slow", "fast"), "bundled")


@pytest.mark.parametrize("seed", range(5))
def test_every_share_scores_the_same_windows_and_trains_on_as_many(few, seed):
    splits = [sharing_persons(few, share, seed=seed) for share in SHARES]
    fold, held_out = hold_out(few, seed), splits[0][1]
    assert len(held_out) == 4 and set(held_out) <= set(fold.validation)
    met = []
    for train, scored in splits:
        assert scored.tolist() == held_out.tolist()
        assert len(set(train)) == len(fold.train) and not set(train) & set(held_out)
        assert not few.is_test[train].any()
        met.append(set(train) & set(fold.validation))
    assert [len(rows) for rows in met] == [0, 4, 8, 12, 16]
    assert all(less < more for less, more in zip(met, met[1:]))  # none goes out again


def test_the_ends_are_the_split_by_person_and_a_split_by_window(few):
    train, _ = sharing_persons(few, 0.0, seed=2)
    assert train.tolist() == hold_out(few, 2).train.tolist()
    train, _ = sharing_persons(few, 1.0, seed=2)
    met = np.isin(hold_out(few, 2).validation, train)
    others = np.isin(hold_out(few, 2).train, train)
    assert met.mean() == others.mean() == 0.8


def test_a_run_scores_the_windows_held_out_and_the_test_persons(few, monkeypatch):
    monkeypatch.setattr(activity_shared, "load_activity", lambda: few)
    net = NET | {"filters": [4], "epochs": 3, "batch_size": 8, "share": 0.5}
    found = activity_shared.run(net, 1)
    assert found["metrics"].keys() == {"held_out_accuracy", "test_accuracy"}
    assert all(0 <= score <= 1 for score in found["metrics"].values())
    assert "validation_loss" not in found["history"]  # no epoch is picked

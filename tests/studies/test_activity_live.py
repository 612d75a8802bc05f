"""The nets that a page plays along a recording: trained on some people, scored on others, kept."""

import pytest

from rnncourse.records import store
from rnncourse.studies.activity import activity_live, activity_movement
from rnncourse.studies.activity.activity_live import NETS

SMALL = {"epochs": 2, "turned": 0}


@pytest.fixture
def few(swinging, monkeypatch):
    """Seven people, the last two for the test, who swing fast or slowly."""
    made = swinging()
    monkeypatch.setattr(activity_live, "load_activity", lambda: made)
    return made


@pytest.mark.parametrize("name", NETS)
def test_a_run_keeps_its_weights_and_is_scored_on_people_held_out(few, name):
    outcome = activity_live.run(NETS[name] | SMALL, 0)
    metrics, weights = outcome["metrics"], outcome["weights"]
    assert 0 <= metrics["validation_accuracy"] <= 1 and metrics["validation_loss"] > 0
    assert weights["linear.weight"].shape[0] == 2
    trained = sum(
        array.size for key, array in weights.items() if "running" not in key and "num_" not in key
    )
    assert trained == metrics["parameters"]
    assert len(outcome["history"]["validation_loss"]) == 2


def test_a_run_trains_as_the_study_does_whose_nets_these_are(few, monkeypatch):
    monkeypatch.setattr(activity_movement, "load_activity", lambda: few)
    configuration = NETS["GRU"] | SMALL | {"turned": 20}
    kept, other = (study.run(configuration, 0) for study in (activity_live, activity_movement))
    losses = [outcome["history"]["validation_loss"] for outcome in (kept, other)]
    assert losses[0] == losses[1]


def test_all_nets_that_a_page_loads_are_recorded_and_small():
    for configuration in NETS.values():
        kept = store.kept_run("activity_live", "bundled", configuration)
        assert kept.metrics["parameters"] < 30_000 and kept.metrics["validation_accuracy"] > 0.8

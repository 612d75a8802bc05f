"""Hand features and random convolutions on activities: what is held out, what a run records, and
that the test takes what was chosen.
"""

import numpy as np
import pandas as pd
import pytest

from rnncourse.records import store
from rnncourse.studies.activity import activity_baselines, activity_baselines_test
from rnncourse.studies.activity.activity_baselines import HAND, RANDOM, SIZES, STRENGTHS, WITHOUT


@pytest.fixture
def few(swinging, monkeypatch):
    """Seven people, the last two for the test, who swing fast or slowly."""
    made = swinging()
    for study in (activity_baselines, activity_baselines_test):
        monkeypatch.setattr(study, "load_activity", lambda: made)
    return made


@pytest.mark.parametrize("configuration", [HAND, RANDOM | {"kernels": 6}])
def test_a_run_holds_each_training_person_out_once_and_no_test_person(few, configuration):
    metrics = activity_baselines.run(configuration, 0)["metrics"]
    assert len(metrics["by_fold"]) == 5
    assert np.array(metrics["confusion"]).sum() == 50  # windows of training people
    right = np.trace(metrics["confusion"]) / 50
    assert metrics["validation_accuracy"] == pytest.approx(np.mean(metrics["by_fold"]))
    assert right == pytest.approx(metrics["validation_accuracy"])  # folds are equally large here
    assert right > 0.9 and metrics["training_seconds"] >= 0


@pytest.mark.parametrize("configuration", [HAND, RANDOM | {"kernels": 6}])
def test_a_test_run_keeps_a_class_for_each_test_window(few, configuration):
    predicted = activity_baselines_test.run(configuration, 0)["metrics"]["predicted"]
    assert len(predicted) == 20 and np.mean(predicted == few.y[few.is_test]) > 0.8


def test_a_model_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="model 'oracle' is not known; choose hand features"):
        activity_baselines.build({"framework": "torch", "model": "oracle"}, 0)


def test_rows_without_a_part_differ_in_nothing_else():
    for row in WITHOUT:
        assert {name for name in row if row[name] != RANDOM[name]} <= {
            "gravity",
            "centred",
            "zero_sum",
        }


def test_what_reads_the_test_was_best_on_validation_people_of_the_bundled_edition():
    found = store.read("activity_baselines", "bundled")
    chosen = activity_baselines_test.CHOSEN
    found = found[found["kernels"] != 1000]  # drawn with three seeds after the choice was made
    for rows, dial in ((STRENGTHS, "strength"), (SIZES, "kernels")):
        values = {
            row[dial]: found[np.all([found[name] == value for name, value in row.items()], axis=0)][
                "validation_accuracy"
            ].mean()
            for row in rows
        }
        [taken] = [row[dial] for row in chosen if dial in row]
        assert taken == pd.Series(values).idxmax()

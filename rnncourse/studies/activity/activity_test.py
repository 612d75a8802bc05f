"""Models of activities on the test persons: trained on all other persons, with what the studies of
validation chose.
"""

from __future__ import annotations

from rnncourse.datasets.activity import load_activity
from rnncourse.records.study import Study
from rnncourse.studies.activity.activity_rnn import hold_out
from rnncourse.studies.activity.activity_turned import NAMED, fit_turned

# One of each kind, and what was best on the persons held out.
CHOSEN = (
    "linear",
    "dense, 128",
    "Elman, 64",
    "two layers of Elman, 32",
    "GRU, 64",
    "one Conv1d, 48",
    "three Conv1d, 48",
    "three Conv1d, 48, turned by 45",
)
IN_KERAS = ("Elman, 64", "three Conv1d, 48")


def run(configuration: dict, seed: int) -> dict:
    """Train one net on all training persons and record what it answers for each test window, as
    class indices.
    """
    activities = load_activity()
    split = hold_out(activities, seed)
    predict, history, parameters = fit_turned(
        configuration, seed, activities, (~activities.is_test).nonzero()[0]
    )
    return {
        "metrics": {
            "predicted": predict(split.test).tolist(),
            "parameters": parameters,
            "training_seconds": round(history.seconds, 1),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="activity_test",
    dataset="activity",
    question="How well does each model do on persons that it has never seen?",
    configurations=(
        *(NAMED[name] for name in CHOSEN),
        *(NAMED[name] | {"framework": "keras"} for name in IN_KERAS),
    ),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)

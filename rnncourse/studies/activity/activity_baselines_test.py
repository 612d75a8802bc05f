"""Hand features and random convolutions on the test persons: fitted to all other persons, as the
study `activity_baselines` chose. Of the numbers of kernels that it had drawn with three seeds by
then, up to 500, 500 were best on the persons held out of the bundled edition.
"""

from __future__ import annotations

import time

from rnncourse.datasets.activity import load_activity
from rnncourse.records.study import Study
from rnncourse.studies.activity.activity_baselines import HAND, RANDOM, build

CHOSEN = (HAND, RANDOM | {"kernels": 500})


def run(configuration: dict, seed: int) -> dict:
    """Fit one model to all training persons and record what it answers for each test window, as
    class indices.
    """
    activities = load_activity()
    test = activities.is_test
    start = time.process_time()
    model = build(configuration, seed).fit(activities.x[~test], activities.y[~test])
    seconds = time.process_time() - start
    return {
        "metrics": {
            "predicted": model.predict(activities.x[test]).tolist(),
            "training_seconds": round(seconds, 2),
        },
        "history": {},
    }


STUDY = Study(
    name="activity_baselines_test",
    dataset="activity",
    question="How well do hand features and random convolutions do on persons never seen?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
    quick={},
)

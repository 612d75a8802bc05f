"""Nets that see movement and gravity apart, on the test persons: trained on all other persons, with
what the study `activity_movement` chose on the training persons of the reference edition.
"""

from __future__ import annotations

from rnncourse.datasets.activity import load_activity
from rnncourse.records.compact import log_probabilities_as_text
from rnncourse.records.study import Study
from rnncourse.studies.activity.activity_movement import (
    CONVOLUTION,
    ELMAN,
    GRU,
    PLAIN_ELMAN,
    PLAIN_GRU,
    fit,
)

CHOSEN = {
    "convolution": CONVOLUTION,
    "GRU behind a convolution": GRU,
    "Elman behind a convolution": ELMAN,
    "plain GRU": PLAIN_GRU,
    "plain Elman": PLAIN_ELMAN,
    "convolution (Keras)": CONVOLUTION | {"framework": "keras"},
    "GRU behind a convolution (Keras)": GRU | {"framework": "keras"},
}


def run(configuration: dict, seed: int) -> dict:
    """Train one net on all training persons and record its log-probabilities of the classes of each
    test window, as text.
    """
    activities = load_activity()
    test = activities.is_test
    logits, history, parameters = fit(
        configuration,
        seed,
        activities.x[~test],
        activities.y[~test],
        class_count=len(activities.classes),
    )
    return {
        "metrics": {
            "log_p": log_probabilities_as_text(logits(activities.x[test])),
            "parameters": parameters,
            "training_seconds": round(history.seconds, 1),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="activity_movement_test",
    dataset="activity",
    question="How well do nets that have learnt do on persons that they have never seen?",
    configurations=tuple(CHOSEN.values()),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)

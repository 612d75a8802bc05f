"""One person left out, all others trained on, each person in turn: what was chosen on the reference
edition's training persons, on all ten persons of the bundled edition.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnncourse.datasets.activity import load_activity
from rnncourse.evaluation.classification import confusion
from rnncourse.records.study import Study
from rnncourse.studies.activity import activity_baselines
from rnncourse.studies.activity.activity_baselines import HAND, RANDOM
from rnncourse.studies.activity.activity_movement import CONVOLUTION, ELMAN, GRU, fit

MODELS = {
    "hand features": HAND,
    "random convolutions": RANDOM | {"kernels": 500},
    "convolution": CONVOLUTION,
    "GRU behind a convolution": GRU,
    "Elman behind a convolution": ELMAN,
    "convolution (Keras)": CONVOLUTION | {"framework": "keras"},
}


def predictor(
    configuration: dict, seed: int, x: np.ndarray, y: np.ndarray
) -> Callable[[np.ndarray], np.ndarray]:
    """Train the model of `configuration` on windows x (N, T, 9) of classes y (N,); return what
    names the class of windows.
    """
    if "epochs" not in configuration:
        return activity_baselines.build(configuration, seed).fit(x, y).predict
    logits, _, _ = fit(configuration, seed, x, y, class_count=int(y.max()) + 1)
    return lambda windows: logits(windows).argmax(axis=1)


def run(configuration: dict, seed: int) -> dict:
    """Leave each person out once; record the accuracy on each, in the order of their numbers, and
    the confusion matrix of all.
    """
    activities = load_activity()
    x, y, person = activities.x, activities.y, activities.person
    accuracies, matrix = [], np.zeros((len(activities.classes),) * 2, dtype=int)
    for left_out in np.unique(person):
        out = person == left_out
        predicted = predictor(configuration, seed, x[~out], y[~out])(x[out])
        accuracies.append(float((predicted == y[out]).mean()))
        matrix += confusion(y[out], predicted, len(activities.classes))
    return {
        "metrics": {
            "accuracy": float(np.mean(accuracies)),
            "by_person": accuracies,
            "confusion": matrix.tolist(),
        },
        "history": {},
    }


STUDY = Study(
    name="activity_one_out",
    dataset="activity",
    question="How well does each model do on a person when it knows the nine others?",
    configurations=tuple(MODELS.values()),
    seeds=(0, 1, 2),
    run=run,
    reads_test=True,
    quick={},
)

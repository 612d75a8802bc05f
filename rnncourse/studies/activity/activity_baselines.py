"""What nets on activities must beat: hand features and random convolutions, on persons held out of
the training part. No test window is read here.
"""

from __future__ import annotations

import time

import numpy as np

from rnncourse.baselines.hand_features import hand_feature_classifier
from rnncourse.baselines.random_convolutions import RandomConvolutions
from rnncourse.datasets.activity import load_activity
from rnncourse.evaluation.classification import confusion
from rnncourse.records.study import Study
from rnncourse.studies.activity.activity_rnn import FOLDS, hold_out

# A record must name a framework. These models need none: they are in NumPy and scikit-learn.
HAND = {"framework": "torch", "model": "hand features", "strength": 0.1}
RANDOM = {
    "framework": "torch",
    "model": "random convolutions",
    "kernels": 100,  # for each, ten features
    "gravity": True,
    "centred": True,
    "zero_sum": True,
}
STRENGTHS = [HAND | {"strength": strength} for strength in (0.01, 0.1, 1.0)]
SIZES = [RANDOM | {"kernels": count} for count in (10, 50, 100, 200, 500, 1000)]
WITHOUT = [
    RANDOM | off
    for off in (
        {"gravity": False},
        {"centred": False},
        {"zero_sum": False},
        {"centred": False, "zero_sum": False},
    )
]


def build(configuration: dict, seed: int):
    """Build the model of `configuration`, with fit(x, y) and predict(x)."""
    options = {
        name: value for name, value in configuration.items() if name not in ("framework", "model")
    }
    match configuration["model"]:
        case "hand features":
            return hand_feature_classifier(**options)
        case "random convolutions":
            return RandomConvolutions(seed=seed, **options)
    raise ValueError(
        f"model {configuration['model']!r} is not known; choose hand features or random "
        "convolutions"
    )


def run(configuration: dict, seed: int) -> dict:
    """Hold out each fifth of the training persons once, with the same seed for all five; record the
    accuracy on each, the confusion matrix of all, and the processor seconds of one training.
    """
    activities = load_activity()
    accuracies, matrix, seconds = [], 0, 0.0
    for fold in range(FOLDS):
        split = hold_out(activities, fold)
        x, y = activities.x[split.train], activities.y[split.train]
        start = time.process_time()
        model = build(configuration, seed).fit(x, y)
        seconds += (time.process_time() - start) / FOLDS
        predicted, truth = (
            model.predict(activities.x[split.validation]),
            activities.y[split.validation],
        )
        accuracies.append(float((predicted == truth).mean()))
        matrix = matrix + confusion(truth, predicted, len(activities.classes))
    return {
        "metrics": {
            "validation_accuracy": float(np.mean(accuracies)),
            "by_fold": accuracies,
            "confusion": matrix.tolist(),  # pyright: ignore
            "training_seconds": round(seconds, 2),
        },
        "history": {},
    }


STUDY = Study(
    name="activity_baselines",
    dataset="activity",
    question="How well do hand features and random convolutions say what people are doing, and "
    "what is each part worth?",
    configurations=(*STRENGTHS, *SIZES, *WITHOUT),
    seeds=(0, 1, 2),
    run=run,
    quick={},
)

"""Elman nets on activities, chosen on persons held out of the training part. No test window is read
here.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from sklearn.model_selection import GroupKFold

from rnncourse.datasets.activity import Activities, load_activity
from rnncourse.preprocessing.signals import channel_scales, standardise
from rnncourse.preprocessing.splits import Split
from rnncourse.records.study import Study
from rnncourse.training.recipe import Recipe

FOLDS = 5
# Plain training, whose troubles the chapter looks at, and a recipe that mends them.
PLAIN = {
    "framework": "torch",
    "model": "recurrent",
    "cell": "elman",
    "hidden_size": 32,
    "layers": 1,
    "dropout": 0.0,
    "epochs": 12,
    "batch_size": 128,
    "learning_rate": 0.003,
    "cosine": False,
    "weight_decay": 0.0,
    "l2": 0.0,
    "clip_norm": None,
    "clip_value": None,
}
RECIPE = {"epochs": 30, "cosine": True, "weight_decay": 0.01, "clip_norm": 1.0}
ELMAN = PLAIN | RECIPE | {"hidden_size": 64, "dropout": 0.2}
TWO_LAYERS = ELMAN | {"layers": 2, "hidden_size": 32}
LECTURE = PLAIN | {"epochs": 100, "batch_size": 1500, "learning_rate": 0.001, "l2": 0.005}

UNITS = [
    PLAIN | {"hidden_size": units, "batch_size": size}
    for units in (16, 32, 64)
    for size in (128, 512)
]
PENALTIES = [PLAIN | {"l2": l2} for l2 in (0.0005, 0.005)]
CLIPPING = [PLAIN | clip for clip in ({"clip_value": 0.05}, {"clip_norm": 1.0})]
# The lecture's four runs, in Keras, which it used.
LECTURES = [
    LECTURE | {"framework": "keras", "layers": layers, "clip_value": clip}
    for layers in (1, 2)
    for clip in (None, 0.5)
]
IN_KERAS = [PLAIN | {"framework": "keras"}]
# What the falling rate of the recipe is worth: the same with the mean of that rate.
CONSTANT_RATE = ELMAN | {"cosine": False, "learning_rate": 0.0015}


def hold_out(activities: Activities, seed: int) -> Split:
    """Hold one fifth of the training persons out for validation: which, depends on `seed`, and five
    seeds cover all.
    """
    rows = np.flatnonzero(~activities.is_test)
    folds = list(
        GroupKFold(FOLDS, shuffle=True, random_state=0).split(rows, groups=activities.person[rows])
    )
    train, validation = folds[seed % FOLDS]
    return Split(rows[train], rows[validation], np.flatnonzero(activities.is_test))


def scaled(activities: Activities, train: np.ndarray) -> np.ndarray:
    """Return x (N, T, D) with each channel standardised by the windows `train`."""
    return standardise(activities.x, *channel_scales(activities.x[train]))


def recipe_of(configuration: dict) -> Recipe:
    """Pick the settings of the training from `configuration`."""
    schedule = "cosine" if configuration["cosine"] else "constant"
    return Recipe.of(configuration | {"schedule": schedule})


def build(configuration: dict, steps: int, input_size: int, class_count: int, *, seed: int):
    """Build the net of `configuration`: all that is no setting of the training describes it."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import classifiers, signal_classifiers
    else:
        from rnncourse.in_torch import classifiers, signal_classifiers
    not_options = {"framework", "model", "cosine", *(field.name for field in fields(Recipe))}
    options = {name: value for name, value in configuration.items() if name not in not_options}
    match configuration["model"]:
        case "dense":
            return signal_classifiers.dense(steps, input_size, class_count, seed=seed, **options)
        case "recurrent":
            return classifiers.recurrent_classifier(
                input_size,
                options.pop("hidden_size"),
                class_count,
                padded=False,
                seed=seed,
                **options,
            )
        case "convolutional":
            return signal_classifiers.convolutional(
                input_size, options.pop("filters"), class_count, seed=seed, **options
            )
        case "dilated":
            return signal_classifiers.dilated(
                input_size, options.pop("filters"), class_count, seed=seed, **options
            )
    raise ValueError(
        f"model {configuration['model']!r} is not known; choose dense, recurrent, convolutional or "
        "dilated"
    )


def fit(
    configuration: dict,
    seed: int,
    activities: Activities,
    train: np.ndarray,
    validation: np.ndarray | None = None,
):
    """Build and train the net of `configuration` on the windows `train`; return predict(rows), its
    history and its parameter count.

    With `validation`, the history holds a curve of these windows too. predict gives class indices.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import classifier_training, classifiers, training
    else:
        from rnncourse.in_torch import classifier_training, classifiers, training
    x, y = scaled(activities, train), activities.y
    model = build(configuration, *x.shape[1:], len(activities.classes), seed=seed)
    watched = None if validation is None else (x[validation], y[validation])
    history = classifier_training.train_classifier(
        model, x[train], y[train], recipe=recipe_of(configuration), validation=watched, seed=seed
    )
    return (
        (lambda rows: training.predict(model, x[rows]).argmax(axis=1)),
        history,
        classifiers.parameter_count(model),
    )


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it, with its last weights, on the windows of the persons held out."""
    activities = load_activity()
    split = hold_out(activities, seed)
    predict, history, parameters = fit(
        configuration, seed, activities, split.train, split.validation
    )
    return {
        "metrics": {
            "validation_accuracy": history["validation_accuracy"][-1],
            "validation_loss": history["validation_loss"][-1],
            "parameters": parameters,
            "training_seconds": round(history.seconds, 1),
            "predicted": predict(split.validation).tolist(),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="activity_rnn",
    dataset="activity",
    question="Which units and batch size does an Elman net on activities need, and what do L2, "
    "clipping, a falling rate and a second layer bring?",
    configurations=(*UNITS, *PENALTIES, *CLIPPING, *LECTURES, *IN_KERAS, CONSTANT_RATE),
    seeds=(0, 1, 2, 3, 4),
    run=run,
)

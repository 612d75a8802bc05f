"""Nets that see movement and gravity apart and are trained until they have learnt: what each change
is worth, on persons held out of the training part. No test window is read here.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from rnncourse.datasets.activity import load_activity
from rnncourse.preprocessing.augmentation import turn_sensor
from rnncourse.preprocessing.movement import views_and_gravity
from rnncourse.records.study import Study, unique
from rnncourse.studies.activity.activity_rnn import hold_out
from rnncourse.training.recipe import Recipe

COPIES = 6  # of each window, each turned otherwise; an epoch reads one of them
RECIPE = {
    "framework": "torch",
    "batch_size": 128,
    "learning_rate": 0.003,
    "schedule": "one-cycle",
    "weight_decay": 0.01,
    "clip_norm": 1.0,
}
# What a net sees: the windows' views, how much gravity weighs in the last layer, and by how many
# degrees the sensor is turned in training.
SEEN = {"view": "both", "gravity": 3.0, "turned": 20}
CONVOLUTION = (
    RECIPE
    | SEEN
    | {"model": "convolutional", "filters": [48, 48, 48], "width": 9, "dropout": 0.3, "epochs": 12}
)
RECURRENT = RECIPE | SEEN | {"model": "recurrent", "hidden_size": 64, "dropout": 0.2}
GRU = RECURRENT | {"cell": "gru", "filters": 32, "pooling": "last", "epochs": 24}
ELMAN = RECURRENT | {"cell": "elman", "filters": 32, "pooling": "mean", "epochs": 40}
PLAIN_GRU = GRU | {"filters": None, "pooling": "mean"}
PLAIN_ELMAN = ELMAN | {"filters": None}
AS_RECORDED = {"view": "as recorded", "gravity": 0.0, "turned": 0}

# From the signals as they are to what is chosen, step by step.
STEPS = {
    "as recorded": CONVOLUTION | AS_RECORDED,
    "centred, gravity apart": CONVOLUTION | {"view": "centred", "gravity": 1.0, "turned": 0},
    "both views": CONVOLUTION | {"gravity": 1.0, "turned": 0},
    "turned": CONVOLUTION | {"gravity": 1.0},
    "gravity times 3": CONVOLUTION,
}
# One change each to what is chosen.
CHANGES = {
    "no gravity": CONVOLUTION | {"gravity": 0.0},
    "compressed view only": CONVOLUTION | {"view": "compressed"},
    "centred view only": CONVOLUTION | {"view": "centred"},
    "twice the epochs": CONVOLUTION | {"epochs": 24},
}
NETS = {
    "GRU behind a convolution": GRU,
    "Elman behind a convolution": ELMAN,
    "plain GRU": PLAIN_GRU,
    "plain Elman": PLAIN_ELMAN,
    "LSTM behind a convolution": GRU | {"cell": "lstm"},
    "two layers of GRU": GRU | {"layers": 2},
    "GRU both ways": GRU | {"pooling": "mean", "bidirectional": True},
    "GRU behind a convolution, as recorded": GRU | AS_RECORDED,
    "plain Elman, as recorded, last": PLAIN_ELMAN | AS_RECORDED | {"pooling": "last"},
}
NAMED = {"convolution": CONVOLUTION} | STEPS | CHANGES | NETS


def build(configuration: dict, channels: int, class_count: int, *, seed: int):
    """Build the net of `configuration` for windows of so many `channels`: all that is no setting of
    the training, and nothing that is seen, describes it.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import movement_classifiers
    else:
        from rnncourse.in_torch import movement_classifiers
    not_options = {"framework", "model", *SEEN, *(field.name for field in fields(Recipe))}
    options = {name: value for name, value in configuration.items() if name not in not_options}
    late = 3 if configuration["gravity"] else 0
    if configuration["model"] == "convolutional":
        filters = options.pop("filters")
        return movement_classifiers.convolutional(
            channels - late, filters, class_count, late=late, seed=seed, **options
        )
    units = options.pop("hidden_size")
    return movement_classifiers.recurrent(
        channels - late, units, class_count, late=late, seed=seed, **options
    )


def training_copies(x: np.ndarray, degrees: int, seed: int) -> np.ndarray:
    """Return COPIES of windows (N, T, 9), one behind the other, each window turned by up to so many
    `degrees`; for 0 degrees, the windows.
    """
    if not degrees:
        return x
    return turn_sensor(np.tile(x, (COPIES, 1, 1)), degrees, rng=np.random.default_rng(seed))


def one_copy_each(windows: int, copies: int, batch_size: int):
    """Return a function that draws the batches of an epoch: every window once, any of its
    copies."""

    def draw(rng: np.random.Generator) -> list[np.ndarray]:
        rows = rng.permutation(windows) + windows * rng.integers(copies, size=windows)
        return np.split(rows, range(batch_size, windows, batch_size))

    return draw


def fit(
    configuration: dict,
    seed: int,
    x: np.ndarray,
    y: np.ndarray,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    *,
    class_count: int,
):
    """Build and train the net of `configuration` on windows x (N, T, 9) of classes y (N,); return
    logits(windows), the history and the number of weights.

    With `validation`, windows and classes, the history holds a curve of these too.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import classifier_training, classifiers, training
    else:
        from rnncourse.in_torch import classifier_training, classifiers, training

    def seen(windows: np.ndarray) -> np.ndarray:
        return views_and_gravity(
            windows, x, view=configuration["view"], weight=configuration["gravity"]
        )

    copies = training_copies(x, configuration["turned"], seed)
    prepared = seen(copies)
    model = build(configuration, prepared.shape[2], class_count, seed=seed)
    recipe = Recipe.of(configuration)
    history = classifier_training.train_classifier(
        model,
        prepared,
        np.tile(y, len(copies) // len(x)),
        recipe=recipe,
        validation=None if validation is None else (seen(validation[0]), validation[1]),
        batches=one_copy_each(len(x), len(copies) // len(x), configuration["batch_size"]),
        seed=seed,
    )
    return (
        (lambda windows: training.predict(model, seen(windows))),
        history,
        classifiers.parameter_count(model),
    )


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it, with its last weights, on the windows of the persons held out."""
    activities = load_activity()
    split = hold_out(activities, seed)
    train, validation = (
        (activities.x[rows], activities.y[rows]) for rows in (split.train, split.validation)
    )
    logits, history, parameters = fit(
        configuration, seed, *train, validation, class_count=len(activities.classes)
    )
    return {
        "metrics": {
            "validation_accuracy": history["validation_accuracy"][-1],
            "validation_loss": history["validation_loss"][-1],
            "parameters": parameters,
            "training_seconds": round(history.seconds, 1),
            "predicted": logits(validation[0]).argmax(axis=1).tolist(),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="activity_movement",
    dataset="activity",
    question="What must a net on activities see, and for how long must it learn?",
    configurations=unique(list(NAMED.values())),
    seeds=(0, 1, 2, 3, 4),
    run=run,
)

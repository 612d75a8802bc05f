"""Nets on activities that a page can run: small ones of each kind, and a recording's windows along
which they are played. They are those of the study `activity_movement` with fewer units. No test
window is read here.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.activity import load_activity
from rnncourse.preprocessing.movement import views_and_gravity
from rnncourse.records.study import Study
from rnncourse.studies.activity.activity_movement import (
    CONVOLUTION,
    ELMAN,
    GRU,
    build,
    one_copy_each,
    training_copies,
)
from rnncourse.studies.activity.activity_rnn import hold_out
from rnncourse.training.recipe import Recipe

NETS = {
    "Elman": ELMAN,
    "GRU": GRU | {"hidden_size": 32},
    "convolution": CONVOLUTION | {"filters": [32, 32, 32]},
}
QUICK = {"epochs": 1}  # a short run, which a test can make again; it answers no question


def run(configuration: dict, seed: int) -> dict:
    """Train one net; score it, with its last weights, on the windows of the persons held out."""
    from rnncourse.in_torch.classifier_training import train_classifier
    from rnncourse.in_torch.classifiers import parameter_count
    from rnncourse.in_torch.weights import weights_of

    activities = load_activity()
    split = hold_out(activities, seed)
    x, y = activities.x[split.train], activities.y[split.train]

    def seen(windows: np.ndarray) -> np.ndarray:
        return views_and_gravity(
            windows, x, view=configuration["view"], weight=configuration["gravity"]
        )

    copies = training_copies(x, configuration["turned"], seed)
    times = len(copies) // len(x)
    prepared = seen(copies)
    model = build(configuration, prepared.shape[2], len(activities.classes), seed=seed)
    history = train_classifier(
        model,
        prepared,
        np.tile(y, times),
        recipe=Recipe.of(configuration),
        validation=(seen(activities.x[split.validation]), activities.y[split.validation]),
        batches=one_copy_each(len(x), times, configuration["batch_size"]),
        seed=seed,
    )
    return {
        "metrics": {
            "validation_accuracy": history["validation_accuracy"][-1],
            "validation_loss": history["validation_loss"][-1],
            "parameters": parameter_count(model),
        },
        "history": history.rounded(),
        "weights": weights_of(model),
    }


STUDY = Study(
    name="activity_live",
    dataset="activity",
    question="How good are nets on activities that a page can load?",
    configurations=(*NETS.values(), NETS["convolution"] | QUICK),
    seeds=(0,),
    run=run,
    quick=QUICK,
    kept=tuple(NETS.values()),
)

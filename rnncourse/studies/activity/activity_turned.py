"""Does it help a model of activities to have seen the sensor worn otherwise? On persons held out;
no test window is read here.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rnncourse.datasets.activity import Activities, load_activity
from rnncourse.preprocessing.augmentation import turn_sensor
from rnncourse.records.study import Study
from rnncourse.studies.activity.activity_models import MODELS
from rnncourse.studies.activity.activity_rnn import fit, hold_out

COPIES = 6
ANGLES = (20, 45, 90)
MODEL, ALSO = "two Conv1d, 32, and LSTM, 64", ("Elman, 64", "GRU, 64", "three Conv1d, 48")


def turned(model: dict, degrees: int) -> dict:
    """Let `model` train on turned copies: as many windows in all, COPIES of each in a COPIES-th of
    the epochs.
    """
    return model | {"epochs": model["epochs"] // COPIES, "turned": degrees, "copies": COPIES}


TURNED = {
    f"{name}, turned by {degrees}": turned(MODELS[name], degrees)
    for name, degrees in (*((MODEL, degrees) for degrees in ANGLES), *((name, 45) for name in ALSO))
}
NAMED = MODELS | TURNED


def with_turned_copies(
    activities: Activities, rows: np.ndarray, configuration: dict, seed: int
) -> tuple[Activities, np.ndarray]:
    """Add turned copies of the windows `rows`; return all windows and the rows of the copies, to be
    trained on instead.
    """
    rng, again = np.random.default_rng(seed), np.tile(rows, configuration["copies"])
    larger = replace(
        activities,
        x=np.concatenate(
            [activities.x, turn_sensor(activities.x[again], configuration["turned"], rng=rng)]
        ),
        **{
            name: np.concatenate([values, values[again]])
            for name, values in (
                ("y", activities.y),
                ("person", activities.person),
                ("is_test", activities.is_test),
            )
        },
    )
    return larger, len(activities.y) + np.arange(len(again))


def fit_turned(
    configuration: dict,
    seed: int,
    activities: Activities,
    train: np.ndarray,
    validation: np.ndarray | None = None,
):
    """Fit a model as `fit` does, on turned copies if the configuration names an angle."""
    model = {
        name: value for name, value in configuration.items() if name not in ("turned", "copies")
    }
    if "turned" in configuration:
        activities, train = with_turned_copies(activities, train, configuration, seed)
    return fit(model, seed, activities, train, validation)


def run(configuration: dict, seed: int) -> dict:
    """Train one net on turned copies and score it on the windows of the persons held out, as they
    are.
    """
    activities = load_activity()
    split = hold_out(activities, seed)
    predict, history, parameters = fit_turned(
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
    name="activity_turned",
    dataset="activity",
    question="Does it help to have seen the sensor worn otherwise?",
    configurations=tuple(TURNED.values()),
    seeds=(0, 1, 2, 3, 4),
    run=run,
)

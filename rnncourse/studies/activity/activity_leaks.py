"""Two ways to flatter oneself on activities: windows held out at random, and the best epoch picked
on the test persons.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.activity import load_activity
from rnncourse.records.study import Study
from rnncourse.studies.activity.activity_models import MODELS
from rnncourse.studies.activity.activity_rnn import PLAIN, fit, hold_out

HELD_OUT = ("persons", "windows", "test persons")
# A net that barely fits, and one that fits well enough to remember whom it has met.
WEAK_AND_STRONG = (PLAIN, MODELS["three Conv1d, 48"])


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record its accuracy on what was held out, after the last and after the best
    epoch, and on the test persons.

    "windows" holds out as many windows as "persons" does, drawn at random. "test persons" watches
    the test windows while training on all others.
    """
    activities = load_activity()
    split = hold_out(activities, seed)
    rest = np.sort(np.concatenate([split.train, split.validation]))
    match configuration["held_out"]:
        case "persons":
            train, held_out = split.train, split.validation
        case "windows":
            drawn = np.random.default_rng(seed).permutation(rest)
            held_out, train = np.split(drawn, [len(split.validation)])
        case "test persons":
            train, held_out = rest, split.test
    model = {name: value for name, value in configuration.items() if name != "held_out"}
    predict, history, _ = fit(model, seed, activities, train, held_out)
    return {
        "metrics": {
            "held_out_accuracy": history["validation_accuracy"][-1],
            "best_epoch_accuracy": max(history["validation_accuracy"]),
            "test_accuracy": float((predict(split.test) == activities.y[split.test]).mean()),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="activity_leaks",
    dataset="activity",
    question="By how much do leaky ways to validate flatter a model of activities?",
    configurations=tuple(
        model | {"held_out": held_out} for model in WEAK_AND_STRONG for held_out in HELD_OUT
    ),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)

"""From whole persons to random windows: what a score on held-out windows promises, the more of the
same persons' other windows are trained on.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.activity import Activities, load_activity
from rnncourse.records.study import Study
from rnncourse.studies.activity.activity_models import MODELS
from rnncourse.studies.activity.activity_rnn import FOLDS, fit, hold_out

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
NET = MODELS["three Conv1d, 48"] | {"filters": [32, 32, 32]}  # fast enough for many trainings


def sharing_persons(
    activities: Activities, share: float, *, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the windows to train on and those held out: a fifth, at random, of the windows of the
    persons whom `hold_out` holds out. `share` of their other windows is trained on.

    The held-out windows do not depend on `share`, and neither does the number of windows to train
    on: each of the first kind that comes in, drives out one of other persons. So 0 is the split by
    person of `hold_out`, and 1 trains on four fifths of everybody's windows: a split by window.
    """
    split, drawn = hold_out(activities, seed), np.random.default_rng(seed)
    theirs, others = drawn.permutation(split.validation), drawn.permutation(split.train)
    held_out, rest = np.split(theirs, [len(theirs) // FOLDS])
    met = rest[: round(share * len(rest))]
    return np.sort(np.concatenate([met, others[len(met) :]])), np.sort(held_out)


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record its accuracy on the windows held out and on the test persons."""
    activities = load_activity()
    net = {name: value for name, value in configuration.items() if name != "share"}
    train, held_out = sharing_persons(activities, configuration["share"], seed=seed)
    predict, history, _ = fit(net, seed, activities, train)
    test = np.flatnonzero(activities.is_test)
    return {
        "metrics": {
            f"{name}_accuracy": float((predict(rows) == activities.y[rows]).mean())
            for name, rows in (("held_out", held_out), ("test", test))
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="activity_shared",
    dataset="activity",
    question="How much more does a score on held-out windows promise, the more of the same "
    "persons' other windows are trained on?",
    configurations=tuple(NET | {"share": share} for share in SHARES),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)

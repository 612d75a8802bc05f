"""Many-to-one on windows against many-to-many on streams: how soon each gets how far on held-out
sonnets. The schedule is the same; the learning rates come from the study `two_ways_rates`.
"""

from __future__ import annotations

import numpy as np

from rnncourse.records.study import Study
from rnncourse.studies.text_generators import fit
from rnncourse.studies.texts.sonnets import prepare
from rnncourse.training.history import History

# The lecture's many-to-one training (windows of 20, batches of 128), and streams in its place.
TWO_WAYS = {
    "framework": "torch",
    "hidden_size": 256,
    "schedule": "cosine",
    "window": 20,
    "skip": 1,
    "batch_size": 128,
    "window_epochs": 3,
    "window_rate": 0.004,
    "streams": 16,
    "steps": 50,
    "stream_epochs": 10,
    "stream_rate": 0.008,
}
# What only one of the ways needs, beside its epochs and its rate.
OWN = {"window": ("window", "skip", "batch_size"), "stream": ("streams", "steps")}
# A run takes minutes. This short one is recorded too, so that a test can make it again; it answers
# no question.
QUICK = {"skip": 10, "window_epochs": 1, "stream_epochs": 1}


def of_way(configuration: dict, way: str) -> dict:
    """Return the configuration of one training, of `way` "window" or "stream"."""
    names = ("framework", "hidden_size", "schedule", *OWN[way])
    return {name: configuration[name] for name in names} | {
        "epochs": configuration[f"{way}_epochs"],
        "learning_rate": configuration[f"{way}_rate"],
    }


def run(configuration: dict, seed: int) -> dict:
    """Train the same Elman net both ways, one after the other; note when streams reach the windows'
    best loss.

    Each is scored as it was trained: windows on the symbol after every held-out window, streams on
    every held-out symbol after all before it. The seconds are of training alone.
    """
    vocab, parts = prepare()
    windows, streams = (
        fit(of_way(configuration, way), seed, vocab, parts["train"], parts["validation"])[1]
        for way in OWN
    )
    return {
        "metrics": {
            "windows_loss": min(windows["validation_loss"]),
            "streams_loss": min(streams["validation_loss"]),
            "times_sooner": times_sooner(windows, streams),
        },
        "history": {
            f"{way}_{name}": curve
            for way, history in (("windows", windows), ("streams", streams))
            for name, curve in history.rounded().items()
        },
    }


def times_sooner(windows: History, streams: History) -> float:
    """Return how many times sooner streams reach the best loss of windows; 0 if they never do."""
    best = windows.best_epoch
    reached = np.flatnonzero(
        np.array(streams["validation_loss"]) <= windows["validation_loss"][best]
    )
    return (
        round(windows["seconds"][best] / streams["seconds"][reached[0]], 2) if len(reached) else 0.0
    )


STUDY = Study(
    name="two_ways",
    dataset="sonnets",
    question="How much sooner does many-to-many training get as far as many-to-one?",
    configurations=(TWO_WAYS, TWO_WAYS | {"framework": "keras"}, TWO_WAYS | QUICK),
    seeds=(0, 1, 2),
    run=run,
    quick=QUICK,
)

"""Many-to-one on windows against many-to-many on streams: how soon each gets how far on held-out
sonnets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

from rnncourse.preprocessing.language_modelling import Streams, next_symbol_windows
from rnncourse.records.study import Study
from rnncourse.studies.texts.sonnets import prepare
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe

# The lecture's many-to-one training (windows of 20, batches of 128, Adam as it is), and streams in
# its place, whose learning rate falls: at a constant one they are soon where windows are after
# minutes, and then stop short of the windows' last epochs.
TWO_WAYS = {
    "framework": "torch",
    "hidden_size": 256,
    "window": 20,
    "batch_size": 128,
    "window_epochs": 10,
    "window_rate": 0.001,
    "streams": 16,
    "steps": 50,
    "stages": [[8, 0.003], [3, 0.001], [2, 0.0003]],
}
# A run takes minutes. This short one is recorded too, so that a test can make it again; it answers
# no question.
QUICK = {"window_epochs": 1, "stages": [[1, 0.003]]}


def run(configuration: dict, seed: int) -> dict:
    """Train the same Elman net both ways, one after the other; note when streams reach the windows'
    best loss.

    Each is scored as it was trained: windows on the symbol after every held-out window, streams on
    every held-out symbol after all before it. The seconds are of training alone.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import language_models, text_training
    else:
        from rnncourse.in_torch import language_models, text_training
    vocab, parts = prepare()

    def fresh():
        return language_models.language_model(len(vocab), configuration["hidden_size"], seed=seed)

    x, y = next_symbol_windows(parts["train"], configuration["window"])
    windows = text_training.train_on_windows(
        fresh(),
        x,
        y,
        recipe=Recipe(
            epochs=configuration["window_epochs"],
            batch_size=configuration["batch_size"],
            learning_rate=configuration["window_rate"],
            clip_norm=1.0,
        ),
        validation=next_symbol_windows(parts["validation"], configuration["window"]),
        seed=seed,
    )
    in_order = Streams(parts["train"], configuration["streams"], configuration["steps"])
    streams = train_in_stages(
        partial(text_training.train_on_streams, fresh(), in_order, validation=parts["validation"]),
        configuration["stages"],
        seed=seed,
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


def train_in_stages(
    train: Callable[..., History], stages: Iterable[tuple[int, float]], *, seed: int
) -> History:
    """Call `train(recipe=, seed=)` for each pair of epochs and learning rate; return the history of
    them all.

    `train` goes on with the weights as they are; its optimiser is a new one in every stage.
    """
    history = History()
    for stage, (epochs, learning_rate) in enumerate(stages):
        recipe = Recipe(epochs=epochs, learning_rate=learning_rate, clip_norm=1.0)
        part = train(recipe=recipe, seed=100 * seed + stage)
        part["seconds"] = list(history.seconds + np.array(part["seconds"]))
        for epoch in range(epochs):
            history.add(**{name: curve[epoch] for name, curve in part.items()})
    return history


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
    seeds=(0, 1, 2, 3, 4),
    run=run,
    quick=QUICK,
)

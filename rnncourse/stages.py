"""Training in stages: a number of epochs at one learning rate, then some at a lower one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from rnncourse.text_history import TextHistory


def train_in_stages(train: Callable[..., TextHistory], stages: Iterable[tuple[int, float]], *, seed: int) -> TextHistory:
    """Call `train(epochs=, learning_rate=, seed=)` for each pair of epochs and learning rate; return the history of them all.

    `train` goes on with the weights as they are; its optimiser is a new one in every stage.
    """
    history = TextHistory()
    for stage, (epochs, learning_rate) in enumerate(stages):
        part = train(epochs=epochs, learning_rate=learning_rate, seed=100 * seed + stage)
        seconds = np.diff(part.seconds, prepend=0.0)                     # of each epoch
        for epoch in zip(part.train_loss, part.validation_loss, seconds):
            history.add(*epoch)
    return history

"""How a net is trained: the numbers that the loops of both frameworks take from one place, and
rates that fall in stages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from rnncourse.training.history import TextHistory


@dataclass(frozen=True)
class Recipe:
    """The settings of a training.

    With `cosine` the learning rate falls from `learning_rate` to zero along half a cosine,
    step by step (Loshchilov & Hutter 2017). `weight_decay` shrinks every weight by the
    share learning_rate * weight_decay a step (AdamW, Loshchilov & Hutter 2019). `l2` adds
    l2 * (sum of squares of all weight matrices, biases left out) to the loss. Gradients are
    clipped by value to [-clip_value, clip_value], or scaled down to a norm of at most
    clip_norm. `label_smoothing` is the probability that the target shares out among all
    classes. Raises ValueError on numbers that make no sense.
    """

    epochs: int
    batch_size: int
    learning_rate: float = 1e-3
    cosine: bool = False
    weight_decay: float = 0.0
    l2: float = 0.0
    clip_norm: float | None = None
    clip_value: float | None = None
    label_smoothing: float = 0.0

    def __post_init__(self):
        for name in ("epochs", "batch_size", "learning_rate"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} is {getattr(self, name)}, expected more than 0")
        for name in ("weight_decay", "l2"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} is {getattr(self, name)}, expected 0 or more")
        for name in ("clip_norm", "clip_value"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise ValueError(f"{name} is {value}, expected more than 0, or None for none")
        if self.clip_norm is not None and self.clip_value is not None:
            raise ValueError(
                f"clip_norm is {self.clip_norm} and clip_value {self.clip_value}; "
                "clip by norm or by value, not both"
            )
        if not 0 <= self.label_smoothing < 1:
            raise ValueError(
                f"label_smoothing is {self.label_smoothing}, expected 0 or more, and less than 1"
            )


def train_in_stages(
    train: Callable[..., TextHistory], stages: Iterable[tuple[int, float]], *, seed: int
) -> TextHistory:
    """Call `train(epochs=, learning_rate=, seed=)` for each pair of epochs and learning rate;
    return the history of them all.

    `train` goes on with the weights as they are; its optimiser is a new one in every stage.
    """
    history = TextHistory()
    for stage, (epochs, learning_rate) in enumerate(stages):
        part = train(epochs=epochs, learning_rate=learning_rate, seed=100 * seed + stage)
        seconds = np.diff(part.seconds, prepend=0.0)  # of each epoch
        for epoch in zip(part.train_loss, part.validation_loss, seconds):
            history.add(*epoch)
    return history


LOSSES = ("mse", "binary cross-entropy", "cross-entropy")


def check_loss(loss: str) -> None:
    """Raise ValueError unless `loss` is one of LOSSES."""
    if loss not in LOSSES:
        raise ValueError(f"loss {loss!r} is not known; choose one of {', '.join(LOSSES)}")

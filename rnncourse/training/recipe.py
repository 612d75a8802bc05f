"""How a net is trained: the numbers that the loops of both frameworks take from one place."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from rnncourse.training.schedules import SCHEDULES


@dataclass(frozen=True)
class Recipe:
    """The settings of a training.

    `batch_size` is the number of rows in a batch; None where the data come in batches, as streams
    of text do. `schedule` tells how the learning rate goes on from `learning_rate`: "constant",
    "cosine", "stepped" or "one-cycle" (see schedules). `weight_decay` shrinks every weight by the
    share rate * weight_decay a step (AdamW, Loshchilov & Hutter 2019). `l2` adds l2 * (sum of
    squares of all weight matrices, biases left out) to the loss. Gradients are clipped by value to
    [-clip_value, clip_value], or scaled down to a norm of at most clip_norm. The model ends with
    its "last" weights, or, as `keep` says, with those of its "best" epoch, the one with the lowest
    validation loss. `patience` is how many epochs without a better one end the training. Raises
    ValueError on numbers that make no sense.
    """

    epochs: int
    batch_size: int | None = None
    learning_rate: float = 1e-3
    schedule: str = "constant"
    weight_decay: float = 0.0
    l2: float = 0.0
    clip_norm: float | None = None
    clip_value: float | None = None
    keep: str = "last"
    patience: int | None = None

    def __post_init__(self):
        for name in ("epochs", "learning_rate"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} is {getattr(self, name)}, expected more than 0")
        for name in ("weight_decay", "l2"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} is {getattr(self, name)}, expected 0 or more")
        for name in ("batch_size", "clip_norm", "clip_value", "patience"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise ValueError(f"{name} is {value}, expected more than 0, or None for none")
        if self.clip_norm is not None and self.clip_value is not None:
            raise ValueError(
                f"clip_norm is {self.clip_norm} and clip_value {self.clip_value}; "
                "clip by norm or by value, not both"
            )
        for name, known in (("schedule", tuple(SCHEDULES)), ("keep", ("last", "best"))):
            if getattr(self, name) not in known:
                raise ValueError(
                    f"{name} is {getattr(self, name)!r}, expected one of {', '.join(known)}"
                )

    @classmethod
    def of(cls, configuration: dict) -> Self:
        """Pick the settings of a training from the configuration of a study's run."""
        return cls(
            **{
                field.name: configuration[field.name]
                for field in fields(cls)
                if field.name in configuration
            }
        )

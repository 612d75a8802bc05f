"""What a training leaves behind, in any framework: curves by name, one entry an epoch."""

from __future__ import annotations

import numpy as np


class History(dict[str, list[float]]):
    """Curves by name, one entry an epoch.

    Loops fill "train_loss", the mean over an epoch's batches while the weights change, and what
    else a step counts, such as "train_accuracy"; whatever is measured on held-out data at the end
    of an epoch, such as "validation_loss"; and "seconds" of training since its start, in which
    validation does not count. Losses are in nats, unless the training says otherwise. A record's
    curves become one by ``History(record)``.
    """

    def add(self, **values: float) -> None:
        """Note one epoch; raise FloatingPointError if one of its losses is not finite."""
        epoch = 1 + max(map(len, self.values()), default=0)
        for name, value in values.items():
            if name.endswith("loss") and not np.isfinite(value):
                raise FloatingPointError(
                    f"{name} is {value} after epoch {epoch}; lower learning_rate, clip gradients, "
                    "and look for nan in x"
                )
            self.setdefault(name, []).append(float(value))

    def __missing__(self, name: str) -> list[float]:
        raise KeyError(
            f"this training has no curve {name!r}, but {', '.join(self) or 'none'}; a curve of "
            "held-out data needs validation data"
        )

    @property
    def best_epoch(self) -> int:
        """The epoch, counted from 0, with the lowest validation loss."""
        return int(np.argmin(self["validation_loss"]))

    @property
    def seconds(self) -> float:
        """The seconds of the whole training; 0 if nothing was trained."""
        return self.get("seconds", [0.0])[-1]

    def rounded(self, decimals: int = 4) -> dict[str, list[float]]:
        """Return the curves as plain lists of so many decimals, for a record."""
        return {name: np.round(values, decimals).tolist() for name, values in self.items()}

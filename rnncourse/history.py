"""What a training run leaves behind, the same in both frameworks."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import numpy as np


@dataclass
class History:
    """Losses and accuracies, one entry per epoch, and the seconds of the whole training.

    Losses are mean cross-entropies in nats. The training figures are means over the epoch's batches, taken
    while the weights change; the validation figures are taken at the end of the epoch.
    """

    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def best_epoch(self) -> int:
        """The epoch, counted from 0, with the lowest validation loss: the one whose weights are kept."""
        return int(np.argmin(self.validation_loss))

    def check(self) -> None:
        """Raise FloatingPointError if the training diverged: its last losses are not finite."""
        if not np.isfinite(self.train_loss[-1] + self.validation_loss[-1]):
            raise FloatingPointError(
                f"the loss is {self.train_loss[-1]} after epoch {len(self.train_loss)}; "
                "lower learning_rate or clip_norm, and look for nan in x"
            )

    def rounded(self) -> dict:
        """Return the curves as plain lists of four decimals, for the ledger."""
        return {name: np.round(values, 4).tolist() for name, values in asdict(self).items()}

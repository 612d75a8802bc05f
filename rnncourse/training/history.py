"""What a training run leaves behind, the same in both frameworks: curves, one entry per epoch."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import numpy as np


@dataclass
class History:
    """Losses and accuracies, one entry per epoch, and the seconds of the whole training.

    Losses are mean cross-entropies in nats. The training figures are means over the epoch's
    batches, taken while the weights change; the validation figures are taken at the end of the
    epoch.
    """

    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def best_epoch(self) -> int:
        """The epoch, counted from 0, with the lowest validation loss: the one whose weights are
        kept.
        """
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


@dataclass
class TextHistory:
    """Losses in nats per character and seconds of training since its start, one entry per epoch.

    The training loss is a mean over the epoch's batches, taken while the weights change; the
    validation loss is taken at the end of the epoch, and the seconds it takes do not count.
    """

    train_loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, train_loss: float, validation_loss: float, seconds: float) -> None:
        """Note one epoch that took `seconds`; raise FloatingPointError if a loss is not finite."""
        if not np.isfinite(train_loss + validation_loss):
            raise FloatingPointError(
                f"the loss is {train_loss} after epoch {len(self.train_loss) + 1}; "
                "lower learning_rate or clip_norm"
            )
        self.train_loss.append(train_loss)
        self.validation_loss.append(validation_loss)
        self.seconds.append(seconds + (self.seconds[-1] if self.seconds else 0.0))

    def rounded(self) -> dict:
        """Return the curves as plain lists, for the ledger."""
        return {name: np.round(values, 4).tolist() for name, values in asdict(self).items()}


@dataclass
class ReconstructionHistory:
    """Losses, one entry per epoch, and the seconds of the whole training.

    The training loss is a mean over the epoch's batches, taken while the weights change; the
    validation loss is taken at the end of the epoch. What it counts depends on the training:
    squared shades, or nats.
    """

    train_loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def check(self) -> None:
        """Raise FloatingPointError if the last losses are not finite."""
        if not np.isfinite(self.train_loss[-1] + self.validation_loss[-1]):
            raise FloatingPointError(
                f"the loss is {self.train_loss[-1]} after epoch {len(self.train_loss)}; "
                "lower learning_rate, and look for nan in x"
            )

    def rounded(self) -> dict:
        """Return the curves as plain lists of five decimals, for the ledger."""
        return {name: np.round(values, 5).tolist() for name, values in asdict(self).items()}

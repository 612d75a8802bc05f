"""What the training of a generator leaves behind, the same in both frameworks."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import numpy as np


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
            raise FloatingPointError(f"the loss is {train_loss} after epoch {len(self.train_loss) + 1}; "
                                     "lower learning_rate or clip_norm")
        self.train_loss.append(train_loss)
        self.validation_loss.append(validation_loss)
        self.seconds.append(seconds + (self.seconds[-1] if self.seconds else 0.0))

    def rounded(self) -> dict:
        """Return the curves as plain lists, for the ledger."""
        return {name: np.round(values, 4).tolist() for name, values in asdict(self).items()}

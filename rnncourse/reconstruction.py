"""How well a model draws its inputs again: errors, and what a training of it leaves behind."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import numpy as np

LOSSES = ("mse", "binary cross-entropy", "cross-entropy")


@dataclass
class ReconstructionHistory:
    """Losses, one entry per epoch, and the seconds of the whole training.

    The training loss is a mean over the epoch's batches, taken while the weights change; the validation loss is taken
    at the end of the epoch. What it counts depends on the training: squared shades, or nats.
    """

    train_loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def check(self) -> None:
        """Raise FloatingPointError if the last losses are not finite."""
        if not np.isfinite(self.train_loss[-1] + self.validation_loss[-1]):
            raise FloatingPointError(f"the loss is {self.train_loss[-1]} after epoch {len(self.train_loss)}; "
                                     "lower learning_rate, and look for nan in x")

    def rounded(self) -> dict:
        """Return the curves as plain lists of five decimals, for the ledger."""
        return {name: np.round(values, 5).tolist() for name, values in asdict(self).items()}


def check_loss(loss: str) -> None:
    """Raise ValueError unless `loss` is one of LOSSES."""
    if loss not in LOSSES:
        raise ValueError(f"loss {loss!r} is not known; choose one of {', '.join(LOSSES)}")


def squared_error(images: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Return the mean squared error of each image, shape (N,), for two arrays of shape (N, H, W)."""
    return np.square(images - drawn, dtype=np.float64).mean(axis=(1, 2))


def psnr(error: float) -> float:
    """Return the peak signal-to-noise ratio in decibels of a mean squared error between images from 0 to 1."""
    return float(-10 * np.log10(error))

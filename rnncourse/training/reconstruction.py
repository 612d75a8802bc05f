"""What an autoencoder may be trained to make small."""

from __future__ import annotations

LOSSES = ("mse", "binary cross-entropy", "cross-entropy")


def check_loss(loss: str) -> None:
    """Raise ValueError unless `loss` is one of LOSSES."""
    if loss not in LOSSES:
        raise ValueError(f"loss {loss!r} is not known; choose one of {', '.join(LOSSES)}")

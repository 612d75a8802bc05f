"""Training an autoencoder in PyTorch: draw the target from the input."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy, cross_entropy, mse_loss

from rnncourse.in_torch.inputs import check_pairs
from rnncourse.in_torch.training import Shuffled, Step, predict, train
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe
from rnncourse.training.reconstruction import check_loss


def cross_entropy_of_steps(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy of logits (B, T, V) and one-hot targets (B,
    T, V).
    """
    return cross_entropy(logits.flatten(0, 1), targets.flatten(0, 1))


LOSS = {
    "mse": mse_loss,
    "binary cross-entropy": binary_cross_entropy,
    "cross-entropy": cross_entropy_of_steps,
}


def reconstruct(loss: str) -> Step:
    """Return the step of a model that draws targets (B, ...) from inputs (B,
    ...).
    """

    def step(model, batch, state):
        x, y = batch
        return LOSS[loss](model(x), y), None, {}

    return step


def train_autoencoder(
    model: nn.Module,
    x: np.ndarray,
    y: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    loss: str = "mse",
    seed: int,
    device: str | None = None,
) -> History:
    """Train `model` to draw y (N, ...) from x (N, ...).

    `loss` is "mse" or "binary cross-entropy" of images from 0 to 1, or
    "cross-entropy" of logits. Raises ValueError on an unknown loss, and
    FloatingPointError if the loss is no longer finite.
    """
    check_loss(loss)
    check_pairs(model, x, y)
    if validation is not None:
        check_pairs(model, *validation, of="validation ")
    return train(
        model,
        Shuffled(x, y, batch_size=recipe.batch_size),
        reconstruct(loss),
        recipe=recipe,
        validate=None
        if validation is None
        else lambda model: evaluate(model, *validation, loss=loss),
        seed=seed,
        device=device,
    )


def evaluate(
    model: nn.Module, x: np.ndarray, y: np.ndarray, *, loss: str = "mse"
) -> dict[str, float]:
    """Return the mean "loss" on inputs x (N, ...) and targets y (N, ...)."""
    drawn = torch.from_numpy(predict(model, x))
    return {"loss": LOSS[loss](drawn, torch.from_numpy(y)).item()}

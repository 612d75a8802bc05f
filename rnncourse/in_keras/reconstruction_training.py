"""Training an autoencoder in Keras: draw the target from the input."""

from __future__ import annotations

import keras
import numpy as np

from rnncourse.in_keras.inputs import check_pairs
from rnncourse.in_keras.training import predict, shuffled, train, watched
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe
from rnncourse.training.reconstruction import check_loss

LOSS = {
    "mse": keras.losses.MeanSquaredError(),
    "binary cross-entropy": keras.losses.BinaryCrossentropy(),
    "cross-entropy": keras.losses.CategoricalCrossentropy(from_logits=True),
}


def train_autoencoder(
    model: keras.Model,
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
        shuffled(x, y, recipe.batch_size) | watched(validation),
        LOSS[loss],
        recipe=recipe,
        seed=seed,
        device=device,
    )


def evaluate(
    model: keras.Model, x: np.ndarray, y: np.ndarray, *, loss: str = "mse"
) -> dict[str, float]:
    """Return the mean "loss" on inputs x (N, ...) and targets y (N, ...)."""
    return {"loss": float(LOSS[loss](y, predict(model, x)))}

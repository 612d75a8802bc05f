"""Training a classifier in Keras: class indices from sequences."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
from keras import ops

from rnncourse.in_keras.inputs import check_examples
from rnncourse.in_keras.losses import CROSS_ENTROPY
from rnncourse.in_keras.training import drawn, predict, shuffled, train, watched
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe


def train_classifier(
    model: keras.Model,
    x: np.ndarray,
    y: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    loss: Callable = CROSS_ENTROPY,
    batches: Callable | None = None,
    seed: int,
    device: str | None = None,
) -> History:
    """Train `model` to tell the classes y (N,), indices, of x (N, T, D).

    `loss` takes classes (B,) and logits (B, C); `batches` draws the row indices
    of an epoch's batches, given a random generator (without it, the rows are
    shuffled). Raises TypeError and ValueError on arrays that cannot be learnt
    from, and FloatingPointError if the loss is no longer finite.
    """
    check_examples(model, x, y)
    if validation is not None:
        check_examples(model, *validation, of="validation ")
    return train(
        model,
        (
            drawn(x, y, batches, padded=is_padded(model), seed=seed)
            if batches
            else shuffled(x, y, recipe.batch_size)
        )
        | watched(validation),
        loss,
        recipe=recipe,
        metrics=["accuracy"],
        seed=seed,
        device=device,
    )


def is_padded(model: keras.Model) -> bool:
    """Tell whether `model` skips steps of zeros."""
    return any(isinstance(layer, keras.layers.Masking) for layer in model.layers)


def evaluate(
    model: keras.Model, x: np.ndarray, y: np.ndarray, *, loss: Callable = CROSS_ENTROPY
) -> dict[str, float]:
    """Return the mean "loss" (nats) and the "accuracy" on x (N, T, D) and y
    (N,).
    """
    logits = predict(model, x)
    mean = float(ops.mean(loss(y, logits)))
    return {"loss": mean, "accuracy": float((logits.argmax(axis=1) == y).mean())}

"""Training an autoencoder in Keras: draw the target from the input, on
mini-batches.
"""

from __future__ import annotations

import time

import keras
import numpy as np

from rnncourse.training.history import ReconstructionHistory
from rnncourse.training.recipe import check_loss

LOSS = {
    "mse": keras.losses.MeanSquaredError(),
    "binary cross-entropy": keras.losses.BinaryCrossentropy(),
    "cross-entropy": keras.losses.CategoricalCrossentropy(from_logits=True),
}


def train(
    model: keras.Model,
    x: np.ndarray,
    y: np.ndarray,
    *,
    validation: tuple[np.ndarray, np.ndarray],
    epochs: int,
    batch_size: int = 128,
    learning_rate: float = 1e-3,
    cosine: bool = False,
    loss: str = "mse",
    seed: int,
) -> ReconstructionHistory:
    """Minimise the loss with Adam, and leave the model with its last weights.

    x and y have shape (N, ...): inputs, and what is to be drawn from them.
    `loss` is "mse" or "binary cross-entropy" of images from 0 to 1, or
    "cross-entropy" of logits. With `cosine` the learning rate falls to zero
    along half a cosine. Raises ValueError on an unknown loss, and
    FloatingPointError if the loss is no longer finite.
    """
    check_loss(loss)
    keras.utils.set_random_seed(seed)
    steps = epochs * -(-len(x) // batch_size)
    schedule = keras.optimizers.schedules.CosineDecay(learning_rate, steps)
    optimizer = keras.optimizers.Adam(schedule if cosine else learning_rate, epsilon=1e-7)
    model.compile(optimizer=optimizer, loss=LOSS[loss])
    start = time.perf_counter()
    log = model.fit(
        x,
        y,
        batch_size=batch_size,
        epochs=epochs,
        validation_data=validation,
        validation_batch_size=1024,
        callbacks=[keras.callbacks.TerminateOnNaN()],
        verbose=0,
    ).history
    seconds = time.perf_counter() - start
    history = ReconstructionHistory(log["loss"], log["val_loss"], seconds)
    history.check()
    return history


def evaluate(model: keras.Model, x: np.ndarray, y: np.ndarray, *, loss: str = "mse") -> float:
    """Return the mean loss on inputs x (N, ...) and targets y (N, ...)."""
    return float(LOSS[loss](y, predict(model, x)))


def predict(model: keras.Model, x: np.ndarray, *, batch_size: int = 1024) -> np.ndarray:
    """Return what `model` answers, shape (N, ...), for x of shape (N, ...)."""
    return model.predict(x, batch_size=batch_size, verbose=0)

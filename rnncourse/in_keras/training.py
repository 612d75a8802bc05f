"""Training a classifier in Keras: compile and fit."""

from __future__ import annotations

import time
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from rnncourse.training.history import History

CROSS_ENTROPY = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def train(
    model: keras.Model,
    x: np.ndarray,
    y: np.ndarray,
    *,
    validation: tuple[np.ndarray, np.ndarray],
    epochs: int,
    batch_size: int,
    learning_rate: float = 1e-3,
    clip_norm: float = 1.0,
    patience: int | None = None,
    loss: Callable = CROSS_ENTROPY,
    batches: Callable | None = None,
    seed: int,
) -> History:
    """Minimise the loss with Adam, and leave the model with its best weights.

    x has shape (N, T, D), y holds class indices of shape (N,). The best weights
    are those of the epoch with the lowest validation loss; `patience` is how
    many epochs without a better one end the training. Gradients whose norm
    exceeds `clip_norm` are scaled down to it. `loss` takes classes (B,) and
    logits (B, C); `batches` draws the row indices of an epoch's batches, given
    a random generator (without it, the rows are shuffled). Raises
    FloatingPointError if the loss is no longer finite.
    """
    keras.utils.set_random_seed(seed)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate, epsilon=1e-7, global_clipnorm=clip_norm),
        loss=loss,
        metrics=["accuracy"],
    )
    keep_best = keras.callbacks.EarlyStopping(
        "val_loss",
        patience=epochs if patience is None else patience,
        restore_best_weights=True,
    )
    data = {"x": x, "y": y, "batch_size": batch_size}
    if batches:
        drawn = drawn_batches(x, y, batches, rng=np.random.default_rng(seed))
        data = {"x": drawn, "shuffle": False}
    start = time.perf_counter()
    log = model.fit(
        **data,
        epochs=epochs,
        validation_data=validation,
        validation_batch_size=1024,
        callbacks=[keep_best, keras.callbacks.TerminateOnNaN()],
        verbose=0,
    ).history
    history = History(
        log["loss"],
        log["accuracy"],
        log["val_loss"],
        log["val_accuracy"],
        time.perf_counter() - start,
    )
    history.check()
    return history


def drawn_batches(
    x: np.ndarray, y: np.ndarray, draw: Callable, *, rng: np.random.Generator
) -> tf.data.Dataset:
    """Return the batches of an epoch, for `fit`; each epoch draws new ones.

    `draw` takes a random generator and returns the row indices of each batch,
    of as many batches each time. Steps that are padding in all rows of a batch
    are left out.
    """

    def epoch():
        for rows in draw(rng):
            last = x[rows].any(axis=(0, 2)).nonzero()[0].max()  # of the longest row
            yield x[rows, : last + 1], y[rows]

    count = len(draw(np.random.default_rng(0)))  # the same in every epoch
    return tf.data.Dataset.from_generator(
        epoch,
        output_signature=(
            tf.TensorSpec((None, None, x.shape[2]), x.dtype),
            tf.TensorSpec((None,), y.dtype),
        ),
    ).apply(tf.data.experimental.assert_cardinality(count))


def evaluate(model: keras.Model, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return the mean loss (nats) and the accuracy on x (N, T, D) and y
    (N,).
    """
    loss, accuracy = model.evaluate(x, y, batch_size=1024, verbose=0)
    return loss, accuracy


def predict_logits(model: keras.Model, x: np.ndarray, *, batch_size: int = 1024) -> np.ndarray:
    """Return logits of shape (N, C) for x of shape (N, T, D)."""
    return model.predict(x, batch_size=batch_size, verbose=0)

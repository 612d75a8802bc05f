"""Training a generator in Keras: many-to-one on windows, many-to-many on
streams.
"""

from __future__ import annotations

import time

import keras
import numpy as np
import tensorflow as tf

from rnncourse.in_keras.language_models import reset_state, stateful_twin
from rnncourse.preprocessing.language_modelling import Streams
from rnncourse.training.history import TextHistory

CROSS_ENTROPY = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def last_step(model: keras.Model) -> keras.Model:
    """Share the layers of `model`, but answer at the last step alone: (B, T) to
    (B, V).
    """
    return keras.Model(model.inputs, model.outputs[0][:, -1])


def compiled(model: keras.Model, learning_rate: float, clip_norm: float) -> keras.Model:
    """Compile `model` with Adam and the cross-entropy, and return it."""
    optimizer = keras.optimizers.Adam(learning_rate, epsilon=1e-7, global_clipnorm=clip_norm)
    model.compile(optimizer=optimizer, loss=CROSS_ENTROPY)
    return model


def train_on_windows(
    model: keras.Model,
    x: np.ndarray,
    y: np.ndarray,
    *,
    validation: tuple,
    epochs: int,
    batch_size: int,
    learning_rate: float = 1e-3,
    clip_norm: float = 1.0,
    seed: int,
) -> TextHistory:
    """Train many-to-one: windows x (N, T) of indices and the symbol after each,
    y (N,).

    The loss looks at the last step alone. `validation` is such a pair of
    held-out windows.
    """
    keras.utils.set_random_seed(seed)
    many_to_one = compiled(last_step(model), learning_rate, clip_norm)
    history = TextHistory()
    for _ in range(epochs):
        start = time.perf_counter()
        log = many_to_one.fit(x, y, batch_size=batch_size, verbose=0).history
        seconds = time.perf_counter() - start
        validation_loss = many_to_one.evaluate(*validation, batch_size=1024, verbose=0)
        history.add(log["loss"][0], validation_loss, seconds)
    return history


def train_on_streams(
    model: keras.Model,
    streams: Streams,
    *,
    validation: np.ndarray,
    epochs: int,
    learning_rate: float = 1e-3,
    clip_norm: float = 1.0,
    seed: int,
) -> TextHistory:
    """Train many-to-many by truncated backpropagation: every step has a target.

    A stateful twin is trained, whose state goes from batch to batch: the
    batches stay in order. It starts from zero with every epoch. `validation` is
    a text (N,).
    """
    keras.utils.set_random_seed(seed)
    chunks = [np.concatenate(parts) for parts in zip(*streams)]  # (chunks * B, T) each
    batch_size = len(streams.x)
    twin = compiled(stateful_twin(model, batch_size), learning_rate, clip_norm)
    listener = stateful_twin(model, 1)  # evaluating has a state too
    history = TextHistory()
    for _ in range(epochs):
        start = time.perf_counter()
        reset_state(twin)
        log = twin.fit(*chunks, batch_size=batch_size, shuffle=False, verbose=0).history
        seconds = time.perf_counter() - start
        listener.set_weights(twin.get_weights())
        history.add(log["loss"][0], text_loss(listener, validation), seconds)
    model.set_weights(twin.get_weights())
    return history


def text_loss(listener: keras.Model, indices: np.ndarray, *, steps: int = 1000) -> float:
    """Return the mean loss (nats) of each symbol of a text (N,) after all
    before it.

    The text is read once from its beginning, `steps` symbols at a time;
    `listener` is stateful, for one stream.
    """
    reset_state(listener)
    run = tf.function(
        lambda symbols: listener(symbols, training=False),  # not step by step
        input_signature=[tf.TensorSpec((1, None), "int64")],
    )
    loss_sum = 0.0
    for start in range(0, len(indices) - 1, steps):
        x = indices[start : start + steps + 1]
        logits = run(x[None, :-1])  # (1, T, V)
        loss_sum += float(CROSS_ENTROPY(x[None, 1:], logits)) * (len(x) - 1)
    return loss_sum / (len(indices) - 1)

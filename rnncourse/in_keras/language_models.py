"""Recurrent generators in Keras: after each symbol, what may come next."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from rnncourse.in_keras.cells import CELLS, check_cell


def language_model(
    symbol_count: int,
    hidden_size: int,
    *,
    cell: str = "elman",
    layers: int = 1,
    dropout: float = 0.0,
    streams: int | None = None,
    seed: int,
) -> keras.Model:
    """Build recurrent layers that read symbols, and a dense layer on every
    state.

    The model maps symbols (B, T) to logits (B, T, V). With `streams` it is
    stateful: it takes batches of that many rows, and carries its state from one
    to the next until `reset_state`. Only a batch becomes one-hot vectors, (B,
    T, V), never the whole text. The same `seed` gives the same weights. Raises
    ValueError on an unknown cell.
    """
    check_cell(cell)
    keras.utils.set_random_seed(seed)
    inputs = keras.Input(batch_shape=(streams, None), dtype="int64")  # (B, T)
    h = keras.ops.one_hot(inputs, symbol_count)  # (B, T, V)
    for _ in range(layers):
        h = CELLS[cell](hidden_size, return_sequences=True, stateful=streams is not None)(h)
        h = keras.layers.Dropout(dropout)(h)
    return keras.Model(inputs, keras.layers.Dense(symbol_count)(h))  # (B, T, V)


def stateful_twin(model: keras.Model, streams: int) -> keras.Model:
    """Build the same model with the same weights, stateful for batches of
    `streams` rows.
    """
    twin = keras.models.clone_model(
        model,
        input_tensors=keras.Input(batch_shape=(streams, None), dtype="int64"),
        clone_function=lambda layer: as_stateful(layer),
    )
    twin.set_weights(model.get_weights())
    return twin


def as_stateful(layer: keras.Layer) -> keras.Layer:
    """Copy a layer; a recurrent one becomes stateful."""
    config = layer.get_config()
    if isinstance(layer, tuple(CELLS.values())):
        config["stateful"] = True
    return type(layer).from_config(config)


def reset_state(model: keras.Model) -> None:
    """Set the state of every recurrent layer to zero: Keras 3 does it layer by
    layer.
    """
    for layer in model.layers:
        if isinstance(layer, tuple(CELLS.values())) and layer.stateful:
            layer.reset_states()


def next_logits(model: keras.Model, count: int = 1):
    """Make a callable for `generation.sample` that draws `count` texts and
    carries the state.

    The state lives in a stateful twin of `model`, and is set to zero when a
    text begins. The callable raises ValueError on another number of texts.
    """
    twin = stateful_twin(model, count)
    run = tf.function(lambda symbols: twin(symbols, training=False), reduce_retracing=True)

    def step(symbols: np.ndarray, state):
        if len(symbols) != count:
            raise ValueError(
                f"next_logits was made for {count} {'text' if count == 1 else 'texts'}, asked for "
                f"{len(symbols)}: next_logits(model, {len(symbols)})"
            )
        if state is None:
            reset_state(twin)
        return run(symbols[:, None]).numpy()[:, 0], True  # (B, V); the twin remembers

    return step


def window_logits(model: keras.Model):
    """Make a callable for `generation.Windowed`: windows (B, T) to the last
    logits (B, V).
    """

    def predict(windows: np.ndarray) -> np.ndarray:
        return model.predict(windows, verbose=0)[:, -1]

    return predict

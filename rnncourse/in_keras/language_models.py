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
    recurrent_dropout: float = 0.0,
    embedding_size: int | None = None,
    streams: int | None = None,
    seed: int,
) -> keras.Model:
    """Build recurrent layers that read symbols, and a dense layer on every
    state.

    The model maps symbols (B, T) to logits (B, T, V). With `streams` it is
    stateful: it takes batches of that many rows, and carries its state from one
    to the next until `reset_state`. `dropout` acts on what a layer hands on,
    `recurrent_dropout` on what it hands to itself. A symbol is read as one-hot
    vector, or as one of `embedding_size` numbers that are learnt; only a batch
    becomes such vectors, (B, T, V) or (B, T, D), never the whole text. The same
    `seed` gives the same weights. Raises ValueError on an unknown cell.
    """
    check_cell(cell)
    keras.utils.set_random_seed(seed)
    inputs = keras.Input(batch_shape=(streams, None), dtype="int64")  # (B, T)
    if embedding_size:
        vectors = keras.layers.Embedding(symbol_count, embedding_size, name="vectors")
        h = vectors(inputs)  # (B, T, D)
    else:
        h = keras.ops.one_hot(inputs, symbol_count)  # (B, T, V)
    options = {"recurrent_dropout": recurrent_dropout, "stateful": streams is not None}
    for _ in range(layers):
        h = CELLS[cell](hidden_size, return_sequences=True, **options)(h)
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


def compiled_writer(model: keras.Model):
    """Make a function that writes a text in one compiled call, the draws
    included.

    It maps the indices of a start (T,) and uniform numbers (N,) to the N
    indices that `generation.sample` draws from these numbers at temperature 1.
    """
    twin = stateful_twin(model, 1)

    @tf.function(reduce_retracing=True)
    def run(start, uniform):  # (1, T), (N,)
        logits = twin(start, training=False)[:, -1]
        drawn = tf.TensorArray(tf.int64, tf.shape(uniform)[0])
        for place in tf.range(tf.shape(uniform)[0]):
            running = tf.cumsum(tf.nn.softmax(tf.cast(logits, tf.float64)), axis=1)
            below = running / running[:, -1:] <= uniform[place]  # (1, V)
            symbol = tf.reduce_sum(tf.cast(below, tf.int64), axis=1)
            drawn = drawn.write(place, symbol)
            logits = twin(symbol[:, None], training=False)[:, 0]
            logits.set_shape((1, model.output_shape[-1]))
        return drawn.concat()

    def write(start: np.ndarray, uniform: np.ndarray) -> np.ndarray:
        reset_state(twin)
        return run(start[None], uniform).numpy()

    return write


def window_logits(model: keras.Model):
    """Make a callable for `generation.Windowed`: windows (B, T) to the last
    logits (B, V).
    """

    def predict(windows: np.ndarray) -> np.ndarray:
        return model.predict_on_batch(windows)[:, -1]

    return predict

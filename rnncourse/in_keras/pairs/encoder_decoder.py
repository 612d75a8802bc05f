"""An encoder that reads a sequence and a decoder that writes another one, in
Keras.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from rnncourse.in_keras.pairs.attention import ATTENTION
from rnncourse.preprocessing.inputs import check_attention


def encoder(symbol_count: int, hidden_size: int, dropout: float) -> keras.Model:
    """Build a GRU that reads symbols in both directions; index 0 is padding.

    It maps sources (B, S) to a summary (B, H) made of the last states of both
    directions, the states (B, S, 2 H), and a mask (B, S) that is False at
    padding.
    """
    sources = keras.Input((None,), dtype="int64")  # (B, S)
    mask = ops.not_equal(sources, 0)
    x = keras.layers.Embedding(symbol_count, hidden_size, name="embedding")(sources)
    x = keras.layers.Dropout(dropout)(x)  # (B, S, H)
    recurrent = keras.layers.GRU(hidden_size, return_sequences=True, return_state=True)
    both = keras.layers.Bidirectional(recurrent, name="recurrent")
    states, forward, backward = both(x, mask=mask)
    bridge = keras.layers.Dense(hidden_size, activation="tanh", name="bridge")
    summary = bridge(ops.concatenate([forward, backward], axis=1))
    return keras.Model(sources, [summary, states, mask], name="encoder")


def decoder(
    symbol_count: int, hidden_size: int, attention: str | None, dropout: float
) -> keras.Model:
    """Build a GRU that begins with the encoder's summary and writes symbols.

    At each step it sees a context besides its own state: without `attention`
    the summary again; with "dot" or "additive" a mean of the encoder's states,
    weighted anew at each step. It maps targets (B, T), a state h_0 (B, H) and
    what the encoder returns to logits (B, T, V), the last state (B, H) and the
    weights (B, T, S) of attention.
    """
    targets = keras.Input((None,), dtype="int64")
    h_0 = keras.Input((hidden_size,))
    summary: Any = keras.Input((hidden_size,))
    states = keras.Input((None, 2 * hidden_size))
    mask = keras.Input((None,), dtype="bool")
    x = keras.layers.Embedding(symbol_count, hidden_size, name="embedding")(targets)
    x = keras.layers.Dropout(dropout)(x)  # (B, T, H)
    recurrent = keras.layers.GRU(
        hidden_size, return_sequences=True, return_state=True, name="recurrent"
    )
    h, last = recurrent(x, initial_state=h_0)  # (B, T, H)
    if attention is None:
        context = summary[:, None] + ops.zeros_like(h)  # at every step
        found = []
    else:
        context, weights = ATTENTION[attention](hidden_size, 2 * hidden_size)([h, states, mask])
        found = [weights]
    combine = keras.layers.Dense(hidden_size, activation="tanh", name="combine")
    o = keras.layers.Dropout(dropout)(combine(ops.concatenate([h, context], axis=2)))
    logits = keras.layers.Dense(symbol_count, name="output")(o)  # (B, T, V)
    return keras.Model(
        [targets, h_0, summary, states, mask], [logits, last, *found], name="decoder"
    )


def encoder_decoder(
    source_count: int,
    target_count: int,
    hidden_size: int,
    *,
    attention: str | None = None,
    dropout: float = 0.0,
    seed: int,
) -> keras.Model:
    """Build an encoder of `source_count` symbols and a decoder of
    `target_count`; index 0 of both is padding.

    The model maps sources (B, S) and targets (B, T) to logits (B, T, V) for
    what comes after each step of the targets. The same `seed` gives the same
    weights. Raises ValueError on an unknown `attention`.
    """
    check_attention(attention)
    keras.utils.set_random_seed(seed)
    sources = keras.Input((None,), dtype="int64")
    targets = keras.Input((None,), dtype="int64")
    memory = encoder(source_count, hidden_size, dropout)(sources)
    logits, *_ = decoder(target_count, hidden_size, attention, dropout)(
        [targets, memory[0], *memory]
    )
    return keras.Model([sources, targets], logits)


def first_state(model: keras.Model, sources: np.ndarray) -> tuple[np.ndarray, ...]:
    """Read sources (B, S); return the state with which `next_logits` begins."""
    memory = model.get_layer("encoder").predict_on_batch(sources)
    return (memory[0], *memory)


def next_logits(model: keras.Model):
    """Make a callable for `generation.decoding`: the latest symbols (B,) and a
    state in, logits (B, V) and the next state out.
    """
    decoder = model.get_layer("decoder")
    run = tf.function(lambda inputs: decoder(inputs, training=False), reduce_retracing=True)

    def step(symbols: np.ndarray, state):
        _, *memory = state
        logits, h, *_ = run([symbols[:, None], *state])
        return logits.numpy()[:, 0], (h.numpy(), *memory)

    return step


def attention_weights(model: keras.Model, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the weights (B, T, S) with which `model` looks at sources (B, S)
    after each step of targets (B, T).
    """
    decoder = model.get_layer("decoder")
    return decoder.predict_on_batch([targets, *first_state(model, sources)])[2]

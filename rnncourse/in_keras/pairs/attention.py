"""Attention in Keras: a mean of vectors, with weights that a query chooses."""

from __future__ import annotations

import math

import keras
from keras import ops


def dot_attention(query_size: int, value_size: int) -> keras.Model:
    """Build attention whose scores are scalar products of queries and keys,
    divided by sqrt(H) (Luong and others 2015; Vaswani and others 2017).

    It maps queries (B, T, H), values (B, S, D) and a mask (B, S), False where
    there is nothing to look at, to contexts (B, T, D) and their weights (B, T,
    S).
    """
    queries, values, mask = inputs(query_size, value_size)
    keys = keras.layers.Dense(query_size, use_bias=False, name="key")(values)  # (B, S, H)
    scores = ops.matmul(queries, ops.transpose(keys, (0, 2, 1))) / math.sqrt(query_size)
    outputs = weighted_mean(scores, values, mask)
    return keras.Model([queries, values, mask], outputs, name="attention")


def additive_attention(query_size: int, value_size: int) -> keras.Model:
    """Build attention whose scores come from a small dense net that reads
    query and value (Bahdanau and others 2015); it maps what `dot_attention`
    maps.
    """
    queries, values, mask = inputs(query_size, value_size)
    keys = keras.layers.Dense(query_size, use_bias=False, name="key")(values)
    sums = keras.layers.Dense(query_size, name="query")(queries)[:, :, None] + keys[:, None]
    scores = keras.layers.Dense(1, name="score")(ops.tanh(sums))[..., 0]  # (B, T, S)
    outputs = weighted_mean(scores, values, mask)
    return keras.Model([queries, values, mask], outputs, name="attention")


def inputs(query_size: int, value_size: int) -> tuple:
    """Return the places of queries, values and mask."""
    return (
        keras.Input((None, query_size)),
        keras.Input((None, value_size)),
        keras.Input((None,), dtype="bool"),
    )


def weighted_mean(scores, values, mask):
    """Return the means (B, T, D) of values (B, S, D) and their weights, the
    softmax of scores (B, T, S) over what mask (B, S) leaves.
    """
    scores = ops.where(mask[:, None], scores, -math.inf)
    weights = ops.softmax(scores, axis=2)
    return ops.matmul(weights, values), weights


ATTENTION = {"dot": dot_attention, "additive": additive_attention}

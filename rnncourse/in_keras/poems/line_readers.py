"""Nets in Keras that read the letters of a line and tell its class, such as its
metre.
"""

from __future__ import annotations

import keras
from keras import layers, ops

from rnncourse.in_keras.classifiers import recurrent_classifier


def line_reader(
    symbol_count: int,
    hidden_size: int,
    class_count: int,
    *,
    filters: int | None = None,
    width: int = 5,
    seed: int,
    **options,
) -> keras.Model:
    """Build a convolution over neighbouring letters, if `filters` are asked for,
    and a recurrent_classifier with `options` that reads what it finds.

    The model maps lines (B, T), symbols by their indices, to logits (B, C). All
    lines of a batch have the same number of letters: nothing is padding. The same
    `seed` gives the same weights.
    """
    reader = recurrent_classifier(
        filters or symbol_count, hidden_size, class_count, padded=False, seed=seed, **options
    )
    x = lines = keras.Input((None,), dtype="int32")
    x = ops.one_hot(x, symbol_count)  # (B, T, V)
    if filters is not None:
        x = layers.Conv1D(filters, width, padding="same", activation="relu")(x)
    return keras.Model(lines, reader(x))

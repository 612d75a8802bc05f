"""Classifiers of movement in Keras: a net reads how a body moves, and gravity's direction goes
straight to the last layer.

Each maps x of shape (B, T, D + late) to logits of shape (B, C). The last `late`
channels are the same at all steps of a window, and no reader sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from rnncourse.in_keras.cells import CELLS, check_cell
from rnncourse.in_keras.signal_classifiers import block, normalise
from rnncourse.preprocessing.inputs import check_pooling


def classified(inputs, features, class_count: int, *, late: int, dropout: float) -> keras.Model:
    """End a model that reads `inputs` (B, T, D + late): a dense layer on `features`
    (B, F) and on the `late` channels.
    """
    features = keras.layers.Dropout(dropout)(features)
    if late:
        features = keras.layers.Concatenate()([features, inputs[:, 0, -late:]])
    return keras.Model(inputs, keras.layers.Dense(class_count)(features))  # (B, C)


def convolutional(
    input_size: int,
    filters: Sequence[int],
    class_count: int,
    *,
    width: int = 9,
    late: int = 3,
    dropout: float = 0.0,
    seed: int,
) -> keras.Model:
    """Build blocks of convolution, one for each number in `filters`, which read
    `input_size` channels, and a dense layer on their mean over the steps.
    """
    keras.utils.set_random_seed(seed)
    inputs: Any = keras.Input((None, input_size + late))
    x = inputs[:, :, :input_size]  # (B, T, D)
    for size in filters:
        x = block(x, size, width, dropout)
    features = keras.layers.GlobalAveragePooling1D()(x)  # (B, F)
    return classified(inputs, features, class_count, late=late, dropout=dropout)


def strided(x, filters: int, width: int, stride: int):
    """Put a convolution behind x (B, T, D) that moves on by `stride` steps and is
    padded as PyTorch pads: (B, T / stride, filters).
    """
    x = keras.layers.ZeroPadding1D(width // 2)(x)
    x = keras.layers.Conv1D(filters, width, strides=stride)(x)
    return keras.layers.ReLU()(normalise()(x))


def recurrent(
    input_size: int,
    hidden_size: int,
    class_count: int,
    *,
    cell: str = "gru",
    layers: int = 1,
    bidirectional: bool = False,
    pooling: str = "last",
    filters: int | None = 32,
    width: int = 9,
    stride: int = 4,
    late: int = 3,
    dropout: float = 0.0,
    seed: int,
) -> keras.Model:
    """Build recurrent layers, and a dense layer on the last state of the upper one
    or on the mean of all.

    With `filters`, a convolution goes before: so many filters of `width`, which
    move on by `stride` steps, so that the layers read fewer and richer steps.
    Raises ValueError on an unknown cell or `pooling`, and on both directions
    without "mean": the last step is the first that the way back reads.
    """
    check_cell(cell)
    check_pooling(pooling, bidirectional)
    keras.utils.set_random_seed(seed)
    inputs: Any = keras.Input((None, input_size + late))
    x = inputs[:, :, :input_size]  # (B, T, D)
    if filters is not None:
        x = strided(x, filters, width, stride)
    for layer in range(layers):
        every_step = pooling == "mean" or layer < layers - 1
        rnn = CELLS[cell](hidden_size, return_sequences=every_step)
        x = keras.layers.Bidirectional(rnn)(x) if bidirectional else rnn(x)
    features = keras.layers.GlobalAveragePooling1D()(x) if pooling == "mean" else x
    return classified(inputs, features, class_count, late=late, dropout=dropout)

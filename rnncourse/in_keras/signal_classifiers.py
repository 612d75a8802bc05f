"""Classifiers of signals in Keras: windows of fixed length in, one class out.

Each maps x of shape (B, T, D) to logits of shape (B, C); the same `seed` gives
the same weights. Nothing is masked: in a signal, a step of zeros is a
measurement like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

import keras

from rnncourse.in_keras.cells import CELLS, check_cell


def dense(
    steps: int,
    input_size: int,
    class_count: int,
    *,
    hidden_sizes: Sequence[int] = (),
    dropout: float = 0.0,
    seed: int,
) -> keras.Model:
    """Build dense layers on the flattened window; without `hidden_sizes`, a
    linear net.
    """
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((steps, input_size))
    x = keras.layers.Flatten()(inputs)  # (B, T * D)
    for size in hidden_sizes:
        x = keras.layers.Dense(size, activation="relu")(x)
        x = keras.layers.Dropout(dropout)(x)
    return keras.Model(inputs, keras.layers.Dense(class_count)(x))  # (B, C)


def normalise() -> keras.layers.Layer:
    """Build batch normalisation with the epsilon and the momentum of
    PyTorch's.
    """
    return keras.layers.BatchNormalization(epsilon=1e-5, momentum=0.9)


def block(x, filters: int, width: int, dropout: float):
    """Put a block behind x (B, T, D): (B, T / 2, filters)."""
    x = keras.layers.Conv1D(filters, width, padding="same")(x)
    x = keras.layers.ReLU()(normalise()(x))
    x = keras.layers.MaxPooling1D(2)(x)
    return keras.layers.Dropout(dropout)(x)


def convolutional(
    input_size: int,
    filters: Sequence[int],
    class_count: int,
    *,
    width: int = 5,
    cell: str | None = None,
    hidden_size: int = 64,
    dropout: float = 0.0,
    seed: int,
) -> keras.Model:
    """Build blocks of convolution, normalisation, ReLU and pooling, then a mean
    or a net.

    There is one block for each number in `filters`, and every block halves the
    number of steps. With a `cell`, a recurrent layer of that kind reads what
    the blocks hand on, and its last state is classified; without, their mean.
    Raises ValueError on an unknown cell.
    """
    if cell is not None:
        check_cell(cell)
    keras.utils.set_random_seed(seed)
    x = inputs = keras.Input((None, input_size))  # (B, T, D)
    for size in filters:
        x = block(x, size, width, dropout)  # (B, T / 2**blocks, F)
    x = (CELLS[cell](hidden_size) if cell else keras.layers.GlobalAveragePooling1D())(x)
    x = keras.layers.Dropout(dropout)(x)  # (B, H) or (B, F)
    return keras.Model(inputs, keras.layers.Dense(class_count)(x))  # (B, C)


def dilated(
    input_size: int,
    filters: int,
    class_count: int,
    *,
    layers: int = 6,
    width: int = 3,
    dropout: float = 0.0,
    seed: int,
) -> keras.Model:
    """Build causal convolutions that look back twice as far in every block.

    Block k has dilation 2**k and adds to its input (a residual connection); no
    step sees a later one. The last step, which has seen (`width` - 1) *
    (2**layers - 1) steps before it, is classified. Source: van den Oord et al.,
    WaveNet, 2016.
    """
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((None, input_size))  # (B, T, D)
    h = keras.layers.Conv1D(filters, 1)(inputs)  # (B, T, F)
    for k in range(layers):
        update = keras.layers.Conv1D(filters, width, padding="causal", dilation_rate=2**k)(
            h
        )  # zeros on the left
        update = keras.layers.ReLU()(normalise()(update))
        h = h + keras.layers.Dropout(dropout)(update)
    last = keras.layers.Dropout(dropout)(h[:, -1])  # (B, F)
    return keras.Model(inputs, keras.layers.Dense(class_count)(last))

"""Autoencoders in Keras: an encoder makes a short code, a decoder draws its
input again.

Each function returns Parts; the same `seed` gives the same weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import keras

CODES = ("relu", "linear")


class Parts(NamedTuple):
    """Three models over the same layers: autoencoder(x) is
    decoder(encoder(x)).
    """

    encoder: keras.Model
    decoder: keras.Model
    autoencoder: keras.Model


def joined(encoder: keras.Model, decoder: keras.Model) -> Parts:
    """Put the two halves one behind the other."""
    [image], [code] = encoder.inputs, encoder.outputs
    return Parts(encoder, decoder, keras.Model(image, decoder(code)))


def check_activation(activation: str) -> None:
    """Raise ValueError unless `activation` is one of CODES."""
    if activation not in CODES:
        raise ValueError(f"activation {activation!r} is not known; use {', '.join(CODES)}")


def dense_layers(x: keras.KerasTensor, sizes: Sequence[int], activation: str) -> keras.KerasTensor:
    """Apply dense layers to x: the last with `activation`, those before it with
    a ReLU.
    """
    for size in sizes[:-1]:
        x = keras.layers.Dense(size, activation="relu")(x)
    return keras.layers.Dense(sizes[-1], activation=activation)(x)


def dense_autoencoder(
    code_size: int,
    *,
    hidden_sizes: Sequence[int] = (),
    side: int = 28,
    activation: str = "relu",
    seed: int,
) -> Parts:
    """Build dense layers from an image (B, side, side) to a code (B, K), and
    back.

    With `hidden_sizes`, layers of these sizes stand before the code and, in
    reverse, after it. `activation` is that of the code: "relu" or "linear";
    that of the image is sigmoid. Raises ValueError on another one.
    """
    check_activation(activation)
    keras.utils.set_random_seed(seed)
    image = keras.Input((side, side))
    flat = keras.layers.Flatten()(image)  # (B, side * side)
    encoder = keras.Model(image, dense_layers(flat, [*hidden_sizes, code_size], activation))
    code = keras.Input((code_size,))
    flat = dense_layers(code, [*hidden_sizes[::-1], side * side], "sigmoid")
    decoder = keras.Model(code, keras.layers.Reshape((side, side))(flat))
    return joined(encoder, decoder)


def convolution(filters: int, **options) -> keras.Layer:
    """Return `filters` filters of 3 by 3 that keep height and width."""
    options = {"activation": "relu"} | options
    return keras.layers.Conv2D(filters, 3, padding="same", **options)


def convolutional_autoencoder(
    *, side: int = 28, filters: Sequence[int] = (32, 64, 128), shade: float = 0.5, seed: int
) -> Parts:
    """Build the denoising autoencoder of the handout for images (B, side,
    side).

    `side` is a multiple of 4. The encoder's output has shape (B, side / 4, side
    / 4, c), with a, b, c = `filters`. The last bias starts at the logit of
    `shade`: with the mean shade of the images, the net does not begin by
    learning to draw nothing at all. Raises ValueError unless there are three
    filters.
    """
    if len(filters) != 3:
        raise ValueError(f"filters are {tuple(filters)}, expected three, as (8, 16, 32)")
    keras.utils.set_random_seed(seed)
    a, b, c = filters
    start = keras.initializers.Constant(math.log(shade / (1 - shade)))
    encoder = keras.Sequential(
        [
            keras.Input((side, side)),
            keras.layers.Reshape((side, side, 1)),
            convolution(a),
            keras.layers.MaxPooling2D(2),  # (B, side/2, side/2, a)
            convolution(b),
            keras.layers.MaxPooling2D(2),  # (B, side/4, side/4, b)
            convolution(c),
        ]
    )  # (B, side/4, side/4, c)
    decoder = keras.Sequential(
        [
            keras.Input((side // 4, side // 4, c)),
            convolution(c),
            keras.layers.UpSampling2D(2),
            convolution(b),
            keras.layers.UpSampling2D(2),
            convolution(1, activation="sigmoid", bias_initializer=start),  # (B, side, side, 1)
            keras.layers.Reshape((side, side)),
        ]
    )
    return joined(encoder, decoder)


def sequence_autoencoder(
    symbol_count: int, steps: int, code_size: int, *, hidden_size: int = 128, seed: int
) -> Parts:
    """Build an LSTM from one-hot x (B, T, V) to a code (B, K), and one back to
    logits.

    All sequences have T = `steps` symbols; shorter ones end in a symbol that
    fills them up. They are read backwards, from what fills them up to their
    first symbol, so that the symbols that are spelt first were read last.
    """
    keras.utils.set_random_seed(seed)
    encoder = keras.Sequential(
        [
            keras.Input((steps, symbol_count)),
            keras.layers.LSTM(hidden_size, go_backwards=True),  # (B, H), its last state
            keras.layers.Dense(code_size),
        ]
    )  # (B, K)
    decoder = keras.Sequential(
        [
            keras.Input((code_size,)),
            keras.layers.RepeatVector(steps),  # (B, T, K)
            keras.layers.LSTM(hidden_size, return_sequences=True),  # (B, T, H)
            keras.layers.Dense(symbol_count),
        ]
    )  # (B, T, V)
    return joined(encoder, decoder)

"""Recurrent classifiers in Keras: a sequence in, one class out."""

from __future__ import annotations

import math

import keras
from keras import ops

from rnncourse.in_keras.cells import CELLS, check_cell


def recurrent_classifier(
    input_size: int,
    hidden_size: int,
    class_count: int,
    *,
    cell: str = "elman",
    layers: int = 1,
    bidirectional: bool = False,
    dropout: float = 0.0,
    padded: bool = True,
    seed: int,
) -> keras.Model:
    """Build recurrent layers that read a sequence, and a dense layer on their
    last state.

    The model maps x of shape (B, T, D) to logits of shape (B, C). `cell` is
    "elman", "lstm" or "gru"; `layers` are stacked; `dropout` acts on what a
    layer hands on. Zero vectors at the end of a sequence are padding and
    skipped, unless `padded` is False: in a signal, a step of zeros is a
    measurement like any other. Both directions end with a state of their own:
    forwards at the last step, backwards at the first. The same `seed` gives the
    same weights. Raises ValueError on an unknown cell.
    """
    check_cell(cell)
    keras.utils.set_random_seed(seed)
    x = inputs = keras.Input((None, input_size))  # (B, T, D)
    if padded:
        x = keras.layers.Masking()(x)  # skip the zero vectors
    for layer in range(layers):
        recurrent = CELLS[cell](hidden_size, return_sequences=layer < layers - 1)
        x = keras.layers.Bidirectional(recurrent)(x) if bidirectional else recurrent(x)
        x = keras.layers.Dropout(dropout)(x)
    return keras.Model(inputs, keras.layers.Dense(class_count)(x))  # (B, C)


class LetterDropout(keras.layers.Layer):
    """Hides letters during training: with probability `rate`, a one-hot vector
    becomes the mean of all, some letter, nobody knows which.

    Where the symbols are words, this is word dropout (Iyyer and others 2015).
    """

    def __init__(self, rate: float):
        super().__init__()
        self.rate, self.seeds = rate, keras.random.SeedGenerator()

    def call(self, x, training: bool = False):
        """Hide letters of x (B, T, V); padding, zero vectors, stays."""
        if not training:
            return x
        letters = ops.any(x, axis=2)  # (B, T)
        drawn = keras.random.uniform(ops.shape(letters), seed=self.seeds)
        hidden = ops.logical_and(drawn < self.rate, letters)
        return ops.where(ops.expand_dims(hidden, 2), 1 / x.shape[2], x)


def with_letter_dropout(model: keras.Model, rate: float) -> keras.Model:
    """Put LetterDropout before the layers of `model`, which are trained, and
    not copied.
    """
    x = LetterDropout(rate)(model.inputs[0])
    for layer in model.layers[1:]:
        x = layer(x)
    return keras.Model(model.inputs, x)


def parameter_count(model: keras.Model) -> int:
    """Count the weights that training may change."""
    return sum(math.prod(weight.shape) for weight in model.trainable_weights)

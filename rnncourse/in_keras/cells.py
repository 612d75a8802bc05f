"""The recurrent cells that the models are built from, in Keras, and two variants of the Elman
cell.
"""

from __future__ import annotations

import keras
import numpy as np

CELLS = {"elman": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}


def check_cell(cell: str) -> None:
    """Raise ValueError unless `cell` is one of CELLS."""
    if cell not in CELLS:
        raise ValueError(f"cell {cell!r} is not known; choose one of {', '.join(CELLS)}")


@keras.saving.register_keras_serializable()
class LeakyCell(keras.layers.SimpleRNNCell):
    """An Elman cell that goes only a part of the way to its new state (Jaeger and
    others 2007): h_t = (1 - a) h_{t-1} + a tanh(...).

    1 / a is how many steps a unit remembers, from 1 to `slowest`, evenly on a
    log scale. Goes into `keras.layers.RNN`.
    """

    def __init__(self, units: int, *, slowest: float, **options):
        super().__init__(units, **options)
        self.slowest = slowest
        self.leak = (1 / np.logspace(0, np.log10(slowest), units)).astype("float32")

    def call(self, sequence, states, training=False):
        """Go from h_{t-1} (B, H) to h_t (B, H), reading x_t (B, D)."""
        h = states[0]
        new, _ = super().call(sequence, states, training=training)
        h_t = h + self.leak * (new - h)
        return h_t, [h_t]

    def get_config(self) -> dict:
        """Return what a saved model needs to build the cell again."""
        return super().get_config() | {"slowest": self.slowest}


@keras.saving.register_keras_serializable()
class LayerNormCell(keras.layers.SimpleRNNCell):
    """An Elman cell whose sums are normalised over its units before the tanh (Ba,
    Kiros and Hinton 2016).

    Goes into `keras.layers.RNN`.
    """

    def __init__(self, units: int, **options):
        super().__init__(units, **(options | {"use_bias": False, "activation": None}))
        self.norm = keras.layers.LayerNormalization(epsilon=1e-3)  # with a gain and a bias

    def build(self, input_shape) -> None:
        """Make the weights for x_t of shape (B, D)."""
        super().build(input_shape)
        self.norm.build((None, self.units))

    def call(self, sequence, states, training=False):
        """Go from h_{t-1} (B, H) to h_t (B, H), reading x_t (B, D)."""
        sums, _ = super().call(sequence, states, training=training)
        h_t = keras.ops.tanh(self.norm(sums))
        return h_t, [h_t]

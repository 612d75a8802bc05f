"""The recurrent cells that the models are built from, in Keras."""

from __future__ import annotations

import keras

CELLS = {"elman": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}


def check_cell(cell: str) -> None:
    """Raise ValueError unless `cell` is one of CELLS."""
    if cell not in CELLS:
        raise ValueError(f"cell {cell!r} is not known; choose one of {', '.join(CELLS)}")

"""The weights of a cell as Keras and as PyTorch store them: plain arrays, so that neither is
imported here.

Keras stores the same matrices in the same order of gates. PyTorch stores their transposes, puts the
reset gate of a GRU first, and has two biases in every cell, which are added in Elman cells and
LSTMs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from rnncourse.in_numpy.bptt import Cell, Weights

TORCH_GATES = {  # position in PyTorch of Keras' gates; swapping twice changes nothing
    "elman": (0,),
    "lstm": (0, 1, 2, 3),
    "gru": (1, 0, 2),
}


def to_keras(cell: Cell, weights: Weights) -> list[np.ndarray]:
    """Return [kernel, recurrent kernel, bias], as `set_weights` of the Keras layer takes them."""
    bias = np.stack([weights["b_x"], weights["b_h"]]) if cell.name == "gru" else weights["b_h"]
    return [weights["W_xh"], weights["W_hh"], bias]


def from_keras(cell: Cell, arrays: Sequence[np.ndarray]) -> Weights:
    """Return the weights of `cell` from what `get_weights` of the Keras layer gives."""
    W_xh, W_hh, bias = (np.asarray(array) for array in arrays)
    biases = {"b_x": bias[0], "b_h": bias[1]} if cell.name == "gru" else {"b_h": bias}
    return {"W_xh": W_xh, "W_hh": W_hh, **biases}


def to_torch(cell: Cell, weights: Weights) -> dict[str, np.ndarray]:
    """Return the arrays of a one-layer PyTorch module by their names; a bias that the cell lacks is
    zero.
    """
    b_x = weights.get("b_x", np.zeros_like(weights["b_h"]))
    columns = {
        "weight_ih_l0": weights["W_xh"],
        "weight_hh_l0": weights["W_hh"],
        "bias_ih_l0": b_x,
        "bias_hh_l0": weights["b_h"],
    }
    return {name: np.ascontiguousarray(_reorder(cell, array).T) for name, array in columns.items()}


def from_torch(cell: Cell, arrays: Mapping[str, np.ndarray]) -> Weights:
    """Return the weights of `cell` from the arrays of a one-layer PyTorch module; two biases become
    one where they are added.
    """
    W_xh, W_hh, b_x, b_h = (
        _reorder(cell, np.asarray(arrays[name]).T)
        for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    )
    biases = {"b_x": b_x, "b_h": b_h} if cell.name == "gru" else {"b_h": b_x + b_h}
    return {"W_xh": W_xh, "W_hh": W_hh, **biases}


def _reorder(cell: Cell, array: np.ndarray) -> np.ndarray:
    """Put the blocks of columns (…, gates * H) into PyTorch's order, or back."""
    gates = np.split(array, len(TORCH_GATES[cell.name]), axis=-1)
    return np.concatenate([gates[i] for i in TORCH_GATES[cell.name]], axis=-1)

"""The answer that the page must give: a packed net run in NumPy and 64 bits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from rnncourse.in_numpy import bptt
from rnncourse.in_numpy.convolution import conv1d
from rnncourse.in_numpy.elman import ACTIVATIONS, elman
from rnncourse.in_numpy.gated import GRU, LSTM, sigmoid
from rnncourse.live import counting, movement, ngrams
from rnncourse.live.layers import CELLS
from rnncourse.live.packing import Packed

Arrays = dict[str, np.ndarray]


def forward(packed: Packed, x: np.ndarray) -> np.ndarray:
    """Return what a packed net answers to sequences of one length, symbols (B, T) or vectors
    (B, T, D).

    The answer has shape (B, C), or (B, T, C) where the net answers after every step. Raises
    ValueError on sequences of another shape.
    """
    kind, size = packed.manifest["input"]["kind"], packed.manifest["input"]["size"]
    x = np.asarray(x)
    if x.shape[2:] != (() if kind == "symbols" else (size,)) or 0 in x.shape:
        expected = "(B, T)" if kind == "symbols" else f"(B, T, {size})"
        raise ValueError(f"x has shape {x.shape}, expected {kind} {expected}")
    given = x
    for layer, arrays in zip(packed.manifest["layers"], packed.weights()):
        x = run(layer, arrays, x, given)
    return x


def run(layer: dict[str, Any], arrays: Arrays, x: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Run one layer, as the manifest describes it, over x (B, T, D), or (B, D); the net reads
    `given`.
    """
    match layer["kind"]:
        case "onehot":
            return np.eye(layer["units"])[x]
        case "embedding":
            return arrays["W"][x]
        case "ngrams":
            return ngrams.forward(layer, arrays, x)
        case "kneser_ney":
            return counting.forward(layer, arrays, x)
        case "movement" | "hand_features" | "random_convolutions" | "gravity":
            return movement.forward(layer, arrays, x, given)
        case "maxpool":
            return pooled(x, layer["steps"])
        case "maximum":
            return x.max(axis=1)
        case "average":
            return x.mean(axis=1)
        case "dense":
            return activated(x @ arrays["W"] + arrays["b"], layer)
        case "activation":
            return activated(x, layer)
        case "conv1d":
            padded = np.pad(x, ((0, 0), layer["padding"], (0, 0)))
            y = conv1d(padded, arrays["W"], arrays["b"], dilation=layer["dilation"])
            return activated(y[:, :: layer["stride"]], layer)
        case _:
            return recurrent(layer, arrays, x)


def pooled(x: np.ndarray, steps: int) -> np.ndarray:
    """The largest of every `steps` steps of x (B, T, D); what is left over falls away."""
    B, T, D = x.shape
    return x[:, : T // steps * steps].reshape(B, -1, steps, D).max(axis=2)


def activated(a: np.ndarray, layer: dict[str, Any]) -> np.ndarray:
    """Apply the activation of a layer."""
    name = layer["activation"]
    return sigmoid(a) if name == "sigmoid" else ACTIVATIONS[name][0](a)


def recurrent(layer: dict[str, Any], arrays: Arrays, x: np.ndarray) -> np.ndarray:
    """Read x (B, T, D) in the layer's directions; return all states (B, T, H), or the last (B, H),
    side by side.
    """
    found = []
    for direction in layer["directions"]:
        weights = of_direction(arrays, direction)
        way = -1 if direction == "backward" else 1
        h = bptt.forward(cell_of(layer), weights, x[:, ::way])[0]  # (B, T, H), as it was read
        found.append(h[:, -1] if layer["output"] == "last" else h[:, ::way])
    return np.concatenate(found, axis=-1)


def of_direction(arrays: Arrays, direction: str) -> Arrays:
    """The weights of one direction of a recurrent layer, by the names of `in_numpy`."""
    return {
        name.partition(".")[2]: array
        for name, array in arrays.items()
        if name.startswith(direction)
    }


def next_logits(packed: Packed) -> Callable[[np.ndarray, Any], tuple[np.ndarray, Any]]:
    """Make a callable for `generation.sample` of a packed net of symbols that only reads forwards
    and answers after every step.
    """
    layers = list(zip(packed.manifest["layers"], packed.weights(), strict=True))

    def step(symbols: np.ndarray, state: dict | None) -> tuple[np.ndarray, dict]:
        x, after = symbols[:, None], {}
        for place, (layer, arrays) in enumerate(layers):
            if layer["kind"] in CELLS:
                weights, before = of_direction(arrays, "forward"), (state or {}).get(place)
                x, after[place], _ = bptt.forward(cell_of(layer), weights, x, initial_state=before)
            else:
                x = run(layer, arrays, x, x)
        return x[:, -1], after  # (B, V)

    return step


def cell_of(layer: dict[str, Any]) -> bptt.Cell:
    """The cell of a recurrent layer."""
    if layer["kind"] == "elman":
        return elman(layer["activation"])
    if layer["kind"] == "lstm":
        return LSTM
    return GRU if layer["reset"] == "after" else GRU._replace(step=reset_before_step)


def reset_before_step(
    weights: Arrays, x_t: np.ndarray, h: np.ndarray
) -> tuple[np.ndarray, tuple[()]]:
    """Go from h_{t-1} (B, H) to h_t (B, H) in the GRU whose reset gate acts on h before the product
    with W_hh (Cho et al., 2014); nothing is kept for a way back.
    """
    H = h.shape[1]
    W_hh = weights["W_hh"]
    u_x, r_x, a_x = np.split(x_t @ weights["W_xh"] + weights["b_h"], 3, axis=1)
    u_h, r_h = np.split(h @ W_hh[:, : 2 * H], 2, axis=1)
    u, r = sigmoid(u_x + u_h), sigmoid(r_x + r_h)
    h_tilde = np.tanh(a_x + (r * h) @ W_hh[:, 2 * H :])
    return u * h + (1 - u) * h_tilde, ()

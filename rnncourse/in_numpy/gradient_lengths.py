"""How long the gradient still is some steps before the loss: one set-up for every cell.

A fresh net of H = 32 units reads B = 8 random sequences. At the last state, each sequence starts
with a random gradient of length 1; :func:`gradient_lengths` measures what is left of it at each
step before. All random numbers are drawn by :func:`draw`; what follows is plain arithmetic on them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnncourse.in_numpy.bptt import Weights, backward, forward
from rnncourse.in_numpy.elman import elman, orthogonal
from rnncourse.in_numpy.gated import GRU, LSTM

D = 4  # numbers per step
H = 32  # units
B = 8  # sequences
STEPS = 100  # at most
CELLS = ("Elman", "LSTM", "GRU")
STARTS = ("random", "orthogonal", "identity")


class Draws(NamedTuple):
    """The random numbers of one seed; the matrices of the gates stand side by side."""

    W_xh: np.ndarray  # (D, 4H), normal
    W_hh: dict[str, np.ndarray]  # by start: (H, 4H), of radius 1
    dh: np.ndarray  # (B, H), gradients of length 1 at the last state
    x: np.ndarray  # (STEPS, B, D), normal


class Flow(NamedTuple):
    """What one measurement gives."""

    lengths: np.ndarray  # (T,), 0 … T-1 steps back, mean of the sequences
    h: np.ndarray  # (B, T, H), the states
    weights: Weights


def spectral_radius(W: np.ndarray) -> float:
    """Return the largest absolute value of the eigenvalues of W (H, H)."""
    return float(np.abs(np.linalg.eigvals(W)).max())


def draw(seed: int) -> Draws:
    """Draw the random numbers of one measurement."""
    rng = np.random.default_rng(seed)
    uniform = [rng.uniform(-1, 1, (H, H)) for _ in range(4)]
    W_hh = {
        "random": np.hstack([W / spectral_radius(W) for W in uniform]),
        "orthogonal": np.hstack([orthogonal(H, rng=rng) for _ in range(4)]),
        "identity": np.hstack([np.eye(H)] * 4),
    }
    W_xh, dh = rng.normal(size=(D, 4 * H)), rng.normal(size=(B, H))
    dh /= np.linalg.norm(dh, axis=1, keepdims=True)
    return Draws(W_xh, W_hh, dh, rng.normal(size=(STEPS, B, D)))


def weights_from(
    draws: Draws, cell: str, *, radius: float, input_strength: float, start: str, bias: float
) -> Weights:
    """Return weights of a cell whose recurrent matrices have this spectral radius, all alike.

    `input_strength` is the standard deviation of the input weights; `bias` is that of the forget
    gate of an LSTM and of the update gate of a GRU, all other biases are 0.
    """
    width = {"Elman": 1, "LSTM": 4, "GRU": 3}[cell] * H
    W_hh = radius * draws.W_hh[start][:, :width]
    weights = {"W_xh": input_strength * draws.W_xh[:, :width], "W_hh": W_hh}
    weights["b_h"] = np.zeros(width)
    if cell == "LSTM":
        weights["b_h"][H : 2 * H] = bias
    if cell == "GRU":
        weights["b_h"][:H] = bias
        weights["b_x"] = np.zeros(width)
    return weights


def gradient_lengths(
    cell: str = "Elman",
    *,
    radius: float = 1.0,
    input_strength: float = 0.1,
    start: str = "orthogonal",
    activation: str = "tanh",
    bias: float = 0.0,
    steps: int = 50,
    seed: int,
) -> Flow:
    """Send a gradient of length 1 back from the last state, and measure it at every step.

    The activation is that of the Elman cell, the bias that of a gate (see :func:`weights_from`).
    The gradient of an LSTM is that for h and c together. Raises ValueError on an unknown cell or
    start and on more than STEPS steps.
    """
    for name, value, known in (("cell", cell, CELLS), ("start", start, STARTS)):
        if value not in known:
            raise ValueError(f"{name} is {value!r}; use {', '.join(known)}")
    if not 1 <= steps <= STEPS:
        raise ValueError(f"steps is {steps}, expected 1 to {STEPS}; draw has no more inputs")
    draws = draw(seed)
    weights = weights_from(
        draws, cell, radius=radius, input_strength=input_strength, start=start, bias=bias
    )
    net = {"Elman": elman(activation), "LSTM": LSTM, "GRU": GRU}[cell]
    h, _, caches = forward(net, weights, draws.x[:steps].swapaxes(0, 1))
    dh = np.zeros_like(h)
    dh[:, -1] = draws.dh
    _, _, dstates = backward(net, weights, caches, dh)
    lengths = np.linalg.norm(dstates[1:], axis=2).mean(axis=1)
    return Flow(lengths[::-1], h, weights)

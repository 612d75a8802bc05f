"""The two loops that every cell shares: forward through the steps of a
sequence, and backward through them.

Shapes use the letters of the book: B sequences, T steps, D numbers per step, H
hidden units. A state has the shape (B, S), and its first H columns are h: S is
H for Elman cells and GRUs, and 2H for an LSTM, which keeps h and c side by
side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Weights = dict[str, np.ndarray]


class Cell(NamedTuple):
    """What the loops over time need to know of a cell.

    `initialise(input_size, hidden_size, *, rng)` returns weights;
    `step(weights, x_t, state)` returns the next state and a cache;
    `step_back(weights, cache, dstate)` returns dx_t, the dstate of the step
    before, and the gradients of the weights.
    """

    name: str
    initialise: Callable
    step: Callable
    step_back: Callable
    parts: int = 1  # how many blocks of H columns the state has


def forward(
    cell: Cell,
    weights: Weights,
    x: np.ndarray,
    *,
    lengths: np.ndarray | None = None,
    initial_state: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray, list]:
    """Run a cell over x (B, T, D); return h (B, T, H), the last state (B, S)
    and caches.

    After step `lengths[b]`, the state of sequence b stands still, so that
    ``h[:, -1]`` is always the last one that counts. The initial state is zero
    unless it is given. Raises ValueError on shapes that do not fit, on a length
    of 0 and on an input that is not finite, and names the place.
    """
    lengths, state = check_batch(cell, weights, x, lengths, initial_state)
    states, caches = [], []
    for t in range(x.shape[1]):
        new, cache = cell.step(weights, x[:, t], state)  # (B, S)
        alive = (t < lengths)[:, None]  # (B, 1)
        state = np.where(alive, new, state)
        states.append(state)
        caches.append((cache, alive))
    H = len(weights["W_hh"])
    return np.stack(states, axis=1)[:, :, :H], state, caches


def backward(
    cell: Cell, weights: Weights, caches: list, dh: np.ndarray
) -> tuple[Weights, np.ndarray, np.ndarray]:
    """Send dh (B, T, H) back through time; return gradients for weights, x and
    states.

    `dh` holds the gradient of the loss for each h_t as far as it acts on the
    loss directly, not through later steps. The result for x has shape (B, T,
    D), that for the states (T + 1, B, S), the initial state first.
    """
    B, T, H = dh.shape
    gradients = {name: np.zeros_like(W) for name, W in weights.items()}
    dx, dstates = [], [np.zeros((B, cell.parts * H), dh.dtype)]  # nothing comes from past T
    for t in reversed(range(T)):
        cache, alive = caches[t]
        dstate = dstates[-1].copy()
        dstate[:, :H] += dh[:, t]  # (B, S) through t+1 + directly
        dstates[-1] = dstate
        dx_t, before, parts = cell.step_back(weights, cache, np.where(alive, dstate, 0))
        for name, part in parts.items():
            gradients[name] += part  # the sum over the steps
        dx.append(dx_t)
        dstates.append(np.where(alive, before, dstate))  # same where it stood still
    return gradients, np.stack(dx[::-1], axis=1), np.stack(dstates[::-1])


def check_batch(
    cell: Cell,
    weights: Weights,
    x: np.ndarray,
    lengths: np.ndarray | None,
    initial_state: np.ndarray | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return lengths (B,) and initial state (B, S) of a batch; refuse what does
    not fit.

    Raises ValueError that names the shape or the length that was expected.
    """
    D, H = len(weights["W_xh"]), len(weights["W_hh"])
    if x.ndim != 3 or x.shape[2] != D:
        raise ValueError(
            f"x has shape {x.shape}, expected (B, T, {D}); add the axis of "
            "the batch with x[None], or initialise the cell for x.shape[2] "
            "inputs"
        )
    B, T, _ = x.shape
    if B == 0 or T == 0:
        raise ValueError(
            f"x has shape {x.shape}: a batch needs at least one sequence and "
            "one step; drop empty sequences"
        )
    if not np.isfinite(x).all():
        b, t, d = np.argwhere(~np.isfinite(x))[0]
        raise ValueError(
            f"x[{b}, {t}, {d}] is {x[b, t, d]} (sequence {b}, step {t}, "
            f"feature {d}); repair the data or drop the sequence"
        )
    lengths = np.full(B, T) if lengths is None else np.asarray(lengths)
    if lengths.shape != (B,) or lengths.min() < 1 or lengths.max() > T:
        raise ValueError(
            f"lengths are {lengths.tolist()}, expected {B} numbers from 1 to "
            f"{T}; drop sequences of length 0"
        )
    shape, dtype = (B, cell.parts * H), weights["W_hh"].dtype
    state = np.zeros(shape, dtype) if initial_state is None else np.asarray(initial_state)
    if state.shape != shape:
        raise ValueError(
            f"the initial state has shape {state.shape}, expected {shape} for "
            f"{cell.name}; an LSTM takes h and c side by side"
        )
    return lengths, state

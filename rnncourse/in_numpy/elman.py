"""The Elman cell: one step forward, and the same step backward."""

from __future__ import annotations

from functools import partial

import numpy as np

from rnncourse.in_numpy.bptt import Cell, Weights

# Each activation g with its derivative, written in terms of its result h =
# g(a).
ACTIVATIONS = {
    "tanh": (np.tanh, lambda h: 1 - h**2),
    "relu": (lambda a: np.maximum(a, 0), lambda h: (h > 0).astype(h.dtype)),
    "identity": (lambda a: a, np.ones_like),
}


def orthogonal(size: int, *, rng: np.random.Generator) -> np.ndarray:
    """Draw an orthogonal matrix (size, size): it turns and mirrors, but keeps
    lengths.
    """
    Q, R = np.linalg.qr(rng.normal(size=(size, size)))
    return Q * np.sign(np.diag(R))  # without the signs, some turns come more often


def glorot(rows: int, columns: int, *, rng: np.random.Generator) -> np.ndarray:
    """Draw a matrix (rows, columns) whose products keep the variance of what
    they multiply.

    The rule is that of Glorot and Bengio (2010), the default of Keras.
    """
    limit = np.sqrt(6 / (rows + columns))
    return rng.uniform(-limit, limit, (rows, columns))


def initialise_elman(input_size: int, hidden_size: int, *, rng: np.random.Generator) -> Weights:
    """Return fresh weights of an Elman cell, drawn like those of Keras."""
    D, H = input_size, hidden_size
    return {"W_xh": glorot(D, H, rng=rng), "W_hh": orthogonal(H, rng=rng), "b_h": np.zeros(H)}


def elman_step(
    weights: Weights, x_t: np.ndarray, h: np.ndarray, *, activation: str = "tanh"
) -> tuple[np.ndarray, tuple]:
    """Go from h_{t-1} (B, H) to h_t (B, H), reading x_t (B, D)."""
    g, _ = ACTIVATIONS[activation]
    a = x_t @ weights["W_xh"] + h @ weights["W_hh"] + weights["b_h"]  # (B, H)
    h_t = g(a)
    return h_t, (x_t, h, h_t)  # the second is kept for the way back


def elman_step_back(
    weights: Weights, cache: tuple, dh_t: np.ndarray, *, activation: str = "tanh"
) -> tuple[np.ndarray, np.ndarray, Weights]:
    """Go from the gradient for h_t (B, H) to those for x_t, h_{t-1} and the
    weights.
    """
    x_t, h, h_t = cache
    _, derivative = ACTIVATIONS[activation]
    da = dh_t * derivative(h_t)  # (B, H)
    gradients = {"W_xh": x_t.T @ da, "W_hh": h.T @ da, "b_h": da.sum(axis=0)}
    return da @ weights["W_xh"].T, da @ weights["W_hh"].T, gradients  # (B, D), (B, H)


def elman(activation: str = "tanh") -> Cell:
    """Return the Elman cell with activation "tanh", "relu" or "identity".

    Raises ValueError on another one.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation is {activation!r}; use {', '.join(ACTIVATIONS)}")
    return Cell(
        "elman",
        initialise_elman,
        partial(elman_step, activation=activation),
        partial(elman_step_back, activation=activation),
    )


ELMAN = elman()

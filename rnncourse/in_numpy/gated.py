"""The LSTM and the GRU: one step forward, and the same step backward.

The gates stand side by side as blocks of H columns, in the order of Keras:
input, forget, candidate, output in the LSTM; update, reset, candidate in the
GRU, whose reset gate acts after the product with W_hh, as it does by default in
both frameworks.
"""

from __future__ import annotations

import numpy as np

from rnncourse.in_numpy.bptt import Cell, Weights
from rnncourse.in_numpy.elman import glorot, orthogonal


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + e^-a), written so that it never overflows."""
    return 0.5 * (1 + np.tanh(0.5 * a))


def initialise_lstm(input_size: int, hidden_size: int, *, rng: np.random.Generator) -> Weights:
    """Return fresh weights of an LSTM; its forget gate starts with a bias of 1,
    open.
    """
    D, H = input_size, hidden_size
    b_h = np.zeros(4 * H)
    b_h[H : 2 * H] = 1
    W_hh = np.hstack([orthogonal(H, rng=rng) for _ in range(4)])  # (H, 4H)
    return {"W_xh": glorot(D, 4 * H, rng=rng), "W_hh": W_hh, "b_h": b_h}


def lstm_step(weights: Weights, x_t: np.ndarray, state: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Go from h_{t-1}, c_{t-1}, side by side (B, 2H), to h_t, c_t, reading x_t
    (B, D).
    """
    h, c = np.split(state, 2, axis=1)  # (B, H) each
    a = x_t @ weights["W_xh"] + h @ weights["W_hh"] + weights["b_h"]  # (B, 4H)
    i, f, c_tilde, o = np.split(a, 4, axis=1)
    i, f, c_tilde, o = sigmoid(i), sigmoid(f), np.tanh(c_tilde), sigmoid(o)
    c_t = f * c + i * c_tilde  # forget, then write
    h_t = o * np.tanh(c_t)  # show
    return np.hstack([h_t, c_t]), (x_t, h, c, i, f, c_tilde, o, np.tanh(c_t))


def lstm_step_back(
    weights: Weights, cache: tuple, dstate: np.ndarray
) -> tuple[np.ndarray, np.ndarray, Weights]:
    """Go from the gradient for h_t, c_t (B, 2H) to those for x_t, the state
    before, weights.
    """
    x_t, h, c, i, f, c_tilde, o, tanh_c = cache
    dh_t, dc_t = np.split(dstate, 2, axis=1)
    # c_t acts directly and through h_t
    dc_t = dc_t + dh_t * o * (1 - tanh_c**2)
    da = np.hstack(
        [
            dc_t * c_tilde * i * (1 - i),  # input gate
            dc_t * c * f * (1 - f),  # forget gate
            dc_t * i * (1 - c_tilde**2),  # candidate
            dh_t * tanh_c * o * (1 - o),  # output gate
        ]
    )  # (B, 4H)
    gradients = {"W_xh": x_t.T @ da, "W_hh": h.T @ da, "b_h": da.sum(axis=0)}
    before = np.hstack([da @ weights["W_hh"].T, dc_t * f])
    return da @ weights["W_xh"].T, before, gradients


def initialise_gru(input_size: int, hidden_size: int, *, rng: np.random.Generator) -> Weights:
    """Return fresh weights of a GRU; its reset gate acts on one of the two
    biases.
    """
    D, H = input_size, hidden_size
    W_hh = np.hstack([orthogonal(H, rng=rng) for _ in range(3)])  # (H, 3H)
    return {
        "W_xh": glorot(D, 3 * H, rng=rng),
        "W_hh": W_hh,
        "b_x": np.zeros(3 * H),
        "b_h": np.zeros(3 * H),
    }


def gru_step(weights: Weights, x_t: np.ndarray, h: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Go from h_{t-1} (B, H) to h_t (B, H), reading x_t (B, D)."""
    u_x, r_x, a_x = np.split(x_t @ weights["W_xh"] + weights["b_x"], 3, axis=1)
    u_h, r_h, a_h = np.split(h @ weights["W_hh"] + weights["b_h"], 3, axis=1)
    # update and reset gate, (B, H)
    u, r = sigmoid(u_x + u_h), sigmoid(r_x + r_h)
    h_tilde = np.tanh(a_x + r * a_h)  # candidate
    h_t = u * h + (1 - u) * h_tilde
    return h_t, (x_t, h, u, r, a_h, h_tilde)


def gru_step_back(
    weights: Weights, cache: tuple, dh_t: np.ndarray
) -> tuple[np.ndarray, np.ndarray, Weights]:
    """Go from the gradient for h_t (B, H) to those for x_t, h_{t-1} and the
    weights.
    """
    x_t, h, u, r, a_h, h_tilde = cache
    da = dh_t * (1 - u) * (1 - h_tilde**2)  # before the tanh of the candidate
    du = dh_t * (h - h_tilde) * u * (1 - u)  # before the sigmoids
    dr = da * a_h * r * (1 - r)
    # (B, 3H)
    from_x, from_h = np.hstack([du, dr, da]), np.hstack([du, dr, da * r])
    gradients = {
        "W_xh": x_t.T @ from_x,
        "W_hh": h.T @ from_h,
        "b_x": from_x.sum(axis=0),
        "b_h": from_h.sum(axis=0),
    }
    before = dh_t * u + from_h @ weights["W_hh"].T
    return from_x @ weights["W_xh"].T, before, gradients


LSTM = Cell("lstm", initialise_lstm, lstm_step, lstm_step_back, parts=2)
GRU = Cell("gru", initialise_gru, gru_step, gru_step_back)

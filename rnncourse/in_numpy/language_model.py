"""An Elman generator in NumPy, one row of a table per symbol: what a sampler
costs when nothing else is in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

NAMES = ("W_xh", "W_hh", "b_h", "W_hy", "b_y")


def elman_weights(arrays: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """Name the five arrays of a one-layer Elman text model, as Keras'
    `get_weights` gives them.

    W_xh (V, H), W_hh (H, H), b_h (H,), W_hy (H, V), b_y (V,). Raises ValueError
    on other arrays.
    """
    shapes = [np.shape(array) for array in arrays]
    if len(shapes) == len(NAMES):
        (V, H) = shapes[0] if len(shapes[0]) == 2 else (0, 0)
        if shapes == [(V, H), (H, H), (H,), (H, V), (V,)]:
            return dict(zip(NAMES, arrays))
    raise ValueError(
        f"arrays of shapes {shapes} are no one-layer Elman generator; "
        "expected (V, H), (H, H), (H,), (H, V), (V,)"
    )


def next_logits(weights: dict[str, np.ndarray]) -> Callable:
    """Make a callable for `generation.sample` that carries the state h (B, H).

    One-hot times W_xh is a row of W_xh: the row is looked up, and nothing
    multiplied.
    """
    rows = weights["W_xh"] + weights["b_h"]  # (V, H), the bias is in
    W_hh, W_hy, b_y = (weights[name] for name in ("W_hh", "W_hy", "b_y"))

    def step(symbols: np.ndarray, h: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        h = np.tanh(rows[symbols] if h is None else rows[symbols] + h @ W_hh)
        return h @ W_hy + b_y, h  # (B, V), (B, H)

    return step


def window_logits(weights: dict[str, np.ndarray]) -> Callable:
    """Make a callable for `generation.Windowed`: windows (B, T) to the last
    logits (B, V).
    """
    rows = weights["W_xh"] + weights["b_h"]
    W_hh, W_hy, b_y = (weights[name] for name in ("W_hh", "W_hy", "b_y"))

    def predict(windows: np.ndarray) -> np.ndarray:
        h = np.tanh(rows[windows[:, 0]])
        for symbols in windows.T[1:]:
            h = np.tanh(rows[symbols] + h @ W_hh)  # (B, H)
        return h @ W_hy + b_y

    return predict

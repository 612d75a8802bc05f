"""Attention by hand: how a query looks up a mean of values, and the same backward.

Sizes: B sequences, T_y queries and T_x keys each, H numbers in a query and in a key, D numbers in a
value. In a mask (B, T_x), True is a key that may be looked at, and False is padding.
"""

from __future__ import annotations

import numpy as np


def checked_mask(
    queries: np.ndarray, keys: np.ndarray, values: np.ndarray, mask: np.ndarray | None
) -> np.ndarray:
    """Return the mask (B, T_x), all True where there is none.

    Raises ValueError if the shapes do not fit, if the mask does not hold True and False alone, or
    if it leaves some sequence without a key: a mean of nothing is not defined.
    """
    B, T_x = keys.shape[:2]
    fit = queries.ndim == keys.ndim == values.ndim == 3
    if not fit or len(queries) != B or values.shape[:2] != (B, T_x) or T_x == 0:
        raise ValueError(
            f"queries, keys and values have the shapes {queries.shape}, {keys.shape} and "
            f"{values.shape}, expected (B, T_y, H), (B, T_x, H) and (B, T_x, D) with T_x > 0"
        )
    if queries.shape[2] != keys.shape[2]:
        raise ValueError(
            f"a query has {queries.shape[2]} numbers and a key {keys.shape[2]}, expected as many: "
            "multiply one of them by a matrix of weights first"
        )
    mask = np.ones((B, T_x), bool) if mask is None else np.asarray(mask)
    if mask.shape != (B, T_x) or mask.dtype != bool:
        raise ValueError(
            f"the mask has shape {mask.shape} and type {mask.dtype}, expected {(B, T_x)} and bool: "
            "True for a key, False for padding"
        )
    if not mask.any(axis=1).all():
        raise ValueError(
            f"the mask leaves no key in the sequences {np.flatnonzero(~mask.any(axis=1)).tolist()}"
            ", expected one at least: leave empty sequences out"
        )
    return mask


def masked_softmax(scores: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Turn scores (B, T_y, T_x) into weights that add up to 1 over the keys of the mask (B,
    T_x).
    """
    scores = np.where(mask[:, None], scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    return weights / weights.sum(axis=2, keepdims=True)


def softmax_back(dweights: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the gradient for the scores from the gradient for the weights."""
    mean = (weights * dweights).sum(axis=2, keepdims=True)
    return weights * (dweights - mean)


def dot_attention(
    queries: np.ndarray, keys: np.ndarray, values: np.ndarray, mask: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the context (B, T_y, D) and the weights (B, T_y, T_x) of scaled dot products (Vaswani
    and others, 2017).

    Raises ValueError as `checked_mask` does.
    """
    mask = checked_mask(queries, keys, values, mask)
    scores = queries @ keys.swapaxes(1, 2) / np.sqrt(keys.shape[2])
    weights = masked_softmax(scores, mask)
    return weights @ values, weights


def dot_attention_back(
    dcontext: np.ndarray,
    queries: np.ndarray,
    keys: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients for queries, keys and values, from that for the context."""
    dvalues = weights.swapaxes(1, 2) @ dcontext
    dweights = dcontext @ values.swapaxes(1, 2)
    dscores = softmax_back(dweights, weights) / np.sqrt(keys.shape[2])
    return dscores @ keys, dscores.swapaxes(1, 2) @ queries, dvalues


def additive_attention(
    queries: np.ndarray,
    keys: np.ndarray,
    values: np.ndarray,
    w_m: np.ndarray,
    mask: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return context and weights like `dot_attention`, where a small net with the weights w_m (H,)
    scores query and key (Bahdanau and others, 2015).

    Raises ValueError as `checked_mask` does, or if w_m has another shape.
    """
    mask = checked_mask(queries, keys, values, mask)
    if w_m.shape != keys.shape[2:]:
        raise ValueError(f"w_m has shape {w_m.shape}, expected {keys.shape[2:]}, like keys")
    scores = np.tanh(queries[:, :, None] + keys[:, None]) @ w_m
    weights = masked_softmax(scores, mask)
    return weights @ values, weights


def additive_attention_back(
    dcontext: np.ndarray,
    queries: np.ndarray,
    keys: np.ndarray,
    values: np.ndarray,
    w_m: np.ndarray,
    weights: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients for queries, keys, values and w_m, from that for the context."""
    dvalues = weights.swapaxes(1, 2) @ dcontext
    dweights = dcontext @ values.swapaxes(1, 2)
    dscores = softmax_back(dweights, weights)
    hidden = np.tanh(queries[:, :, None] + keys[:, None])  # (B, T_y, T_x, H)
    dw_m = np.tensordot(dscores, hidden, 3)
    dsums = dscores[..., None] * w_m * (1 - hidden**2)
    return dsums.sum(axis=2), dsums.sum(axis=1), dvalues, dw_m

"""Attention by hand: a mean of vectors, with weights that a query chooses.

Shapes of one pair of sequences: T queries (T, H), S keys (S, H) and values
(S, D), scores and weights (T, S), contexts (T, D). Where mask (S,) is False, at
padding, there is nothing to look at.
"""

from __future__ import annotations

import numpy as np

from rnncourse.in_numpy.inputs import check_attended


def weighted_mean(
    scores: np.ndarray, values: np.ndarray, mask: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the contexts (T, D) and their weights (T, S): the softmax of scores
    (T, S) over what mask (S,) leaves.
    """
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights @ values, weights


def dot_attention(
    queries: np.ndarray,
    keys: np.ndarray,
    values: np.ndarray,
    mask: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return contexts (T, D) and weights (T, S); scores are scalar products over
    sqrt(H) (Luong and others 2015; Vaswani and others 2017).

    Raises ValueError where shapes do not fit, and where the mask leaves nothing.
    """
    check_attended(queries, keys, values, mask)
    scores = queries @ keys.T / np.sqrt(keys.shape[1])
    return weighted_mean(scores, values, mask)


def additive_attention(
    queries: np.ndarray,
    keys: np.ndarray,
    v: np.ndarray,
    values: np.ndarray,
    mask: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return contexts (T, D) and weights (T, S); scores are v (H,) times the tanh
    of query plus key (Bahdanau and others 2015).

    Raises ValueError as `dot_attention` does.
    """
    check_attended(queries, keys, values, mask)
    scores = np.tanh(queries[:, None] + keys[None]) @ v
    return weighted_mean(scores, values, mask)


def score_gradients(
    weights: np.ndarray, values: np.ndarray, d_contexts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of the scores (T, S) and of the values (S, D), given
    that of the contexts (T, D).

    A mask needs nothing more: what it hides has weight 0, and so no gradient.
    """
    d_weights = d_contexts @ values.T  # (T, S)
    mean = (weights * d_weights).sum(axis=1, keepdims=True)
    return weights * (d_weights - mean), weights.T @ d_contexts


def dot_gradients(
    queries: np.ndarray,
    keys: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    d_contexts: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients of queries, keys and values in `dot_attention`, whose
    weights (T, S) these are, given that of the contexts (T, D).
    """
    d_scores, d_values = score_gradients(weights, values, d_contexts)
    d_scores = d_scores / np.sqrt(keys.shape[1])
    return d_scores @ keys, d_scores.T @ queries, d_values


def additive_gradients(
    queries: np.ndarray,
    keys: np.ndarray,
    v: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    d_contexts: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients of queries, keys, v and values in
    `additive_attention`, whose weights (T, S) these are.
    """
    d_scores, d_values = score_gradients(weights, values, d_contexts)
    hidden = np.tanh(queries[:, None] + keys[None])  # (T, S, H)
    d_sums = d_scores[:, :, None] * v * (1 - hidden**2)
    d_v = np.tensordot(d_scores, hidden, axes=2)  # (H,)
    return d_sums.sum(axis=1), d_sums.sum(axis=0), d_v, d_values

"""Checks of attention by hand: scores, weights under a mask, the softmax backward."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check, why

T_Y, T_X, H = 2, 3, 4  # steps of the output and of the input, numbers in a query and in a key


def drawn(*shapes: tuple[int, ...], seed: int = 0) -> list[np.ndarray]:
    """Random arrays of these shapes, in double precision."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


def softmax(scores: np.ndarray, axis: int = -1) -> np.ndarray:
    """Weights that add up to 1 along an axis."""
    weights = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return weights / weights.sum(axis=axis, keepdims=True)


def require_values(
    attempt: Attempt,
    result: Any,
    expected: np.ndarray,
    wrong: dict[str, np.ndarray],
    *,
    shape: str,
    hint: str,
) -> None:
    """Require the expected numbers; else name the cause whose numbers came out, or hint."""
    result = array(attempt, result, expected.shape, shape)
    attempt.require(
        np.allclose(result, expected, rtol=1e-4, atol=1e-6),
        result,
        expected,
        why(result, wrong, 1e-4) or hint,
    )


@check
def attention_scores(attempt: Attempt) -> None:
    """`scores(queries, keys)`: the dot product of each query with each key, divided by the root of
    how many numbers a key has.

    queries @ keys.T has a row for each query and a column for each key; divide it by
    np.sqrt(keys.shape[1]).
    """
    queries, keys = drawn((T_Y, H), (T_X, H))
    shape = "a row for each query, a column for each key: queries @ keys.T"
    products = queries @ keys.T
    lengths = np.linalg.norm(queries, axis=1)[:, None] * np.linalg.norm(keys, axis=1)
    wrong = {
        "these are not divided yet: by np.sqrt(keys.shape[1])": products,
        "divide by the root of how many numbers a key has, not by the number itself": products / H,
        "divide by the root of how many numbers a key has; that is the root of how many keys "
        "there are": products / np.sqrt(T_X),
        "divide by the root of how many numbers a key has; that is the root of how many queries "
        "there are": products / np.sqrt(T_Y),
        "these are cosines: lengths count in a score, so that a query can ask sharply": products
        / lengths,
        "multiplied, not divided": products * np.sqrt(H),
        "these are weights already: the softmax comes later": softmax(products / np.sqrt(H)),
    }
    result = attempt(queries, keys, hint=shape)
    require_values(attempt, result, products / np.sqrt(H), wrong, shape=shape, hint=shape)


@check
def masked_weights(attempt: Attempt) -> None:
    """`weights(scores, mask)`: a softmax over the keys that the mask allows; padding gets zero.

    np.where(mask, scores, -np.inf) takes padding out. Subtract the largest score of each row, with
    axis=1 and keepdims=True; np.exp; divide by the sum of each row.
    """
    (scores,), mask = drawn((T_Y, 5)), np.array([True, True, True, False, False])
    rows = "each row adds up to 1: sums and maxima over axis=1, with keepdims=True"
    inf = np.where(mask, scores, -np.inf)
    wrong = {
        "the mask is forgotten: padding has a weight": softmax(scores),
        "padding has a weight of 0, and the rest no longer adds up to 1: take padding out before "
        "the softmax": softmax(scores) * mask,
        "a score of 0 is not a weight of 0, since exp(0) is 1: set it to -np.inf": softmax(
            scores * mask
        ),
        "the mask is the other way round: True is a letter": softmax(
            np.where(mask, -np.inf, scores)
        ),
        "these add up to 1 over the queries: the softmax goes over the keys, axis=1": np.exp(inf)
        / np.exp(inf).sum(axis=0).clip(1e-300),
        "all rows together add up to 1; each row must": np.exp(inf) / np.exp(inf).sum(),
        "these are not divided by their sum": np.exp(inf),
        "these are not divided by their sum yet": np.exp(inf - inf.max(axis=1, keepdims=True)),
    }
    require_values(
        attempt,
        attempt(scores, mask, hint=rows),
        softmax(inf),
        wrong,
        shape="a weight for each score",
        hint=rows,
    )
    require_extremes(attempt, scores, mask)


def require_extremes(attempt: Attempt, scores: np.ndarray, mask: np.ndarray) -> None:
    """Ask for the same weights where all scores are far below zero, and where padding has large
    ones.
    """
    expected = softmax(np.where(mask, scores, -np.inf))
    far = "with scores far from 0, np.exp is 0 or inf: subtract the largest score of each row first"
    with np.errstate(all="ignore"):
        low = array(attempt, attempt(scores - 5000, mask), expected.shape, nan=far)
        attempt.require(
            not (low[:, ~mask] > 0.1).any(),
            low,
            expected,
            "in place of padding stands a number that real scores can fall below: -np.inf is "
            "below all",
        )
        attempt.require(np.allclose(low, expected), low, expected, far)
        high = np.where(mask, scores, 5000.0)
        result = array(
            attempt,
            attempt(high, mask),
            expected.shape,
            nan="padding is taken out too late: before the largest score is looked for",
        )
    attempt.require(
        np.allclose(result, expected),
        result,
        expected,
        "what stands in the padding must change nothing",
    )


@check
def softmax_gradient(attempt: Attempt) -> None:
    """`softmax_back(dweights, weights)`: the gradient for the scores from that for the weights.

    mean = (weights * dweights).sum(axis=1, keepdims=True) is one number for each row; the gradient
    is weights * (dweights - mean).
    """
    dweights, scores = drawn((T_Y, T_X), (T_Y, T_X))
    weights = softmax(scores)
    product = weights * dweights
    rows = "one mean for each row, kept as a column: .sum(axis=1, keepdims=True)"
    wrong = {
        "the mean is missing: a weight can only grow at the cost of the others": product,
        "each weight also depends on the other scores of its row: that is the slope of a sigmoid, "
        "weight by weight": weights * (1 - weights) * dweights,
        "the mean of a row goes over its keys, axis=1": weights * (dweights - product.sum(axis=0)),
        "each row has its own mean; that is one for all": weights * (dweights - product.sum()),
        "the mean of a row is that with the weights, (weights * dweights).sum(axis=1)": weights
        * (dweights - dweights.mean(axis=1, keepdims=True)),
        "multiply by the weights": dweights - product.sum(axis=1, keepdims=True),
        "the sign is turned": weights * (product.sum(axis=1, keepdims=True) - dweights),
    }
    require_values(
        attempt,
        attempt(dweights, weights, hint=rows),
        weights * (dweights - product.sum(axis=1, keepdims=True)),
        wrong,
        shape="a number for each score",
        hint=rows,
    )


@check
def additive_scores(attempt: Attempt) -> None:
    """`additive_scores(queries, keys, w)`: a hidden layer, tanh of query plus key, times w.

    queries[:, None] + keys adds each query to each key, (T_y, T_x, H); np.tanh of it; @ w.
    """
    queries, keys, w = drawn((T_Y, H), (T_X, H), (H,))
    sums = queries[:, None] + keys
    pairs = "each query meets each key: queries[:, None] + keys has the shape (T_y, T_x, H)"
    wrong = {
        "the tanh is missing: without it, the query moves all scores alike, and the softmax takes "
        "that off again": sums @ w,
        "one tanh of the sum, not two": (np.tanh(queries)[:, None] + np.tanh(keys)) @ w,
        "query and key are added, not multiplied": np.tanh(queries[:, None] * keys) @ w,
        "w is missing: @ w in place of a sum": np.tanh(sums).sum(axis=2),
        "w is missing: @ w in place of a mean": np.tanh(sums).mean(axis=2),
        "the tanh comes before w": np.tanh(sums @ w),
        "nothing is divided here: each tanh is below 1": np.tanh(sums) @ w / np.sqrt(H),
        "query plus key, not the difference": np.tanh(queries[:, None] - keys) @ w,
    }
    require_values(
        attempt,
        attempt(queries, keys, w, hint=pairs),
        np.tanh(sums) @ w,
        wrong,
        shape=pairs,
        hint=pairs,
    )

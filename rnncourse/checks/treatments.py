"""Checks of what is done about rare classes: class weights, balanced batches, logit adjustment."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check, numbers, why
from rnncourse.checks.values import shown


@check
def class_weights(attempt: Attempt) -> None:
    """`class_weights(labels, class_count)`: N / (C n_c) for each class, shape (C,).

    np.bincount(labels, minlength=class_count) counts the rows n_c of each class. Refuse a class
    without a row; then divide the number of rows by the number of classes times n_c.
    """
    labels = np.repeat([0, 1, 2], [60, 30, 10])
    counts = np.array([60, 30, 10])
    expected = len(labels) / (3 * counts)
    hint = "one weight for each class, not for each row"
    weights = array(attempt, attempt(labels, 3), (3,), hint)
    attempt.require(
        np.all(weights > 0), weights, expected, "every class counts: its weight is positive"
    )
    shares = weights / weights.sum()
    hint = why(
        shares,
        {
            "the heavier is the more frequent: the weight of a class is the inverse of n_c": counts
            / counts.sum(),
            "the root treats the classes only half-way: divide by n_c itself": counts**-0.5
            / (counts**-0.5).sum(),
        },
    )
    attempt.require(
        np.allclose(shares, expected / expected.sum(), rtol=1e-4),
        weights,
        expected,
        hint or "N / (C n_c)",
    )
    attempt.require(
        np.allclose(weights, expected, rtol=1e-4),
        weights,
        expected,
        "the ratios are right, the size is not: with N / (C n_c) the mean weight of the rows is 1, "
        "and the learning rate keeps its meaning",
    )
    with np.errstate(all="ignore"):
        attempt.refuses(
            np.array([0, 1, 1]),
            3,
            naming="2",
            hint="class 2 has no row and no weight; np.bincount needs minlength=class_count to "
            "count it",
        )


LABELS = np.random.default_rng(0).permutation(np.repeat([0, 1, 2], [40, 12, 3]))
SIZE, BATCHES = 12, 5  # 55 rows in batches of 12
EXPECTED = f"a list of {BATCHES} arrays of {SIZE} row numbers each"


def batches_of(attempt: Attempt, seed: int) -> np.ndarray:
    """The batches that the student's function draws, shape (BATCHES, SIZE)."""
    result: Any = attempt(
        LABELS,
        SIZE,
        np.random.default_rng(seed),
        hint="a rare class has fewer rows than the batches want: its rows repeat",
    )
    attempt.require(
        isinstance(result, (tuple, list, np.ndarray)), result, EXPECTED, "return the batches"
    )
    batches = numbers(attempt, result, EXPECTED)
    attempt.require(
        batches.shape == (BATCHES, SIZE) and batches.dtype.kind in "iu",
        f"returned batches of shape {batches.shape}: {shown(result)}",
        EXPECTED,
        f"{len(LABELS)} rows in batches of {SIZE} are {BATCHES} batches, and all of them are full",
    )
    return batches


@check
def balanced_batches(attempt: Attempt) -> None:
    """`balanced_batches(labels, batch_size, rng)`: the batches of an epoch, as arrays of rows, with
    equally many rows of each class.

    As many batches as without treatment: N / batch_size, rounded up. For each batch and each class
    draw batch_size / C of its rows with rng.choice, and join them.
    """
    batches = batches_of(attempt, 0)
    attempt.require(
        batches.max() > 2,
        batches[0],
        "row numbers",
        "these are labels: return where the rows stand",
    )
    attempt.require(
        0 <= batches.min() and batches.max() < len(LABELS),
        f"returned the rows {batches.min()} … {batches.max()}",
        f"rows 0 … {len(LABELS) - 1}",
        "np.flatnonzero(labels == c) has the rows of class c",
    )
    counts = np.array([np.bincount(LABELS[batch], minlength=3) for batch in batches])
    attempt.require(
        (counts == SIZE // 3).all(),
        f"returned a batch with {counts[np.ptp(counts, axis=1).argmax()].tolist()} rows of the "
        "three classes",
        [SIZE // 3] * 3,
        "all the rows together are balanced, but single batches are not: draw the same number of "
        "each class for each batch"
        if np.ptp(counts.mean(axis=0)) < 2
        else "the batches hold the classes as the data do: draw from each class by itself",
    )
    frequent = batches[LABELS[batches] == 0]
    attempt.require(
        len(np.unique(frequent)) > SIZE,
        f"returned {len(np.unique(frequent))} different rows of the most frequent class, of 40",
        "more of them",
        "draw among all rows of a class, and again for each batch",
    )
    attempt.require(
        np.array_equal(batches_of(attempt, 0), batches),
        "returned other batches for the same rng",
        "the same batches",
        "draw with the rng that is passed, not with np.random",
    )
    attempt.require(
        not np.array_equal(batches_of(attempt, 1), batches),
        "returned the same batches for another rng",
        "other batches",
        "draw with the rng that is passed, so that every epoch has other batches",
    )


COLUMNS = (
    "no row has another softmax than before: the frequencies belong to classes, which are columns"
)


def centred(logits: np.ndarray) -> np.ndarray:
    """Logits without what is common to a row, which no softmax sees."""
    return logits - logits.mean(axis=1, keepdims=True)


@check
def logit_adjustment(attempt: Attempt) -> None:
    """`adjusted(logits, counts, beta)`: logits (rows, C) without beta log(n_c / N).

    The shares are counts / counts.sum(). Take their logarithm, multiply it by beta, and subtract
    it from every row.
    """
    rng = np.random.default_rng(0)
    logits, counts = rng.normal(size=(3, 3)), np.array([60, 30, 10])  # three rows, three classes
    shares = counts / counts.sum()
    for beta in (1.0, 0.5):
        right = logits - beta * np.log(shares)
        result = array(attempt, attempt(logits, counts, beta), (3, 3), "logits, as they came")
        wrong = {
            "the sign: in training the term is added, so that the net need not learn it; after a "
            "training without it, it is subtracted": logits + beta * np.log(shares),
            "take the logarithm of the shares: logits are logarithms": logits - beta * shares,
            "take the logarithm of the counts: logits are logarithms": logits - beta * counts,
            COLUMNS: logits,
            "multiply the logarithm by beta": logits - np.log(shares),
        }
        hint = why(centred(result), {cause: centred(value) for cause, value in wrong.items()})
        if (result >= 0).all() and np.allclose(result.sum(axis=1), 1):
            hint = "these are probabilities: return logits, without a softmax"
        attempt.require(
            np.allclose(centred(result), centred(right), atol=1e-5),
            result,
            right,
            hint or "logits - beta log(n / N)",
        )

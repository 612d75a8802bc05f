"""Checks of how trainings are read and models compared: learning curves, confusions, persons, and a
verdict that may be "undecided".
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check, number, numbers, pair
from rnncourse.checks.values import shown


@check
def best_epoch(attempt: Attempt) -> None:
    """`best_epoch(losses)`: the epoch, counted from 1, with the lowest loss.

    np.nanargmin gives the position of the lowest number, counted from 0, and passes over nan; add
    1. Of equal losses, it takes the first.
    """
    hint = "one number: which epoch it is"
    for losses, expected, usual in (
        ([1.5, 0.75, 0.5, 0.625, 1.0], 3, "the epoch with the lowest loss"),
        ([0.875, 0.5, 0.75, 0.5], 2, "of two epochs with the lowest loss, take the first"),
        (
            [1.5, float("nan"), 1.0, 1.25],
            3,
            "a loss of nan is no low loss: np.argmin stops at it, np.nanargmin passes over it",
        ),
    ):
        result = number(attempt, attempt(losses), hint)
        likely = {
            expected - 1: "epochs are counted from 1, positions in a list from 0",
            np.nanmin(losses): "that is the loss itself: return which epoch has it",
            1 + np.nanargmax(losses): "that epoch has the highest loss",
            len(losses): "that is the last epoch, not the best",
        }
        if losses[1] == 0.5 or not np.isfinite(losses).all():  # these two look for one fault each
            likely = {}
        attempt.require(result == expected, result, expected, likely.get(result, usual))


COUNTS = np.array([[90, 2, 9, 0], [3, 50, 0, 8], [0, 1, 7, 0], [0, 7, 0, 20]])


@check
def most_confused(attempt: Attempt) -> None:
    """`most_confused(counts)`: the two different classes that are taken for one another most often.

    counts + counts.T has for each two classes the confusions of both directions. Set its diagonal
    to 0, for what is right is no confusion; np.unravel_index makes row and column of its argmax.
    """
    expected = "(1, 3): 8 + 7 times"
    found = pair(attempt, attempt(COUNTS), "two classes")
    classes = numbers(attempt, found, "two classes, as indices")
    attempt.require(
        classes.shape == (2,) and set(classes.tolist()) <= {0, 1, 2, 3},
        f"returned {shown(attempt.returned)}",
        "two classes, as indices",
        "argmax of a table counts through all its entries: np.unravel_index gives row and column",
    )
    one, other = sorted(classes.tolist())
    likely = {
        (0, 2): "9 windows one way and none the other: count both directions",
        (0, 1): "in both directions these are 5",
        (2, 3): "these are never taken for one another; leave out what is right, and look for the "
        "largest",
    }
    attempt.require(
        one != other,
        f"returned {shown(attempt.returned)}",
        expected,
        "on the diagonal stands what is right: leave it out",
    )
    attempt.require(
        (one, other) == (1, 3),
        f"returned {shown(attempt.returned)}",
        expected,
        likely.get((one, other), "add the two entries of each pair, and take the largest sum"),
    )


NAN = float("nan")
CURVES = [  # training losses, validation losses, what they show, the usual cause where it is missed
    (
        [1.0, 0.5, 0.4, 0.3],
        [1.0, 0.8, 0.87, 0.85],
        set(),
        "the validation loss ends less than a tenth above its lowest, and lower than in the "
        "epoch before, but not lower than in all",
    ),
    (
        [1.0, 0.5, 0.4, 0.3],
        [1.0, 1.5, 0.8, 0.85],
        set(),
        "a jump of the validation loss is no sign here: unstable means the training loss, and "
        "overfitting looks at the last epoch",
    ),
    (
        [1.0, 0.5, 0.25],
        [1.0, 0.5, 0.65],
        {"overfitting"},
        "the validation loss ends more than a tenth above its lowest",
    ),
    (
        [1.0, 0.5, 0.8, 0.4],
        [1.0, 0.7, 0.65, 0.68],
        {"unstable"},
        "the training loss rises by more than a tenth in an epoch, and falls again",
    ),
    (
        [2.0, 1.5, 1.25],
        [2.0, 1.75, 1.5],
        {"unfinished"},
        "the lowest validation loss is that of the last epoch",
    ),
    (
        [0.1, 0.05, 0.08, 0.02],
        [0.2, 0.1, 0.15, 0.16],
        {"overfitting", "unstable"},
        "a tenth of the loss, not 0.1: these losses are small. And several signs may show at once",
    ),
    (
        [8.0, 6.0, 6.2, 5.0],
        [8.0, 6.0, 5.0, 5.3],
        set(),
        "a tenth of the loss, not 0.1: these losses are large",
    ),
    (
        [1.0, 0.6, 0.55],
        [1.0, 0.6, 0.6],
        set(),
        "of equal losses the first is the lowest: the last epoch brought nothing",
    ),
    (
        [1.0, NAN, NAN],
        [1.0, NAN, NAN],
        {"unstable"},
        'nan > 1 is False, and so is nan < 1: ask with np.isnan first. Then "unstable" is all that '
        "can be said",
    ),
]


@check
def signs(attempt: Attempt) -> None:
    """`signs(train, validation)`: which of "overfitting", "unstable" and "unfinished" two learning
    curves show.

    Begin with an empty list. If a training loss is nan, return ["unstable"]. Otherwise, overfitting
    is validation[-1] > 1.1 * min(validation); unstable is that some later > 1.1 * earlier among
    zip(train, train[1:]); unfinished is that validation.index(min(validation)) is the last
    position. Append those that are so.
    """
    words = {"overfitting", "unstable", "unfinished"}
    for train, validation, expected, cause in CURVES:
        result: Any = attempt(train, validation, hint="both curves are lists of numbers")
        attempt.require(
            isinstance(result, (list, tuple, set)) and all(isinstance(w, str) for w in result),
            f"returned {shown(attempt.returned)}",
            "a list of words, which may be empty",
            "begin with an empty list, and append each sign that shows",
        )
        attempt.require(
            set(result) <= words,
            f"returned {shown(attempt.returned)}",
            f"words among {sorted(words)}",
            "spell them as the task does",
        )
        attempt.require(
            set(result) == expected and len(result) == len(expected),
            f"returned {shown(attempt.returned)}",
            sorted(expected),
            cause,
        )


@check
def by_person(attempt: Attempt) -> None:
    """`by_person(right, person)`: the share of right answers of each person, in the order of
    np.unique(person).

    np.unique(person) are the people. For each of them, right[person == who] says which of the
    windows of this person are right; its mean is the share.
    """
    person = np.array([7, 7, 3, 3, 3, 3, 12, 7, 7, 7])
    right = np.array([1, 1, 1, 0, 0, 0, 1, 0, 1, 1], dtype=bool)
    expected = np.array([0.25, 0.8, 1.0])
    result = array(attempt, attempt(right, person), (3,), "one share for each person")
    likely = [
        ([1, 4, 1], "that is how many are right: divide by the windows of each person"),
        ([0.1, 0.4, 0.1], "divide by the windows of this person, not by all"),
        ([0.8, 0.25, 1.0], "the people come in the order of np.unique(person), not as they appear"),
        ([0.75, 0.2, 0.0], "that is the share of wrong answers"),
        ([25, 80, 100], "shares, not hundredths"),
        (
            [1 / 6, 4 / 6, 1 / 6],
            "that is whose windows are right: the share of right ones is asked",
        ),
    ]
    hint = next((hint for wrong, hint in likely if np.allclose(result, wrong)), "")
    attempt.require(
        np.allclose(result, expected),
        result,
        expected,
        hint or "the mean of `right` over the windows of each person",
    )


A = np.array([[0.8, 0.7], [0.85, 0.75], [0.82, 0.78]])  # three seeds, two persons
SCORES = [  # a, b, the verdict, the usual cause where it is missed
    (A, A - 0.2, "ahead", "for each person, every seed of a is above every seed of b"),
    (A - 0.2, A, "behind", "for each person, every seed of a is below every seed of b"),
    (A, A, "undecided", "these are the same numbers"),
    (
        A,
        A[::-1] - [[0.3, 0.02]],
        "undecided",
        "a has the higher mean, but for the second person the seeds overlap: it must hold for "
        "every person",
    ),
    (
        A[::-1] - [[0.3, 0.02]],
        A,
        "undecided",
        "a has the lower mean, but for the second person the seeds overlap: it must hold for "
        "every person",
    ),
    (
        np.array([[0.6, 0.62], [0.7, 0.73]]),
        np.array([[0.55, 0.57], [0.65, 0.68]]),
        "undecided",
        "seed 1 of a and seed 1 of b have nothing in common: compare the lowest of a with the "
        "highest of b, not seed by seed",
    ),
    (
        np.array([[0.9, 0.5]]),
        np.array([[0.8, 0.4], [0.85, 0.45]]),
        "ahead",
        "compare person by person: an easy person lies above a hard one in both models. The models "
        "may have different numbers of seeds",
    ),
    (
        np.array([[0.7, 0.8], [0.75, 0.9]]),
        np.array([[0.6, 0.7], [0.7, 0.75]]),
        "undecided",
        "the lowest seed of a equals the highest of b for the first person: above means above",
    ),
    (
        np.array([[0.9, 0.5], [0.95, 0.55]]),
        np.array([[0.8, 0.6], [0.85, 0.65]]),
        "undecided",
        "a is above b for one person and below for the other",
    ),
]


@check
def verdict(attempt: Attempt) -> None:
    """`verdict(a, b)`: "ahead", "behind" or "undecided", from accuracies (seeds, persons) of two
    models.

    a.min(axis=0) is the lowest seed of each person, b.max(axis=0) the highest. If
    (a.min(axis=0) > b.max(axis=0)).all(), a is ahead; with a and b exchanged, it is behind.
    Otherwise the two cannot be told apart.
    """
    for a, b, expected, cause in SCORES:
        result = attempt(a, b, hint="the two may have different numbers of seeds")
        attempt.require(
            isinstance(result, str) and result in ("ahead", "behind", "undecided"),
            f"returned {shown(attempt.returned)}",
            '"ahead", "behind" or "undecided"',
            "return one of the three words",
        )
        attempt.require(result == expected, f"returned {result!r}", repr(expected), cause)

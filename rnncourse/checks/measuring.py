"""Checks of how a net is measured: what is held out, on which scale, and what is counted."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check, number, numbers, pair


def rows_of(attempt: Attempt, families: np.ndarray, seed: int) -> list[np.ndarray]:
    """The rows of training and those held out, by the student's function."""
    expected = "two arrays of row numbers: those of training, those held out"
    hint = "return where the names stand, not the names, nor True and False"
    parts = pair(attempt, attempt(families, seed=seed), expected)
    rows = [numbers(attempt, part, expected, hint) for part in parts]
    for part in rows:
        attempt.require(part.ndim == 1 and part.dtype.kind in "iu", part, expected, hint)
    return rows


@check
def family_split(attempt: Attempt) -> None:
    """`split_families(families, seed=…)`: the rows of training and those held out; no family stands
    in both.

    Draw families, not rows: np.unique lists them, default_rng(seed).permutation mixes them, a
    fifth of them is held out, np.isin says for each row whether its family is among those, and
    np.flatnonzero makes row numbers of that.
    """
    families = np.repeat([f"family {i:02d}" for i in range(50)], np.arange(50) % 4 + 1)
    train, test = rows_of(attempt, families, 0)
    rows = np.sort(np.concatenate([train, test]))
    attempt.require(
        np.array_equal(rows, np.arange(len(families))),
        f"returned {len(rows)} rows, {len(np.unique(rows))} of them different",
        f"each of the {len(families)} rows once",
        "what is not held out is in the training part",
    )
    shared = np.intersect1d(families[train], families[test])
    attempt.require(
        not len(shared),
        f"put {str(next(iter(shared), ''))!r} into both parts",
        "every family in one part alone",
        "draw families, not rows; then ask with np.isin which rows they own",
    )
    share = len(test) / len(families)
    attempt.require(
        0.05 <= share <= 0.4,
        f"returned {len(test)} of {len(families)} rows as held out",
        "about a fifth",
        "training comes first, and has the larger part"
        if share > 0.5
        else "draw a fifth of the families",
    )
    attempt.require(
        np.array_equal(np.sort(rows_of(attempt, families, 0)[1]), np.sort(test)),
        "returned other rows when called again",
        "the same rows for the same seed",
        "draw with np.random.default_rng(seed)",
    )
    attempt.require(
        not np.array_equal(np.sort(rows_of(attempt, families, 1)[1]), np.sort(test)),
        "returned the same rows as for seed=0",
        "other rows",
        "the families are cut as they come, or the seed is not used; in a sorted table the last "
        "ones are of one language",
    )


@check
def standardised(attempt: Attempt) -> None:
    """`standardise(train, held_out)`: each channel to mean 0 and deviation 1, by the training
    windows alone.

    Take mean and standard deviation of the training windows over the axes of windows and steps,
    (0, 1); subtract and divide in both sets by these.
    """
    rng = np.random.default_rng(0)
    train = rng.normal([2, -50, 0.1], [1, 20, 0.01], (40, 30, 3))
    test = rng.normal([4, -10, 0.2], [3, 5, 0.05], (20, 30, 3))
    parts = pair(attempt, attempt(train, test), "two arrays: training and held-out windows")
    mean, std = train.mean(axis=(0, 1)), train.std(axis=(0, 1))
    done, tested = array(attempt, parts[0], train.shape), array(attempt, parts[1], test.shape)
    channels = done.mean(axis=(0, 1)), done.std(axis=(0, 1))
    attempt.require(
        not np.allclose(tested.mean(axis=(0, 1)), 0, atol=1e-3),
        "returned held-out channels with mean 0",
        "the held-out windows on the scale of training",
        "the held-out windows were scaled by their own mean: in use there is one window, not a set "
        "of them",
    )
    everything = np.concatenate([train, test])
    attempt.require(
        not np.allclose(
            done, (train - everything.mean(axis=(0, 1))) / everything.std(axis=(0, 1)), atol=1e-3
        ),
        f"returned training channels with means {np.round(channels[0], 2)}",
        "mean 0",
        "mean and deviation were taken over training and held-out windows together: that is a leak",
    )
    attempt.require(
        not np.allclose(done.mean(axis=1), 0, atol=1e-3),
        "returned windows that all have mean 0",
        "channels with mean 0 over all windows",
        "every window was scaled by itself, which hides how large a movement is",
    )
    attempt.require(
        np.allclose(channels[0], 0, atol=1e-3) and np.allclose(channels[1], 1, atol=1e-3),
        f"returned training channels with means {np.round(channels[0], 2)}, deviations "
        f"{np.round(channels[1], 2)}",
        "mean 0 and deviation 1 of each channel",
        "take mean and standard deviation over axis=(0, 1), windows and steps, so that one number "
        "is left for each channel",
    )
    attempt.require(
        np.allclose(done, (train - mean) / std, atol=1e-3),
        "shifted and scaled the steps of a channel one by one",
        "one mean and one deviation for each channel",
        "take them over axis=(0, 1), windows and steps",
    )
    attempt.require(
        np.allclose(tested, (test - mean) / std, atol=1e-3),
        "scaled the held-out windows otherwise than the training windows",
        "the same shift and scale for both",
    )


@check
def accuracy(attempt: Attempt) -> None:
    """`accuracy(labels, predicted)`: the share of right answers.

    labels == predicted is an array of True and False; its mean is the share.
    """
    labels, predicted = np.array([0, 1, 2, 1]), np.array([0, 2, 2, 0])
    result = number(attempt, attempt(labels, predicted), "take the mean over all rows")
    attempt.require(
        not np.isclose(result, 2),
        result,
        "0.5",
        "that is how many are right; divide by how many there are",
    )
    attempt.require(np.isclose(result, 0.5), result, "0.5", "the mean of what is equal")


@check
def confusion(attempt: Attempt) -> None:
    """`confusion(labels, predicted, class_count)`: counts, a row for each true class, a column for
    each answer.

    Begin with zeros of shape (classes, classes), and add 1 at (label, predicted) for each pair: in
    a loop, or with np.add.at.
    """
    labels, predicted = np.array([0, 0, 0, 1, 2]), np.array([0, 1, 1, 1, 0])
    expected = np.zeros((4, 4), int)
    np.add.at(expected, (labels, predicted), 1)
    result = array(
        attempt,
        attempt(labels, predicted, 4),
        (4, 4),
        "a class without any name has a row and a column too",
    )
    attempt.require(
        not np.array_equal(result, expected.T),
        result,
        expected,
        "rows are the true classes, columns the answers: yours are swapped",
    )
    attempt.require(
        not np.array_equal(result, np.minimum(expected, 1)),
        result,
        expected,
        "count[a, b] += 1 with arrays a, b adds only once where a pair repeats; use np.add.at, or "
        "a loop",
    )
    attempt.require(
        np.array_equal(result, expected),
        result,
        expected,
        "counts, not shares; their sum is the number of rows",
    )

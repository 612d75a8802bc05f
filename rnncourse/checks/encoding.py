"""Checks of alphabets, one-hot vectors, labels, splits, and of what is measured."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check

NAMES = ["rossi", "o'brien", "", "van dyck", "smith-jones"]


def same_alphabet(attempt: Attempt, result: object, texts: list[str]) -> None:
    """Require the characters of the texts, each once, sorted."""
    expected = sorted(set("".join(texts)))
    attempt.require(
        not isinstance(result, (set, frozenset, dict)),
        result,
        expected,
        "a set has no order of its own, and another one in the next run of Python; return "
        "sorted(…)",
    )
    found = list(result)
    attempt.require(
        all(isinstance(symbol, str) and len(symbol) == 1 for symbol in found),
        found,
        expected,
        "the alphabet holds single characters",
    )
    missing, extra = set(expected) - set(found), set(found) - set(expected)
    attempt.require(
        not missing,
        f"lacks {sorted(missing)}",
        expected,
        "go through every character of every text; what is no letter counts too",
    )
    attempt.require(
        not extra,
        f"holds {sorted(extra)}, which stand in none of the texts",
        expected,
        "collect the characters of the texts that were passed, and no others",
    )
    attempt.require(
        len(found) == len(expected), found, expected, "every character stands in the alphabet once"
    )
    attempt.require(
        found == expected,
        found,
        expected,
        "the order must not depend on the order of the texts, nor on that of a set; return "
        "sorted(…)",
    )


@check
def alphabet(attempt: Attempt) -> None:
    """`alphabet_of(names)`: every character of the names, once, sorted."""
    same_alphabet(attempt, attempt(NAMES, hint="one of the names is empty"), NAMES)
    same_alphabet(attempt, attempt(["ba", "Ab"]), ["ba", "Ab"])


@check
def one_hot_name(attempt: Attempt) -> None:
    """`one_hot_name(name, alphabet, length)`: one row a character, zeros where the name has ended,
    shape (length, V).
    """
    symbols = list("abcd")
    expected = np.zeros((5, 4))
    expected[[0, 1, 2], [2, 0, 1]] = 1  # c, a, b
    result = attempt("cab", symbols, 5)
    if np.shape(result) == (4, 5):
        hint = (
            "the axes are swapped: a row is a character of the name, a column a symbol of the "
            "alphabet"
        )
    else:
        hint = (
            "one row for each of `length` steps, also where the name is shorter, and one column "
            "for each symbol"
        )
    result = array(attempt, result, (5, 4), hint)
    attempt.require(
        not np.array_equal(result, expected[[3, 4, 0, 1, 2]]),
        result,
        expected,
        "the padding stands at the front; the name comes first, then the zeros",
    )
    attempt.require(
        not result[3:].any(),
        result,
        expected,
        "a step after the end of the name is all zeros: padding is no symbol",
    )
    attempt.require(
        np.array_equal(result, expected),
        result,
        expected,
        "the 1 of a character stands at its index in the alphabet, which counts from 0",
    )
    array(attempt, empty := attempt("", symbols, 2), (2, 4), "an empty name is nothing but padding")
    attempt.require(
        not np.any(empty), empty, np.zeros((2, 4)), "an empty name is nothing but padding"
    )
    full = array(
        attempt,
        attempt("dcba", symbols, 3, hint="a name that is longer than `length` is cut"),
        (3, 4),
        "a name that is longer than `length` is cut",
    )
    attempt.require(
        np.array_equal(full, np.eye(4)[[3, 2, 1]]),
        full,
        np.eye(4)[[3, 2, 1]],
        "a name that is too long loses its end",
    )
    attempt.refuses(
        "abx",
        symbols,
        5,
        naming="x",
        hint="a character that is not in the alphabet must not become zeros, which mean the end of "
        "the name",
    )


@check
def family_split(attempt: Attempt) -> None:
    """`split_families(families, seed=…)`: the rows of training and those held out; no family stands
    in both.
    """
    families = np.repeat([f"family {i:02d}" for i in range(50)], np.arange(50) % 4 + 1)
    parts = attempt(families, seed=0)
    attempt.require(
        isinstance(parts, (tuple, list)) and len(parts) == 2,
        parts,
        "two arrays: the rows of training, those held out",
    )
    train, test = (np.asarray(part) for part in parts)
    attempt.require(
        all(part.ndim == 1 and np.issubdtype(part.dtype, np.integer) for part in (train, test)),
        f"returned {train!r:.60} …",
        "two arrays of row numbers",
        "return where the names stand, not the names, nor True and False",
    )
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
        np.array_equal(np.sort(attempt(families, seed=0)[1]), np.sort(test)),
        "returned other rows when called again",
        "the same rows for the same seed",
        "draw with np.random.default_rng(seed)",
    )
    attempt.require(
        not np.array_equal(np.sort(attempt(families, seed=1)[1]), np.sort(test)),
        "returned the same rows as for seed=0",
        "other rows",
        "the families are cut as they come, or the seed is not used; in a sorted table the last "
        "ones are of one language",
    )


@check
def labels_to_one_hot(attempt: Attempt) -> None:
    """`to_one_hot(labels, class_count)`: labels 0 … C-1 as rows with a single 1."""
    labels = np.array([2, 0, 2])
    hint = (
        "one row for each label and one column for each class, also for a class that no label has"
    )
    vectors = array(
        attempt,
        attempt(labels, 4, hint="labels count from 0: the last class has the index C-1"),
        (3, 4),
        hint,
    )
    attempt.require(
        np.array_equal(vectors, np.eye(4)[labels]),
        vectors,
        np.eye(4)[labels],
        "the 1 stands in the column of the label, counted from 0",
    )
    for outside in (4, -1):
        attempt.refuses(
            np.array([0, outside]),
            4,
            naming=str(outside),
            hint="a label outside 0 … C-1 must be refused; index -1 would silently become the last "
            "class",
        )


@check
def one_hot_to_labels(attempt: Attempt) -> None:
    """`to_labels(vectors)`: rows of scores to the index of the largest, shape (N,)."""
    vectors = np.eye(4)[[2, 0, 3, 2]]
    labels = array(attempt, attempt(vectors), (4,), "one label a row")
    attempt.require(
        np.array_equal(labels, [2, 0, 3, 2]),
        labels,
        [2, 0, 3, 2],
        "look along the classes, axis=1, and count from 0",
    )
    scores = np.array([[0.1, 0.2, 0.7], [0.5, 0.3, 0.2]])
    hint = "a net answers with probabilities, not with a 1: take the largest"
    labels = array(attempt, attempt(scores), (2,), hint)
    attempt.require(np.array_equal(labels, [2, 0]), labels, [2, 0], hint)


@check
def accuracy(attempt: Attempt) -> None:
    """`accuracy(labels, predicted)`: the share of right answers."""
    labels, predicted = np.array([0, 1, 2, 1]), np.array([0, 2, 2, 0])
    result = attempt(labels, predicted)
    attempt.require(np.ndim(result) == 0, result, "one number", "take the mean over all rows")
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


@check
def standardised(attempt: Attempt) -> None:
    """`standardise(train, held_out)`: each channel to mean 0 and deviation 1, by the training
    windows alone.
    """
    rng = np.random.default_rng(0)
    train = rng.normal([2, -50, 0.1], [1, 20, 0.01], (40, 30, 3))
    test = rng.normal([4, -10, 0.2], [3, 5, 0.05], (20, 30, 3))
    parts = attempt(train.copy(), test.copy())
    attempt.require(
        isinstance(parts, (tuple, list)) and len(parts) == 2,
        parts,
        "two arrays: training and held-out windows",
    )
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

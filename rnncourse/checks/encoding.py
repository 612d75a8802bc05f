"""Checks of alphabets, one-hot vectors and labels."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check, numbers
from rnncourse.checks.values import shown

NAMES = ["rossi", "o'brien", "", "van dyck", "smith-jones"]


def same_alphabet(attempt: Attempt, result: Any, texts: list[str]) -> None:
    """Require the characters of the texts, each once, sorted."""
    expected = sorted(set("".join(texts)))
    attempt.require(
        not isinstance(result, (set, frozenset, dict)),
        result,
        expected,
        "a set has no order of its own, and another one in the next run of Python",
    )
    attempt.require(
        isinstance(result, (list, tuple)), result, expected, "return a list of characters"
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
        "the order must not depend on the order of the texts, nor on that of a set",
    )


@check
def alphabet(attempt: Attempt) -> None:
    """`alphabet_of(names)`: every character of the names, once, in an order that stays.

    "".join(names) is one text, set(…) of it holds each character once, and sorted(…) makes a list
    of that, in an order that depends on nothing else.
    """
    for names in (NAMES, ["ba", "Ab"]):
        same_alphabet(attempt, attempt(names, hint="a name may be empty"), names)
        attempt.require(
            isinstance(attempt.returned, (list, tuple)),
            f"returned a {type(attempt.returned).__name__}: {shown(attempt.returned)}",
            "a list",
            "a list knows the index of a character: list(…)",
        )


@check
def one_hot_name(attempt: Attempt) -> None:
    """`one_hot_name(name, alphabet, length)`: one row a character, zeros where the name has ended,
    shape (length, V).

    Begin with zeros of shape (length, symbols). Go through the first `length` characters with
    enumerate: look up the column with alphabet.index, and write a 1 there; before that, refuse a
    character that is not in the alphabet.
    """
    symbols = list("abcd")
    expected = np.zeros((5, 4))
    expected[[0, 1, 2], [2, 0, 1]] = 1  # c, a, b
    result = numbers(attempt, attempt("cab", symbols, 5), "an array of shape (5, 4)")
    if result.shape == (4, 5):
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
    hint = "an empty name is nothing but padding"
    empty = array(attempt, attempt("", symbols, 2), (2, 4), hint)
    attempt.require(not empty.any(), empty, np.zeros((2, 4)), hint)
    hint = "a name that is longer than `length` is cut"
    full = array(attempt, attempt("dcba", symbols, 3, hint=hint), (3, 4), hint)
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
def end_padded(attempt: Attempt) -> None:
    """`name_vectors(name, alphabet, length)`: one row a character, then rows of END, shape (length,
    V).

    Refuse a name that is longer than `length`. Make a list of its characters and of as many "END"
    as are missing, look each up with alphabet.index, which refuses what is not there, and pick
    these rows of np.eye(len(alphabet)).
    """
    symbols = ["a", "b", "END", "c", "d"]
    expected = np.eye(5)[[3, 0, 1, 2, 2, 2]]  # c, a, b, and END three times
    result = numbers(attempt, attempt("cab", symbols, 6), "an array of shape (6, 5)")
    hint = "one row for each of `length` steps, and one column for each symbol; END is one symbol"
    if result.shape == (5, 6):
        hint = "the axes are swapped: a row is a character of the name, a column a symbol"
    result = array(attempt, result, (6, 5), hint)
    attempt.require(
        not np.array_equal(result, expected[[3, 4, 5, 0, 1, 2]]),
        result,
        expected,
        "END stands in front; the name comes first",
    )
    attempt.require(
        result[3:].any(axis=1).all(),
        result,
        expected,
        "END fills every row behind the name, not one alone"
        if result[3:].any()
        else "the rows behind the name are zeros; here END, a symbol like any other, fills them",
    )
    attempt.require(
        not np.array_equal(result[:3], expected[:3]) or np.array_equal(result, expected),
        result,
        expected,
        'the column of END is alphabet.index("END"), which need not be the last',
    )
    attempt.require(
        np.array_equal(result, expected),
        result,
        expected,
        "the 1 of a character stands at its index in the alphabet, which counts from 0",
    )
    hint = "a name of exactly `length` characters fits, and has no END"
    full = array(attempt, attempt("dcba", symbols, 4, hint=hint), (4, 5), hint)
    attempt.require(np.array_equal(full, np.eye(5)[[4, 3, 1, 0]]), full, "d, c, b, a", hint)
    attempt.refuses(
        "dcbad",
        symbols,
        4,
        naming="dcbad",
        hint="a name that loses its end is another name, and one with more rows fits into no "
        "array: refuse what is too long",
    )
    attempt.refuses(
        "abx", symbols, 5, naming="x", hint="a character that is not in the alphabet has no row"
    )


@check
def labels_to_one_hot(attempt: Attempt) -> None:
    """`to_one_hot(labels, class_count)`: labels 0 … C-1 as rows with a single 1.

    Refuse labels below 0 or from class_count on. Then pick rows of the identity matrix:
    np.eye(class_count)[labels].
    """
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
    """`to_labels(vectors)`: rows of scores to the index of the largest, shape (N,).

    argmax along the last axis gives the index of the largest number of each row.
    """
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

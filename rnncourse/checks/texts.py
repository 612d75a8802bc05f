"""Checks of what a net that writes text reads: one string, dictionaries, windows, targets."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check, pair
from rnncourse.checks.encoding import same_alphabet
from rnncourse.checks.values import shown


@check
def one_text(attempt: Attempt) -> None:
    r"""`as_one_text(names)`: all names in one string, each with a line break after it.

    Add "\n" to each name, and join all with "".join.
    """
    for names, expected in ((["Acme", "Zoo Inc."], "Acme\nZoo Inc.\n"), (["A"], "A\n")):
        result = attempt(names)
        attempt.require(
            isinstance(result, str), result, repr(expected), "join the names to one string"
        )
        attempt.require(
            result + "\n" != expected,
            f"returned {result!r}",
            repr(expected),
            "the last name ends with a line break too",
        )
        attempt.require(
            result == expected,
            f"returned {result!r}",
            repr(expected),
            "keep order, capitals and spaces; a line break tells where a name ends",
        )


@check
def dictionaries(attempt: Attempt) -> None:
    """`dictionaries(text)`: character to index, in sorted order, and back.

    enumerate(sorted(set(text))) gives pairs of index and character: dict of these is the second;
    the first has the pairs turned round.
    """
    text = "hello world\n"
    expected = "two dictionaries: character to index, index to character"
    encoding, decoding = result = pair(attempt, attempt(text), expected)
    attempt.require(isinstance(encoding, dict) and isinstance(decoding, dict), result, expected)
    attempt.require(
        all(isinstance(key, str) for key in encoding),
        encoding,
        "characters as keys, indices as values",
        "the first dictionary goes from characters to indices, the second back",
    )
    attempt.require(
        all(isinstance(index, int) for index in encoding.values()),
        encoding,
        "characters as keys, indices as values",
        "an index is an integer",
    )
    attempt.require(
        0 in encoding.values(), encoding, "indices 0 … V-1", "count from 0: enumerate does"
    )
    same_alphabet(attempt, sorted(encoding, key=lambda symbol: encoding[symbol]), [text])
    attempt.require(
        sorted(encoding.values()) == list(range(len(encoding))),
        encoding,
        "indices 0 … V-1, each once",
    )
    attempt.require(
        decoding == {i: symbol for symbol, i in encoding.items()},
        decoding,
        "the first dictionary, turned round",
        "encode, then decode: the same character must come out",
    )


def two_lists(attempt: Attempt, result: Any, expected: str) -> tuple[list[str], list[str]]:
    """The two lists of strings that came out; raise CheckFailed unless that is what they are."""
    for part in pair(attempt, result, expected):
        attempt.require(
            isinstance(part, (list, tuple, np.ndarray)) and all(isinstance(s, str) for s in part),
            f"returned {shown(result)}",
            expected,
            "a piece of a text is a text: take a slice of it",
        )
    first, second = map(list, result)
    return first, second


@check
def windows(attempt: Attempt) -> None:
    """`windows(text, length, skip)`: pieces of the text, and the character after each.

    The starts are range(0, len(text) - length, skip). The window of a start i is text[i : i +
    length], its target text[i + length].
    """
    text = "abcdefghijklm"
    expected = ["abcd", "defg", "ghij"], ["e", "h", "k"]
    result = attempt(text, 4, 3, hint="the last window needs a character after it")
    pieces, targets = two_lists(attempt, result, "two lists of texts: windows, targets")
    attempt.require(
        "" not in targets and len(pieces) == len(targets),
        result,
        expected,
        "the last window needs a character after it",
    )
    attempt.require(
        all(len(piece) == 4 for piece in pieces),
        result,
        expected,
        "every window is full: stop before the text ends",
    )
    attempt.require(
        pieces[:2] != ["abcd", "bcde"],
        result,
        expected,
        "begin a window at every skip-th character",
    )
    attempt.require(
        pieces[:2] != ["abcd", "efgh"],
        result,
        expected,
        "a window begins `skip` characters after the one before, not `length`",
    )
    attempt.require(
        targets[:1] != ["d"],
        result,
        expected,
        "the target is the character after the window; yours is its last one",
    )
    attempt.require(pieces[:1] == ["abcd"], result, expected, "the first window begins at index 0")
    attempt.require(
        targets[:3] == expected[1],
        result,
        expected,
        "the target is the character right after the window",
    )
    attempt.require(pieces == expected[0], result, expected, "no window is lost, none is too many")
    last = two_lists(attempt, attempt("abcde", 4, 3), "two lists of texts: windows, targets")
    attempt.require(
        last == (["abcd"], ["e"]),
        last,
        (["abcd"], ["e"]),
        "the last window that has a character after it is lost: range stops before its end",
    )
    hint = "a text without a character after its only window has no window"
    short = two_lists(
        attempt, attempt("abcd", 4, 3, hint=hint), "two lists of texts: windows, targets"
    )
    attempt.require(
        short == ([], []),
        short,
        "no window",
        "a window without a character after it has no target",
    )


@check
def one_hot_windows(attempt: Attempt) -> None:
    """`one_hot_windows(windows, targets, encoding)`: x (N, T, V) and y (N, V).

    Look up the indices of all characters, a list of them for each window; an array of indices
    picks rows of np.eye(len(encoding)). So do the targets.
    """
    result = attempt(["ab", "bc", "ca"], ["c", "a", "b"], {"a": 0, "b": 1, "c": 2, "d": 3})
    result = pair(attempt, result, "two arrays: x and y")
    x = array(
        attempt,
        result[0],
        (3, 2, 4),
        "windows, then steps, then symbols: also for a symbol that no window holds",
    )
    y = array(
        attempt, result[1], (3, 4), "one row for each target: also for a symbol that is no target"
    )
    expected = np.eye(4)[[[0, 1], [1, 2], [2, 0]]]
    attempt.require(
        np.array_equal(x, expected),
        x,
        expected,
        "x[n, t] has its 1 at the index of the character t of window n",
    )
    attempt.require(
        np.array_equal(y, np.eye(4)[[2, 0, 1]]),
        y,
        np.eye(4)[[2, 0, 1]],
        "y[n] has its 1 at the index of the target n",
    )


@check
def shifted(attempt: Attempt) -> None:
    """`shifted(text, length)`: inputs, and targets that are one character further at every step.

    The starts are range(0, len(text) - length, length). The inputs of a start i are text[i : i +
    length], the targets text[i + 1 : i + 1 + length].
    """
    text, expected = "abcdefghij", (["abcd", "efgh"], ["bcde", "fghi"])
    result = attempt(text, 4)
    inputs, targets = two_lists(attempt, result, "two lists of texts: inputs, targets")
    attempt.require(
        inputs != targets,
        result,
        expected,
        "the targets are the inputs: the net would learn to repeat what it reads",
    )
    attempt.require(
        all(len(piece) == 4 for piece in inputs + targets) and len(inputs) == len(targets),
        result,
        expected,
        "the last piece needs one more character for its target",
    )
    attempt.require(
        targets[:1] == ["bcde"],
        result,
        expected,
        "each target is one character further",
    )
    attempt.require(
        (inputs, targets) == expected,
        result,
        expected,
        "pieces follow each other without a gap or an overlap",
    )
    whole = two_lists(attempt, attempt("abcde", 4), "two lists of texts: inputs, targets")
    attempt.require(
        whole == (["abcd"], ["bcde"]),
        whole,
        (["abcd"], ["bcde"]),
        "the last piece that has a full target counts; range stops before its end",
    )

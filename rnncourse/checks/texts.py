"""Checks of what a net that writes text needs: one string, windows, targets, temperature,
drawing.
"""

from __future__ import annotations

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check
from rnncourse.checks.encoding import same_alphabet


@check
def one_text(attempt: Attempt) -> None:
    """`as_one_text(names)`: all names in one string, each with a line break after it."""
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
    """`dictionaries(text)`: character to index, in sorted order, and back."""
    text = "hello world\n"
    result = attempt(text)
    attempt.require(
        isinstance(result, tuple) and len(result) == 2,
        result,
        "two dictionaries: character to index, index to character",
    )
    encoding, decoding = result
    attempt.require(
        isinstance(encoding, dict) and isinstance(decoding, dict), result, "two dictionaries"
    )
    attempt.require(
        all(isinstance(key, str) for key in encoding),
        encoding,
        "characters as keys, indices as values",
        "the first dictionary goes from characters to indices, the second back",
    )
    attempt.require(
        0 in encoding.values(), encoding, "indices 0 … V-1", "count from 0: enumerate does"
    )
    same_alphabet(attempt, sorted(encoding, key=encoding.get), [text])
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


@check
def windows(attempt: Attempt) -> None:
    """`windows(text, length, skip)`: pieces of the text, and the character after each."""
    text = "abcdefghijklm"
    expected = ["abcd", "defg", "ghij"], ["e", "h", "k"]
    result = attempt(text, 4, 3, hint="the last window needs a character after it")
    attempt.require(
        isinstance(result, (tuple, list)) and len(result) == 2,
        result,
        "two lists: windows, targets",
    )
    pieces, targets = (list(part) for part in result)
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
        "begin a window at every skip-th character: range(0, …, skip)",
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
        "the target is the character right after the window: text[i + length]",
    )
    attempt.require(pieces == expected[0], result, expected, "no window is lost, none is too many")
    last = attempt("abcde", 4, 3)
    attempt.require(
        tuple(map(list, last)) == (["abcd"], ["e"]),
        last,
        (["abcd"], ["e"]),
        "the last window that has a character after it begins at len(text) - length - 1; range "
        "stops before its end",
    )
    short = attempt(
        "abcd", 4, 3, hint="a text without a character after its only window has no window"
    )
    attempt.require(
        not any(map(len, short)),
        short,
        "no window",
        "a window without a character after it has no target",
    )


@check
def one_hot_windows(attempt: Attempt) -> None:
    """`one_hot_windows(windows, targets, encoding)`: x (N, T, V) and y (N, V)."""
    result = attempt(["ab", "bc", "ca"], ["c", "a", "b"], {"a": 0, "b": 1, "c": 2, "d": 3})
    attempt.require(isinstance(result, tuple) and len(result) == 2, result, "two arrays: x and y")
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
    """`shifted(text, length)`: inputs, and targets that are one character further at every step."""
    text, expected = "abcdefghij", (["abcd", "efgh"], ["bcde", "fghi"])
    result = attempt(text, 4)
    attempt.require(
        isinstance(result, (tuple, list)) and len(result) == 2, result, "two lists: inputs, targets"
    )
    inputs, targets = (list(part) for part in result)
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
        "each target is one character further: text[i + 1 : i + 1 + length]",
    )
    attempt.require(
        (inputs, targets) == expected,
        result,
        expected,
        "pieces follow each other without a gap or an overlap",
    )
    whole = attempt("abcde", 4)
    attempt.require(
        tuple(map(list, whole)) == (["abcd"], ["bcde"]),
        whole,
        (["abcd"], ["bcde"]),
        "the last piece that has a full target counts; range stops before its end",
    )


@check
def temperature(attempt: Attempt) -> None:
    """`with_temperature(probabilities, temperature)`: p^(1/temperature), divided by its sum."""
    p = np.array([0.7, 0.2, 0.1])
    for value in (1.0, 0.5, 2.0):
        expected = p ** (1 / value) / (p ** (1 / value)).sum()
        result = array(attempt, attempt(p.copy(), value), (3,))
        attempt.require(
            np.isclose(result.sum(), 1),
            f"returned {result}, whose sum is {result.sum():.3f}",
            expected,
            "divide by the sum: probabilities add up to 1",
        )
        attempt.require(
            value == 1 or not np.allclose(result, p),
            result,
            expected,
            "dividing the probabilities themselves changes nothing once their sum is 1: divide "
            "their logarithms",
        )
        attempt.require(
            value == 1 or not np.allclose(result, p**value / (p**value).sum()),
            result,
            expected,
            "a low temperature must make the likeliest likelier: divide the logarithm by the "
            "temperature, do not multiply",
        )
        attempt.require(
            np.allclose(result, expected), result, expected, "softmax of log(p) / temperature"
        )
    with np.errstate(all="ignore"):
        cold = array(attempt, attempt(np.array([0.6, 0.4, 0.0]), 0.0005), (3,))
    attempt.require(
        np.allclose(cold, [1, 0, 0], atol=1e-3),
        cold,
        [1, 0, 0],
        "near temperature 0 the likeliest gets all, and a probability of 0 stays 0: subtract the "
        "largest logarithm before exp",
    )
    with np.errstate(all="ignore"):
        attempt.refuses(p, 0.0, naming="0", hint="a temperature of 0 would divide by zero")


@check
def writing(attempt: Attempt) -> None:
    """`write(next_probabilities, alphabet, start, count, rng)`: the start and `count` drawn
    characters.
    """
    symbols, asked = list("abc"), []

    def successor(window: str) -> np.ndarray:
        asked.append(window)
        return np.eye(3)[(symbols.index(window[-1]) + 1) % 3]

    result = attempt(successor, symbols, "aabc", 4, np.random.default_rng(0))
    attempt.require(isinstance(result, str), result, "'aabcabca'", "return one string")
    attempt.require(
        result != "abca", f"returned {result!r}", "'aabcabca'", "the start belongs to the text"
    )
    attempt.require(
        len(result) == 8, f"returned {result!r}", "'aabcabca'", "draw `count` characters"
    )
    attempt.require(
        all(len(window) == 4 for window in asked),
        f"asked about {asked}",
        "windows of 4 characters each time",
        "the window slides: after a character is added, the first falls out; text[-length:]",
    )
    read = [result[i : i + 4] for i in range(4)]
    attempt.require(
        asked == read,
        f"wrote {result!r} and asked about {asked}",
        read,
        "what was drawn must be read at the next step",
    )
    attempt.require(
        result == "aabcabca",
        f"returned {result!r}",
        "'aabcabca'",
        "draw from the alphabet with the probabilities that came back",
    )
    drawn = attempt(
        lambda window: np.array([0.8, 0.2, 0.0]), symbols, "a", 300, np.random.default_rng(0)
    )[1:]
    attempt.require(
        "b" in drawn,
        "always took the likeliest character",
        "characters drawn by their probabilities",
        "the largest probability gives the same text each time: rng.choice(alphabet, p=…)",
    )
    attempt.require(
        "c" not in drawn and 20 <= drawn.count("b") <= 110,
        f"drew {drawn.count('a')} a, {drawn.count('b')} b, {drawn.count('c')} c",
        "about 240, 60 and none",
        "pass the probabilities on: rng.choice(alphabet, p=…)",
    )
    again = attempt(
        lambda window: np.array([0.8, 0.2, 0.0]), symbols, "a", 300, np.random.default_rng(0)
    )[1:]
    attempt.require(
        again == drawn,
        "drew another text from the same rng",
        "the same text",
        "draw with the rng that is passed, not with np.random",
    )

"""Checks of how text is drawn from probabilities: temperature, and character by character."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check


@check
def temperature(attempt: Attempt) -> None:
    """`with_temperature(probabilities, temperature)`: p^(1/temperature), divided by its sum.

    Take the logarithms, divide them by the temperature, subtract the largest so that exp does not
    overflow, take exp, and divide by the sum. First of all, refuse a temperature that is not
    positive.
    """
    p = np.array([0.7, 0.2, 0.1])
    for value in (1.0, 0.5, 2.0):
        expected = p ** (1 / value) / (p ** (1 / value)).sum()
        result = array(attempt, attempt(p, value), (3,))
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
        result = attempt(np.array([0.6, 0.4, 0.0]), 0.0005)
    hint = (
        "near temperature 0 the likeliest gets all, and a probability of 0 stays 0: subtract the "
        "largest logarithm before exp"
    )
    cold = array(attempt, result, (3,), nan=hint)
    attempt.require(np.allclose(cold, [1, 0, 0], atol=1e-3), cold, [1, 0, 0], hint)
    with np.errstate(all="ignore"):
        attempt.refuses(p, 0.0, naming="0", hint="a temperature of 0 would divide by zero")


def written(
    attempt: Attempt, next_probabilities: Callable, symbols: list[str], start: str, count: int
) -> str:
    """The text that the student's function writes; raise CheckFailed unless it is one."""
    result = attempt(next_probabilities, symbols, start, count, np.random.default_rng(0))
    attempt.require(
        isinstance(result, str), result, f"{start!r} and {count} characters", "return one string"
    )
    return result


def mostly_a(window: str) -> np.ndarray:
    """The probabilities of a, b and c, whatever was read."""
    return np.array([0.8, 0.2, 0.0])


@check
def writing(attempt: Attempt) -> None:
    """`write(next_probabilities, alphabet, start, count, rng)`: the start and `count` drawn
    characters.

    Keep one text that begins as `start`. `count` times: ask about its last len(start) characters,
    draw one character with rng.choice(alphabet, p=…), and append it.
    """
    symbols, asked = list("abc"), []

    def successor(window: str) -> np.ndarray:
        asked.append(window)
        return np.eye(3)[(symbols.index(window[-1]) + 1) % 3]

    result = written(attempt, successor, symbols, "aabc", 4)
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
        "the window slides: after a character is added, the first falls out",
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
    drawn = written(attempt, mostly_a, symbols, "a", 300)[1:]
    attempt.require(
        "b" in drawn,
        "always took the likeliest character",
        "characters drawn by their probabilities",
        "the largest probability gives the same text each time: draw with rng",
    )
    attempt.require(
        "c" not in drawn and 20 <= drawn.count("b") <= 110,
        f"drew {drawn.count('a')} a, {drawn.count('b')} b, {drawn.count('c')} c",
        "about 240, 60 and none",
        "pass the probabilities on to rng",
    )
    again = written(attempt, mostly_a, symbols, "a", 300)[1:]
    attempt.require(
        again == drawn,
        "drew another text from the same rng",
        "the same text",
        "draw with the rng that is passed, not with np.random",
    )

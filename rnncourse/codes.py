"""Walking among codes, and texts as sequences of one length: what the codes of images and of names are looked at with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FILL = "\n"  # stands after the end of a text, up to the common length


def nearest(codes: np.ndarray, queries: np.ndarray, count: int) -> np.ndarray:
    """Return the rows of the `count` codes (N, K) nearest to each query (Q, K), the nearest first, shape (Q, count)."""
    squares = np.square(codes).sum(axis=1) - 2 * queries @ codes.T                  # (Q, N), but for a constant in each row
    return np.argsort(squares, axis=1, kind="stable")[:, :count]


def between(first: np.ndarray, last: np.ndarray, steps: int) -> np.ndarray:
    """Return `steps` codes on the straight line from code `first` (K,) to `last` (K,), both included."""
    share = np.linspace(0, 1, steps, dtype=np.float32)[:, None]
    return (1 - share) * first + share * last


def alphabet_of(texts: Sequence[str]) -> str:
    """Return FILL and every character of `texts`, sorted."""
    return FILL + "".join(sorted(set("".join(texts)) - {FILL}))


def filled_one_hot(texts: Sequence[str], alphabet: str, steps: int) -> np.ndarray:
    """Turn texts into one-hot vectors (N, T, V) of T = `steps` characters, filled up with FILL.

    Raises ValueError if a text is longer than `steps` - 1, so that its end could not be told, or if it holds a character
    that is not in `alphabet`.
    """
    place = {character: i for i, character in enumerate(alphabet)}
    x = np.zeros((len(texts), steps, len(alphabet)), dtype=np.float32)
    for row, text in zip(x, texts):
        if len(text) >= steps:
            raise ValueError(f"the text {text!r} has {len(text)} characters, expected fewer than steps={steps}; raise steps, or leave it out")
        if unknown := set(text) - set(alphabet):
            raise ValueError(f"the text {text!r} holds {sorted(unknown)[0]!r}, which is not in the alphabet; make the alphabet from the texts that you encode")
        for step, character in enumerate(text.ljust(steps, FILL)):
            row[step, place[character]] = 1
    return x


def texts_of(logits: np.ndarray, alphabet: str) -> list[str]:
    """Return the most probable text of each row of logits (N, T, V), up to its first FILL."""
    return ["".join(alphabet[i] for i in row).split(FILL)[0] for row in logits.argmax(axis=2)]

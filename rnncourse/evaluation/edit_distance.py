"""How far two sequences are apart: the fewest symbols to put in, to take out, or to replace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np


def edit_distance(a: Sequence, b: Sequence) -> int:
    """Return the fewest insertions, deletions and replacements that turn `a`
    into `b` (Levenshtein 1966).

    Row by row (Wagner and Fischer 1974): `row[j]` is the distance of what was
    read of `a` from the first j symbols of `b`.
    """
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        above, row = row, [i]
        for j, y in enumerate(b, start=1):
            replaced = above[j - 1] + (x != y)
            row.append(min(above[j] + 1, row[j - 1] + 1, replaced))
    return row[-1]


def nearest_errors(
    written: Iterable[Sequence], listed: Iterable[Sequence[Sequence]]
) -> tuple[np.ndarray, np.ndarray]:
    """Return for each of N answers its distance from the nearest right one, and
    the length of that one, both of shape (N,).

    `listed` has all right answers to each. Raises ValueError where there is
    none, and where N differs.
    """
    found = [
        min((edit_distance(answer, right), len(right)) for right in several)
        for answer, several in zip(written, listed, strict=True)
    ]
    edits, lengths = np.array(found).reshape(-1, 2).T
    return edits, lengths


def error_rates(
    written: Iterable[Sequence], listed: Iterable[Sequence[Sequence]]
) -> dict[str, float]:
    """Return the "symbol_error_rate", edits of all answers for each symbol of the
    right ones, and the "word_error_rate", the share of answers that are not right.

    Raises ValueError where there is no answer, and as `nearest_errors` does.
    """
    edits, lengths = nearest_errors(written, listed)
    if not len(edits):
        raise ValueError("there is no answer to score; pass at least one, with its right answers")
    return {
        "symbol_error_rate": float(edits.sum() / lengths.sum()),
        "word_error_rate": float((edits > 0).mean()),
    }

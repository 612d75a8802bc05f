"""How well two sounds match, in per cent: an edit distance that takes little for a phoneme that is
like the one it stands for.

How alike two phonemes are, a `Similarity` says: articulation features, or what a net has learnt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from rnncourse.datasets.pronunciations import PHONEMES, check_phonemes
from rnncourse.evaluation.articulation import similarity

Similarity = Callable[[str, str], float]  # of two phonemes, from 0 to 1


def table_of(similarity: Similarity, symbols: Iterable[str] = PHONEMES) -> Similarity:
    """Look up what `similarity` says of all pairs of `symbols` once, and return a callable that
    remembers it.
    """
    symbols = tuple(symbols)
    known = {(a, b): similarity(a, b) for a in symbols for b in symbols}
    return lambda a, b: known[a, b]


def cosines(embedding: np.ndarray, symbols: Sequence[str]) -> Similarity:
    """Return how alike a net holds `symbols` to be: the cosine of their rows of `embedding` (V, E),
    and 0 where it is negative.

    Raises ValueError where there is not one row for each symbol.
    """
    if len(embedding) != len(symbols):
        raise ValueError(
            f"embedding has {len(embedding)} rows for {len(symbols)} symbols; pass the rows of "
            "these symbols, in their order"
        )
    rows = embedding / np.linalg.norm(embedding, axis=1, keepdims=True)
    alike = np.clip(rows @ rows.T, 0, 1)
    place = {symbol: row for row, symbol in enumerate(symbols)}
    return lambda a, b: 1.0 if a == b else float(alike[place[a], place[b]])


def weighted_distance(a: Sequence[str], b: Sequence[str], alike: Similarity) -> float:
    """Return the least that it costs to turn `a` into `b`: 1 for a symbol too many or too few, and
    1 - alike(x, y) for y in place of x.
    """
    costs = [float(j) for j in range(len(b) + 1)]
    for i, x in enumerate(a, start=1):
        above, costs = costs, [float(i)]
        for j, y in enumerate(b, start=1):
            swapped = above[j - 1] + 1 - alike(x, y)
            costs.append(min(above[j] + 1, costs[-1] + 1, swapped))
    return costs[-1]


FEATURES = table_of(similarity)


def phonetic_match(a: Sequence[str], b: Sequence[str], alike: Similarity = FEATURES) -> float:
    """Return how well two sequences of phonemes match, in per cent: 100 if they are equal, 0 if
    every phoneme must be replaced by one that has nothing in common with it.

    It is 1 minus the weighted distance over the length of the longer one. Raises ValueError on an
    empty sequence and on phonemes that do not exist.
    """
    check_phonemes(tuple(a))
    check_phonemes(tuple(b))
    return 100 * (1 - weighted_distance(a, b, alike) / max(len(a), len(b)))

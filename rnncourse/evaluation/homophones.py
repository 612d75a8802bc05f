"""Words that sound the same, words that only look alike, and how well a score tells one from the
other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from rnncourse.evaluation.bootstrap import Estimate, percentile_estimate


def homophones(pronunciations: Sequence[tuple[tuple[str, ...], ...]]) -> list[tuple[int, int]]:
    """Return the pairs of rows whose first pronunciations are equal."""
    by_sound: dict[tuple[str, ...], list[int]] = {}
    for row, several in enumerate(pronunciations):
        by_sound.setdefault(several[0], []).append(row)
    return [
        (first, second)
        for rows in by_sound.values()
        for place, first in enumerate(rows)
        for second in rows[place + 1 :]
    ]


def letter_distances(word: str, words: Sequence[str]) -> np.ndarray:
    """Return the edit distance of `word` from each of N words, shape (N,): how many letters must be
    put in, taken out or replaced.
    """
    longest = max(map(len, words))
    letters = np.array(words, dtype=f"U{longest}").view("U1").reshape(len(words), longest)
    steps = np.arange(longest + 1, dtype=np.int16)
    costs = np.tile(steps, (len(words), 1))  # (N, L + 1), of the beginnings of both words
    for letter in word:
        above, costs = costs, costs + 1
        np.minimum(costs[:, 1:], above[:, :-1] + (letters != letter), out=costs[:, 1:])
        costs = np.minimum.accumulate(costs - steps, axis=1) + steps
    return costs[np.arange(len(words)), [len(other) for other in words]]


def look_alike(
    row: int, words: Sequence[str], pronunciations: Sequence[tuple[tuple[str, ...], ...]]
) -> int:
    """Return the row of the word that is nearest to that of `row` in letters, without a
    pronunciation in common with it; the first of equals.

    Raises ValueError where there is none.
    """
    own = set(pronunciations[row])
    nearest = np.argsort(letter_distances(words[row], words), kind="stable").tolist()
    for other in nearest:
        if own.isdisjoint(pronunciations[other]):
            return other
    raise ValueError(f"all words sound like {words[row]!r}; pass some that do not")


def area_under_curve(
    higher: ArrayLike, lower: ArrayLike, groups: ArrayLike, *, seed: int = 0, resamples: int = 1000
) -> Estimate:
    """Estimate how often a score of N things that should have the `higher` one exceeds a score of N
    others, over all N x N pairs: the area under the ROC curve. Ties count half.

    The interval comes of drawing whole groups again; row i of both belongs to groups[i]. Raises
    ValueError on scores that are not one for each row of `groups`.
    """
    higher, lower = np.asarray(higher, dtype=float), np.asarray(lower, dtype=float)
    _, member = np.unique(groups, return_inverse=True)
    if not higher.shape == lower.shape == member.shape or not higher.size:
        raise ValueError(
            f"scores have shapes {higher.shape} and {lower.shape} and groups {member.shape}; give "
            "each row two scores and a group"
        )
    won = (higher[:, None] > lower) + 0.5 * (higher[:, None] == lower)  # (N, N)
    count = member.max() + 1
    one_hot = np.eye(count)[member]  # (N, G)
    by_group, sizes = one_hot.T @ won @ one_hot, one_hot.sum(axis=0)  # (G, G), (G,)
    drawn = np.random.default_rng(seed).multinomial(
        count, np.full(count, 1 / count), size=resamples
    )  # (R, G)
    areas = ((drawn @ by_group) * drawn).sum(axis=1) / (drawn @ sizes) ** 2
    return percentile_estimate(won.mean(), areas)

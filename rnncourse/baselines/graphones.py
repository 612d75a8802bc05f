"""Reading words aloud by counting: letters aligned with phonemes, tables of letters in their
surroundings, and n-grams of both together.

A **graphone** is a letter with the chunk of 0 to 2 phonemes that it makes (Deligne and others 1995;
Bisani and Ney 2008). An aligned word is a list of them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

Chunk = tuple[str, ...]
Graphone = tuple[str, Chunk]
Pair = tuple[str, Chunk]  # a word and its phonemes
MOST = 2  # phonemes that one letter makes
EDGE: Graphone = ("", ())  # before and behind every word


class Aligner:
    """The probability of each chunk of phonemes, given its letter, from pairs that nobody has
    aligned: by expectation and maximisation (Dempster and others 1977).
    """

    def fit(self, pairs: Sequence[Pair], *, rounds: int = 5) -> Aligner:
        """Learn from pairs; those with more than MOST phonemes a letter are left out. Raises
        ValueError if none is left.
        """
        pairs = [pair for pair in pairs if len(pair[1]) <= MOST * len(pair[0])]
        if not pairs:
            raise ValueError("there is no word that its letters could make; pass more pairs")
        self.p: dict[Graphone, float] = defaultdict(lambda: 1.0)
        for _ in range(rounds):
            counts: Counter[Graphone] = Counter()
            for word, phonemes in pairs:
                counts.update(self._expected(word, phonemes))
            totals: Counter[str] = Counter()
            for (letter, _), count in counts.items():
                totals[letter] += count
            self.p = defaultdict(float, {g: count / totals[g[0]] for g, count in counts.items()})
        return self

    def _expected(self, word: str, phonemes: Chunk) -> dict[Graphone, float]:
        """How often each graphone occurs in a pair, on average over all its alignments."""
        forward = self._sums(word, phonemes)
        backward = self._sums(word[::-1], phonemes[::-1], turned=True)[::-1, ::-1]
        counts: dict[Graphone, float] = defaultdict(float)
        for i, j, chunk in steps(word, phonemes):
            share = forward[i, j] * self.p[word[i], chunk] * backward[i + 1, j + len(chunk)]
            counts[word[i], chunk] += share / forward[-1, -1]
        return counts

    def _sums(self, word: str, phonemes: Chunk, *, turned: bool = False) -> np.ndarray:
        """The probability of all ways to the first i letters and j phonemes, (letters + 1,
        phonemes + 1); `turned` for a pair that is read from its end.
        """
        sums = np.zeros((len(word) + 1, len(phonemes) + 1))
        sums[0, 0] = 1.0
        for i, j, chunk in steps(word, phonemes):
            told = chunk[::-1] if turned else chunk
            sums[i + 1, j + len(chunk)] += sums[i, j] * self.p[word[i], told]
        return sums

    def align(self, word: str, phonemes: Chunk) -> list[Graphone] | None:
        """Return the likeliest graphones of a pair, or None where there are none."""
        best: dict[tuple[int, int], tuple[float, list[Graphone]]] = {(0, 0): (0.0, [])}
        for i, j, chunk in steps(word, phonemes):
            p = self.p.get((word[i], chunk), 0.0)
            if (i, j) in best and p > 0:
                score, path = best[i, j]
                there, score = (i + 1, j + len(chunk)), score + math.log(p)
                if there not in best or score > best[there][0]:
                    best[there] = score, [*path, (word[i], chunk)]
        return best.get((len(word), len(phonemes)), (0.0, None))[1]


def steps(word: str, phonemes: Chunk) -> Iterator[tuple[int, int, Chunk]]:
    """Go through all letters i, phonemes j before them, and chunks that letter i may make."""
    for i in range(len(word)):
        for j in range(len(phonemes) + 1):
            for length in range(min(MOST, len(phonemes) - j) + 1):
                yield i, j, phonemes[j : j + length]


class LetterTable:
    """For each letter the commonest chunk in the widest surroundings that were seen `fewest` times:
    `reach` letters on either side, then fewer, down to none.
    """

    def __init__(self, reach: int, fewest: int = 2):
        self.reach, self.fewest = reach, fewest

    def fit(self, aligned: Iterable[Sequence[Graphone]]) -> LetterTable:
        """Count the chunks of aligned words."""
        self.counts: dict[str, Counter[Chunk]] = defaultdict(Counter)
        for graphones in aligned:
            word = "".join(letter for letter, _ in graphones)
            for i, (_, chunk) in enumerate(graphones):
                for around in self._around(word, i):
                    self.counts[around][chunk] += 1
        return self

    def _around(self, word: str, i: int) -> Iterator[str]:
        """The surroundings of letter i, the widest first; the letter itself is in capitals."""
        padded, place = "_" * self.reach + word + "_" * self.reach, i + self.reach
        for width in range(self.reach, -1, -1):
            for left in {width, max(width - 1, 0)}:
                before, after = padded[place - left : place], padded[place + 1 : place + 1 + width]
                yield f"{before}{word[i].upper()}{after}"

    def read(self, word: str) -> Chunk:
        """Return the phonemes of a word."""
        found: list[str] = []
        for i in range(len(word)):
            for around in self._around(word, i):
                counts = self.counts.get(around)
                if counts and counts.total() >= self.fewest:
                    found += counts.most_common(1)[0][0]
                    break
        return tuple(found)


class JointNgrams:
    """N-grams of graphones with modified Kneser-Ney smoothing, as in
    :class:`rnncourse.baselines.KneserNey`, kept as counts of what was seen alone: there are a
    thousand graphones, and few follow on one another.
    """

    def __init__(self, order: int):
        self.order = order

    def fit(self, aligned: Sequence[Sequence[Graphone]]) -> JointNgrams:
        """Count aligned words."""
        self.levels: list[dict] = [defaultdict(Counter) for _ in range(self.order)]
        for graphones in aligned:
            row = [EDGE] * (self.order - 1) + [*graphones, EDGE]
            for place in range(self.order - 1, len(row)):
                context = tuple(row[place - self.order + 1 : place])
                self.levels[-1][context][row[place]] += 1
        for longer, shorter in zip(self.levels[:0:-1], self.levels[-2::-1]):
            for context, counts in longer.items():
                shorter[context[1:]].update(counts.keys())
        self.discounts = [discounts_of(level) for level in self.levels]
        self.sums = [  # of each context: all counts, and all that is taken off them
            {
                context: (counts.total(), sum(taken[min(c, 3)] for c in counts.values()))
                for context, counts in level.items()
            }
            for level, taken in zip(self.levels, self.discounts)
        ]
        self.makes: dict[str, list[Graphone]] = defaultdict(list)
        for graphone in self.levels[0][()]:
            self.makes[graphone[0]].append(graphone)
        return self

    def p(self, graphone: Graphone, context: tuple[Graphone, ...]) -> float:
        """Return the probability of a graphone after a context."""
        shorter = 1 / len(self.levels[0][()]) if not context else self.p(graphone, context[1:])
        counts = self.levels[len(context)].get(context)
        if counts is None:
            return shorter
        (total, taken), discounts = self.sums[len(context)][context], self.discounts[len(context)]
        count = counts.get(graphone, 0)
        return (count - discounts[min(count, 3)] + taken * shorter) / total

    def read(self, word: str, *, width: int = 8) -> Chunk:
        """Return the phonemes of the likeliest graphones that a beam of `width` finds."""
        start = (EDGE,) * (self.order - 1)
        beam: list[tuple[float, tuple[Graphone, ...]]] = [(0.0, start)]
        for letter in word:
            longer = [
                (
                    score + math.log(self.p(graphone, path[len(path) - self.order + 1 :])),
                    (*path, graphone),
                )
                for score, path in beam
                for graphone in self.makes[letter]
            ]
            beam = sorted(longer, key=lambda found: -found[0])[:width]
        ended = [
            (score + math.log(self.p(EDGE, path[len(path) - self.order + 1 :])), path)
            for score, path in beam
        ]
        _, path = max(ended, key=lambda found: found[0])
        return tuple(phoneme for _, chunk in path for phoneme in chunk)


def discounts_of(level: dict) -> list[float]:
    """Return what is taken off counts of 0, 1, 2 and of 3 or more (Chen & Goodman 1999)."""
    n = Counter(min(count, 4) for counts in level.values() for count in counts.values())
    if not (n[1] and n[2]):
        return [0.0, 0.5, 0.5, 0.5]
    y = n[1] / (n[1] + 2 * n[2])
    best = [r - (r + 1) * y * n[r + 1] / n[r] if n[r] else 0.5 for r in (1, 2, 3)]
    return [0.0, *(min(max(d, 0.1), r - 0.1) for r, d in enumerate(best, start=1))]

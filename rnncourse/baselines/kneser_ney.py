"""The strongest way to count what follows the last few symbols: modified
Kneser-Ney smoothing, and a classifier made of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from rnncourse.baselines.counted_text import CountedText, check_texts

Counts = dict[tuple, np.ndarray]  # of each symbol (V,), by the context before it


class KneserNey(CountedText):
    """Probabilities of symbols after contexts of up to `order` - 1 symbols
    (Kneser & Ney 1995), interpolated, with three discounts for each length of
    context (Chen & Goodman 1999).

    Of each count something is taken off, and what was taken goes to what the
    context that is one symbol shorter says:

        p(s | h) = (c(h s) - D(c(h s))) / c(h) + g(h) p(s | h without its first symbol)

    where g(h) is the share that was taken off. Below the longest context, c
    counts not how often h s occurs but after how many different symbols it
    does: a letter that is frequent in one place only is no good guess
    elsewhere. The beginning of a text has nothing before it, and counts as it
    is. Below the empty context stands the uniform distribution.
    """

    def __init__(self, symbol_count: int, order: int):
        for name, value in (("symbol_count", symbol_count), ("order", order)):
            if value < 1:
                raise ValueError(f"{name} is {value}, expected 1 or more")
        self.symbol_count, self.order = symbol_count, order
        self.known: dict[tuple, np.ndarray] = {}  # p (V,) after every context that was seen

    def fit(self, *texts: np.ndarray) -> KneserNey:
        """Count the symbols of one or more texts, each (N,); raise ValueError
        if there is none, or an empty one.
        """
        check_texts(texts)
        self.known = {}
        uniform = np.full(self.symbol_count, 1 / self.symbol_count)
        for counts in self._counts(texts):  # shortest contexts first
            discounts = discounts_of(counts)
            for context, count in counts.items():
                shorter = self.known[context[1:]] if context else uniform
                taken = discounts[np.minimum(count, 3).astype(int)]  # (V,)
                self.known[context] = (count - taken + taken.sum() * shorter) / count.sum()
        return self

    def _counts(self, texts: Iterable[np.ndarray]) -> list[Counts]:
        """Return the counts of each length of context, from 0 to `order` - 1."""
        levels: list[Counts] = [
            defaultdict(lambda: np.zeros(self.symbol_count)) for _ in range(self.order)
        ]
        for text in (text.tolist() for text in texts):
            for place, symbol in enumerate(text):
                context = tuple(text[max(0, place - self.order + 1) : place])
                levels[len(context)][context][symbol] += 1
        for longer, shorter in zip(levels[:0:-1], levels[-2::-1]):
            for context, count in longer.items():
                shorter[context[1:]] += count > 0
        return levels

    def probabilities(self, context: Sequence[int]) -> np.ndarray:
        """Return p (V,) of the next symbol after a `context` of indices."""
        context = tuple(context)[max(0, len(context) - self.order + 1) :]
        while context not in self.known:
            context = context[1:]
        return self.known[context]


def discounts_of(counts: Counts) -> np.ndarray:
    """Return what is taken off counts of 0, 1, 2 and of 3 or more, shape (4,).

    With n_r the number of n-grams that were counted r times and Y = n_1 / (n_1
    + 2 n_2), it is r - (r + 1) Y n_{r+1} / n_r (Chen & Goodman 1999), kept
    between 0.1 and r - 0.1; half a count where so few n-grams do not tell.
    """
    n = sum(
        (np.bincount(np.minimum(count, 5).astype(int), minlength=6) for count in counts.values()),
        start=np.zeros(6),
    )
    if n[1] == 0 or n[2] == 0:
        return np.array([0, 0.5, 0.5, 0.5])
    y = n[1] / (n[1] + 2 * n[2])
    best = [r - (r + 1) * y * n[r + 1] / n[r] if n[r] else 0.5 for r in (1, 2, 3)]
    return np.array([0, *(np.clip(d, 0.1, r - 0.1) for r, d in enumerate(best, start=1))])


class KneserNeyClassifier:
    """One model of the texts of each class; a text belongs to the class for
    which p(class) p(text | class) is largest (Bayes' rule).
    """

    def __init__(self, symbol_count: int, order: int):
        self.symbol_count, self.order = symbol_count, order

    def fit(self, texts: Sequence[np.ndarray], y: np.ndarray) -> KneserNeyClassifier:
        """Count the texts, each (T,), of each class in y (N,)."""
        members = [np.flatnonzero(y == c).tolist() for c in range(y.max() + 1)]
        self.log_priors = np.log([len(rows) / len(y) for rows in members])
        self.models = [
            KneserNey(self.symbol_count, self.order).fit(*(texts[row] for row in rows))
            for rows in members
        ]
        return self

    def log_joint(self, texts: Sequence[np.ndarray]) -> np.ndarray:
        """Return log p(class) + log p(text | class), shape (N, C)."""
        return self.log_priors + [
            [model.log_probabilities(text).sum() for model in self.models] for text in texts
        ]

    def predict(self, texts: Sequence[np.ndarray]) -> np.ndarray:
        """Return the most probable class of each text, shape (N,)."""
        return self.log_joint(texts).argmax(axis=1)

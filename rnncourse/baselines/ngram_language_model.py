"""What a recurrent generator must beat: a model of text that counts which
symbol follows the last few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from rnncourse.baselines.counted_text import CountedText, check_texts


class NgramLanguageModel(CountedText):
    """Counts of symbols after contexts of up to `order` - 1 symbols, with
    Witten-Bell smoothing.

    The probability after a context h of n symbols mixes what was counted there
    with what the context that is one symbol shorter says (Witten & Bell 1991,
    method C; interpolated):

        p(s | h) = (count(h s) + kinds(h) p(s | h without its first symbol)) / (count(h) + kinds(h))

    where kinds(h) is how many different symbols followed h. Below the empty
    context stands the uniform distribution: `order` 1 is a unigram model,
    `order` 0 the uniform one.
    """

    def __init__(self, symbol_count: int, order: int):
        if symbol_count < 1 or order < 0:
            raise ValueError(f"symbol_count {symbol_count} or order {order} is too small")
        self.symbol_count, self.order = symbol_count, order
        self.counts: dict[tuple, np.ndarray] = {}

    def fit(self, *texts: np.ndarray) -> NgramLanguageModel:
        """Count the symbols of one or more texts, each (N,); raise ValueError
        if there is none, or an empty one.
        """
        check_texts(texts)
        counts = defaultdict(lambda: np.zeros(self.symbol_count))
        for text in (text.tolist() for text in texts):
            for length in range(self.order):
                for place in range(length, len(text)):
                    counts[tuple(text[place - length : place])][text[place]] += 1
        self.counts = dict(counts)
        return self

    def probabilities(self, context: Sequence[int]) -> np.ndarray:
        """Return p (V,) of the next symbol after a `context` of indices."""
        p = np.full(self.symbol_count, 1 / self.symbol_count)
        for length in range(min(self.order, len(context) + 1)):
            counts = self.counts.get(tuple(context[len(context) - length :]))
            if counts is None:  # never seen: longer ones neither
                return p
            kinds = np.count_nonzero(counts)
            p = (counts + kinds * p) / (counts.sum() + kinds)
        return p

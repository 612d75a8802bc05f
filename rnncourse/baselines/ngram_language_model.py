"""What a recurrent generator must beat: a model of text that counts which
symbol follows the last few.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np


class NgramLanguageModel:
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

    def fit(self, indices: np.ndarray) -> NgramLanguageModel:
        """Count the symbols of a text (N,); raise ValueError if it is empty."""
        if len(indices) == 0:
            raise ValueError("the text is empty; give at least one symbol to count")
        counts = defaultdict(lambda: np.zeros(self.symbol_count))
        text = indices.tolist()
        for length in range(self.order):
            for place in range(length, len(text)):
                counts[tuple(text[place - length : place])][text[place]] += 1
        self.counts = dict(counts)
        return self

    def probabilities(self, context: tuple) -> np.ndarray:
        """Return p (V,) of the next symbol after a `context` of indices."""
        p = np.full(self.symbol_count, 1 / self.symbol_count)
        for length in range(min(self.order, len(context) + 1)):
            counts = self.counts.get(tuple(context[len(context) - length :]))
            if counts is None:  # never seen: longer ones neither
                return p
            kinds = np.count_nonzero(counts)
            p = (counts + kinds * p) / (counts.sum() + kinds)
        return p

    def loss(self, indices: np.ndarray) -> float:
        """Return the mean of -log p (nats) over the symbols of a text (N,)
        after its first.
        """
        text, reach = indices.tolist(), max(self.order - 1, 0)
        surprise, losses = {}, []
        for place in range(1, len(text)):
            context = tuple(text[max(0, place - reach) : place])
            if context not in surprise:
                surprise[context] = -np.log(self.probabilities(context))
            losses.append(surprise[context][text[place]])
        return float(np.mean(losses))

    def next_logits(
        self, symbols: np.ndarray, state: list[tuple] | None
    ) -> tuple[np.ndarray, list[tuple]]:
        """Be a callable for `generation.sample`: the state is the last symbols
        of each text.
        """
        reach = max(self.order - 1, 0)
        state = [()] * len(symbols) if state is None else state
        contexts = [
            (*context, int(symbol))[-reach:] if reach else ()
            for context, symbol in zip(state, symbols)
        ]
        return np.log([self.probabilities(context) for context in contexts]), contexts

"""What all models that count have in common: they know the probabilities of the
next symbol after the last few, and so the surprise of a text, and can write.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


class CountedText:
    """A model of the next symbol after at most `order` - 1 symbols.

    What is counted, and how it becomes `probabilities`, its kinds tell.
    """

    order: int

    def probabilities(self, context: Sequence[int]) -> np.ndarray:
        """Return p (V,) of the next symbol after a `context` of indices."""
        raise NotImplementedError(f"{type(self).__name__} does not say what comes next")

    def log_probabilities(self, text: np.ndarray) -> np.ndarray:
        """Return the log-probability (nats) of each symbol of a text (N,) after
        its first, shape (N - 1,).
        """
        symbols, reach, after = text.tolist(), max(self.order - 1, 0), {}
        found = np.empty(max(len(symbols) - 1, 0))
        for place in range(1, len(symbols)):
            context = tuple(symbols[max(0, place - reach) : place])
            if context not in after:
                after[context] = np.log(self.probabilities(context))
            found[place - 1] = after[context][symbols[place]]
        return found

    def loss(self, *texts: np.ndarray) -> float:
        """Return the mean of -log p (nats) over the symbols of texts, without
        the first of each.
        """
        return -float(np.concatenate([self.log_probabilities(text) for text in texts]).mean())

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


class Mixed(CountedText):
    """Two models as one: `share` times what the first says, the rest from the
    second. Raises ValueError on a share that is none.
    """

    def __init__(self, first: CountedText, second: CountedText, share: float):
        if not 0 <= share <= 1:
            raise ValueError(f"share is {share}, expected a number from 0 to 1")
        self.first, self.second, self.share = first, second, share
        self.order = max(first.order, second.order)

    def probabilities(self, context: Sequence[int]) -> np.ndarray:
        """Return p (V,) of the next symbol after a `context` of indices."""
        first, second = (m.probabilities(context) for m in (self.first, self.second))
        return self.share * first + (1 - self.share) * second


def check_texts(texts: Sequence[np.ndarray]) -> None:
    """Raise ValueError if there is no text to count, or an empty one."""
    if not texts or min(map(len, texts)) == 0:
        raise ValueError("a text is empty, expected at least one symbol in each; drop it")

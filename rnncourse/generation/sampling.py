"""Text out of a model, one symbol after the other: one sampler for any model
that tells what may come next.

A model enters as a callable `next_logits(symbols, state)`: symbols (B,) are the
latest index of B texts, `state` is what the model remembers of those before
(None at the start); it returns logits (B, V) for the next symbol and the new
state. Recurrent nets carry their hidden state there; `Windowed` makes such a
callable of a model that reads windows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from rnncourse.preprocessing.encoding import Vocab

NextLogits = Callable[[np.ndarray, Any], tuple[np.ndarray, Any]]


def probabilities(
    logits: np.ndarray, *, temperature: float = 1.0, top_k: int | None = None
) -> np.ndarray:
    """Turn logits (B, V) into the probabilities (B, V) from which symbols are
    drawn.

    Logits are divided by `temperature`: below 1 the likely becomes likelier, at
    0 all goes to the largest (greedy; the first of equals). `top_k` leaves out
    all but the k most likely symbols. A logit of minus infinity forbids a
    symbol. Raises ValueError on a temperature that is negative or nan, on a
    `top_k` below 1, on logits that are nan or infinite, and where all symbols
    are forbidden.
    """
    if not temperature >= 0:
        raise ValueError(f"temperature is {temperature}, expected 0 (greedy) or more")
    if top_k is not None and top_k < 1:
        raise ValueError(f"top_k is {top_k}, expected 1 or more, or None for all symbols")
    logits = np.asarray(logits, dtype=np.float64)
    if np.isnan(logits).any() or not np.isfinite(logits.max(axis=1)).all():
        raise ValueError(
            "logits hold nan or infinity, or forbid every symbol; "
            "if the model has diverged, "
            "train it with a lower learning rate or clip its gradients"
        )
    if temperature == 0 or top_k == 1:
        return np.eye(logits.shape[1])[logits.argmax(axis=1)]
    if top_k is not None and top_k < logits.shape[1]:
        smallest = np.sort(logits, axis=1)[:, [-top_k]]  # (B, 1) of those that stay
        logits = np.where(logits >= smallest, logits, -np.inf)
    weights = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    return weights / weights.sum(axis=1, keepdims=True)


def draw(p: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    """Draw one index (B,) from each row of p (B, V), given uniform numbers (B,)
    in [0, 1).

    It is the first index at which the running sum of p exceeds the number,
    which is how `numpy.random.choice` draws: the same numbers give the same
    text in every framework.
    """
    running = p.cumsum(axis=1)  # (B, V)
    running /= running[:, -1:]
    return (running <= uniform[:, None]).sum(axis=1)


def sample(
    next_logits: NextLogits,
    vocab: Vocab,
    start: str,
    length: int,
    *,
    count: int = 1,
    temperature: float = 1.0,
    top_k: int | None = None,
    rng: np.random.Generator,
) -> list[str]:
    """Continue `start` by `length` symbols, `count` times at once; return the
    new texts alone.

    Each step takes `count` uniform numbers from `rng`. Raises ValueError on an
    empty `start`, on characters outside `vocab`, on a negative `length`, on a
    `count` below 1, and where `probabilities` does.
    """
    if not start:
        raise ValueError("the start is empty; give at least one character, such as a newline")
    if length < 0 or count < 1:
        raise ValueError(f"length is {length} and count {count}; expected 0 and 1 or more")
    seen = np.tile(vocab.encode(start), (count, 1))  # (B, T)
    state = None
    for symbols in seen.T:  # read the start
        logits, state = next_logits(symbols, state)
    drawn = np.empty((length, count), dtype=np.int64)
    for step in range(length):
        p = probabilities(logits, temperature=temperature, top_k=top_k)
        drawn[step] = draw(p, rng.random(count))
        if step < length - 1:
            logits, state = next_logits(drawn[step], state)
    return [vocab.decode(column) for column in drawn.T]


def with_top_p(next_logits: NextLogits, share: float, *, temperature: float = 1.0) -> NextLogits:
    """Make of a model one that writes only what is likely (Holtzman et al.
    2020): after each text the likeliest symbols that reach `share` together.

    Logits are divided by `temperature` before; all others become minus infinity.
    Raises ValueError on a `share` outside (0, 1] and a `temperature` that is not
    positive.
    """
    if not 0 < share <= 1 or not temperature > 0:
        raise ValueError(
            f"share is {share} and temperature {temperature}; "
            "expected more than 0 and at most 1, and more than 0"
        )

    def step(symbols: np.ndarray, state: Any) -> tuple[np.ndarray, Any]:
        logits, state = next_logits(symbols, state)
        p = probabilities(logits, temperature=temperature)
        order = np.argsort(-p, axis=1, kind="stable")  # the likeliest first
        ranked = np.take_along_axis(p, order, axis=1)
        before = ranked.cumsum(axis=1) - ranked  # what those before it reach
        kept = np.full_like(p, -np.inf)
        with np.errstate(divide="ignore"):
            allowed = np.where(before < share, np.log(ranked), -np.inf)
        np.put_along_axis(kept, order, allowed, axis=1)
        return kept, state

    return step


def beam_search(
    next_logits: NextLogits, vocab: Vocab, start: str, length: int, *, width: int
) -> list[tuple[str, float]]:
    """Look for the most probable continuation of `start` by `length` symbols:
    after every symbol the `width` best texts so far are kept.

    Returns the new texts with their log-probabilities (nats), the best first.
    Each step reads all texts again, `width` at a time: so it needs nothing of
    the state but None, wherever a model keeps it. Raises ValueError as `sample`
    does, and on a `width` below 1.
    """
    if not start or length < 0 or width < 1:
        raise ValueError(
            f"start is {start!r}, length {length} and width {width}; "
            "expected at least one character, 0 or more, and 1 or more"
        )
    texts = np.tile(vocab.encode(start), (width, 1))  # (K, T)
    scores = np.where(np.arange(width) == 0, 0.0, -np.inf)  # of one text so far
    for _ in range(length):
        state = None
        for symbols in texts.T:
            logits, state = next_logits(symbols, state)
        with np.errstate(divide="ignore"):
            longer = scores[:, None] + np.log(probabilities(logits))  # (K, V)
        best = np.argsort(-longer, axis=None, kind="stable")[:width]
        rows, symbols = np.divmod(best, longer.shape[1])
        texts, scores = np.hstack([texts[rows], symbols[:, None]]), longer.ravel()[best]
    return [
        (vocab.decode(text[len(start) :]), float(score))
        for text, score in zip(texts, scores)
        if score > -np.inf
    ]


class Windowed:
    """A model that reads windows of `steps` symbols, as a `next_logits`
    callable.

    `predict_logits` maps windows of indices, (B, steps) or shorter where no
    more has been seen, to logits (B, V). The state is the window: the latest
    symbols, and nothing before.
    """

    def __init__(self, predict_logits: Callable[[np.ndarray], np.ndarray], steps: int):
        if steps < 1:
            raise ValueError(f"steps is {steps}, expected 1 or more")
        self.predict_logits, self.steps = predict_logits, steps

    def __call__(
        self, symbols: np.ndarray, state: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Take the symbols (B,) into the window; return logits (B, V) and the
        window.
        """
        window = symbols[:, None] if state is None else np.hstack([state, symbols[:, None]])
        window = window[:, -self.steps :]
        return self.predict_logits(window), window


def fill(start: str, steps: int) -> str:
    """Repeat `start` to `steps` characters, or cut it: the lecture's
    `make_seed`.
    """
    if not start:
        raise ValueError("the start is empty; give at least one character")
    return (start * -(-steps // len(start)))[:steps]

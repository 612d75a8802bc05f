"""An answer out of a decoder, one symbol after the other, until it writes END:
the likeliest symbol each time, or a beam.

A decoder enters as a callable `next_logits(symbols, state)`, as a generator of
text does (see sampling), and with the state of its sources: arrays or tensors
whose first axis counts the B sources. START and END are indices.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from rnncourse.generation.sampling import NextLogits
from rnncourse.preprocessing.inputs import check_counts


class Answer(NamedTuple):
    """What a decoder wrote, without START and END, and its log-probability
    (nats), END included.
    """

    symbols: tuple[int, ...]
    log_p: float


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Return the log-probabilities (B, V) of logits (B, V)."""
    logits = np.asarray(logits, dtype=np.float64)
    logits = logits - logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def greedy_decoding(
    next_logits: NextLogits, state: Sequence[Any], *, start: int, end: int, longest: int
) -> np.ndarray:
    """Write the likeliest symbol each time, for all B sources at once; return
    the indices (B, T).

    A row goes on behind its END until all have one, or T is `longest`. Raises
    ValueError on a `longest` below 1.
    """
    check_counts(longest=longest)
    symbols = np.full(len(state[0]), start)
    written, ended = [], np.zeros(len(symbols), dtype=bool)
    while len(written) < longest and not ended.all():
        logits, state = next_logits(symbols, state)
        symbols = logits.argmax(axis=1)  # (B,)
        written.append(symbols)
        ended |= symbols == end
    return np.stack(written, axis=1)


def beam_decoding(
    next_logits: NextLogits,
    state: Sequence[Any],
    *,
    start: int,
    end: int,
    longest: int,
    width: int,
) -> list[Answer]:
    """Look for the likeliest answers to one source: after every symbol the
    `width` best that have not ended are kept.

    `state` has one row. Returns at most `width` answers with an END, the
    likeliest first; where none has ended after `longest` symbols, none. The
    search stops when no unfinished one can still become better than those.
    Raises ValueError on a `width` or a `longest` below 1.
    """
    check_counts(longest=longest, width=width)
    open_answers, done = [Answer((), 0.0)], []
    symbols = np.array([start])
    for _ in range(longest):
        logits, state = next_logits(symbols, state)
        longer = np.array([a.log_p for a in open_answers])[:, None] + log_softmax(logits)  # (K, V)
        done += [Answer(a.symbols, float(p)) for a, p in zip(open_answers, longer[:, end])]
        done = sorted(done, key=lambda answer: -answer.log_p)[:width]
        longer[:, end] = -np.inf
        best = np.argsort(-longer, axis=None, kind="stable")[:width]
        best = best[np.isfinite(longer.ravel()[best])]
        rows, symbols = np.divmod(best, longer.shape[1])
        open_answers = [
            Answer((*open_answers[row].symbols, int(symbol)), float(longer[row, symbol]))
            for row, symbol in zip(rows, symbols)
        ]
        if len(done) == width and open_answers[0].log_p <= done[-1].log_p:
            break
        state = tuple(part[rows] for part in state)
    return done

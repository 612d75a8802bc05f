"""Pairs of sequences that need not be aligned, such as letters and phonemes: a
source that is read and a target that is to be written.

N pairs, S steps of a source, T of a target. Index 0 is padding in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from rnncourse.preprocessing.encoding import END, PAD, START, Vocab, pad
from rnncourse.preprocessing.inputs import check_batch_size

PADDING = "_"  # the symbol with index 0: no symbol here


def source_vocab(symbols: Iterable[str]) -> Vocab:
    """Number the symbols of sources from 1; 0 is padding."""
    return Vocab((PADDING, *symbols))


def target_vocab(symbols: Iterable[str]) -> Vocab:
    """Number padding 0, START 1, END 2, and the symbols of targets from 3."""
    return Vocab((PADDING, START, END, *symbols))


def encode_sources(sequences: Sequence[Iterable[str]], vocab: Vocab) -> np.ndarray:
    """Return the indices (N, S) of sequences of symbols, padded with 0 at the
    end.
    """
    return _filled([vocab.encode(sequence) for sequence in sequences])


def encode_targets(sequences: Sequence[Iterable[str]], vocab: Vocab) -> np.ndarray:
    """Return the indices (N, T) of START, the symbols of each sequence, and
    END, padded with 0 at the end.

    A decoder reads all columns but the last, and is to write all but the first.
    """
    return _filled([vocab.encode((START, *sequence, END)) for sequence in sequences])


def _filled(sequences: list[np.ndarray]) -> np.ndarray:
    padded = pad(sequences)
    return np.where(padded == PAD, 0, padded)


def decode_targets(indices: Iterable[Iterable[int]], vocab: Vocab) -> list[tuple[str, ...]]:
    """Return the symbols of each row of indices (N, T) that stand before its
    first END; START and padding are left out.
    """
    sequences = []
    for row in indices:
        symbols = [vocab.symbols[i] for i in row]
        if END in symbols:
            symbols = symbols[: symbols.index(END)]
        sequences.append(tuple(s for s in symbols if s not in (START, PADDING)))
    return sequences


def one_length_batches(
    sources: np.ndarray, batch_size: int
) -> Callable[[np.random.Generator], list[np.ndarray]]:
    """Return a function that draws an epoch of batches of sources (N, S) that
    are equally long: their rows need no padding, and no mask.

    Every row is drawn once; a batch has at most `batch_size` rows.
    """
    check_batch_size(batch_size)
    lengths = (sources != 0).sum(axis=1)
    groups = [np.flatnonzero(lengths == length) for length in np.unique(lengths)]

    def draw(rng: np.random.Generator) -> list[np.ndarray]:
        batches = [
            rows
            for group in groups
            for rows in np.array_split(rng.permutation(group), -(-len(group) // batch_size))
        ]
        return [batches[i] for i in rng.permutation(len(batches))]

    return draw

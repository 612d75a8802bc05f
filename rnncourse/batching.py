"""Batches of sequences of like length, so that little time goes into padding."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def like_length_batches(x: np.ndarray, batch_size: int
                        ) -> Callable[[np.random.Generator], list[np.ndarray]]:
    """Return a function that draws an epoch of batches, each of sequences that are about equally long.

    x has shape (N, T, V), padded with zero vectors at the end. Every row stands in one batch; which of the sequences of a
    length share one, and which batch comes first, is drawn anew each time. Pass the function to `training.train(batches=...)`.
    """
    steps = np.arange(1, x.shape[1] + 1)
    lengths = (x.any(axis=2) * steps).max(axis=1)            # (N,) last step that is no padding

    def draw(rng: np.random.Generator) -> list[np.ndarray]:
        rows = rng.permutation(len(x))
        rows = rows[np.argsort(lengths[rows], kind="stable")]
        batches = np.split(rows, range(batch_size, len(rows), batch_size))
        return [batches[i] for i in rng.permutation(len(batches))]

    return draw

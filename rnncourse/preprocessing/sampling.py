"""Which rows a training draws, and how often: class weights, oversampling,
balanced batches, batches of like length.

N rows, C classes. Use them on training rows only, after the split: a row that
is copied before the split stands in two parts.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def class_weights(y: np.ndarray, class_count: int, *, power: float = 1.0) -> np.ndarray:
    """Return a weight for each class, (N / C n_c) ** power for n_c of N rows,
    (C,) float32.

    With power 1 every class weighs the same in all, with 0 every row does. The
    weights are then scaled so that the mean over the rows is 1, and the size of
    the loss stays what it was. Raises ValueError for a class without a row.
    """
    counts = _counts(y, class_count)
    weights = (len(y) / (class_count * counts)) ** power
    return (weights * len(y) / (weights * counts).sum()).astype(np.float32)


def class_priors(y: np.ndarray, class_count: int) -> np.ndarray:
    """Return the share of each class in y (N,), shape (C,), float32.

    Raises ValueError for a class without a row.
    """
    return (_counts(y, class_count) / len(y)).astype(np.float32)


def oversample(y: np.ndarray, class_count: int, *, rng: np.random.Generator) -> np.ndarray:
    """Return row indices in which every class is as frequent as the largest.

    Rows of the other classes are repeated. Each row stands in the result, and
    the rows of a class differ by at most 1 in how often they do. Raises
    ValueError for a class without a row.
    """
    largest = _counts(y, class_count).max()
    return np.concatenate(
        [_repeat(np.flatnonzero(y == c), largest, rng) for c in range(class_count)]
    )


def _repeat(rows: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return `count` of `rows`, all of them equally often as far as that
    goes.
    """
    shuffles = [rng.permutation(rows) for _ in range(-(-count // len(rows)))]
    return np.concatenate(shuffles)[:count]


def balanced_batches(
    y: np.ndarray, class_count: int, batch_size: int
) -> Callable[[np.random.Generator], list[np.ndarray]]:
    """Return a function that draws an epoch of batches, with equally many rows
    of each class.

    An epoch has about as many rows as y (N,); what is left of `batch_size` over
    C goes to classes in turn. Pass the function to
    `training.train(batches=...)`. Raises ValueError for a class without a row,
    and if a batch has no room for every class.
    """
    if batch_size < class_count:
        raise ValueError(
            f"batch_size {batch_size} has no room for {class_count} classes; "
            "make it at least that large"
        )
    _counts(y, class_count)
    members = [np.flatnonzero(y == c) for c in range(class_count)]
    batch_count = -(-len(y) // batch_size)

    def draw(rng: np.random.Generator) -> list[np.ndarray]:
        classes = np.arange(batch_count * batch_size) % class_count  # in turn
        rows = np.empty_like(classes)
        for c in range(class_count):
            places = np.flatnonzero(classes == c)
            rows[places] = _repeat(members[c], len(places), rng)
        return np.split(rows, batch_count)

    return draw


def _counts(y: np.ndarray, class_count: int) -> np.ndarray:
    counts = np.bincount(y, minlength=class_count)
    if (counts == 0).any():
        raise ValueError(
            f"class {int(counts.argmin())} of {class_count} has no row in y; "
            "pass the training rows of a split that keeps every class"
        )
    return counts


def like_length_batches(
    x: np.ndarray, batch_size: int
) -> Callable[[np.random.Generator], list[np.ndarray]]:
    """Return a function that draws an epoch of batches, each of sequences that
    are about equally long.

    x has shape (N, T, V), padded with zero vectors at the end. Every row stands
    in one batch; which of the sequences of a length share one, and which batch
    comes first, is drawn anew each time. Pass the function to
    `training.train(batches=...)`.
    """
    steps = np.arange(1, x.shape[1] + 1)
    lengths = (x.any(axis=2) * steps).max(axis=1)  # (N,) last step that is no padding

    def draw(rng: np.random.Generator) -> list[np.ndarray]:
        rows = rng.permutation(len(x))
        rows = rows[np.argsort(lengths[rows], kind="stable")]
        batches = np.split(rows, range(batch_size, len(rows), batch_size))
        return [batches[i] for i in rng.permutation(len(batches))]

    return draw

"""A text cut up for training a language model: windows with the symbol that
follows, and streams whose state is carried.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def next_symbol_windows(
    indices: np.ndarray, steps: int, skip: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Cut a text (N,) into windows and the symbol that follows each:
    many-to-one.

    Returns x (M, steps), a window that begins every `skip` symbols, and y (M,).
    Raises ValueError if the text is too short for one window and its target.
    """
    _check_length(indices, steps, skip)
    starts = np.arange(0, len(indices) - steps, skip)
    return indices[starts[:, None] + np.arange(steps)], indices[starts + steps]


def shifted_windows(indices: np.ndarray, steps: int, skip: int) -> tuple[np.ndarray, np.ndarray]:
    """Cut a text (N,) into windows and the same windows one symbol later:
    many-to-many.

    Returns x (M, steps) and y (M, steps): every step has its own target. Raises
    ValueError if the text is too short for one window and its last target.
    """
    _check_length(indices, steps, skip)
    starts = np.arange(0, len(indices) - steps, skip)
    places = starts[:, None] + np.arange(steps)
    return indices[places], indices[places + 1]


def _check_length(indices: np.ndarray, steps: int, skip: int) -> None:
    if steps < 1 or skip < 1:
        raise ValueError(f"steps is {steps} and skip {skip}; expected 1 or more")
    if len(indices) <= steps:
        raise ValueError(
            f"a text of {len(indices)} symbols holds no window of {steps} "
            "and the symbol that follows; take a longer text or fewer steps"
        )


class Streams:
    """A text (N,) as B streams that are read side by side, `steps` symbols at a
    time.

    Row b of every batch goes on where row b of the batch before it ended, so
    that a net can carry its state from batch to batch. What does not fill the
    streams is left out. Raises ValueError if a stream would be shorter than one
    chunk and its last target.
    """

    def __init__(self, indices: np.ndarray, batch_size: int, steps: int):
        length = (len(indices) - 1) // batch_size // steps * steps
        if length < 1:
            raise ValueError(
                f"a text of {len(indices)} symbols is too short for "
                f"{batch_size} streams of {steps} steps and a target; "
                "take fewer streams or steps"
            )
        self.x = indices[: batch_size * length].reshape(batch_size, length)  # (B, L)
        self.y = indices[1 : batch_size * length + 1].reshape(batch_size, length)  # one later
        self.steps = steps

    def __len__(self) -> int:
        """Return how many chunks an epoch has."""
        return self.x.shape[1] // self.steps

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield x and y, (B, steps) each, chunk after chunk."""
        for start in range(0, self.x.shape[1], self.steps):
            chunk = slice(start, start + self.steps)
            yield self.x[:, chunk], self.y[:, chunk]

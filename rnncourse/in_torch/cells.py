"""The recurrent cells that the models are built from, in PyTorch, and where their first weights
come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

CELLS = {"elman": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def check_cell(cell: str) -> None:
    """Raise ValueError unless `cell` is one of CELLS."""
    if cell not in CELLS:
        raise ValueError(f"cell {cell!r} is not known; choose one of {', '.join(CELLS)}")


@contextmanager
def weights_from(seed: int) -> Iterator[None]:
    """Draw weights from `seed` inside, and leave the global generator as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield

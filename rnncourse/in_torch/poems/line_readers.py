"""Nets in PyTorch that read the letters of a line and tell its class, such as
its metre.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.functional import one_hot

from rnncourse.in_torch.cells import weights_from
from rnncourse.in_torch.classifiers import RecurrentClassifier


class LineReader(nn.Module):
    """A convolution over neighbouring letters, if `filters` are asked for, and a
    RecurrentClassifier with `options` that reads what it finds.

    All lines of a batch have the same number of letters: nothing is padding.
    """

    def __init__(
        self,
        symbol_count: int,
        hidden_size: int,
        class_count: int,
        *,
        filters: int | None = None,
        width: int = 5,
        **options,
    ):
        super().__init__()
        self.symbol_count = symbol_count
        self.front = None
        if filters is not None:
            self.front = nn.Conv1d(symbol_count, filters, width, padding="same")
        self.reader = RecurrentClassifier(
            filters or symbol_count, hidden_size, class_count, padded=False, **options
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits (B, C) for lines x (B, T), symbols by their indices."""
        vectors = one_hot(x, self.symbol_count).float()  # (B, T, V)
        if self.front is not None:
            found = torch.relu(self.front(vectors.transpose(1, 2)))
            vectors = found.transpose(1, 2)  # (B, T, filters)
        return self.reader(vectors)


def line_reader(
    symbol_count: int, hidden_size: int, class_count: int, *, seed: int, **options
) -> LineReader:
    """Build a LineReader with `options`; the same `seed` gives the same weights."""
    with weights_from(seed):
        return LineReader(symbol_count, hidden_size, class_count, **options)

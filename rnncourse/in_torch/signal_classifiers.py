"""Classifiers of signals in PyTorch: windows of fixed length in, one class out.

Each maps x of shape (B, T, D) to logits of shape (B, C); the same `seed` gives
the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn.functional import pad

from rnncourse.in_torch.cells import CELLS, check_cell, weights_from


def dense(
    steps: int,
    input_size: int,
    class_count: int,
    *,
    hidden_sizes: Sequence[int] = (),
    dropout: float = 0.0,
    seed: int,
) -> nn.Module:
    """Build dense layers on the flattened window; without `hidden_sizes`, a
    linear net.
    """
    sizes = [steps * input_size, *hidden_sizes]
    with weights_from(seed):
        layers = [
            layer
            for size, following in zip(sizes, sizes[1:])
            for layer in (nn.Linear(size, following), nn.ReLU(), nn.Dropout(dropout))
        ]
        return nn.Sequential(nn.Flatten(), *layers, nn.Linear(sizes[-1], class_count))


def block(input_size: int, filters: int, width: int, dropout: float) -> tuple[nn.Module, ...]:
    """Return the layers of a block, from (B, input_size, T) to (B, filters, T / 2)."""
    return (
        nn.Conv1d(input_size, filters, width, padding="same"),
        nn.BatchNorm1d(filters),
        nn.ReLU(),
        nn.MaxPool1d(2),
        nn.Dropout(dropout),
    )


class Convolutional(nn.Module):
    """Blocks of convolution, normalisation, ReLU and pooling, then a mean or a
    net.

    Every block halves the number of steps. With a `cell`, a recurrent layer of
    that kind reads what the blocks hand on, and its last state is classified;
    without, their mean.
    """

    def __init__(
        self,
        input_size: int,
        filters: Sequence[int],
        class_count: int,
        *,
        width: int = 5,
        cell: str | None = None,
        hidden_size: int = 64,
        dropout: float = 0.0,
    ):
        super().__init__()
        sizes = [input_size, *filters]
        self.blocks = nn.Sequential(
            *(
                layer
                for size, following in zip(sizes, sizes[1:])
                for layer in block(size, following, width, dropout)
            )
        )
        last = sizes[-1] if cell is None else hidden_size
        self.recurrent = None
        if cell is not None:
            check_cell(cell)
            self.recurrent = CELLS[cell](sizes[-1], hidden_size, batch_first=True)
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(last, class_count)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits (B, C) for x of shape (B, T, D)."""
        features = self.blocks(x.transpose(1, 2)).transpose(1, 2)  # (B, T / 2**blocks, F)
        if self.recurrent is None:
            return self.linear(self.dropout(features.mean(dim=1)))
        outputs, _ = self.recurrent(features)  # (B, T / 2**blocks, H)
        return self.linear(self.dropout(outputs[:, -1]))


def convolutional(
    input_size: int, filters: Sequence[int], class_count: int, *, seed: int, **options
) -> Convolutional:
    """Build a Convolutional classifier with one block for each number in
    `filters`.
    """
    with weights_from(seed):
        return Convolutional(input_size, filters, class_count, **options)


class Dilated(nn.Module):
    """Causal convolutions that look back twice as far in every block.

    Block k has dilation 2**k and adds to its input (a residual connection); no
    step sees a later one. The last step, which has seen (`width` - 1) *
    (2**layers - 1) steps before it, is classified. Source: van den Oord et al.,
    WaveNet, 2016.
    """

    def __init__(
        self,
        input_size: int,
        filters: int,
        class_count: int,
        *,
        layers: int = 6,
        width: int = 3,
        dropout: float = 0.0,
    ):
        super().__init__()
        self.widen = nn.Conv1d(input_size, filters, 1)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(filters, filters, width, dilation=2**k) for k in range(layers)
        )
        self.norms = nn.ModuleList(nn.BatchNorm1d(filters) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(filters, class_count)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits (B, C) for x of shape (B, T, D)."""
        h = self.widen(x.transpose(1, 2))  # (B, F, T)
        for convolution, norm in zip(self.convolutions, self.norms):
            back = convolution.dilation[0] * (convolution.kernel_size[0] - 1)
            update = norm(convolution(pad(h, (back, 0))))  # zeros on the left: causal
            h = h + self.dropout(torch.relu(update))
        return self.linear(self.dropout(h[:, :, -1]))


def dilated(input_size: int, filters: int, class_count: int, *, seed: int, **options) -> Dilated:
    """Build a Dilated classifier with `options`."""
    with weights_from(seed):
        return Dilated(input_size, filters, class_count, **options)

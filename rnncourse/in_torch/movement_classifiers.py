"""Classifiers of movement in PyTorch: a net reads how a body moves, and gravity's direction goes
straight to the last layer.

Each maps x of shape (B, T, D + late) to logits of shape (B, C). The last `late`
channels are the same at all steps of a window, and no reader sees them.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from rnncourse.in_torch.cells import CELLS, check_cell, weights_from
from rnncourse.in_torch.signal_classifiers import block
from rnncourse.preprocessing.inputs import check_pooling


class MovementClassifier(nn.Module):
    """A `reader` of (B, T, D), which answers (B, F), and a linear layer on that and
    on the `late` channels.
    """

    def __init__(
        self, reader: nn.Module, size: int, class_count: int, *, late: int, dropout: float
    ):
        super().__init__()
        self.reader, self.late = reader, late
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(size + late, class_count)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits (B, C) for x of shape (B, T, D + late)."""
        moving = x.shape[2] - self.late  # D
        features = self.dropout(self.reader(x[:, :, :moving]))  # (B, F)
        return self.linear(torch.cat([features, x[:, 0, moving:]], dim=1))


class Patterns(nn.Module):
    """Blocks of convolution, one for each number in `filters`; then the mean over
    the steps.
    """

    def __init__(self, input_size: int, filters: Sequence[int], *, width: int, dropout: float):
        super().__init__()
        sizes = [input_size, *filters]
        self.blocks = nn.Sequential(
            *(
                layer
                for size, following in zip(sizes, sizes[1:])
                for layer in block(size, following, width, dropout)
            )
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return features (B, filters[-1]) of x (B, T, D)."""
        return self.blocks(x.transpose(1, 2)).mean(dim=2)


class States(nn.Module):
    """Recurrent layers, and of the upper one the last state or the mean of all.

    With `filters`, a convolution goes before: so many filters of `width`, which
    move on by `stride` steps, so that the layers read fewer and richer steps.
    Elman layers start from orthogonal matrices, as they do in Keras.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        *,
        cell: str,
        layers: int,
        bidirectional: bool,
        pooling: str,
        filters: int | None,
        width: int,
        stride: int,
    ):
        super().__init__()
        check_cell(cell)
        self.pooling = pooling
        self.front = None
        if filters is not None:
            self.front = nn.Sequential(
                nn.Conv1d(input_size, filters, width, stride=stride, padding=width // 2),
                nn.BatchNorm1d(filters),
                nn.ReLU(),
            )
        self.recurrent = CELLS[cell](
            filters or input_size,
            hidden_size,
            num_layers=layers,
            bidirectional=bidirectional,
            batch_first=True,
        )
        if cell == "elman":
            for name, weight in self.recurrent.named_parameters():
                if name.startswith("weight_hh"):
                    nn.init.orthogonal_(weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return features (B, H), or (B, 2 H) both ways, of x (B, T, D)."""
        if self.front is not None:
            x = self.front(x.transpose(1, 2)).transpose(1, 2)  # (B, T / stride, filters)
        states, _ = self.recurrent(x)  # (B, T', H)
        return states.mean(dim=1) if self.pooling == "mean" else states[:, -1]


def convolutional(
    input_size: int,
    filters: Sequence[int],
    class_count: int,
    *,
    width: int = 9,
    late: int = 3,
    dropout: float = 0.0,
    seed: int,
) -> MovementClassifier:
    """Build a classifier whose reader is Patterns of (B, T, `input_size`)."""
    with weights_from(seed):
        reader = Patterns(input_size, filters, width=width, dropout=dropout)
        return MovementClassifier(reader, filters[-1], class_count, late=late, dropout=dropout)


def recurrent(
    input_size: int,
    hidden_size: int,
    class_count: int,
    *,
    cell: str = "gru",
    layers: int = 1,
    bidirectional: bool = False,
    pooling: str = "last",
    filters: int | None = 32,
    width: int = 9,
    stride: int = 4,
    late: int = 3,
    dropout: float = 0.0,
    seed: int,
) -> MovementClassifier:
    """Build a classifier whose reader is States of (B, T, `input_size`).

    Raises ValueError on an unknown cell or `pooling`, and on both directions
    without "mean": the last step is the first that the way back reads.
    """
    check_pooling(pooling, bidirectional)
    with weights_from(seed):
        reader = States(
            input_size,
            hidden_size,
            cell=cell,
            layers=layers,
            bidirectional=bidirectional,
            pooling=pooling,
            filters=filters,
            width=width,
            stride=stride,
        )
        size = (2 if bidirectional else 1) * hidden_size
        return MovementClassifier(reader, size, class_count, late=late, dropout=dropout)

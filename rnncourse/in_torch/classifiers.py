"""Recurrent classifiers in PyTorch: a sequence in, one class out."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from rnncourse.in_torch.cells import CELLS, check_cell, weights_from


class RecurrentClassifier(nn.Module):
    """Recurrent layers that read a sequence, and a linear layer on their last
    state.

    `cell` is "elman", "lstm" or "gru"; `layers` are stacked; `dropout` acts on
    what a layer hands on. Zero vectors at the end of a sequence are padding and
    skipped, unless `padded` is False: in a signal, a step of zeros is a
    measurement like any other. Both directions end with a state of their own:
    forwards at the last step, backwards at the first. Raises ValueError on an
    unknown cell and, when it is called, on a padded sequence without a step.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        class_count: int,
        *,
        cell: str = "elman",
        layers: int = 1,
        bidirectional: bool = False,
        dropout: float = 0.0,
        padded: bool = True,
    ):
        super().__init__()
        check_cell(cell)
        self.padded = padded
        self.recurrent = CELLS[cell](
            input_size,
            hidden_size,
            num_layers=layers,
            bidirectional=bidirectional,
            dropout=dropout if layers > 1 else 0.0,
            batch_first=True,
        )
        self.directions = 2 if bidirectional else 1
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(self.directions * hidden_size, class_count)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits (B, C) for x of shape (B, T, D)."""
        _, state = self.recurrent(packed(x) if self.padded else x)
        h = state[0] if isinstance(state, tuple) else state  # an LSTM also returns c
        # h: (layers * directions, B, H)
        last = torch.cat(list(h[-self.directions :]), dim=1)  # (B, directions * H)
        return self.linear(self.dropout(last))  # (B, C)


def packed(x: torch.Tensor) -> PackedSequence:
    """Pack x (B, T, D) up to the last step of each row that is not padding, a
    zero vector; raise ValueError on a row that holds only padding.
    """
    steps = torch.arange(1, x.shape[1] + 1, device=x.device)
    lengths = (x.any(dim=2) * steps).amax(dim=1).cpu()  # (B,); packing wants them there
    if lengths.min() == 0:
        raise ValueError("a sequence holds only padding (length 0); drop empty texts")
    return pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)


def recurrent_classifier(
    input_size: int, hidden_size: int, class_count: int, *, seed: int, **options
) -> RecurrentClassifier:
    """Build a RecurrentClassifier with `options`; the same `seed` gives the
    same weights.
    """
    with weights_from(seed):
        return RecurrentClassifier(input_size, hidden_size, class_count, **options)


class LetterDropout(nn.Module):
    """Hides letters during training: with probability `rate`, a one-hot vector
    becomes the mean of all, some letter, nobody knows which.

    Where the symbols are words, this is word dropout (Iyyer and others 2015).
    """

    def __init__(self, rate: float):
        super().__init__()
        self.rate = rate

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Hide letters of x (B, T, V); padding, zero vectors, stays."""
        if not self.training:
            return x
        hidden = torch.rand(x.shape[:2], device=x.device) < self.rate  # (B, T)
        hidden &= x.any(dim=2)
        return torch.where(hidden[..., None], 1 / x.shape[2], x)


def with_letter_dropout(model: nn.Module, rate: float) -> nn.Module:
    """Put LetterDropout before `model`, which is trained, and not copied."""
    return nn.Sequential(LetterDropout(rate), model)


def parameter_count(model: nn.Module) -> int:
    """Count the weights that training may change."""
    return sum(p.numel() for p in model.parameters() if p.requires_grad)

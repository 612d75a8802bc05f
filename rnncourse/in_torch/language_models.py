"""Recurrent generators in PyTorch: after each symbol, what may come next."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn.functional import one_hot

from rnncourse.in_torch.cells import CELLS, check_cell, weights_from
from rnncourse.in_torch.device import device_of


class LanguageModel(nn.Module):
    """Recurrent layers that read symbols, and a linear layer on every state.

    `cell` is "elman", "lstm" or "gru"; `layers` are stacked; `dropout` acts on
    what a layer hands on. Raises ValueError on an unknown cell.
    """

    def __init__(
        self,
        symbol_count: int,
        hidden_size: int,
        *,
        cell: str = "elman",
        layers: int = 1,
        dropout: float = 0.0,
    ):
        super().__init__()
        check_cell(cell)
        self.symbol_count = symbol_count
        self.recurrent = CELLS[cell](
            symbol_count,
            hidden_size,
            num_layers=layers,
            dropout=dropout if layers > 1 else 0.0,
            batch_first=True,
        )
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(hidden_size, symbol_count)

    def forward(self, symbols: torch.Tensor, state=None):
        """Return logits (B, T, V) for symbols (B, T), and the last state.

        Only this batch becomes one-hot vectors, (B, T, V), never the whole
        text.
        """
        x = one_hot(symbols, self.symbol_count).float()  # (B, T, V)
        h, state = self.recurrent(x, state)  # (B, T, H)
        return self.linear(self.dropout(h)), state


def language_model(symbol_count: int, hidden_size: int, *, seed: int, **options) -> LanguageModel:
    """Build a LanguageModel with `options`; the same `seed` gives the same
    weights.
    """
    with weights_from(seed):
        return LanguageModel(symbol_count, hidden_size, **options)


def next_logits(model: LanguageModel):
    """Make a callable for `generation.sample` that carries the state of
    `model`.
    """

    @torch.no_grad()
    def step(symbols: np.ndarray, state):
        model.eval()
        batch = torch.from_numpy(symbols)[:, None].to(device_of(model))  # (B, 1)
        logits, state = model(batch, state)
        return logits[:, 0].cpu().numpy(), state  # (B, V)

    return step


def window_logits(model: LanguageModel):
    """Make a callable for `generation.Windowed`: windows (B, T) to the last
    logits (B, V).
    """

    @torch.no_grad()
    def predict(windows: np.ndarray) -> np.ndarray:
        model.eval()
        logits, _ = model(torch.from_numpy(windows).to(device_of(model)))
        return logits[:, -1].cpu().numpy()

    return predict

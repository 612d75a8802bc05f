"""Recurrent generators in PyTorch: after each symbol, what may come next."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn
from torch.func import functional_call
from torch.nn.functional import dropout, one_hot

from rnncourse.in_torch.cells import CELLS, check_cell, weights_from
from rnncourse.in_torch.device import device_of
from rnncourse.preprocessing.inputs import check_tied


class LanguageModel(nn.Module):
    """Recurrent layers that read symbols, and a linear layer on every state.

    `cell` is "elman", "lstm" or "gru"; `layers` are stacked; `dropout` acts on
    what a layer hands on, `recurrent_dropout` on what it hands to itself. A
    symbol is read as one-hot vector, or as one of `embedding_size` numbers that
    are learnt; `tied`, these are also the weights of the linear layer (Press and
    Wolf 2017). Raises ValueError on an unknown cell, and if tied sizes differ.
    """

    def __init__(
        self,
        symbol_count: int,
        hidden_size: int,
        *,
        cell: str = "elman",
        layers: int = 1,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        embedding_size: int | None = None,
        tied: bool = False,
    ):
        super().__init__()
        check_cell(cell)
        check_tied(tied, embedding_size, hidden_size)
        self.symbol_count = symbol_count
        self.recurrent_dropout = recurrent_dropout
        self.embedding: Any = nn.Embedding(symbol_count, embedding_size) if embedding_size else None
        self.recurrent = CELLS[cell](
            embedding_size or symbol_count,
            hidden_size,
            num_layers=layers,
            dropout=dropout if layers > 1 else 0.0,
            batch_first=True,
        )
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(hidden_size, symbol_count)
        if tied:
            nn.init.uniform_(self.embedding.weight, -0.1, 0.1)
            self.linear.weight = self.embedding.weight

    def forward(self, symbols: torch.Tensor, state=None):
        """Return logits (B, T, V) for symbols (B, T), and the last state.

        Only this batch becomes vectors, (B, T, V) or (B, T, D), never the whole
        text.
        """
        if self.embedding is None:
            x = one_hot(symbols, self.symbol_count).float()  # (B, T, V)
        else:
            x = self.embedding(symbols)  # (B, T, D)
        if self.training and self.recurrent_dropout:
            weights = without_some_units(self.recurrent, self.recurrent_dropout)
            h, state = functional_call(self.recurrent, weights, (x, state))
        else:
            h, state = self.recurrent(x, state)  # (B, T, H)
        return self.linear(self.dropout(h)), state


def without_some_units(layer: nn.RNNBase, rate: float) -> dict[str, torch.Tensor]:
    """Return the weights of `layer` with some columns of each gate's W_hh at zero.

    So a gate does not hear some units, the same at every step of the batch (Gal
    and Ghahramani 2016); the others are scaled up by 1 / (1 - rate).
    """
    weights: dict[str, torch.Tensor] = dict(layer.named_parameters())
    for name, weight in weights.items():
        if name.startswith("weight_hh"):
            by_gate = weight.view(-1, layer.hidden_size, layer.hidden_size)  # (gates, H, H)
            heard = dropout(torch.ones_like(by_gate[:, :1]), rate)  # (gates, 1, H)
            weights[name] = (by_gate * heard).view_as(weight)
    return weights


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

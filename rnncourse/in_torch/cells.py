"""The recurrent cells that the models are built from, in PyTorch, two variants of the Elman cell,
and where first weights come from.
"""

from __future__ import annotations

import math
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


class LeakyCell(nn.Module):
    """An Elman cell that goes only a part of the way to its new state (Jaeger and
    others 2007): h_t = (1 - a) h_{t-1} + a tanh(...).

    1 / a is how many steps a unit remembers, from 1 to `slowest`, evenly on a
    log scale.
    """

    leak: torch.Tensor  # a, (H,)

    def __init__(self, input_size: int, hidden_size: int, *, slowest: float):
        super().__init__()
        self.hidden_size = hidden_size
        self.elman = nn.RNNCell(input_size, hidden_size)
        nn.init.xavier_uniform_(self.elman.weight_ih)
        nn.init.orthogonal_(self.elman.weight_hh)
        nn.init.zeros_(self.elman.bias_ih)
        nn.init.zeros_(self.elman.bias_hh)
        self.register_buffer("leak", 1 / torch.logspace(0, math.log10(slowest), hidden_size))

    def forward(self, x_t: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
        """Go from h_{t-1} (B, H) to h_t (B, H), reading x_t (B, D)."""
        return h + self.leak * (self.elman(x_t, h) - h)


class LayerNormCell(nn.Module):
    """An Elman cell whose sums are normalised over its units before the tanh (Ba,
    Kiros and Hinton 2016).
    """

    def __init__(self, input_size: int, hidden_size: int):
        super().__init__()
        self.hidden_size = hidden_size
        self.from_input = nn.Linear(input_size, hidden_size, bias=False)
        self.from_state = nn.Linear(hidden_size, hidden_size, bias=False)
        nn.init.xavier_uniform_(self.from_input.weight)
        nn.init.orthogonal_(self.from_state.weight)
        self.norm = nn.LayerNorm(hidden_size, eps=1e-3)  # with a gain and a bias

    def forward(self, x_t: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
        """Go from h_{t-1} (B, H) to h_t (B, H), reading x_t (B, D)."""
        return torch.tanh(self.norm(self.from_input(x_t) + self.from_state(h)))


def run_cell(cell: LeakyCell | LayerNormCell, x: torch.Tensor) -> torch.Tensor:
    """Run a cell over x (B, T, D) from a state of zeros; return all states (B, T,
    H).
    """
    h, states = x.new_zeros(len(x), cell.hidden_size), []
    for x_t in x.unbind(dim=1):
        h = cell(x_t, h)
        states.append(h)
    return torch.stack(states, dim=1)

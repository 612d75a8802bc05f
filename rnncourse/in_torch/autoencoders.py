"""Autoencoders in PyTorch: an encoder makes a short code, a decoder draws its
input again.

Each function returns Parts; the same `seed` gives the same weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import nn

from rnncourse.in_torch.cells import weights_from

CODES = {"relu": nn.ReLU, "linear": nn.Identity}


class Parts(NamedTuple):
    """Three models over the same layers: autoencoder(x) is
    decoder(encoder(x)).
    """

    encoder: nn.Module
    decoder: nn.Module
    autoencoder: nn.Module


def joined(encoder: nn.Module, decoder: nn.Module) -> Parts:
    """Put the two halves one behind the other."""
    return Parts(encoder, decoder, nn.Sequential(encoder, decoder))


def check_activation(activation: str) -> None:
    """Raise ValueError unless `activation` is one of CODES."""
    if activation not in CODES:
        raise ValueError(f"activation {activation!r} is not known; use {', '.join(CODES)}")


def dense_layers(sizes: Sequence[int]) -> list[nn.Module]:
    """Return dense layers from each size to the next, with a ReLU between two
    of them.
    """
    layers = [
        layer
        for size, following in zip(sizes, sizes[1:])
        for layer in (nn.Linear(size, following), nn.ReLU())
    ]
    return layers[:-1]


def dense_autoencoder(
    code_size: int,
    *,
    hidden_sizes: Sequence[int] = (),
    side: int = 28,
    activation: str = "relu",
    seed: int,
) -> Parts:
    """Build dense layers from an image (B, side, side) to a code (B, K), and
    back.

    With `hidden_sizes`, layers of these sizes stand before the code and, in
    reverse, after it. `activation` is that of the code: "relu" or "linear";
    that of the image is sigmoid. Raises ValueError on another one.
    """
    check_activation(activation)
    sizes = [side * side, *hidden_sizes, code_size]
    with weights_from(seed):
        encoder = nn.Sequential(nn.Flatten(), *dense_layers(sizes), CODES[activation]())
        decoder = nn.Sequential(
            *dense_layers(sizes[::-1]), nn.Sigmoid(), nn.Unflatten(1, (side, side))
        )
    return joined(encoder, decoder)


def convolution(inputs: int, filters: int) -> nn.Module:
    """Return `filters` filters of 3 by 3 that keep height and width."""
    return nn.Conv2d(inputs, filters, 3, padding="same")


def convolutional_autoencoder(
    *, side: int = 28, filters: Sequence[int] = (32, 64, 128), shade: float = 0.5, seed: int
) -> Parts:
    """Build the denoising autoencoder of the handout for images (B, side,
    side).

    `side` is a multiple of 4. The encoder's output has shape (B, c, side / 4,
    side / 4), with a, b, c = `filters`. The last bias starts at the logit of
    `shade`: with the mean shade of the images, the net does not begin by
    learning to draw nothing at all. Raises ValueError unless there are three
    filters.
    """
    if len(filters) != 3:
        raise ValueError(f"filters are {tuple(filters)}, expected three, as (8, 16, 32)")
    a, b, c = filters
    with weights_from(seed):
        encoder = nn.Sequential(
            nn.Unflatten(1, (1, side)),  # (B, 1, side, side)
            convolution(1, a),
            nn.ReLU(),
            nn.MaxPool2d(2),  # (B, a, side / 2, side / 2)
            convolution(a, b),
            nn.ReLU(),
            nn.MaxPool2d(2),  # (B, b, side / 4, side / 4)
            convolution(b, c),
            nn.ReLU(),
        )  # (B, c, side / 4, side / 4)
        decoder = nn.Sequential(
            convolution(c, c),
            nn.ReLU(),
            nn.Upsample(scale_factor=2),
            convolution(c, b),
            nn.ReLU(),
            nn.Upsample(scale_factor=2),
            convolution(b, 1),
            nn.Sigmoid(),  # (B, 1, side, side)
            nn.Flatten(1, 2),
        )
    nn.init.constant_(decoder[-3].bias, math.log(shade / (1 - shade)))
    return joined(encoder, decoder)


class SequenceEncoder(nn.Module):
    """An LSTM that reads x (B, T, V) backwards; its last state becomes a code
    (B, K).
    """

    def __init__(self, symbol_count: int, code_size: int, hidden_size: int):
        super().__init__()
        self.recurrent = nn.LSTM(symbol_count, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, code_size)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return codes (B, K)."""
        _, (h, _) = self.recurrent(x.flip(1))  # h: (1, B, H)
        return self.linear(h[-1])


class SequenceDecoder(nn.Module):
    """An LSTM that is given the code (B, K) at each of T steps and answers with
    logits.
    """

    def __init__(self, symbol_count: int, steps: int, code_size: int, hidden_size: int):
        super().__init__()
        self.steps = steps
        self.recurrent = nn.LSTM(code_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, symbol_count)

    def forward(self, code: torch.Tensor) -> torch.Tensor:
        """Return logits (B, T, V)."""
        states, _ = self.recurrent(code[:, None].expand(-1, self.steps, -1))  # (B, T, H)
        return self.linear(states)


def sequence_autoencoder(
    symbol_count: int, steps: int, code_size: int, *, hidden_size: int = 128, seed: int
) -> Parts:
    """Build an LSTM from one-hot x (B, T, V) to a code (B, K), and one back to
    logits.

    All sequences have T = `steps` symbols; shorter ones end in a symbol that
    fills them up. They are read backwards, from what fills them up to their
    first symbol, so that the symbols that are spelt first were read last.
    """
    with weights_from(seed):
        encoder = SequenceEncoder(symbol_count, code_size, hidden_size)
        decoder = SequenceDecoder(symbol_count, steps, code_size, hidden_size)
    return joined(encoder, decoder)

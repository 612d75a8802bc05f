"""An encoder that reads a sequence and a decoder that writes another one, in
PyTorch.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from rnncourse.in_torch.cells import weights_from
from rnncourse.in_torch.device import device_of
from rnncourse.in_torch.pairs.attention import ATTENTION
from rnncourse.preprocessing.inputs import check_attention


class Memory(NamedTuple):
    """What an encoder knows of B sources of S steps."""

    summary: torch.Tensor  # (B, H)
    states: torch.Tensor  # (B, S, 2 H), of both directions
    mask: torch.Tensor  # (B, S), False at padding


class Encoder(nn.Module):
    """A GRU that reads symbols in both directions; index 0 is padding."""

    def __init__(self, symbol_count: int, hidden_size: int, dropout: float):
        super().__init__()
        self.embedding = nn.Embedding(symbol_count, hidden_size)
        self.recurrent = nn.GRU(hidden_size, hidden_size, bidirectional=True, batch_first=True)
        self.bridge = nn.Linear(2 * hidden_size, hidden_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, sources: torch.Tensor) -> Memory:
        """Read sources (B, S); the summary is made of the last states of both
        directions.
        """
        mask = sources != 0
        x = self.dropout(self.embedding(sources))  # (B, S, H)
        if mask.all():
            states, last = self.recurrent(x)
        else:
            packed = pack_padded_sequence(
                x, mask.sum(dim=1).cpu(), batch_first=True, enforce_sorted=False
            )
            states, last = self.recurrent(packed)
            states, _ = pad_packed_sequence(states, batch_first=True, total_length=x.shape[1])
        summary = torch.tanh(self.bridge(torch.cat([last[0], last[1]], dim=1)))
        return Memory(summary, states, mask)


class Decoder(nn.Module):
    """A GRU that begins with the encoder's summary and writes symbols.

    At each step it sees a context besides its own state: without `attention`
    the summary again; with "dot" or "additive" a mean of the encoder's states,
    weighted anew at each step.
    """

    def __init__(self, symbol_count: int, hidden_size: int, attention: str | None, dropout: float):
        super().__init__()
        check_attention(attention)
        self.embedding = nn.Embedding(symbol_count, hidden_size)
        self.recurrent = nn.GRU(hidden_size, hidden_size, batch_first=True)
        self.attention = ATTENTION[attention](hidden_size, 2 * hidden_size) if attention else None
        self.combine = nn.Linear((3 if attention else 2) * hidden_size, hidden_size)
        self.output = nn.Linear(hidden_size, symbol_count)
        self.dropout = nn.Dropout(dropout)

    def forward(self, targets: torch.Tensor, h_0: torch.Tensor, memory: Memory):
        """Go on from state h_0 (B, H) over targets (B, T).

        Return logits (B, T, V), the last state (B, H), and the weights (B, T,
        S) of attention, None without it.
        """
        x = self.dropout(self.embedding(targets))  # (B, T, H)
        h, last = self.recurrent(x, h_0[None].contiguous())  # (B, T, H)
        if self.attention is None:
            context, weights = memory.summary[:, None].expand_as(h), None
        else:
            context, weights = self.attention(h, memory.states, memory.mask)
        o = torch.tanh(self.combine(torch.cat([h, context], dim=2)))  # (B, T, H)
        return self.output(self.dropout(o)), last[0], weights


class EncoderDecoder(nn.Module):
    """An Encoder of `source_count` symbols and a Decoder of `target_count`;
    index 0 of both is padding.

    `attention` is "dot", "additive" or None. Raises ValueError on another one.
    """

    def __init__(
        self,
        source_count: int,
        target_count: int,
        hidden_size: int,
        *,
        attention: str | None = None,
        dropout: float = 0.0,
    ):
        super().__init__()
        self.encoder = Encoder(source_count, hidden_size, dropout)
        self.decoder = Decoder(target_count, hidden_size, attention, dropout)

    def forward(self, sources: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Return logits (B, T, V) for what comes after each step of targets
        (B, T), given sources (B, S).
        """
        memory = self.encoder(sources)
        logits, _, _ = self.decoder(targets, memory.summary, memory)
        return logits


def encoder_decoder(
    source_count: int, target_count: int, hidden_size: int, *, seed: int, **options
) -> EncoderDecoder:
    """Build an EncoderDecoder with `options`; the same `seed` gives the same
    weights.
    """
    with weights_from(seed):
        return EncoderDecoder(source_count, target_count, hidden_size, **options)


@torch.no_grad()
def first_state(model: EncoderDecoder, sources: np.ndarray) -> tuple[torch.Tensor, ...]:
    """Read sources (B, S); return the state with which `next_logits` begins."""
    model.eval()
    memory = model.encoder(torch.from_numpy(sources).to(device_of(model)))
    return (memory.summary, *memory)


def next_logits(model: EncoderDecoder):
    """Make a callable for `generation.decoding`: the latest symbols (B,) and a
    state in, logits (B, V) and the next state out.
    """

    @torch.no_grad()
    def step(symbols: np.ndarray, state):
        h, *memory = state
        targets = torch.from_numpy(symbols)[:, None].to(device_of(model))  # (B, 1)
        logits, h, _ = model.decoder(targets, h, Memory(*memory))
        return logits[:, 0].cpu().numpy(), (h, *memory)

    return step


@torch.no_grad()
def attention_weights(
    model: EncoderDecoder, sources: np.ndarray, targets: np.ndarray
) -> np.ndarray:
    """Return the weights (B, T, S) with which `model` looks at sources (B, S)
    after each step of targets (B, T).
    """
    model.eval()
    device = device_of(model)
    memory = model.encoder(torch.from_numpy(sources).to(device))
    _, _, weights = model.decoder(torch.from_numpy(targets).to(device), memory.summary, memory)
    return weights.cpu().numpy()

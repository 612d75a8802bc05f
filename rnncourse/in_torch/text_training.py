"""Training a generator in PyTorch: many-to-one on windows, many-to-many on
streams.
"""

from __future__ import annotations

import time

import numpy as np
import torch
from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_

from rnncourse.in_torch.language_models import LanguageModel
from rnncourse.preprocessing.language_modelling import Streams
from rnncourse.training.history import TextHistory


def train_on_windows(
    model: LanguageModel,
    x: np.ndarray,
    y: np.ndarray,
    *,
    validation: tuple,
    epochs: int,
    batch_size: int,
    learning_rate: float = 1e-3,
    clip_norm: float = 1.0,
    seed: int,
) -> TextHistory:
    """Train many-to-one: windows x (N, T) of indices and the symbol after each,
    y (N,).

    The loss looks at the last step alone. `validation` is such a pair of
    held-out windows.
    """
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    torch.manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate, eps=1e-7)
    history = TextHistory()
    for _ in range(epochs):
        model.train()
        start, loss_sum = time.perf_counter(), 0.0
        for batch in torch.randperm(len(x)).split(batch_size):
            logits, _ = model(x[batch])  # (B, T, V)
            loss = cross_entropy(logits[:, -1], y[batch])
            optimizer.zero_grad()
            loss.backward()
            clip_grad_norm_(model.parameters(), clip_norm)
            optimizer.step()
            loss_sum += loss.item() * len(batch)
        seconds = time.perf_counter() - start
        history.add(loss_sum / len(x), window_loss(model, *validation), seconds)
    return history


def train_on_streams(
    model: LanguageModel,
    streams: Streams,
    *,
    validation: np.ndarray,
    epochs: int,
    learning_rate: float = 1e-3,
    clip_norm: float = 1.0,
    seed: int,
) -> TextHistory:
    """Train many-to-many by truncated backpropagation: every step has a target.

    The state is carried from chunk to chunk, detached: gradients end at a
    chunk's beginning, memory does not. It starts from zero with every epoch.
    `validation` is a text (N,).
    """
    torch.manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate, eps=1e-7)
    history = TextHistory()
    for _ in range(epochs):
        model.train()
        start, losses, state = time.perf_counter(), [], None
        for x, y in streams:  # (B, T) each
            logits, state = model(torch.from_numpy(x), detached(state))
            loss = cross_entropy(logits.flatten(0, 1), torch.from_numpy(y).flatten())
            optimizer.zero_grad()
            loss.backward()
            clip_grad_norm_(model.parameters(), clip_norm)
            optimizer.step()
            losses.append(loss.item())
        seconds = time.perf_counter() - start
        history.add(float(np.mean(losses)), text_loss(model, validation), seconds)
    return history


def detached(state):
    """Return the same state, cut off from the steps that made it; an LSTM's is
    a pair.
    """
    return (
        tuple(s.detach() for s in state)
        if isinstance(state, tuple)
        else (state if state is None else state.detach())
    )


@torch.no_grad()
def window_loss(
    model: LanguageModel, x: np.ndarray, y: np.ndarray, *, batch_size: int = 1024
) -> float:
    """Return the mean loss (nats) of the symbols y (N,) after the windows x (N,
    T).
    """
    model.eval()
    parts = zip(torch.from_numpy(x).split(batch_size), torch.from_numpy(y).split(batch_size))
    return sum(
        cross_entropy(model(a)[0][:, -1], b, reduction="sum").item() for a, b in parts
    ) / len(x)


@torch.no_grad()
def text_loss(model: LanguageModel, indices: np.ndarray, *, steps: int = 1000) -> float:
    """Return the mean loss (nats) of each symbol of a text (N,) after all
    before it.

    The text is read once from its beginning, `steps` symbols at a time,
    carrying the state.
    """
    model.eval()
    text, state, loss_sum = torch.from_numpy(indices)[None], None, 0.0
    for x, y in zip(text[:, :-1].split(steps, dim=1), text[:, 1:].split(steps, dim=1)):
        logits, state = model(x, state)  # (1, T, V)
        loss_sum += cross_entropy(logits[0], y[0], reduction="sum").item()
    return loss_sum / (len(indices) - 1)

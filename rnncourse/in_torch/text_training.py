"""Training a language model in PyTorch: many-to-one on windows, many-to-many on
streams.
"""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from rnncourse.in_torch.device import device_of
from rnncourse.in_torch.inputs import check_windows
from rnncourse.in_torch.language_models import LanguageModel
from rnncourse.in_torch.training import Shuffled, train
from rnncourse.preprocessing.inputs import check_symbols
from rnncourse.preprocessing.language_modelling import Streams
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe


def predict_after_window(model, batch, state):
    """Return the loss of the symbol y (B,) after each window x (B, T): only the
    last step counts.
    """
    x, y = batch
    logits, _ = model(x)  # (B, T, V)
    return cross_entropy(logits[:, -1], y), None, {}


def predict_every_step(model, batch, state):
    """Return the mean loss of y (B, T), the symbol after each step of x (B, T),
    and the state to go on from.

    The state goes on from chunk to chunk, gradients do not: it is detached.
    """
    x, y = batch
    logits, state = model(x, detached(state))
    return cross_entropy(logits.flatten(0, 1), y.flatten()), state, {}


def detached(state):
    """Return the same state, cut off from the steps that made it; an LSTM's is
    a pair.
    """
    if isinstance(state, tuple):
        return tuple(part.detach() for part in state)
    return None if state is None else state.detach()


def train_on_windows(
    model: LanguageModel,
    x: np.ndarray,
    y: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[np.ndarray, np.ndarray],
    seed: int,
    device: str | None = None,
) -> History:
    """Train many-to-one: windows x (N, T) of indices and the symbol after each,
    y (N,).

    `validation` is such a pair of held-out windows.
    """
    check_windows(model, x, y)
    check_windows(model, *validation, of="validation ")
    return train(
        model,
        Shuffled(x, y, batch_size=recipe.batch_size),
        predict_after_window,
        recipe=recipe,
        validate=lambda model: {"loss": window_loss(model, *validation)},
        seed=seed,
        device=device,
    )


def train_on_streams(
    model: LanguageModel,
    streams: Streams,
    *,
    recipe: Recipe,
    validation: np.ndarray,
    seed: int,
    device: str | None = None,
) -> History:
    """Train many-to-many by truncated backpropagation: every step has a target.

    The state starts from zero with every epoch. `validation` is a text (N,).
    """
    check_symbols(validation, model.symbol_count, "validation")
    check_symbols(streams.x, model.symbol_count, "streams")
    return train(
        model,
        streams,
        predict_every_step,
        recipe=recipe,
        validate=lambda model: {"loss": text_loss(model, validation)},
        seed=seed,
        device=device,
    )


@torch.no_grad()
def window_loss(
    model: LanguageModel, x: np.ndarray, y: np.ndarray, *, batch_size: int = 1024
) -> float:
    """Return the mean loss (nats) of the symbols y (N,) after the windows x (N,
    T).
    """
    model.eval()
    device, loss_sum = device_of(model), 0.0
    for windows, after in zip(
        torch.from_numpy(x).split(batch_size), torch.from_numpy(y).split(batch_size)
    ):
        logits = model(windows.to(device))[0][:, -1]  # (B, V)
        loss_sum += cross_entropy(logits, after.to(device), reduction="sum").item()
    return loss_sum / len(x)


@torch.no_grad()
def text_loss(model: LanguageModel, indices: np.ndarray, *, steps: int = 1000) -> float:
    """Return the mean loss (nats) of each symbol of a text (N,) after all
    before it.

    The text is read once from its beginning, `steps` symbols at a time,
    carrying the state.
    """
    model.eval()
    text, state, loss_sum = torch.from_numpy(indices)[None].to(device_of(model)), None, 0.0
    for x, y in zip(text[:, :-1].split(steps, dim=1), text[:, 1:].split(steps, dim=1)):
        logits, state = model(x, state)  # (1, T, V)
        loss_sum += cross_entropy(logits[0], y[0], reduction="sum").item()
    return loss_sum / (len(indices) - 1)

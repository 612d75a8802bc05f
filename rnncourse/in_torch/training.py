"""Training a classifier in PyTorch: the loop, written out."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from rnncourse.training.history import History


def train(
    model: nn.Module,
    x: np.ndarray,
    y: np.ndarray,
    *,
    validation: tuple[np.ndarray, np.ndarray],
    epochs: int,
    batch_size: int,
    learning_rate: float = 1e-3,
    clip_norm: float = 1.0,
    patience: int | None = None,
    loss: Callable = cross_entropy,
    batches: Callable | None = None,
    seed: int,
) -> History:
    """Minimise the loss with Adam, and leave the model with its best weights.

    x has shape (N, T, D), y holds class indices of shape (N,). The best weights
    are those of the epoch with the lowest validation loss; `patience` is how
    many epochs without a better one end the training. Gradients whose norm
    exceeds `clip_norm` are scaled down to it. `loss` takes logits (B, C) and
    classes (B,); `batches` draws the row indices of an epoch's batches, given a
    random generator (without it, the rows are shuffled). Raises
    FloatingPointError if the loss is no longer finite.
    """
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate, eps=1e-7)
    history, best, start = History(), None, time.perf_counter()
    for epoch in range(epochs):
        model.train()
        loss_sum = correct = seen = 0
        for batch in batches(rng) if batches else torch.randperm(len(x)).split(batch_size):
            logits = model(x[batch])  # (B, C)
            batch_loss = loss(logits, y[batch])
            optimizer.zero_grad()
            batch_loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
            optimizer.step()
            loss_sum += batch_loss.item() * len(batch)
            correct += (logits.argmax(dim=1) == y[batch]).sum().item()
            seen += len(batch)
        history.train_loss.append(loss_sum / seen)
        history.train_accuracy.append(correct / seen)
        validation_loss, validation_accuracy = evaluate(model, *validation, loss=loss)
        history.validation_loss.append(validation_loss)
        history.validation_accuracy.append(validation_accuracy)
        history.check()
        if history.best_epoch == epoch:
            best = copy.deepcopy(model.state_dict())
        elif patience is not None and epoch - history.best_epoch >= patience:
            break
    model.load_state_dict(best)
    history.seconds = time.perf_counter() - start
    return history


def evaluate(
    model: nn.Module, x: np.ndarray, y: np.ndarray, *, loss: Callable = cross_entropy
) -> tuple[float, float]:
    """Return the mean loss (nats) and the accuracy on x (N, T, D) and y
    (N,).
    """
    logits, y = torch.from_numpy(predict_logits(model, x)), torch.from_numpy(y)
    return loss(logits, y).item(), (logits.argmax(dim=1) == y).float().mean().item()


@torch.no_grad()
def predict_logits(model: nn.Module, x: np.ndarray, *, batch_size: int = 1024) -> np.ndarray:
    """Return logits of shape (N, C) for x of shape (N, T, D)."""
    model.eval()
    return torch.cat([model(part) for part in torch.from_numpy(x).split(batch_size)]).numpy()

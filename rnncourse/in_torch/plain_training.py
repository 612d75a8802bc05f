"""The training loop of a classifier in PyTorch, in one piece: to be read.

:func:`rnncourse.in_torch.training.train` does the same, and more: from the same
seed it makes the same weights.
"""

from __future__ import annotations

import copy

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from rnncourse.in_torch.classifier_training import evaluate
from rnncourse.training.history import History


def train(
    model: nn.Module,
    x: np.ndarray,
    y: np.ndarray,
    *,
    validation: tuple[np.ndarray, np.ndarray],
    epochs: int,
    batch_size: int,
    learning_rate: float,
    clip_norm: float = 1.0,
    patience: int = 3,
    seed: int,
) -> History:
    """Minimise the cross-entropy with Adam, and leave the model with its best
    weights.

    x has shape (N, T, D), y holds class indices of shape (N,). The best weights
    are those of the epoch with the lowest validation loss; after `patience`
    epochs without a better one the training ends.
    """
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    torch.manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate, eps=1e-7)
    history, best = History(), None
    for epoch in range(epochs):
        model.train()
        loss_sum = right = 0
        for rows in torch.randperm(len(x), device="cpu").split(batch_size):
            logits = model(x[rows])  # (B, C)
            loss = cross_entropy(logits, y[rows])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
            optimizer.step()
            loss_sum += loss.item() * len(rows)
            right += (logits.argmax(dim=1) == y[rows]).sum().item()
        held_out = evaluate(model, *validation)
        history.add(
            train_loss=loss_sum / len(x),
            train_accuracy=right / len(x),
            validation_loss=held_out["loss"],
            validation_accuracy=held_out["accuracy"],
        )
        if history.best_epoch == epoch:
            best = copy.deepcopy(model.state_dict())
        elif epoch - history.best_epoch >= patience:
            break
    model.load_state_dict(best)
    return history

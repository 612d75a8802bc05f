"""Training an autoencoder in PyTorch: draw the target from the input, on
mini-batches.
"""

from __future__ import annotations

import time

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy, cross_entropy, mse_loss

from rnncourse.training.history import ReconstructionHistory
from rnncourse.training.recipe import check_loss


def cross_entropy_of_steps(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy of logits (B, T, V) and one-hot targets (B,
    T, V).
    """
    return cross_entropy(logits.flatten(0, 1), targets.flatten(0, 1))


LOSS = {
    "mse": mse_loss,
    "binary cross-entropy": binary_cross_entropy,
    "cross-entropy": cross_entropy_of_steps,
}


def train(
    model: nn.Module,
    x: np.ndarray,
    y: np.ndarray,
    *,
    validation: tuple[np.ndarray, np.ndarray],
    epochs: int,
    batch_size: int = 128,
    learning_rate: float = 1e-3,
    cosine: bool = False,
    loss: str = "mse",
    seed: int,
) -> ReconstructionHistory:
    """Minimise the loss with Adam, and leave the model with its last weights.

    x and y have shape (N, ...): inputs, and what is to be drawn from them.
    `loss` is "mse" or "binary cross-entropy" of images from 0 to 1, or
    "cross-entropy" of logits. With `cosine` the learning rate falls to zero
    along half a cosine. Raises ValueError on an unknown loss, and
    FloatingPointError if the loss is no longer finite.
    """
    check_loss(loss)
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    torch.manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate, eps=1e-7)
    steps = epochs * -(-len(x) // batch_size)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    history, start = ReconstructionHistory(), time.perf_counter()
    for _ in range(epochs):
        model.train()
        loss_sum = 0.0
        for batch in torch.randperm(len(x)).split(batch_size):
            batch_loss = LOSS[loss](model(x[batch]), y[batch])
            optimizer.zero_grad()
            batch_loss.backward()
            optimizer.step()
            if cosine:
                schedule.step()
            loss_sum += batch_loss.item() * len(batch)
        history.train_loss.append(loss_sum / len(x))
        history.validation_loss.append(evaluate(model, *validation, loss=loss))
        history.check()
    history.seconds = time.perf_counter() - start
    return history


def evaluate(model: nn.Module, x: np.ndarray, y: np.ndarray, *, loss: str = "mse") -> float:
    """Return the mean loss on inputs x (N, ...) and targets y (N, ...)."""
    drawn = torch.from_numpy(predict(model, x))
    return LOSS[loss](drawn, torch.from_numpy(y)).item()


@torch.no_grad()
def predict(model: nn.Module, x: np.ndarray, *, batch_size: int = 1024) -> np.ndarray:
    """Return what `model` answers, shape (N, ...), for x of shape (N, ...)."""
    model.eval()
    parts = torch.from_numpy(x).split(batch_size)
    return torch.cat([model(part) for part in parts]).numpy()

"""Training by a recipe in PyTorch: schedule, weight decay, L2, two ways to
clip.
"""

from __future__ import annotations

import time

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from rnncourse.in_torch.training import evaluate
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe


def l2_penalty(model: nn.Module) -> torch.Tensor:
    """Return the sum of squares of all weight matrices and kernels; biases are
    left out.
    """
    return sum(w.square().sum() for w in model.parameters() if w.ndim > 1)


def train(
    model: nn.Module,
    x: np.ndarray,
    y: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    seed: int,
) -> History:
    """Train by `recipe`, and leave the model with its last weights.

    x has shape (N, T, D), y holds class indices of shape (N,). Losses in the
    history are cross-entropies, without the penalty; without `validation` they
    are of training alone. Raises FloatingPointError if the loss is no longer
    finite.
    """
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    torch.manual_seed(seed)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=recipe.learning_rate, eps=1e-7, weight_decay=recipe.weight_decay
    )
    steps = recipe.epochs * -(-len(x) // recipe.batch_size)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    history, start = History(), time.perf_counter()
    for _ in range(recipe.epochs):
        model.train()
        loss_sum = correct = 0
        for batch in torch.randperm(len(x)).split(recipe.batch_size):
            logits = model(x[batch])  # (B, C)
            loss = cross_entropy(logits, y[batch], label_smoothing=recipe.label_smoothing)
            optimizer.zero_grad()
            (loss + recipe.l2 * l2_penalty(model)).backward()
            clip(model, recipe)
            optimizer.step()
            if recipe.cosine:
                schedule.step()
            loss_sum += loss.item() * len(batch)
            correct += (logits.argmax(dim=1) == y[batch]).sum().item()
        history.train_loss.append(loss_sum / len(x))
        history.train_accuracy.append(correct / len(x))
        if not np.isfinite(loss_sum):
            raise FloatingPointError(
                f"the loss is {loss_sum / len(x)} after epoch "
                f"{len(history.train_loss)}; "
                "lower learning_rate, clip, and look for nan in x"
            )
        if validation is not None:
            loss, accuracy = evaluate(model, *validation)
            history.validation_loss.append(loss)
            history.validation_accuracy.append(accuracy)
    history.seconds = time.perf_counter() - start
    return history


def clip(model: nn.Module, recipe: Recipe) -> None:
    """Clip the gradients of `model` as `recipe` says: by norm, by value, or not
    at all.
    """
    if recipe.clip_norm is not None:
        clip_grad_norm_(model.parameters(), recipe.clip_norm)
    if recipe.clip_value is not None:
        clip_grad_value_(model.parameters(), recipe.clip_value)


def gradient_norms(
    model: nn.Module, x: np.ndarray, y: np.ndarray, *, batch_size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return norm and largest component of the loss gradient on each batch,
    (K,) each.

    The weights stay as they are: it tells where a threshold for clipping would
    lie.
    """
    model.eval()
    norms, largest = [], []
    for inputs, labels in zip(
        torch.from_numpy(x).split(batch_size), torch.from_numpy(y).split(batch_size)
    ):
        gradient = torch.autograd.grad(
            cross_entropy(model(inputs), labels), list(model.parameters())
        )
        flat = torch.cat([g.flatten() for g in gradient])
        norms.append(flat.norm().item())
        largest.append(flat.abs().max().item())
    return np.array(norms), np.array(largest)

"""Training a classifier in PyTorch: class indices from sequences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from rnncourse.in_torch.inputs import check_examples
from rnncourse.in_torch.training import Drawn, Shuffled, Step, predict, train
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe


def classify(loss: Callable = cross_entropy) -> Step:
    """Return the step of a classifier; `loss` takes logits (B, C) and classes
    (B,).
    """

    def step(model, batch, state):
        x, y = batch
        logits = model(x)  # (B, C)
        right = (logits.argmax(dim=1) == y).sum().item()
        return loss(logits, y), None, {"accuracy": right / len(y)}

    return step


def train_classifier(
    model: nn.Module,
    x: np.ndarray,
    y: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    loss: Callable = cross_entropy,
    batches: Callable | None = None,
    seed: int,
    device: str | None = None,
) -> History:
    """Train `model` to tell the classes y (N,), indices, of x (N, T, D).

    `loss` takes logits (B, C) and classes (B,); `batches` draws the row indices
    of an epoch's batches, given a random generator (without it, the rows are
    shuffled). Raises TypeError and ValueError on arrays that cannot be learnt
    from, and FloatingPointError if the loss is no longer finite.
    """
    check_examples(model, x, y)
    if validation is not None:
        check_examples(model, *validation, of="validation ")
    arrays = x, y.astype(np.int64)
    return train(
        model,
        Drawn(*arrays, draw=batches, seed=seed)
        if batches
        else Shuffled(*arrays, batch_size=recipe.batch_size),
        classify(loss),
        recipe=recipe,
        validate=None
        if validation is None
        else lambda model: evaluate(model, *validation, loss=loss),
        seed=seed,
        device=device,
    )


def evaluate(
    model: nn.Module, x: np.ndarray, y: np.ndarray, *, loss: Callable = cross_entropy
) -> dict[str, float]:
    """Return the mean "loss" (nats) and the "accuracy" on x (N, T, D) and y
    (N,).
    """
    logits = predict(model, x)
    mean = loss(torch.from_numpy(logits), torch.from_numpy(y.astype(np.int64))).item()
    return {"loss": mean, "accuracy": float((logits.argmax(axis=1) == y).mean())}

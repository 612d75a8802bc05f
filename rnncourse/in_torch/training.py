"""Training in PyTorch: one loop for every task; what a batch means, a `step` tells."""

from __future__ import annotations

import copy
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import numpy as np
import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from rnncourse.in_torch.device import device_of, place
from rnncourse.preprocessing.inputs import check_batch_size, check_watched
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe
from rnncourse.training.schedules import learning_rates

State = Any  # of a recurrent layer: None, a tensor, or a pair
Step = Callable[
    [nn.Module, list[torch.Tensor], State], tuple[torch.Tensor, State, dict[str, float]]
]


class Batches(Protocol):
    """What an epoch goes through: it knows how many batches it has, and can be
    gone through again.
    """

    def __len__(self) -> int:
        """Return the number of batches."""
        ...

    def __iter__(self) -> Iterator[Iterable]:
        """Yield batches, each some arrays or tensors with its rows first."""
        ...


class Shuffled:
    """The rows of `arrays` in batches, shuffled anew in every epoch."""

    def __init__(self, *arrays: np.ndarray, batch_size: int | None):
        check_batch_size(batch_size)
        self.tensors = [torch.from_numpy(array) for array in arrays]
        self.batch_size = batch_size

    def __len__(self) -> int:
        return -(-len(self.tensors[0]) // self.batch_size)

    def __iter__(self) -> Iterator[list[torch.Tensor]]:
        order = torch.randperm(len(self.tensors[0]), device="cpu")
        for rows in order.split(self.batch_size):
            yield [tensor[rows] for tensor in self.tensors]


class Drawn:
    """The rows of `arrays` that `draw` chooses for an epoch, given a random
    generator: an array of row indices for each batch.
    """

    def __init__(self, *arrays: np.ndarray, draw: Callable, seed: int):
        self.tensors = [torch.from_numpy(array) for array in arrays]
        self.draw, self.rng = draw, np.random.default_rng(seed)

    def __len__(self) -> int:
        return len(self.draw(np.random.default_rng(0)))  # the same in every epoch

    def __iter__(self) -> Iterator[list[torch.Tensor]]:
        for rows in self.draw(self.rng):
            yield [tensor[rows] for tensor in self.tensors]


def train(
    model: nn.Module,
    batches: Batches,
    step: Step,
    *,
    recipe: Recipe,
    validate: Callable[[Any], dict[str, float]] | None = None,
    seed: int,
    device: str | torch.device | None = None,
) -> History:
    """Train `model` by `recipe`, whatever it is to learn.

    `step(model, batch, state)` returns the loss of a batch, the state that the
    next batch begins with (None at the first of an epoch, and where nothing is
    carried), and scores by name. `validate(model)` returns the "loss" and
    other scores on held-out data. In the history they are called "train_loss",
    "validation_loss" and so on; the loss is that of the step, without the
    penalty of L2. Raises FloatingPointError if a loss is no longer finite.
    """
    check_watched(recipe.keep, recipe.patience, validate is not None)
    torch.manual_seed(seed)
    device = place(model, device)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=recipe.learning_rate, eps=1e-7, weight_decay=recipe.weight_decay
    )
    rates = learning_rates(recipe.learning_rate, recipe.schedule, recipe.epochs * len(batches))
    history, best = History(), None
    for epoch, epoch_rates in enumerate(np.split(rates, recipe.epochs)):
        start = time.perf_counter()
        scores = train_epoch(model, batches, step, optimizer, epoch_rates, recipe, device)
        seconds = history.seconds + time.perf_counter() - start
        held_out = validate(model) if validate else {}
        history.add(
            **{f"train_{name}": value for name, value in scores.items()},
            **{f"validation_{name}": value for name, value in held_out.items()},
            seconds=seconds,
        )
        if recipe.keep == "best" and history.best_epoch == epoch:
            best = copy.deepcopy(model.state_dict())
        if recipe.patience is not None and epoch - history.best_epoch >= recipe.patience:
            break
    if best is not None:
        model.load_state_dict(best)
    return history


def train_epoch(
    model: nn.Module,
    batches: Batches,
    step: Step,
    optimizer: torch.optim.Optimizer,
    rates: np.ndarray,
    recipe: Recipe,
    device: str | torch.device | None,
) -> dict[str, float]:
    """Go once through `batches`, with a learning rate for each; return the
    means of the loss and of the scores over all rows.
    """
    model.train()
    sums, rows, state = Counter(), 0, None
    for batch, rate in zip(batches, rates.tolist(), strict=True):
        batch = [torch.as_tensor(part, device=device) for part in batch]
        loss, state, scores = step(model, batch, state)
        optimizer.zero_grad()
        (loss + recipe.l2 * l2_penalty(model) if recipe.l2 else loss).backward()
        clip(model, recipe)
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.step()
        rows += len(batch[0])
        for name, value in {"loss": loss.item(), **scores}.items():
            sums[name] += value * len(batch[0])
    return {name: value / rows for name, value in sums.items()}


def l2_penalty(model: nn.Module) -> torch.Tensor:
    """Return the sum of squares of all weight matrices and kernels that are
    trained; biases are left out.
    """
    return sum(w.square().sum() for w in model.parameters() if w.ndim > 1 and w.requires_grad)


def clip(model: nn.Module, recipe: Recipe) -> None:
    """Clip the gradients of `model` as `recipe` says: by norm, by value, or not
    at all.
    """
    if recipe.clip_norm is not None:
        clip_grad_norm_(model.parameters(), recipe.clip_norm)
    if recipe.clip_value is not None:
        clip_grad_value_(model.parameters(), recipe.clip_value)


@torch.no_grad()
def predict(model: nn.Module, x: np.ndarray, *, batch_size: int = 1024) -> np.ndarray:
    """Return what `model` answers, shape (N, ...), for x of shape (N, ...)."""
    model.eval()
    device, parts = device_of(model), torch.from_numpy(x).split(batch_size)
    return torch.cat([model(part.to(device)).cpu() for part in parts]).numpy()

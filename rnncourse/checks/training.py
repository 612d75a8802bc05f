"""Checks of training loops. None trains for more than a few seconds."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, check, numbers, require_no_gradients
from rnncourse.checks.frameworks import weights

RECIPE: dict[str, Any] = dict(epochs=12, batch_size=20, learning_rate=0.01)


def easy_task() -> tuple[np.ndarray, np.ndarray]:
    """Sequences of two symbols, whose class is the first one: x (N, T, V), y (N,)."""
    rng = np.random.default_rng(0)
    symbols = rng.integers(3, size=(210, 2))
    x = np.eye(3, dtype=np.float32)[symbols] + rng.normal(0, 0.01, (210, 2, 3)).astype(
        np.float32
    )  # no two rows alike
    return x, symbols[:, 0]


def require_learned(attempt: Attempt, losses: Any, before: list[np.ndarray], model: Any) -> None:
    """Require a loss for each epoch, other weights than before, and a loss far below chance."""
    epochs = RECIPE["epochs"]
    expected = f"a list of {epochs} losses, one for each epoch"
    hint = "the mean loss of the batches of an epoch"
    require_no_gradients(attempt)
    losses = numbers(attempt, losses, expected, hint, "lower the learning rate")
    attempt.require(losses.shape == (epochs,), losses, expected, hint)
    changed = any(not np.array_equal(old, new) for old, new in zip(before, weights(model)))
    attempt.require(
        changed,
        "left every weight as it was",
        "trained weights",
        "the gradients must be applied: optimizer.step()",
    )
    attempt.require(
        losses[-1] < 0.5 * np.log(3),
        f"ended with a loss of {losses[-1]:.2f} nats, where guessing has {np.log(3):.2f}",
        "far less, on so easy a task",
        "are inputs and labels shuffled by the same permutation? Is the loss the cross-entropy of "
        "what the model gives?",
    )


@check
def keras_training(attempt: Attempt) -> None:
    """`keras_train(model, x, y, epochs=…, batch_size=…, learning_rate=…)`: compile, fit, return the
    losses.

    model.compile with keras.optimizers.Adam(learning_rate) and the loss
    sparse_categorical_crossentropy; model.fit with the epochs and the batch size; what it returns
    has the losses as history["loss"].
    """
    import keras

    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((2, 3)),
            keras.layers.SimpleRNN(12),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    x, y = easy_task()
    before = weights(model)
    losses = attempt(
        model,
        x,
        y,
        **RECIPE,
        hint="the labels are indices: the loss is sparse_categorical_crossentropy",
    )
    if hasattr(model, "optimizer"):  # a loop of one's own needs none
        attempt.require(
            isinstance(model.optimizer, keras.optimizers.Adam),
            f"trained with {type(model.optimizer).__name__}",
            "Adam",
            "the optimiser stands in compile",
        )
        rate, wanted = float(model.optimizer.learning_rate), RECIPE["learning_rate"]
        attempt.require(
            np.isclose(rate, wanted),
            f"trained with the learning rate {rate:g}",
            f"{wanted:g}",
            "pass it on to the optimiser",
        )
    require_learned(attempt, losses, before, model)


def require_rate_of_adam(
    attempt: Attempt, before: list[np.ndarray], after: list[np.ndarray]
) -> None:
    """Require that the first step, if any was made, moved no weight by more than the learning rate,
    and one by that much: so does Adam.
    """
    moved = max(float(np.abs(new - old).max()) for old, new in zip(before, after))
    rate = RECIPE["learning_rate"]
    attempt.require(
        moved == 0 or np.isclose(moved, rate, rtol=0.1),
        f"moved a weight by {moved:.2g} in the first step",
        f"{rate:g}, the learning rate, by which Adam moves a weight first",
        "take torch.optim.Adam, and pass the learning rate on",
    )


def probe():
    """A small net that notes what is read in which order, its weights before the first two steps,
    and gradients that were left when a backward pass begins.
    """
    import torch
    from torch import nn

    class Probe(nn.Module):
        def __init__(self):
            super().__init__()
            self.recurrent, self.linear = nn.RNN(3, 12, batch_first=True), nn.Linear(12, 3)
            self.read, self.left_over, self.before_steps = [], False, []

        def forward(self, x):
            logits = self.linear(self.recurrent(x)[1][-1])
            if logits.requires_grad:
                self.read.append(x[:, 0, 0].tolist())
                if len(self.before_steps) < 2:
                    self.before_steps.append(weights(self))
                logits.register_hook(self.look_for_gradients)
            return logits

        def look_for_gradients(self, _):
            self.left_over |= any(
                p.grad is not None and bool(p.grad.any()) for p in self.parameters()
            )

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return Probe().float()


@check
def torch_training(attempt: Attempt) -> None:
    """`torch_train(model, x, y, epochs=…, batch_size=…, learning_rate=…)`: the loop; returns the
    losses.

    Make torch.optim.Adam of the parameters and the rate. In every epoch split
    torch.randperm(len(x)) into batches of rows; for each: the cross-entropy of model(x[batch]) and
    y[batch], zero_grad, backward, step. Note the mean loss of each epoch.
    """
    import torch

    model, (x, y) = probe(), easy_task()
    before = weights(model)
    losses = attempt(model, torch.tensor(x), torch.tensor(y), **RECIPE)
    types = {str(parameter.dtype) for parameter in model.parameters()}
    attempt.require(
        types == {"torch.float32"},
        f"left a model with weights of type {', '.join(sorted(types))}",
        "torch.float32, as they were",
        "leave out .double(), .half() and the like",
    )
    epochs, size = RECIPE["epochs"], RECIPE["batch_size"]
    batches = -(-len(x) // size)
    attempt.require(
        len(model.read) == epochs * batches,
        f"made {len(model.read)} steps",
        f"{epochs} epochs of {batches} batches",
        "every row in every epoch, the last batch may be smaller; to validate, use torch.no_grad()",
    )
    rows = [[row for batch in model.read[i : i + batches] for row in batch] for i in (0, batches)]
    attempt.require(
        all(len(set(read)) == len(x) for read in rows),
        f"read {len(set(rows[0]))} of {len(x)} rows in an epoch",
        "every row once",
        "draw a permutation of all rows, and split it",
    )
    attempt.require(
        not model.left_over,
        "began a backward pass with the gradients of the step before",
        "gradients of this batch alone",
        "backward() adds to what is there: optimizer.zero_grad() before it",
    )
    require_rate_of_adam(attempt, *model.before_steps)
    require_learned(attempt, losses, before, model)
    attempt.require(
        rows[0] != rows[1],
        "read the rows in the same order in every epoch",
        "another order in each",
        "draw the permutation inside the loop over epochs",
    )

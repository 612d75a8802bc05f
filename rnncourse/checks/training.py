"""Checks of training: the loop, L2 regularisation and clipping. None trains for more than a few
seconds.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from rnncourse.checks.attempt import Attempt, check, shown
from rnncourse.checks.models import recurrent, set_weights, weights

MATRICES = ("W_xh", "W_hh", "W_hy")
RECIPE = dict(epochs=12, batch_size=20, learning_rate=0.01)


def easy_task() -> tuple[np.ndarray, np.ndarray]:
    """Sequences of two symbols, whose class is the first one: x (N, T, V), y (N,)."""
    rng = np.random.default_rng(0)
    symbols = rng.integers(3, size=(210, 2))
    x = np.eye(3, dtype=np.float32)[symbols] + rng.normal(0, 0.01, (210, 2, 3)).astype(
        np.float32
    )  # no two rows alike
    return x, symbols[:, 0]


def require_learned(
    attempt: Attempt, losses: object, before: list[np.ndarray], model: object
) -> None:
    """Require a loss for each epoch, other weights than before, and a loss far below chance."""
    epochs = RECIPE["epochs"]
    attempt.require(
        np.shape(losses) == (epochs,),
        losses,
        f"a list of {epochs} losses, one for each epoch",
        "the mean loss of the batches of an epoch",
    )
    losses = [float(loss) for loss in losses]
    changed = any(not np.array_equal(old, new) for old, new in zip(before, weights(model)))
    attempt.require(
        changed,
        "left every weight as it was",
        "trained weights",
        "the gradients must be applied: optimizer.step()",
    )
    attempt.require(
        np.isfinite(losses).all(),
        losses,
        "finite losses",
        "lower the learning rate; look for a logarithm of zero",
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
    rate, wanted = float(model.optimizer.learning_rate), RECIPE["learning_rate"]
    attempt.require(
        np.isclose(rate, wanted),
        f"trained with the learning rate {rate:g}",
        f"{wanted:g}",
        "pass it on: optimizer=keras.optimizers.Adam(learning_rate)",
    )
    require_learned(attempt, losses, before, model)


def probe():
    """A small net that notes what is read in which order, and gradients that were left when a
    backward pass begins.
    """
    import torch
    from torch import nn

    class Probe(nn.Module):
        def __init__(self):
            super().__init__()
            self.recurrent, self.linear = nn.RNN(3, 12, batch_first=True), nn.Linear(12, 3)
            self.read, self.left_over = [], False

        def forward(self, x):
            logits = self.linear(self.recurrent(x)[1][-1])
            if logits.requires_grad:
                self.read.append(x[:, 0, 0].tolist())
                logits.register_hook(self.look_for_gradients)
            return logits

        def look_for_gradients(self, _):
            self.left_over |= any(
                p.grad is not None and bool(p.grad.any()) for p in self.parameters()
            )

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return Probe()


@check
def torch_training(attempt: Attempt) -> None:
    """`torch_train(model, x, y, epochs=…, batch_size=…, learning_rate=…)`: the loop; returns the
    losses.
    """
    import torch

    model, (x, y) = probe(), easy_task()
    before = weights(model)
    losses = attempt(model, torch.from_numpy(x), torch.from_numpy(y), **RECIPE)
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
        "draw a permutation: torch.randperm(len(x)).split(batch_size)",
    )
    attempt.require(
        not model.left_over,
        "began a backward pass with the gradients of the step before",
        "gradients of this batch alone",
        "backward() adds to what is there: optimizer.zero_grad() before it",
    )
    require_learned(attempt, losses, before, model)
    attempt.require(
        rows[0] != rows[1],
        "read the rows in the same order in every epoch",
        "another order in each",
        "draw the permutation inside the loop over epochs",
    )


def matching(
    attempt: Attempt, penalty: float, strength: float, values: dict[str, np.ndarray]
) -> None:
    """Require strength times the squares of the three matrices; name those that were taken
    instead.
    """
    squares = {
        name: strength * float((value.astype(np.float64) ** 2).sum())
        for name, value in values.items()
    }
    expected = sum(squares[name] for name in MATRICES)
    subsets = (names for size in range(len(squares) + 1) for names in combinations(squares, size))
    taken = next(
        (
            names
            for names in subsets
            if np.isclose(penalty, sum(squares[name] for name in names), rtol=1e-4)
        ),
        None,
    )
    hint = (
        "strength times the sum of the squares of every weight matrix"
        if taken is None
        else f"that is the penalty of {' and '.join(taken) or 'nothing'}"
    )
    attempt.require(
        np.isclose(penalty, expected, rtol=1e-4),
        f"gave a penalty of {penalty:.4f}",
        f"{expected:.4f}, from {', '.join(MATRICES)}, without biases",
        hint,
    )


@check
def keras_l2(attempt: Attempt) -> None:
    """`keras_l2(features, units, classes, strength)`: one layer, whose matrices are all
    regularised.
    """
    model = recurrent(attempt, "keras", extra=(0.1,))
    rng = np.random.default_rng(0)
    set_weights(model, [rng.normal(size=value.shape) for value in weights(model)])
    matching(
        attempt,
        float(sum(float(loss) for loss in model.losses)),
        0.1,
        dict(zip(("W_xh", "W_hh", "b_h", "W_hy", "b_y"), weights(model))),
    )


@check
def torch_l2(attempt: Attempt) -> None:
    """`l2_penalty(model, strength)`: strength times the squares of every matrix, ready for
    backward.
    """
    model = probe()
    values = dict(zip(("W_xh", "W_hh", "b_xh", "b_hh", "W_hy", "b_y"), weights(model)))
    penalty = attempt(model, 0.1)
    attempt.require(
        hasattr(penalty, "requires_grad") and penalty.numel() == 1,
        penalty,
        "a tensor with one number",
        "return the sum as a tensor, without .item()",
    )
    matching(attempt, float(penalty.detach()), 0.1, values)
    attempt.require(
        penalty.requires_grad,
        penalty,
        "a tensor that gradients flow through",
        "no detach, no .data, no torch.no_grad() in it",
    )


@check
def clipping(attempt: Attempt) -> None:
    """`clip(gradients, largest)`: all gradients by one factor, so that their common norm is at most
    `largest`.
    """
    gradients = [np.array([3.0, 0.0]), np.array([[0.0, 4.0]])]  # norm 5
    result = attempt([g.copy() for g in gradients], 1.0)
    attempt.require(
        isinstance(result, list) and [np.shape(g) for g in result] == [(2,), (1, 2)],
        result,
        "a list of arrays with the same shapes",
        "one array for each",
    )
    flat = np.concatenate([np.ravel(g) for g in result])
    expected = "[0.6, 0, 0, 0.8] in all: the common norm of 3 and 4 is 5"
    attempt.require(
        not np.allclose(flat, [1, 0, 0, 1]),
        flat,
        expected,
        "clipped one by one, by value or by norm, the direction changes; take one norm over all "
        "gradients",
    )
    attempt.require(not np.allclose(flat, [3, 0, 0, 4]), flat, expected, "nothing was clipped")
    attempt.require(
        np.allclose(flat, [0.6, 0, 0, 0.8], atol=1e-4),
        flat,
        expected,
        "multiply all by largest / norm",
    )
    small = attempt([g / 100 for g in gradients], 1.0)
    flat = np.concatenate([np.ravel(g) for g in small])
    attempt.require(
        np.allclose(flat, [0.03, 0, 0, 0.04]),
        flat,
        [0.03, 0, 0, 0.04],
        "a gradient that is small enough stays as it is: min(1, largest / norm)",
    )
    with np.errstate(all="ignore"):
        zero = attempt([np.zeros(2)], 1.0)
    attempt.require(
        np.array_equal(zero[0], [0, 0]),
        zero,
        "zeros",
        "the norm of zeros is 0: do not divide by it",
    )


@check
def keras_clipping(attempt: Attempt) -> None:
    """`keras_optimizer(learning_rate, largest)`: Adam that clips the common norm."""
    optimizer = attempt(0.01, 2.0)
    attempt.require(hasattr(optimizer, "global_clipnorm"), optimizer, "an optimiser of Keras")
    given = {
        name: getattr(optimizer, name) for name in ("clipvalue", "clipnorm", "global_clipnorm")
    }
    hint = (
        "clipnorm takes the norm of each variable alone"
        if given["clipnorm"]
        else "clipvalue cuts every number alone"
        if given["clipvalue"]
        else "nothing is clipped"
    )
    attempt.require(
        given["global_clipnorm"] == 2.0,
        f"returned an optimiser with {shown(given)}",
        "global_clipnorm=2.0",
        hint,
    )
    rate = float(optimizer.learning_rate)
    attempt.require(
        np.isclose(rate, 0.01),
        f"returned an optimiser with the learning rate {rate:g}",
        "0.01",
        "pass the learning rate on",
    )


@check
def torch_clipping(attempt: Attempt) -> None:
    """`clipped_step(model, optimizer, x, y, largest)`: one step of training with clipped gradients;
    returns the loss.
    """
    import torch

    for largest in (0.01, 100.0):
        model, (x, y) = probe(), map(torch.from_numpy, easy_task())
        optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        torch.nn.functional.cross_entropy(model(x), y).backward()
        free = float(
            torch.stack([p.grad.norm() for p in model.parameters()]).norm()
        )  # these gradients are left over, too
        before = weights(model)
        attempt(model, optimizer, x, y, largest)
        moved = np.sqrt(sum(((new - old) ** 2).sum() for old, new in zip(before, weights(model))))
        expected = min(largest, free)
        hint = {
            True: "clip after backward() and before step(): "
            "nn.utils.clip_grad_norm_(model.parameters(), largest)",
            False: "gradients of the step before were added: optimizer.zero_grad()",
        }[largest < free]
        attempt.require(
            moved > 0,
            "left every weight as it was",
            "one step of the optimiser",
            "optimizer.step()",
        )
        attempt.require(
            np.isclose(moved, expected, rtol=1e-2),
            f"moved the weights by {moved:.4f} in all, with a learning rate of 1",
            f"{expected:.4f}, the clipped norm of the gradients",
            hint,
        )

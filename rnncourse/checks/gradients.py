"""Checks of what changes the gradients of a training: L2 penalties and clipping."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from rnncourse.checks.attempt import Attempt, check, number, numbers, require_no_gradients
from rnncourse.checks.frameworks import set_weights, weights
from rnncourse.checks.nets.models import recurrent
from rnncourse.checks.training import easy_task, probe
from rnncourse.checks.values import is_tensor_of_torch, keeps_gradients, shown

MATRICES = ("W_xh", "W_hh", "W_hy")


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

    One keras.regularizers.L2(strength) goes to the SimpleRNN twice, as kernel_regularizer and as
    recurrent_regularizer, and to the Dense layer as kernel_regularizer.
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

    Go through model.parameters(); those with two axes are matrices. Add up the squares of these,
    and multiply by the strength.
    """
    model = probe()
    names = ["W_xh", "W_hh", "b_xh", "b_hh", "W_hy", "b_y"]
    values = dict(zip(names, weights(model)))
    penalty = numbers(attempt, attempt(model, 0.1), "a tensor with one number")
    attempt.require(
        is_tensor_of_torch(attempt.returned) and penalty.size == 1,
        f"returned {shown(attempt.returned)}",
        "a tensor with one number",
        "return the sum as a tensor, without .item()",
    )
    matching(attempt, float(penalty.reshape(())), 0.1, values)
    attempt.require(
        keeps_gradients(attempt.returned),
        f"returned {shown(attempt.returned)}",
        "a tensor that gradients flow through",
        "no detach, no .data, no torch.no_grad() in it",
    )


def clipped(attempt: Attempt, gradients: list[np.ndarray], largest: float) -> np.ndarray:
    """All numbers of the gradients that the student's function clips; raise CheckFailed unless they
    are in a list, and in their shapes.
    """
    with np.errstate(all="ignore"):
        result = attempt(gradients, largest)
    expected = f"a list of arrays of the shapes {[g.shape for g in gradients]}"
    attempt.require(
        isinstance(result, list) and len(result) == len(gradients),
        f"returned {shown(result)}",
        expected,
        "one array for each",
    )
    parts = [
        numbers(attempt, part, expected, nan="the norm of zeros is 0: do not divide by it")
        for part in result
    ]
    attempt.require(
        [part.shape for part in parts] == [g.shape for g in gradients],
        result,
        expected,
        "one array for each",
    )
    return np.concatenate([part.ravel() for part in parts])


@check
def clipping(attempt: Attempt) -> None:
    """`clip(gradients, largest)`: all gradients by one factor, so that their common norm is at most
    `largest`.

    The common norm is the root of the sum of all squares of all arrays. The factor is largest /
    norm, and 1 at most; multiply every array by it.
    """
    gradients = [np.array([3.0, 0.0]), np.array([[0.0, 4.0]])]  # norm 5
    flat = clipped(attempt, gradients, 1.0)
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
        "multiply all by one factor",
    )
    flat = clipped(attempt, [g / 100 for g in gradients], 1.0)
    attempt.require(
        np.allclose(flat, [0.03, 0, 0, 0.04]),
        flat,
        [0.03, 0, 0, 0.04],
        "a gradient that is small enough stays as it is: no factor above 1",
    )
    zero = clipped(attempt, [np.zeros(2)], 1.0)
    attempt.require(not zero.any(), zero, "zeros", "nothing is added to a gradient")


@check
def keras_clipping(attempt: Attempt) -> None:
    """`keras_optimizer(learning_rate, largest)`: Adam that clips the common norm.

    keras.optimizers.Adam takes the learning rate, and the common norm as global_clipnorm.
    """
    optimizer = attempt(0.01, 2.0)
    attempt.require(
        hasattr(optimizer, "global_clipnorm"),
        f"returned {shown(optimizer)}",
        "an optimiser of Keras",
    )
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

    In this order: optimizer.zero_grad(), the cross-entropy of model(x) and y, its backward(),
    nn.utils.clip_grad_norm_ of the parameters, optimizer.step(); return loss.item().
    """
    import torch

    for largest in (0.01, 100.0):
        model, (x, y) = probe(), map(torch.tensor, easy_task())
        optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        torch.nn.functional.cross_entropy(model(x), y).backward()
        free = float(torch.nn.utils.clip_grad_norm_(model.parameters(), np.inf))
        # these gradients are left over, too
        before = weights(model)
        loss = attempt(model, optimizer, x, y, largest)
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
        require_no_gradients(attempt)
        number(attempt, loss, "return the loss of the step")

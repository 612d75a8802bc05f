"""Checks of models that tell from a window of signals what somebody does: of their shapes, of how
many parameters they have, and of what they answer with given weights.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, check
from rnncourse.checks.frameworks import answer, is_keras, weights
from rnncourse.checks.nets.models import require_model
from rnncourse.checks.nets.parts import GATES, softmax
from rnncourse.checks.nets.requirements import require_one_sequence_at_a_time, require_softmax
from rnncourse.checks.nets.wanted import (
    B,
    C,
    D,
    F,
    H,
    S,
    T,
    W,
    Wanted,
    Way,
    convolutional,
    dense,
    linear,
    recurrent,
    strided_recurrent,
)


def windows(seed: int) -> np.ndarray:
    """Random windows, (B, T, D)."""
    return np.random.default_rng(seed).normal(size=(B, T, D)).astype(np.float32)


def require(
    attempt: Attempt, framework: str, arguments: tuple, wants: Callable[[str], Wanted]
) -> None:
    """Ask that what the student's function builds answers as it must, in every respect."""
    hint = "build the layers with the sizes that are passed"
    model, x = attempt(*arguments, hint=hint), windows(0)
    require_model(attempt, model, framework)
    wanted = wants(framework)
    require_one_answer(attempt, answer(attempt, model, x, wanted.raised), wanted)
    require_parameters(attempt, model, wanted)
    require_softmax(attempt, model, x)
    require_one_sequence_at_a_time(attempt, model, x)
    require_values(attempt, model, wanted)


def require_one_answer(attempt: Attempt, result: np.ndarray, wanted: Wanted) -> None:
    """Ask for one row of scores for each window."""
    hint = f"{B} windows of {T} steps go in, {C} scores come out for each"
    if result.ndim == 3:
        hint = wanted.every_step or hint
    elif result.shape == (T, C):
        hint = "without batch_first=True, PyTorch reads the first axis as time"
    elif result.shape == (B, H):
        hint = "these are the hidden units: the output layer is missing"
    attempt.require(
        result.shape == (B, C),
        f"made a model that answers with shape {result.shape}",
        f"the shape {(B, C)}",
        hint,
    )


def require_parameters(attempt: Attempt, model: Any, wanted: Wanted) -> None:
    """Ask for the weights of the layers that are wanted, in whatever order."""
    found = sorted(value.shape for value in weights(model))
    shapes = sorted(wanted.parts.shapes)
    count, expected = (sum(int(np.prod(shape)) for shape in each) for each in (found, shapes))
    attempt.require(
        found == shapes,
        f"made a model with {count} parameters: {', '.join(map(str, found))}",
        f"{expected}: {', '.join(map(str, shapes))}",
        wanted.counts.get(count - expected, "compare the shapes: which layer differs?"),
    )


def require_values(attempt: Attempt, model: Any, wanted: Wanted) -> None:
    """Give the model known weights, and ask for the answers that follow from them."""
    wanted.parts.share_weights(model)
    x, last = windows(1), softmax if is_keras(model) else lambda logits: logits
    result = answer(attempt, model, x)

    def fits(way: Way) -> bool:
        return np.allclose(result, last(way(x)), rtol=1e-3, atol=1e-3)

    hint = next((hint for hint, way in wanted.wrong.items() if fits(way)), "")
    attempt.require(
        any(map(fits, wanted.right)),
        f"made a model that, with weights of the check's, answers {np.round(result[0], 2)}",
        f"{np.round(last(wanted.right[0](x))[0], 2)}",
        hint or "the layers are right: look at what happens between them",
    )


@check
def keras_linear(attempt: Attempt) -> None:
    """`keras_linear(steps, features, classes)`: a softmax on all numbers of a window.

    keras.Sequential of keras.Input((steps, features)), keras.layers.Flatten(), and a Dense of
    `classes` with the activation softmax.
    """
    require(attempt, "keras", (T, D, C), linear)


@check
def torch_linear(attempt: Attempt) -> None:
    """`torch_linear(steps, features, classes)`: one linear layer on all numbers of a window, logits
    out.

    nn.Sequential of nn.Flatten() and an nn.Linear from steps times features to classes.
    """
    require(attempt, "torch", (T, D, C), linear)


@check
def keras_dense(attempt: Attempt) -> None:
    """`keras_dense(steps, features, units, classes)`: a hidden layer with ReLU, and a softmax.

    As the linear model, with a Dense of `units` and the activation relu between Flatten and the
    last layer.
    """
    require(attempt, "keras", (T, D, H, C), dense)


@check
def torch_dense(attempt: Attempt) -> None:
    """`torch_dense(steps, features, units, classes)`: a hidden layer with ReLU, and a linear one,
    logits out.

    nn.Sequential of nn.Flatten(), an nn.Linear from steps times features to units, nn.ReLU(), and
    an nn.Linear from units to classes.
    """
    require(attempt, "torch", (T, D, H, C), dense)


@check
def keras_recurrent(attempt: Attempt) -> None:
    """`keras_recurrent(cell, features, units, classes)`: an Elman, LSTM or GRU layer, and a softmax
    on its last state.

    A dictionary from "elman", "lstm" and "gru" to keras.layers.SimpleRNN, LSTM and GRU gives the
    layer; keras.Input((None, features)) stands before it, and a Dense with softmax behind.
    """
    for cell in GATES:
        require(attempt, "keras", (cell, D, H, C), partial(recurrent, cell=cell))


@check
def torch_recurrent(attempt: Attempt) -> None:
    """`torch_recurrent(cell, features, units, classes)`: an Elman, LSTM or GRU layer, and a linear
    one on its last state, logits out.

    A dictionary from "elman", "lstm" and "gru" to nn.RNN, nn.LSTM and nn.GRU gives the layer, with
    batch_first=True. Each returns all its states first, (B, T, units), and the linear layer gets
    states[:, -1].
    """
    for cell in GATES:
        require(attempt, "torch", (cell, D, H, C), partial(recurrent, cell=cell))


@check
def keras_convolutional(attempt: Attempt) -> None:
    """`keras_convolutional(features, filters, width, classes)`: a convolution with ReLU, the mean
    over time, and a softmax.

    keras.Input((None, features)), Conv1D(filters, width, activation="relu"),
    GlobalAveragePooling1D(), and a Dense with softmax.
    """
    require(attempt, "keras", (D, F, W, C), convolutional)


@check
def torch_convolutional(attempt: Attempt) -> None:
    """`torch_convolutional(features, filters, width, classes)`: a convolution with ReLU, the mean
    over time, and a linear layer, logits out.

    In forward, x.transpose(1, 2) brings the features to where nn.Conv1d wants them, (B, features,
    steps). Then relu, .mean(dim=2), and an nn.Linear from filters to classes.
    """
    require(attempt, "torch", (D, F, W, C), convolutional)


@check
def keras_strided(attempt: Attempt) -> None:
    """`keras_strided(features, filters, width, stride, units, classes)`: a convolution with ReLU
    that moves on by `stride` steps, a GRU, and a softmax on its last state.

    keras.Input((None, features)), Conv1D(filters, width, strides=stride, activation="relu"),
    GRU(units), and a Dense with softmax.
    """
    require(attempt, "keras", (D, F, W, S, H, C), strided_recurrent)


@check
def torch_strided(attempt: Attempt) -> None:
    """`torch_strided(features, filters, width, stride, units, classes)`: a convolution with ReLU
    that moves on by `stride` steps, a GRU, and a linear layer on its last state, logits out.

    nn.Conv1d(features, filters, width, stride=stride) gets x.transpose(1, 2); relu; transpose back;
    an nn.GRU with batch_first=True; an nn.Linear on states[:, -1].
    """
    require(attempt, "torch", (D, F, W, S, H, C), strided_recurrent)

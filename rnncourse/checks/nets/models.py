"""Checks of recurrent models, in Keras or in PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, check
from rnncourse.checks.frameworks import is_model
from rnncourse.checks.nets.requirements import B, C, D, H, T, require_recurrent
from rnncourse.checks.values import shown


def recurrent(
    attempt: Attempt,
    framework: str,
    *,
    layers: int = 1,
    every_step: bool = False,
    extra: tuple = (),
) -> Any:
    """Check what the student's function builds for D features, H units and C classes; return the
    model.
    """
    model = built(attempt, framework, extra)
    x = np.random.default_rng(0).normal(size=(B, T, D)).astype(np.float32)
    require_recurrent(attempt, model, x, layers, every_step)
    return model


def built(attempt: Attempt, framework: str, extra: tuple = ()) -> Any:
    """The model that the student's function builds; raise CheckFailed unless it is one."""
    model = attempt(
        D,
        H,
        C,
        *extra,
        hint="a layer after a layer needs every state of the one below (in Keras: "
        "return_sequences=True)",
    )
    require_model(attempt, model, framework)
    return model


def require_model(attempt: Attempt, model: Any, framework: str) -> None:
    """Require that what the student's function built is a model of this framework."""
    attempt.require(
        is_model(model, framework),
        f"returned {shown(model)}",
        "a keras.Model" if framework == "keras" else "a torch.nn.Module",
        "build the model, and return it",
    )


@check
def keras_classifier(attempt: Attempt) -> None:
    """`keras_classifier(features, units, classes)`: one SimpleRNN layer and a softmax.

    keras.Sequential of keras.Input((None, features)), a SimpleRNN of `units`, and a Dense of
    `classes` with the activation softmax.
    """
    recurrent(attempt, "keras")


@check
def torch_classifier(attempt: Attempt) -> None:
    """`torch_classifier(features, units, classes)`: one nn.RNN layer and a linear one, logits out.

    In a class of nn.Module, __init__ makes an nn.RNN with batch_first=True and an nn.Linear;
    forward calls the first, which returns all states and the last ones (layers, B, H), and hands
    the last layer's to the second.
    """
    recurrent(attempt, "torch")


@check
def keras_two_layers(attempt: Attempt) -> None:
    """`keras_two_layers(features, units, classes)`: two SimpleRNN layers and a softmax.

    As with one layer, and another SimpleRNN between Input and the first: it returns its state at
    every step, return_sequences=True.
    """
    recurrent(attempt, "keras", layers=2)


@check
def torch_two_layers(attempt: Attempt) -> None:
    """`torch_two_layers(features, units, classes)`: two layers of nn.RNN and a linear one, logits
    out.

    As with one layer, with num_layers=2 in nn.RNN; the last states are two then, and the answer
    comes from the upper one, last[-1].
    """
    recurrent(attempt, "torch", layers=2)


@check
def keras_every_step(attempt: Attempt) -> None:
    """`keras_every_step(features, units, classes)`: a softmax at every step.

    As with one answer, but the SimpleRNN returns its state at every step, return_sequences=True;
    Dense acts on each.
    """
    recurrent(attempt, "keras", every_step=True)


@check
def torch_every_step(attempt: Attempt) -> None:
    """`torch_every_step(features, units, classes)`: logits at every step.

    As with one answer, but the linear layer gets all the states, not the last one.
    """
    recurrent(attempt, "torch", every_step=True)

"""Checks of nets that hand their state on, with any recurrent layer, in Keras or in PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, check
from rnncourse.checks.frameworks import answer, weights
from rnncourse.checks.nets.models import require_model
from rnncourse.checks.nets.requirements import (
    B,
    C,
    D,
    H,
    T,
    recurrent_parameters,
    require_no_look_ahead,
    require_one_sequence_at_a_time,
    require_shape,
    require_softmax,
)
from rnncourse.checks.values import shown

CUT = T // 2  # steps before the second call


class FromZero:
    """A stateful model of Keras that forgets its state before every call."""

    def __init__(self, model: Any):
        self.model, self.count_params = model, model.count_params
        self.set_weights = model.set_weights

    @property
    def weights(self) -> list:
        """The weights of the model."""
        return self.model.weights

    def __call__(self, x: np.ndarray) -> Any:
        """What the model says to x after the state zero."""
        forget(self.model)
        return self.model(x)


def forget(model: Any) -> None:
    """Set the carried states of a model of Keras to zero."""
    for layer in model.layers:
        if getattr(layer, "stateful", False):
            layer.reset_state()


def require_layer(attempt: Attempt, model: Any, name: str, recurrent: int, elman: int) -> None:
    """Require the weights of one layer of this name, `recurrent` in number, where an Elman layer
    has `elman`, and those of the output layer.
    """
    count, output = sum(value.size for value in weights(model)), H * C + C
    attempt.require(
        count == recurrent + output,
        f"made a model with {count} parameters",
        f"{recurrent + output}, with one {name} layer and one output layer",
        "that is an Elman layer: build the one that was handed in, layer(…)"
        if count == elman + output
        else "one recurrent layer of `units`, with its biases, and one linear layer after it",
    )


def require_carried(
    attempt: Attempt, whole: np.ndarray, on: np.ndarray, anew: np.ndarray, hint: str
) -> None:
    """Require that a second call goes on (`on`) as if the sequences had been read in one call
    (`whole`), and does not begin `anew`.
    """
    did = "begins each call anew" if np.allclose(on, anew, atol=1e-6) else "goes on otherwise"
    attempt.require(
        np.allclose(whole[:, CUT:], on, atol=1e-5),
        f"made a model that {did}, when a text is read in two calls",
        "the same answers as to the text in one call",
        hint,
    )


def sequences() -> np.ndarray:
    """The sequences that a model is asked about, (B, T, D)."""
    return np.random.default_rng(0).normal(size=(B, T, D)).astype(np.float32)


@check
def keras_carrying(attempt: Attempt) -> None:
    """`keras_carrying(layer, streams, features, units, classes)`: a softmax at every step, and a
    state that is kept for the next call.

    keras.Sequential of keras.Input(batch_shape=(streams, None, features)), the layer with
    `units`, return_sequences=True and stateful=True, and a Dense with the activation softmax.
    """
    from keras import layers

    x, elman = sequences(), recurrent_parameters(D, H, keras=True)
    kinds = ((layers.SimpleRNN, elman), (layers.LSTM, 4 * elman), (layers.GRU, 3 * (elman + H)))
    for layer, recurrent in kinds:
        hint = (
            "a layer that keeps its state must know how many rows it reads: "
            "keras.Input(batch_shape=(streams, None, features))"
        )
        model = attempt(layer, B, D, H, C, hint=hint)
        require_model(attempt, model, "keras")
        from_zero = FromZero(model)
        whole = answer(attempt, from_zero, x, hint)
        require_shape(attempt, whole, every_step=True)
        require_layer(attempt, model, layer.__name__, recurrent, elman)
        require_softmax(attempt, from_zero, x)
        require_no_look_ahead(attempt, from_zero, x)
        anew = answer(attempt, from_zero, x[:, CUT:])
        answer(attempt, from_zero, x[:, :CUT])
        on = answer(attempt, model, x[:, CUT:])
        require_carried(attempt, whole, on, anew, "stateful=True in the recurrent layer")


def heard(attempt: Attempt, model: Any) -> Any:
    """A model of PyTorch that gives logits and a state, as one that gives its logits alone: it
    begins with the state `given`, and ends with the state `left`.
    """
    import torch

    class Heard(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model, self.given, self.left = model, None, None

        def forward(self, x):
            result = self.model(x) if self.given is None else self.model(x, self.given)
            attempt.require(
                isinstance(result, tuple) and len(result) == 2,
                f"made a model that answers {shown(result)}",
                "two things, logits and state",
                "end forward with `return logits, state`",
            )
            self.left = result[1]
            return result[0]

    return Heard()


@check
def torch_carrying(attempt: Attempt) -> None:
    """`torch_carrying(layer, features, units, classes)`: a model that is called with x and a state,
    and gives the logits of every step and the new state.

    In a class of nn.Module, __init__ makes the layer with batch_first=True and an nn.Linear;
    forward(x, state=None) hands both to the layer, which returns all states and the last one. The
    linear layer gets all states. Return the logits and the last state.
    """
    from torch import nn

    x, elman = sequences(), recurrent_parameters(D, H, keras=False)
    for layer, gates in ((nn.RNN, 1), (nn.LSTM, 4), (nn.GRU, 3)):
        hint = "forward(x, state=None) hands both to the recurrent layer, which gives both back"
        built = attempt(layer, D, H, C)
        require_model(attempt, built, "torch")
        model = heard(attempt, built)
        whole = answer(attempt, model, x, hint)
        require_shape(attempt, whole, every_step=True)
        require_layer(attempt, model, layer.__name__, gates * elman, elman)
        require_softmax(attempt, model, x)
        require_one_sequence_at_a_time(attempt, model, x)
        require_no_look_ahead(attempt, model, x)
        anew = answer(attempt, model, x[:, CUT:])
        answer(attempt, model, x[:, :CUT])
        model.given = model.left
        on = answer(attempt, model, x[:, CUT:], hint)
        require_carried(attempt, whole, on, anew, "hand the state on: self.recurrent(x, state)")

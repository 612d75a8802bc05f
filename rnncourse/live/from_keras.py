"""The layers of a Keras model, as a page can run them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np

from rnncourse.conversion.arrays import from_keras
from rnncourse.in_numpy.convolution import padding_steps
from rnncourse.in_numpy.elman import ELMAN
from rnncourse.in_numpy.gated import GRU, LSTM
from rnncourse.live.layers import (
    Layer,
    check_activation,
    recurrent,
    refused,
    unknown,
    with_kernel,
)

CELLS = {
    keras.layers.SimpleRNN: ELMAN,
    keras.layers.LSTM: LSTM,
    keras.layers.GRU: GRU,
}
NUMBER = re.compile(r"_\d+$")  # Keras numbers its layers anew in every process
LEFT_OUT = (keras.layers.InputLayer, keras.layers.Masking, keras.layers.Dropout)
USUAL = {  # what an option of a layer must be
    "data_format": "channels_last",
    "strides": (1,),
    "groups": 1,
    "go_backwards": False,
    "return_state": False,
    "mask_zero": False,
    "merge_mode": "concat",
    "keepdims": False,
}


def layers_of(model: keras.Model) -> list[Layer]:
    """Read a model whose layers stand in one row; raise ValueError for a layer that no page runs,
    TypeError for what is no model.
    """
    if not isinstance(model, keras.Model):
        raise TypeError(f"model is the Keras {type(model).__name__}, expected a keras.Model")
    if not model.built:
        raise ValueError(
            f"the model {model.name!r} has no weights yet, expected a built one; call it once"
        )
    return [layer for each in row(model) for layer in read(each)]


def row(model: keras.Model) -> Iterator[Any]:
    """Go through the layers of a model, from its input to its output, those of a model in it too;
    raise ValueError where they do not stand in one row.
    """
    if not hasattr(model, "outputs") or len(model.outputs) != 1 or len(model.inputs) != 1:
        raise ValueError(
            f"the model {model.name!r} has no single row of layers from one input to one output; "
            "build such a model from the part that the page is to run"
        )
    if isinstance(model, keras.Sequential):
        found = model.layers
    else:
        found = backwards(model.outputs[0])[::-1]
    for each in found:
        yield from row(each) if isinstance(each, keras.Model) else [each]


def backwards(tensor: Any) -> list[Any]:
    """Follow a tensor back to the input: what made it, what made what that read, and so on."""
    found = []
    while tensor is not None:
        made_by, node = tensor._keras_history[:2]
        arguments = made_by._inbound_nodes[node].arguments
        if arguments.kwargs.get("initial_state") is not None:
            raise refused(
                made_by.name, type(made_by).__name__, "it starts from a state", "start from zero"
            )
        found.append(made_by)
        tensor = next(iter(arguments.keras_tensors), None)  # the others are masks
    return found


def read(layer: Any) -> list[Layer]:
    """Return what a page runs for a layer of Keras: one layer, or none."""
    name, kind = NUMBER.sub("", layer.name), type(layer)
    check_options(layer)
    if isinstance(layer, LEFT_OUT):
        return []
    if kind in CELLS:
        return [read_recurrent(name, {"forward": layer})]
    if kind.__name__ == "OneHot":
        return [Layer("onehot", name, layer.num_classes, layer.num_classes)]
    if kind is keras.layers.Bidirectional:
        return [read_both(name, layer)]
    if kind is keras.layers.Embedding:
        (W,) = arrays_of(layer)
        return [with_kernel("embedding", name, {}, W=W)]
    if kind is keras.layers.Dense:
        W, b = with_bias(arrays_of(layer))
        return [with_kernel("dense", name, activation_of(layer), W=W, b=b)]
    if kind is keras.layers.Conv1D:
        return [read_convolution(name, layer)]
    if kind is keras.layers.GlobalMaxPooling1D:
        size = layer.input.shape[-1]
        return [Layer("maximum", name, size, size)]
    if kind is keras.layers.Activation:
        size = layer.input.shape[-1]
        return [Layer("activation", name, size, size, activation_of(layer))]
    raise unknown(name, kind.__name__)


def check_options(layer: Any) -> None:
    """Raise ValueError if a layer has an option that no page knows."""
    for option, expected in USUAL.items():
        given = getattr(layer, option, expected)
        if given != expected:
            raise refused(
                layer.name,
                type(layer).__name__,
                f"its {option} is {given!r}, and a page runs {expected!r}",
                f"build it with {option}={expected!r} and the same weights",
            )


def read_recurrent(name: str, cells: dict[str, Any]) -> Layer:
    """Read a recurrent layer from its cells by direction."""
    one = cells["forward"]
    kind = type(one).__name__
    activation = check_activation(one.activation.__name__, name, kind)
    gates = getattr(one, "recurrent_activation", keras.activations.sigmoid).__name__
    plain = isinstance(one, keras.layers.SimpleRNN)
    if gates != "sigmoid" or (activation != "tanh" and not plain):
        raise refused(
            name, kind, f"its activations are {activation} and {gates}", "use tanh and sigmoid"
        )
    reset = None
    if isinstance(one, keras.layers.GRU):
        reset = "after" if one.reset_after else "before"
    weights = {direction: weights_of(each, reset) for direction, each in cells.items()}
    output = "all" if one.return_sequences else "last"
    cell = CELLS[type(one)].name
    return recurrent(
        cell, name, weights, output=output, activation=activation if plain else None, reset=reset
    )


def read_both(name: str, layer: Any) -> Layer:
    """Read a layer of two directions; raise ValueError unless both are alike."""
    forward, backward = layer.forward_layer, layer.backward_layer
    for each in (forward, backward):
        if type(each) not in CELLS:
            raise unknown(name, f"Bidirectional of {type(each).__name__}")
    same = ("units", "return_sequences", "activation", "recurrent_activation", "reset_after")
    if type(forward) is not type(backward) or any(
        getattr(forward, option, None) != getattr(backward, option, None) for option in same
    ):
        raise refused(name, "Bidirectional", "its two directions differ", "build both alike")
    return read_recurrent(name, {"forward": forward, "backward": backward})


def weights_of(layer: Any, reset: str | None) -> dict[str, np.ndarray]:
    """The weights of one direction, as `in_numpy` names them; without a bias, it is zero."""
    W_xh, W_hh, *bias = arrays_of(layer)
    if bias and reset != "before":
        return from_keras(CELLS[type(layer)], [W_xh, W_hh, *bias])
    zero = np.zeros(W_hh.shape[1], W_hh.dtype)
    b_h = bias[0] if bias else zero
    return {"W_xh": W_xh, "W_hh": W_hh, "b_h": b_h} | ({"b_x": zero} if reset == "after" else {})


def read_convolution(name: str, layer: Any) -> Layer:
    """Read a convolution over time."""
    W, b = with_bias(arrays_of(layer))
    (dilation,) = layer.dilation_rate
    options = {
        "padding": list(padding_steps(layer.padding, len(W), dilation)),
        "dilation": dilation,
        "stride": 1,
    }
    options |= activation_of(layer)
    return with_kernel("conv1d", name, options, W=W, b=b)


def activation_of(layer: Any) -> dict[str, str]:
    """The activation of a layer, as an option."""
    name = getattr(layer.activation, "__name__", type(layer.activation).__name__)
    return {"activation": check_activation(name, layer.name, type(layer).__name__)}


def arrays_of(layer: Any) -> list[np.ndarray]:
    """The weights of a layer of Keras."""
    return [np.asarray(array) for array in layer.get_weights()]


def with_bias(arrays: list[np.ndarray]) -> list[np.ndarray]:
    """A kernel and its bias; zeros where there is none."""
    return arrays if len(arrays) == 2 else [arrays[0], np.zeros(arrays[0].shape[-1])]

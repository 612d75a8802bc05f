"""The same weights in Keras and in PyTorch.

Both store the same matrices, but not alike:

- Keras multiplies from the right (x W, kernel of shape (D, gates * H)), PyTorch stores the
  transpose.
- The gates of an LSTM come in the same order (input, forget, cell, output). Those of a GRU do not:
  Keras has update, reset, candidate, PyTorch has reset, update, candidate.
- Elman and LSTM layers have one bias in Keras and two in PyTorch, which are added. A GRU has two in
  both (in Keras with its default, ``reset_after=True``), because its reset gate acts between them.
- The kernel of a convolution over time has shape (width, in, out) in Keras and (out, in, width) in
  PyTorch.
- The kernel of a convolution over an image has shape (height, width, in, out) in Keras and
  (out, in, height, width) in PyTorch; images have their channels last in Keras,
  first in PyTorch.
- Batch normalisation keeps averages besides its weights. In training, PyTorch averages the variance
  over n - 1 numbers and Keras over n; both divide by n where they normalise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import keras
import numpy as np
import torch
from torch import nn

from rnncourse.conversion.arrays import TORCH_GATES

CELLS = {
    keras.layers.SimpleRNN: "elman",
    keras.layers.LSTM: "lstm",
    keras.layers.GRU: "gru",
}
COUNTERPART = {
    keras.layers.SimpleRNN: nn.RNN,
    keras.layers.LSTM: nn.LSTM,
    keras.layers.GRU: nn.GRU,
    keras.layers.Dense: nn.Linear,
    keras.layers.Embedding: nn.Embedding,
    keras.layers.Conv1D: nn.Conv1d,
    keras.layers.Conv2D: nn.Conv2d,
    keras.layers.BatchNormalization: nn.BatchNorm1d,
}
AXES = {  # of a Keras kernel, in PyTorch's order
    keras.layers.Dense: (1, 0),
    keras.layers.Conv1D: (2, 1, 0),
    keras.layers.Conv2D: (3, 2, 0, 1),
}
NORMALISATION = ("weight", "bias", "running_mean", "running_var")  # in the order of Keras' weights


class Part(NamedTuple):
    """A part of a PyTorch model: a module, its name, and for a recurrent one the suffix of its
    arrays, such as "_l0_reverse".
    """

    name: str
    module: nn.Module
    suffix: str = ""


def copy_weights(source: keras.Model | nn.Module, target: keras.Model | nn.Module) -> None:
    """Copy the weights of a model into its twin in the other framework, which is changed in place.

    Averages of normalisation go with them. Where PyTorch has two biases and Keras one, Keras gets
    their sum: the same function, one number fewer per unit. Raises TypeError unless one of the two
    is a Keras model and the other a PyTorch module, and ValueError if they were not built alike.
    """
    match source, target:
        case keras.Model(), nn.Module():
            for layer, part in twins(source, target):
                _to_torch(layer, part)
        case nn.Module(), keras.Model():
            for layer, part in twins(target, source):
                _to_keras(part, layer)
        case _:
            raise TypeError(
                f"copy_weights got a {type(source).__name__} and a {type(target).__name__}; "
                "pass a Keras model and a PyTorch module, the source first"
            )


def twins(keras_model: keras.Model, torch_model: nn.Module) -> list[tuple[keras.Layer, Part]]:
    """Pair every layer that holds weights with its part of the PyTorch model.

    They belong together if they have the same name, such as "encoder.recurrent"; in models whose
    parts have no names in common, the first of a kind belongs to the first of that kind, and so on.
    Raises ValueError where a part is left over.
    """
    layers, parts = dict(_layers(keras_model)), list(_parts(torch_model))
    by_name = {part.name: part for part in parts}
    if layers.keys() & by_name.keys():
        if layers.keys() != by_name.keys():
            raise ValueError(
                f"the Keras model has the parts {', '.join(sorted(layers))}, the PyTorch model "
                f"{', '.join(sorted(by_name))}; build both with the same arguments"
            )
        pairs = [(layer, by_name[name]) for name, layer in layers.items()]
    else:
        pairs = list(_by_kind(list(layers.values()), parts))
    for layer, part in pairs:
        if type(part.module) is not COUNTERPART.get(type(layer)):
            raise ValueError(
                f"{part.name} is a {type(layer).__name__} in Keras and a "
                f"{type(part.module).__name__} in PyTorch; "
                "build both models with the same arguments"
            )
    return pairs


def _layers(model: keras.Model, prefix: str = "") -> Iterator[tuple[str, keras.Layer]]:
    """Go through the layers that hold weights, those of a model inside a model with its name before
    theirs.
    """
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _layers(layer, f"{prefix}{layer.name}.")
        elif isinstance(layer, keras.layers.Bidirectional):
            yield f"{prefix}{layer.name}.forward", layer.forward_layer
            yield f"{prefix}{layer.name}.backward", layer.backward_layer
        elif layer.weights:
            yield prefix + layer.name, layer


def _parts(model: nn.Module) -> Iterator[Part]:
    """Go through the modules that hold weights themselves, a recurrent one once for each of its
    layers and directions.
    """
    for name, module in model.named_modules():
        if isinstance(module, nn.RNNBase):
            directions = (
                {".forward": "", ".backward": "_reverse"} if module.bidirectional else {"": ""}
            )
            yield from (
                Part(name + direction, module, f"_l{depth}{suffix}")
                for depth in range(module.num_layers)
                for direction, suffix in directions.items()
            )
        elif next(module.parameters(recurse=False), None) is not None:
            yield Part(name, module)


def _by_kind(layers: list[keras.Layer], parts: list[Part]) -> Iterator[tuple[keras.Layer, Part]]:
    """Pair the first of a kind with the first of that kind, and so on; raise ValueError if their
    numbers differ.
    """
    for kind in dict.fromkeys([*COUNTERPART, *map(type, layers)]):
        ours = [layer for layer in layers if type(layer) is kind]
        theirs = [part for part in parts if type(part.module) is COUNTERPART.get(kind)]
        if len(ours) != len(theirs):
            raise ValueError(
                f"the Keras model has {len(ours)} layers {kind.__name__} (each direction counts), "
                "the PyTorch model "
                f"{len(theirs)}; build both with the same arguments"
            )
        yield from zip(ours, theirs, strict=True)


def _to_torch(layer: keras.Layer, part: Part) -> None:
    """Copy the weights of one layer into its part of the PyTorch model."""
    arrays = layer.get_weights()
    match part.module:
        case nn.RNNBase():
            kernel, recurrent, bias = arrays
            bias_x, bias_h = bias if bias.ndim == 2 else (bias, np.zeros_like(bias))
            columns = {
                "weight_ih": kernel.T,
                "weight_hh": recurrent.T,
                "bias_ih": bias_x,
                "bias_hh": bias_h,
            }
            order = gate_order(layer)
            found = {name + part.suffix: reorder(array, order) for name, array in columns.items()}
        case nn.BatchNorm1d():
            found = dict(zip(NORMALISATION, arrays, strict=True))
        case nn.Embedding():
            found = {"weight": arrays[0]}
        case _:
            found = {"weight": arrays[0].transpose(AXES[type(layer)])}
            if len(arrays) > 1:  # a layer may have no bias
                found["bias"] = arrays[1]
    for name, array in found.items():
        _assign(getattr(part.module, name), array, f"{part.name}.{name}")


def _to_keras(part: Part, layer: keras.Layer) -> None:
    """Copy the weights of one part of the PyTorch model into its layer."""

    def array(name: str) -> np.ndarray:
        return getattr(part.module, name + part.suffix).detach().cpu().numpy()

    match part.module:
        case nn.RNNBase():
            order = np.argsort(gate_order(layer))
            kernel, recurrent, bias_x, bias_h = (
                reorder(array(name), order)
                for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            )
            two = layer.get_weights()[2].ndim == 2
            arrays = [kernel.T, recurrent.T, np.stack([bias_x, bias_h]) if two else bias_x + bias_h]
        case nn.BatchNorm1d():
            arrays = [array(name) for name in NORMALISATION]
        case nn.Embedding():
            arrays = [array("weight")]
        case _:
            arrays = [array("weight").transpose(np.argsort(AXES[type(layer)]))]
            if part.module.bias is not None:
                arrays.append(array("bias"))
    shapes = [weights.shape for weights in layer.get_weights()]
    if [weights.shape for weights in arrays] != shapes:
        raise ValueError(
            f"Keras layer {layer.name} has weights of shapes {shapes}, PyTorch offers "
            f"{[weights.shape for weights in arrays]}; build both models with the same arguments"
        )
    layer.set_weights(arrays)


def gate_order(layer: keras.Layer) -> tuple[int, ...]:
    """The position in PyTorch of each gate of a recurrent layer."""
    return TORCH_GATES[CELLS[type(layer)]]


def reorder(weights: np.ndarray, order) -> np.ndarray:
    """Permute the gates, which are blocks of rows; `order` gives for each block its place in the
    result.

    Raises ValueError if the rows cannot be cut into as many blocks of one size.
    """
    if len(weights) % len(order):
        raise ValueError(
            f"{len(weights)} rows are no {len(order)} gates; build both models with the same "
            "arguments"
        )
    blocks = np.split(weights, len(order))
    return np.concatenate([blocks[i] for i in order])


def _assign(parameter: nn.Parameter, weights: np.ndarray, name: str) -> None:
    if parameter.shape != weights.shape:
        raise ValueError(
            f"{name} has shape {tuple(parameter.shape)} in PyTorch and {weights.shape} in Keras; "
            "build both models with the same arguments"
        )
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(np.array(weights)))

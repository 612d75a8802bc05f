"""The same weights in Keras and in PyTorch.

Both store the same matrices, but not alike:

- Keras multiplies from the right (x W, kernel of shape (D, gates * H)), PyTorch stores the transpose.
- The gates of an LSTM come in the same order (input, forget, cell, output). Those of a GRU do not: Keras has update,
  reset, candidate, PyTorch has reset, update, candidate.
- Elman and LSTM layers have one bias in Keras and two in PyTorch, which are added. A GRU has two in both
  (in Keras with its default, ``reset_after=True``), because its reset gate acts between them.
"""

from __future__ import annotations

import keras
import numpy as np
import torch
from torch import nn

GATE_ORDER = {  # position in PyTorch of Keras' gates
    keras.layers.SimpleRNN: (0,),
    keras.layers.LSTM: (0, 1, 2, 3),
    keras.layers.GRU: (1, 0, 2),
}


def keras_to_torch(source: keras.Model, target: nn.Module) -> None:
    """Copy the weights of a Keras recurrent classifier into its PyTorch twin, which is changed in place.

    Raises ValueError if the two were not built with the same sizes, cell, layers and directions.
    """
    pairs = _pairs(source, target)
    with torch.no_grad():
        for layer, suffix in pairs:
            kernel, recurrent, bias = layer.get_weights()
            order = GATE_ORDER[type(layer)]
            bias_x, bias_h = bias if bias.ndim == 2 else (bias, np.zeros_like(bias))
            for name, weights in (("weight_ih", kernel.T), ("weight_hh", recurrent.T), ("bias_ih", bias_x), ("bias_hh", bias_h)):
                _assign(getattr(target.recurrent, name + suffix), _reorder(weights, order), name + suffix)
        kernel, bias = source.layers[-1].get_weights()
        _assign(target.linear.weight, kernel.T, "linear.weight")
        _assign(target.linear.bias, bias, "linear.bias")


def torch_to_keras(source: nn.Module, target: keras.Model) -> None:
    """Copy the weights of a PyTorch recurrent classifier into its Keras twin, which is changed in place.

    Where PyTorch has two biases and Keras one, their sum is copied: the same function, one number fewer per unit.
    Raises ValueError if the two were not built with the same sizes, cell, layers and directions.
    """
    for layer, suffix in _pairs(target, source):
        order = np.argsort(GATE_ORDER[type(layer)])
        kernel, recurrent, bias_x, bias_h = (
            _reorder(getattr(source.recurrent, name + suffix).detach().numpy(), order)
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        bias = np.stack([bias_x, bias_h]) if layer.get_weights()[2].ndim == 2 else bias_x + bias_h
        _set(layer, [kernel.T, recurrent.T, bias])
    _set(target.layers[-1], [source.linear.weight.detach().numpy().T, source.linear.bias.detach().numpy()])


def _pairs(keras_model: keras.Model, torch_model: nn.Module) -> list[tuple[keras.Layer, str]]:
    """Pair each recurrent layer of Keras with the suffix of its weights in PyTorch, such as "_l0_reverse"."""
    pairs, depth = [], 0
    for layer in keras_model.layers:
        if isinstance(layer, keras.layers.Bidirectional):
            pairs += [(layer.forward_layer, f"_l{depth}"), (layer.backward_layer, f"_l{depth}_reverse")]
            depth += 1
        elif type(layer) in GATE_ORDER:
            pairs.append((layer, f"_l{depth}"))
            depth += 1
    expected = torch_model.recurrent.num_layers * torch_model.directions
    if len(pairs) != expected or any(len(GATE_ORDER[type(layer)]) * layer.units != len(
            getattr(torch_model.recurrent, "weight_ih" + suffix)) for layer, suffix in pairs):
        raise ValueError(f"the Keras model has {len(pairs)} recurrent layers and directions, the PyTorch model {expected}, "
                         "or their cells or sizes differ; build both with the same arguments")
    return pairs


def _reorder(weights: np.ndarray, order) -> np.ndarray:
    """Permute the gates, which are blocks of rows; `order` gives for each block its place in the result."""
    blocks = np.split(weights, len(order))
    return np.concatenate([blocks[i] for i in order])


def _assign(parameter: nn.Parameter, weights: np.ndarray, name: str) -> None:
    if parameter.shape != weights.shape:
        raise ValueError(f"{name} has shape {tuple(parameter.shape)} in PyTorch and {weights.shape} in Keras; "
                         "build both models with the same arguments")
    parameter.copy_(torch.from_numpy(np.ascontiguousarray(weights)))


def _set(layer: keras.Layer, weights: list[np.ndarray]) -> None:
    shapes = [w.shape for w in layer.get_weights()]
    if [w.shape for w in weights] != shapes:
        raise ValueError(f"Keras layer {layer.name} has weights of shapes {shapes}, PyTorch offers "
                         f"{[w.shape for w in weights]}; build both models with the same arguments")
    layer.set_weights(weights)

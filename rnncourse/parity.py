"""The same weights in Keras and in PyTorch.

Both store the same matrices, but not alike:

- Keras multiplies from the right (x W, kernel of shape (D, gates * H)), PyTorch stores the transpose.
- The gates of an LSTM come in the same order (input, forget, cell, output). Those of a GRU do not: Keras has update,
  reset, candidate, PyTorch has reset, update, candidate.
- Elman and LSTM layers have one bias in Keras and two in PyTorch, which are added. A GRU has two in both
  (in Keras with its default, ``reset_after=True``), because its reset gate acts between them.
- The kernel of a convolution over time has shape (width, in, out) in Keras and (out, in, width) in PyTorch.
- The kernel of a convolution over an image has shape (height, width, in, out) in Keras and (out, in, height, width) in
  PyTorch; images have their channels last in Keras and first in PyTorch.
- Batch normalisation keeps averages besides its weights. In training, PyTorch averages the variance over n - 1 numbers
  and Keras over n; both divide by n where they normalise.
"""

from __future__ import annotations

from collections.abc import Iterator

import keras
import numpy as np
import torch
from torch import nn

GATE_ORDER = {  # position in PyTorch of Keras' gates
    keras.layers.SimpleRNN: (0,),
    keras.layers.LSTM: (0, 1, 2, 3),
    keras.layers.GRU: (1, 0, 2),
}
COUNTERPART = {
    keras.layers.SimpleRNN: nn.RNN, keras.layers.LSTM: nn.LSTM, keras.layers.GRU: nn.GRU,
    keras.layers.Dense: nn.Linear, keras.layers.Embedding: nn.Embedding,
    keras.layers.Conv1D: nn.Conv1d, keras.layers.Conv2D: nn.Conv2d, keras.layers.BatchNormalization: nn.BatchNorm1d,
}
NORMALISATION = ("weight", "bias", "running_mean", "running_var")  # in the order of Keras' weights


def keras_to_torch(source: keras.Model, target: nn.Module) -> None:
    """Copy the weights of a Keras recurrent classifier into its PyTorch twin, which is changed in place.

    Raises ValueError if the two were not built with the same sizes, cell, layers and directions.
    """
    for layer, suffix in _pairs(source, target):
        _recurrent_to_torch(layer, target.recurrent, suffix)
    _dense_to_torch(source.layers[-1], target.linear, "linear")


def torch_to_keras(source: nn.Module, target: keras.Model) -> None:
    """Copy the weights of a PyTorch recurrent classifier into its Keras twin, which is changed in place.

    Where PyTorch has two biases and Keras one, their sum is copied: the same function, one number fewer per unit.
    Raises ValueError if the two were not built with the same sizes, cell, layers and directions.
    """
    for layer, suffix in _pairs(target, source):
        _recurrent_to_keras(source.recurrent, layer, suffix)
    _dense_to_keras(source.linear, target.layers[-1])


def parts_to_torch(source: keras.Model, target: nn.Module) -> None:
    """Copy the weights of a Keras model of `in_keras.composed` into its PyTorch twin, which is changed in place.

    A layer of Keras and a module of PyTorch belong together if they have the same name, such as "encoder.recurrent".
    Raises ValueError if a part of one is missing in the other, or has another kind or size.
    """
    for name, layer, module in _parts(source, target):
        _layer_to_torch(layer, module, name)


def parts_to_keras(source: nn.Module, target: keras.Model) -> None:
    """Copy the weights of a PyTorch model of `in_torch.composed` into its Keras twin, which is changed in place.

    Parts are paired as in `parts_to_torch`, biases added as in `torch_to_keras`. Raises ValueError as they do.
    """
    for _, layer, module in _parts(target, source):
        _layer_to_keras(module, layer)


def signals_to_torch(source: keras.Model, target: nn.Module) -> None:
    """Copy the weights of a Keras model of `in_keras.signals`, averages included, into its PyTorch twin, changed in place.

    Layers and modules of one kind belong together in their order. Raises ValueError if a part of one is missing in the
    other, or has another size.
    """
    for layer, suffix in _pairs(source, target):
        _recurrent_to_torch(layer, target.recurrent, suffix)
    for layer, module, name in _in_order(source, target):
        if isinstance(module, nn.BatchNorm1d):
            for part, weights in zip(NORMALISATION, layer.get_weights()):
                _assign(getattr(module, part), weights, f"{name}.{part}")
        else:
            _dense_to_torch(layer, module, name)


def signals_to_keras(source: nn.Module, target: keras.Model) -> None:
    """Copy the weights of a PyTorch model of `in_torch.signals`, averages included, into its Keras twin, changed in place.

    Parts are paired as in `signals_to_torch`, biases added as in `torch_to_keras`. Raises ValueError as they do.
    """
    for layer, suffix in _pairs(target, source):
        _recurrent_to_keras(source.recurrent, layer, suffix)
    for layer, module, _ in _in_order(target, source):
        if isinstance(module, nn.BatchNorm1d):
            _set(layer, [getattr(module, part).detach().numpy() for part in NORMALISATION])
        else:
            _dense_to_keras(module, layer)


def autoencoder_to_torch(source: keras.Model, target: nn.Module) -> None:
    """Copy the weights of a Keras model of `in_keras.autoencoders` into its PyTorch twin, which is changed in place.

    Layers and modules that hold weights belong together in their order. Raises ValueError if the two have different
    layers or sizes.
    """
    for name, layer, module in _halves(source, target):
        _layer_to_torch(layer, module, name)


def autoencoder_to_keras(source: nn.Module, target: keras.Model) -> None:
    """Copy the weights of a PyTorch model of `in_torch.autoencoders` into its Keras twin, which is changed in place.

    Parts are paired as in `autoencoder_to_torch`, biases added as in `torch_to_keras`. Raises ValueError as it does.
    """
    for _, layer, module in _halves(target, source):
        _layer_to_keras(module, layer)


def _layer_to_torch(layer: keras.Layer, module: nn.Module, name: str) -> None:
    """Copy the weights of one layer into its module, which is called `name`."""
    if isinstance(module, nn.RNNBase):
        _recurrent_to_torch(layer, module, "_l0")
    elif isinstance(module, nn.Embedding):
        _assign(module.weight, layer.get_weights()[0], f"{name}.weight")
    elif isinstance(module, nn.Conv2d):
        kernel, bias = layer.get_weights()
        _assign(module.weight, kernel.transpose(3, 2, 0, 1), f"{name}.weight")
        _assign(module.bias, bias, f"{name}.bias")
    else:
        _dense_to_torch(layer, module, name)


def _layer_to_keras(module: nn.Module, layer: keras.Layer) -> None:
    """Copy the weights of one module into its layer."""
    if isinstance(module, nn.RNNBase):
        _recurrent_to_keras(module, layer, "_l0")
    elif isinstance(module, nn.Embedding):
        _set(layer, [module.weight.detach().numpy()])
    elif isinstance(module, nn.Conv2d):
        _set(layer, [module.weight.detach().numpy().transpose(2, 3, 1, 0), module.bias.detach().numpy()])
    else:
        _dense_to_keras(module, layer)


def _halves(keras_model: keras.Model, torch_model: nn.Module) -> list[tuple[str, keras.Layer, nn.Module]]:
    """Pair the layers and modules that hold weights themselves: the first with the first, and so on."""
    layers = [layer for _, layer in _named_layers(keras_model)]
    modules = [(name, module) for name, module in torch_model.named_modules() if [*module.parameters(recurse=False)]]
    if [COUNTERPART[type(layer)] for layer in layers] != [type(module) for _, module in modules]:
        raise ValueError(f"the Keras model has the layers {', '.join(type(layer).__name__ for layer in layers)}, the PyTorch model "
                         f"{', '.join(type(module).__name__ for _, module in modules)}; build both with the same arguments")
    return [(name, layer, module) for layer, (name, module) in zip(layers, modules)]


def _in_order(keras_model: keras.Model, torch_model: nn.Module) -> list[tuple[keras.Layer, nn.Module, str]]:
    """Pair the layers and modules that are not recurrent: the first convolutions, the second, and so on."""
    pairs = []
    for kind in (keras.layers.Dense, keras.layers.Conv1D, keras.layers.BatchNormalization):
        layers = [layer for layer in keras_model.layers if type(layer) is kind]
        modules = [(module, name) for name, module in torch_model.named_modules() if type(module) is COUNTERPART[kind]]
        if len(layers) != len(modules):
            raise ValueError(f"the Keras model has {len(layers)} layers {kind.__name__}, the PyTorch model {len(modules)}; "
                             "build both with the same arguments")
        pairs += [(layer, *named) for layer, named in zip(layers, modules)]
    return pairs


def _parts(keras_model: keras.Model, torch_model: nn.Module) -> list[tuple[str, keras.Layer, nn.Module]]:
    """Pair the layers and modules that hold weights themselves by their names."""
    layers = dict(_named_layers(keras_model))
    modules = {name: module for name, module in torch_model.named_modules() if [*module.parameters(recurse=False)]}
    if layers.keys() != modules.keys():
        raise ValueError(f"the Keras model has the parts {', '.join(sorted(layers))}, the PyTorch model "
                         f"{', '.join(sorted(modules))}; build both with the same arguments")
    for name, layer in layers.items():
        if type(modules[name]) is not COUNTERPART[type(layer)]:
            raise ValueError(f"{name} is a {type(layer).__name__} in Keras and a {type(modules[name]).__name__} in PyTorch; "
                             "build both models with the same arguments")
    return [(name, layer, modules[name]) for name, layer in layers.items()]


def _named_layers(model: keras.Model, prefix: str = "") -> Iterator[tuple[str, keras.Layer]]:
    """Go through the layers that hold weights, those of a model inside a model with its name before theirs."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _named_layers(layer, f"{prefix}{layer.name}.")
        elif layer.weights:
            yield prefix + layer.name, layer


def _recurrent_to_torch(layer: keras.Layer, module: nn.RNNBase, suffix: str) -> None:
    kernel, recurrent, bias = layer.get_weights()
    order = GATE_ORDER[type(layer)]
    bias_x, bias_h = bias if bias.ndim == 2 else (bias, np.zeros_like(bias))
    for name, weights in (("weight_ih", kernel.T), ("weight_hh", recurrent.T), ("bias_ih", bias_x), ("bias_hh", bias_h)):
        _assign(getattr(module, name + suffix), _reorder(weights, order), name + suffix)


def _recurrent_to_keras(module: nn.RNNBase, layer: keras.Layer, suffix: str) -> None:
    order = np.argsort(GATE_ORDER[type(layer)])
    kernel, recurrent, bias_x, bias_h = (
        _reorder(getattr(module, name + suffix).detach().numpy(), order)
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    bias = np.stack([bias_x, bias_h]) if layer.get_weights()[2].ndim == 2 else bias_x + bias_h
    _set(layer, [kernel.T, recurrent.T, bias])


def _dense_to_torch(layer: keras.Layer, module: nn.Linear | nn.Conv1d, name: str) -> None:
    kernel, bias = layer.get_weights()
    _assign(module.weight, kernel.T, f"{name}.weight")  # T turns round all axes, those of a convolution too
    _assign(module.bias, bias, f"{name}.bias")


def _dense_to_keras(module: nn.Linear | nn.Conv1d, layer: keras.Layer) -> None:
    _set(layer, [module.weight.detach().numpy().T, module.bias.detach().numpy()])


def _pairs(keras_model: keras.Model, torch_model: nn.Module) -> list[tuple[keras.Layer, str]]:
    """Pair each recurrent layer of Keras with the suffix of its weights in PyTorch, such as "_l0_reverse"."""
    pairs, depth, recurrent = [], 0, getattr(torch_model, "recurrent", None)
    for layer in keras_model.layers:
        if isinstance(layer, keras.layers.Bidirectional):
            pairs += [(layer.forward_layer, f"_l{depth}"), (layer.backward_layer, f"_l{depth}_reverse")]
            depth += 1
        elif type(layer) in GATE_ORDER:
            pairs.append((layer, f"_l{depth}"))
            depth += 1
    expected = recurrent.num_layers * (1 + recurrent.bidirectional) if recurrent else 0
    if len(pairs) != expected or any(len(GATE_ORDER[type(layer)]) * layer.units != len(
            getattr(recurrent, "weight_ih" + suffix)) for layer, suffix in pairs):
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
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(np.array(weights)))


def _set(layer: keras.Layer, weights: list[np.ndarray]) -> None:
    shapes = [w.shape for w in layer.get_weights()]
    if [w.shape for w in weights] != shapes:
        raise ValueError(f"Keras layer {layer.name} has weights of shapes {shapes}, PyTorch offers "
                         f"{[w.shape for w in weights]}; build both models with the same arguments")
    layer.set_weights(weights)

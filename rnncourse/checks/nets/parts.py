"""The layers of a model of windows, in either framework, as functions of arrays: from them a check
works out what a student's model must answer, and what the usual mistakes would.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from rnncourse.checks.frameworks import set_weights, weights

GATES = {"elman": 1, "gru": 3, "lstm": 4}  # how many times an Elman layer's weights a cell has


class Parts:
    """The layers of a net in one framework, made in the order in which they are called for.

    Each is returned as a function from an array to an array; the axes are always (windows, steps,
    features).
    """

    def __init__(self, framework: str):
        self.framework, self.layers = framework, []

    def dense(self, inputs: int, outputs: int) -> Callable:
        """A linear layer: (B, inputs) to (B, outputs)."""
        if self.framework == "keras":
            import keras

            return self.added(keras.layers.Dense(outputs), (None, inputs))
        from torch import nn

        return self.added(nn.Linear(inputs, outputs))

    def convolution(self, inputs: int, filters: int, width: int) -> Callable:
        """A convolution that moves step by step, without padding: (B, T, inputs) to (B, T - width +
        1, filters).
        """
        if self.framework == "keras":
            import keras

            return self.added(keras.layers.Conv1D(filters, width), (None, None, inputs))
        from torch import nn

        run = self.added(nn.Conv1d(inputs, filters, width))
        return lambda x: run(x.swapaxes(1, 2)).swapaxes(1, 2)

    def recurrent(self, cell: str, inputs: int, units: int) -> Callable:
        """A recurrent layer: (B, T, inputs) to its states (B, T, units)."""
        if self.framework == "keras":
            import keras

            kinds = {
                "elman": keras.layers.SimpleRNN,
                "gru": keras.layers.GRU,
                "lstm": keras.layers.LSTM,
            }
            layer = kinds[cell](units, return_sequences=True)
            return self.added(layer, (None, None, inputs))
        from torch import nn

        kinds = {"elman": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
        return self.added(kinds[cell](inputs, units, batch_first=True))

    def added(self, layer: Any, shape: tuple | None = None) -> Callable:
        """Keep a layer; return what computes with it."""
        self.layers.append(layer)
        if shape is not None:
            layer.build(shape)
            return lambda x: np.asarray(layer(np.asarray(x, np.float32)))
        import torch

        def run(x: np.ndarray) -> np.ndarray:
            with torch.no_grad():
                found = layer(torch.tensor(np.ascontiguousarray(x), dtype=torch.float32))
            return (found[0] if isinstance(found, tuple) else found).numpy()

        return run

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """The shapes of all weights, in order."""
        return [value.shape for layer in self.layers for value in weights(layer)]

    def share_weights(self, model: Any, seed: int = 0) -> None:
        """Give these layers and a model with weights of the same shapes the same random weights;
        the model may hold them in another order.
        """
        rng = np.random.default_rng(seed)
        drawn: dict[tuple[int, ...], list[np.ndarray]] = {}
        for layer in self.layers:
            values = [rng.normal(0, 0.7, value.shape) for value in weights(layer)]
            set_weights(layer, values)
            for value in values:
                drawn.setdefault(value.shape, []).append(value)
        set_weights(model, [drawn[value.shape].pop(0) for value in weights(model)])


def flat(x: np.ndarray) -> np.ndarray:
    """Windows (B, T, D) as rows of T D numbers."""
    return x.reshape(len(x), -1)


def relu(x: np.ndarray) -> np.ndarray:
    """What is positive; zero in place of the rest."""
    return np.maximum(x, 0)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities (B, C) from logits (B, C)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)

"""The weights of a model as arrays by name, and back: what is stored of a recorded run."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import numpy as np


def weights_of(model: keras.Model) -> dict[str, np.ndarray]:
    """Return all weights of `model`, under their places and names, such as "01
    recurrent_kernel".
    """
    return {name: variable.numpy() for name, variable in _named(model).items()}


def put_weights(model: keras.Model, weights: Mapping[str, np.ndarray]) -> None:
    """Give `model` these weights; raise ValueError if names or shapes are not its own."""
    expected = {name: tuple(variable.shape) for name, variable in _named(model).items()}
    given = {name: np.shape(values) for name, values in weights.items()}
    if given != expected:
        raise ValueError(
            f"the weights have names and shapes {given}, expected {expected}; build the model as "
            "in the run that they come from"
        )
    for name, variable in _named(model).items():
        variable.assign(weights[name])


def _named(model: keras.Model) -> dict[str, keras.Variable]:
    """Name variables by their places: Keras numbers its layers anew in every process, and so their
    own names change.
    """
    return {
        f"{place:02d} {variable.name}": variable for place, variable in enumerate(model.weights)
    }

"""The weights of a model as arrays by name, and back: what is stored of a recorded run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import nn


def weights_of(model: nn.Module) -> dict[str, np.ndarray]:
    """Return all weights and buffers of `model`, by their names in its state_dict."""
    return {
        name: values.detach().cpu().numpy().copy() for name, values in model.state_dict().items()
    }


def put_weights(model: nn.Module, weights: Mapping[str, np.ndarray]) -> None:
    """Give `model` these weights; raise ValueError if names or shapes are not its own."""
    expected = {name: tuple(values.shape) for name, values in model.state_dict().items()}
    given = {name: np.shape(values) for name, values in weights.items()}
    if given != expected:
        raise ValueError(
            f"the weights have names and shapes {given}, expected {expected}; build the model as "
            "in the run that they come from"
        )
    model.load_state_dict(
        {name: torch.from_numpy(np.array(values, np.float32)) for name, values in weights.items()}
    )

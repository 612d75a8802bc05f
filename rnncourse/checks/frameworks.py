"""A model of either framework: whether it is one, its weights, and what it answers."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt
from rnncourse.checks.values import plain, shown

TWO_THINGS = "a recurrent layer in PyTorch returns two things: all states, and the last one"


def is_keras(model: Any) -> bool:
    """Whether a model is one of Keras."""
    return hasattr(model, "count_params")


def is_model(value: Any, framework: str) -> bool:
    """Whether it is a model, or a layer, of this framework."""
    if framework == "keras":
        import keras

        return isinstance(value, keras.Layer)
    import torch

    return isinstance(value, torch.nn.Module)


def weights(model: Any) -> list[np.ndarray]:
    """Copies of the weights of a model of either framework, from whatever device."""
    parameters = model.weights if is_keras(model) else model.parameters()
    return [np.asarray(plain(parameter)) for parameter in parameters]


def set_weights(model: Any, values: list[np.ndarray]) -> None:
    """Give a model its weights, in the order of `weights`."""
    if is_keras(model):
        model.set_weights(values)
        return
    import torch

    with torch.no_grad():
        for parameter, value in zip(model.parameters(), values):
            parameter.copy_(torch.from_numpy(np.asarray(value, np.float32)))


def answer(attempt: Attempt, model: Any, x: np.ndarray, hint: str = TWO_THINGS) -> np.ndarray:
    """What the model says to x, which is moved to its device; raise CheckFailed if it raises, with
    `hint`, or gives no array of finite numbers in single precision.
    """
    try:
        result = model(x) if is_keras(model) else answer_of_torch(model, x)
    except Exception as error:
        doing = f"made a model that, called with x of shape {x.shape}, "
        raise attempt.raised(error, "an array", hint, doing) from error
    kind = getattr(result, "dtype", None)
    attempt.require(
        kind is not None,
        f"made a model that answers {shown(result)}",
        "one array",
        TWO_THINGS if isinstance(result, tuple) else "return what the last layer gives",
    )
    attempt.require(
        "16" not in str(kind),
        f"made a model that answers in {kind}",
        "float32",
        "leave out .half(), bfloat16 and mixed precision",
    )
    result = np.asarray(plain(result))
    attempt.require(
        np.isfinite(result).all(),
        "made a model that answers with nan or inf",
        "finite numbers",
        "look for a division by zero, or a logarithm of zero",
    )
    return result


def answer_of_torch(model: Any, x: np.ndarray) -> Any:
    """What a model of PyTorch, wherever it stands, says to a copy of x."""
    import torch

    model.eval()
    weight = next(model.parameters(), None)
    with torch.no_grad():
        return model(torch.tensor(x, device="cpu" if weight is None else weight.device))

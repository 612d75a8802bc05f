"""What came out of a function, or was passed to it: read as plain Python and NumPy, copied,
compared, shown.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import ItemsView, Iterator, KeysView, Sequence, ValuesView
from typing import Any

import numpy as np

from rnncourse.checks.causes import told


class Unreadable(Exception):
    """Something whose values cannot be read: what it is, what was expected, and the remedy."""

    def __init__(self, what: str, expected: str, hint: str):
        super().__init__(what)
        self.expected, self.hint = expected, hint


def plain(value: Any) -> Any:
    """Return a copy in plain Python and NumPy: tensors of any framework and device, and tables of
    pandas, become arrays; numbers of NumPy, and arrays without an axis, numbers of Python; ranges
    and views of dictionaries lists. What holds no data, such as a model, is returned as it is.

    Raises Unreadable for a generator, which reading would use up, and for a tensor without values.
    """
    if isinstance(value, (str, bytes, type)):
        return value.item() if isinstance(value, np.generic) else value
    if isinstance(value, dict):
        return {plain(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    if isinstance(value, (Sequence, KeysView, ValuesView, ItemsView)):
        return list(map(plain, value))
    if isinstance(value, Iterator):
        raise Unreadable(
            f"a {type(value).__name__}",
            "a list or an array",
            "what is read off it once is gone: return list(…)",
        )
    if is_tensor_of_torch(value):
        value = on_the_cpu(value)
    return array_of(value) if hasattr(value, "__array__") else value


def array_of(value: Any) -> Any:
    """Return an array, or one number or text, of what NumPy can read; raise Unreadable if it
    cannot.
    """
    try:
        array = np.asarray(value).copy()
    except Exception as error:
        raise Unreadable(
            shown(value), "values that can be read", f"NumPy says {told(error)}"
        ) from error
    if array.dtype.kind == "V":  # bfloat16, which NumPy does not know
        array = array.astype(np.float32)
    return array if array.ndim else array.item()


def is_tensor_of_torch(value: Any) -> bool:
    """Whether it is a tensor of PyTorch, which need not be imported for it."""
    return hasattr(value, "detach") and hasattr(value, "requires_grad")


def on_the_cpu(tensor: Any) -> Any:
    """Return the tensor on the CPU, without gradients, in a type that NumPy knows."""
    if tensor.device.type == "meta":
        raise Unreadable(
            "a tensor on the device meta, which holds no values",
            "values that can be read",
            "leave out .to(…) and torch.set_default_device(…)",
        )
    tensor = tensor.detach().cpu()
    return tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor


def keeps_gradients(value: Any) -> bool:
    """Whether it is, or holds, a tensor of PyTorch that remembers how it was computed."""
    parts = value if isinstance(value, (list, tuple)) else [value]
    return any(is_tensor_of_torch(part) and part.requires_grad for part in parts)


def copied(value: Any) -> Any:
    """Return a copy of data, so that a function cannot change it: not of a model, an optimiser or a
    random generator, which it may change.
    """
    is_data = isinstance(value, (list, dict, np.ndarray)) or is_tensor_of_torch(value)
    return copy.deepcopy(value) if is_data else value


def same(one: Any, other: Any) -> bool:
    """Whether two plain values hold the same in the same order."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def shown(value: Any, width: int = 160) -> str:
    """A value in one line, an array as its numbers or, if it is large, its shape."""
    try:
        if isinstance(value, np.ndarray):
            large = value.size > 24
            text = (
                f"an array of shape {value.shape}"
                if large
                else np.array2string(value, separator=", ", precision=4)
            )
        elif is_tensor_of_torch(value) and value.numel() > 24:
            text = f"a tensor of shape {tuple(value.shape)}"
        elif is_model(value):
            text = f"a {type(value).__name__}"
        elif inspect.isroutine(value):
            text = value.__name__.replace("<lambda>", "a function")
        else:
            text = repr(value.item() if isinstance(value, np.generic) else value)
    except Exception as error:
        text = f"a {type(value).__name__}, whose repr raises {type(error).__name__}"
    text = " ".join(text.split())
    return text if len(text) <= width else f"{text[:width]}…"


def is_model(value: Any) -> bool:
    """Whether it is a model, a layer or an optimiser, whose repr fills the screen."""
    return any(
        base.__name__ in ("Module", "Layer", "Optimizer", "BaseOptimizer")
        for base in type(value).__mro__
    )


def called(name: str, *args: Any, **options: Any) -> str:
    """A call as one would write it, long arguments cut."""
    named = (f"{key}={shown(value)}" for key, value in options.items())
    return f"{name}({', '.join([*map(shown, args), *named])})"

"""What is passed to a training in PyTorch, checked; nothing is computed with it."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from rnncourse.in_torch.device import device_of
from rnncourse.preprocessing.inputs import (
    check_array,
    check_classes,
    check_numbers,
    check_padding,
    check_same_rows,
    check_symbols,
)


def check_examples(model: nn.Module, x: object, y: object, of: str = "") -> None:
    """Raise TypeError or ValueError unless `model` can learn the classes y (N,) of x (N, T, D)."""
    check_numbers(x, f"{of}x")
    if getattr(model, "padded", False):
        check_padding(x, f"{of}x")
    check_array(y, f"{of}y")
    check_classes(y, len(x), classes_of(model, x), f"{of}y")


@torch.no_grad()
def classes_of(model: nn.Module, x: np.ndarray) -> int:
    """Return how many classes `model` tells."""
    model.eval()
    return model(torch.from_numpy(x[:1]).to(device_of(model))).shape[-1]


def check_pairs(x: object, y: object, of: str = "") -> None:
    """Raise TypeError or ValueError unless x and y (N, ...) are pairs of a reconstruction."""
    check_numbers(x, f"{of}x")
    check_numbers(y, f"{of}y")
    check_same_rows(x=x, y=y)


def check_windows(model: nn.Module, x: object, y: object, of: str = "") -> None:
    """Raise TypeError or ValueError unless x (N, T) and y (N,) are symbols that `model` knows."""
    check_symbols(x, model.symbol_count, f"{of}x")
    check_symbols(y, model.symbol_count, f"{of}y")
    check_same_rows(x=x, y=y)

"""What is passed to a training in PyTorch, checked; nothing is computed with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn

from rnncourse.in_torch.device import device_of
from rnncourse.in_torch.language_models import LanguageModel
from rnncourse.preprocessing.inputs import (
    check_array,
    check_classes,
    check_numbers,
    check_padding,
    check_same_rows,
    check_shape,
    check_symbols,
)


def check_examples(model: nn.Module, x: Any, y: Any, of: str = "") -> None:
    """Raise TypeError or ValueError unless `model` can learn the classes y (N,) of x (N, T, D)."""
    check_numbers(x, f"{of}x")
    if getattr(model, "padded", False):
        check_padding(x, f"{of}x")
    check_array(y, f"{of}y")
    check_classes(y, len(x), answer(model, x).shape[-1], f"{of}y")


@torch.no_grad()
def answer(model: nn.Module, x: np.ndarray) -> torch.Tensor:
    """Return what `model` answers to the first row of x."""
    model.eval()
    return model(torch.from_numpy(x[:1]).to(device_of(model)))


def check_pairs(model: nn.Module, x: Any, y: Any, of: str = "") -> None:
    """Raise TypeError or ValueError unless `model` can learn to draw y (N, ...) from x (N, ...)."""
    check_numbers(x, f"{of}x")
    check_numbers(y, f"{of}y")
    check_same_rows({f"{of}x": x, f"{of}y": y})
    check_shape(y, answer(model, x).shape[1:], f"{of}y")


def check_windows(model: LanguageModel, x: Any, y: Any, of: str = "") -> None:
    """Raise TypeError or ValueError unless x (N, T) and y (N,) are symbols that `model` knows."""
    check_symbols(x, model.symbol_count, f"{of}x")
    check_symbols(y, model.symbol_count, f"{of}y")
    check_same_rows({f"{of}x": x, f"{of}y": y})

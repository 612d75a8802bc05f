"""What is passed to a training in Keras, checked; nothing is computed with it."""

from __future__ import annotations

from typing import Any

import keras

from rnncourse.preprocessing.inputs import (
    check_array,
    check_classes,
    check_numbers,
    check_padding,
    check_same_rows,
    check_shape,
    check_symbols,
)


def check_examples(model: keras.Model, x: Any, y: Any, of: str = "") -> None:
    """Raise TypeError or ValueError unless `model` can learn the classes y (N,) of x (N, T, D)."""
    check_numbers(x, f"{of}x")
    if any(isinstance(layer, keras.layers.Masking) for layer in model.layers):
        check_padding(x, f"{of}x")
    check_array(y, f"{of}y")
    check_classes(y, len(x), model.output_shape[-1], f"{of}y")


def check_pairs(model: keras.Model, x: Any, y: Any, of: str = "") -> None:
    """Raise TypeError or ValueError unless `model` can learn to draw y (N, ...) from x (N, ...)."""
    check_numbers(x, f"{of}x")
    check_numbers(y, f"{of}y")
    check_same_rows({f"{of}x": x, f"{of}y": y})
    check_shape(y, model.output_shape[1:], f"{of}y")


def check_windows(model: keras.Model, x: Any, y: Any, of: str = "") -> None:
    """Raise TypeError or ValueError unless x (N, T) and y (N,) are symbols that `model` knows."""
    symbol_count = model.output_shape[-1]
    check_symbols(x, symbol_count, f"{of}x")
    check_symbols(y, symbol_count, f"{of}y")
    check_same_rows({f"{of}x": x, f"{of}y": y})

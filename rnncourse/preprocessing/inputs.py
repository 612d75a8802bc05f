"""Is this what a model can be trained on? Checks of what a reader passes, the same in both
frameworks.

They return nothing and change nothing, and so the hash of a record's code leaves this module out.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def check_texts(texts: Any, what: str = "texts") -> None:
    """Raise TypeError if one string was passed where a list of strings belongs."""
    if isinstance(texts, str):
        raise TypeError(f"{what} is the string {texts!r}, expected a list of strings: [{texts!r}]")


def check_array(array: Any, what: str) -> None:
    """Raise TypeError unless it is an array of NumPy, and ValueError on one without rows."""
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{what} is a {type(array).__name__}, expected an array of NumPy")
    if array.ndim == 0 or len(array) == 0:
        raise ValueError(f"{what} has shape {array.shape}, expected at least one row")


def check_numbers(x: Any, what: str = "x") -> None:
    """Raise TypeError unless x is a float32 array, ValueError where it is not finite."""
    check_array(x, what)
    if x.dtype != np.float32:
        remedy = f"({what} / 255).astype(np.float32)" if x.dtype == np.uint8 else ""
        raise TypeError(
            f"{what} has dtype {x.dtype}, expected float32, which the models compute with: "
            f"{remedy or f'{what}.astype(np.float32)'}"
        )
    if not np.isfinite(x).all():
        place = tuple(map(int, np.argwhere(~np.isfinite(x))[0]))
        raise ValueError(
            f"{what}{list(place)} is {x[place]}, expected finite numbers: leave such rows out, or "
            "fill them in, before training"
        )


def check_padding(x: np.ndarray, what: str = "x") -> None:
    """Raise ValueError unless x has shape (N, T, D), and if a sequence, padded with zero vectors at
    the end, has no step, or a step of zeros before its last one.
    """
    if x.ndim != 3:
        raise ValueError(
            f"{what} has shape {x.shape}, expected sequences, steps and numbers (N, T, D)"
        )
    steps = x.any(axis=2)  # (N, T)
    if not (any_step := steps.any(axis=1)).all():
        raise ValueError(
            f"{what}[{any_step.argmin()}] holds only padding (zeros), expected a step: drop empty "
            "sequences"
        )
    padding_before = (np.diff(steps.astype(np.int8), axis=1) > 0).any(axis=1)
    if padding_before.any():
        raise ValueError(
            f"{what}[{padding_before.argmax()}] has a step of zeros before its last step; there "
            "Keras would skip it and PyTorch read it: pad at the end, or build the model with "
            "padded=False"
        )


def check_windows(x: Any, *, channels: int, shortest: int, what: str = "x") -> None:
    """Raise TypeError or ValueError unless x (N, T, channels) holds float32 windows of signals, of
    at least `shortest` steps, in which every channel moves.
    """
    check_numbers(x, what)
    if x.ndim != 3 or x.shape[2] != channels:
        raise ValueError(
            f"{what} has shape {x.shape}, expected windows, steps and channels (N, T, {channels}): "
            "put channels last, and take the same ones as in training"
        )
    if x.shape[1] < shortest:
        raise ValueError(
            f"{what} has windows of {x.shape[1]} steps, expected at least {shortest}: cut longer "
            "windows, and leave out a recording that is shorter than one"
        )
    still = (x == x[:, :1]).all(axis=1)  # (N, D)
    if still.any():
        window, channel = map(int, np.argwhere(still)[0])
        raise ValueError(
            f"channel {channel} of {what}[{window}] is {x[window, 0, channel]} at every step, "
            "expected a signal: leave out windows in which a sensor stands still"
        )


def check_classes(y: Any, rows: int, class_count: int | None, what: str = "y") -> None:
    """Raise TypeError or ValueError unless y (N,) holds the class, 0 to C - 1, of each row."""
    check_array(y, what)
    if y.ndim == 2:
        raise ValueError(
            f"{what} has shape {y.shape}, expected class indices of shape ({rows},): from one-hot "
            f"labels, {what}.argmax(axis=1)"
        )
    if not np.issubdtype(y.dtype, np.integer):
        raise TypeError(
            f"{what} has dtype {y.dtype}, expected integers, the indices of classes: "
            f"{what}.astype(np.int64), or np.unique({what}, return_inverse=True)[1] for names"
        )
    if y.shape != (rows,):
        raise ValueError(f"{what} has shape {y.shape}, expected ({rows},): one class for each row")
    if class_count is None:
        return
    low, high = int(y.min()), int(y.max())
    if low < 0 or high >= class_count:
        remedy = (
            f"they seem to count from 1: {what} - 1"
            if (low, high) == (1, class_count)
            else "build the model for as many classes as there are"
        )
        raise ValueError(
            f"{what} holds classes from {low} to {high}, expected 0 to {class_count - 1}, as the "
            f"model tells {class_count} classes; {remedy}"
        )


def check_symbols(indices: Any, symbol_count: int | None, what: str = "x") -> None:
    """Raise TypeError unless they are int64, ValueError on one that is not below `symbol_count`."""
    check_array(indices, what)
    if indices.dtype != np.int64:
        raise TypeError(
            f"{what} has dtype {indices.dtype}, expected int64, the indices of symbols, as "
            f"Vocab.encode returns them: {what}.astype(np.int64)"
        )
    if symbol_count is None:
        return
    low, high = int(indices.min()), int(indices.max())
    if low < 0 or high >= symbol_count:
        raise ValueError(
            f"{what} holds symbols from {low} to {high}, expected 0 to {symbol_count - 1}: build "
            "the model for the vocabulary that the text was encoded with"
        )


def check_same_rows(arrays: dict[str, np.ndarray]) -> None:
    """Raise ValueError unless all arrays, given by their names, have equally many rows."""
    rows = {name: len(array) for name, array in arrays.items()}
    if len(set(rows.values())) > 1:
        told = " and ".join(f"{count} in {name}" for name, count in rows.items())
        raise ValueError(f"there are {told}, expected equally many rows")


def check_shape(array: np.ndarray, expected: tuple, what: str) -> None:
    """Raise ValueError unless every row has the shape `expected`, in which None stands for any."""
    shape = array.shape[1:]
    if len(shape) != len(expected) or any(
        size is not None and size != given for size, given in zip(expected, shape)
    ):
        raise ValueError(
            f"{what} has rows of shape {shape}, expected {tuple(expected)}, which the model answers"
        )


def check_smoothing(label_smoothing: float) -> None:
    """Raise ValueError unless it is a probability below 1."""
    if not 0 <= label_smoothing < 1:
        raise ValueError(
            f"label_smoothing is {label_smoothing}, expected 0 or more, and less than 1"
        )


def check_watched(keep: str, patience: int | None, watched: bool) -> None:
    """Raise ValueError if a training that depends on a validation loss has no validation data."""
    if not watched and (keep == "best" or patience is not None):
        raise ValueError(
            f"keep is {keep!r} and patience {patience}, which need a validation loss: pass "
            "validation data"
        )


def check_batch_size(batch_size: int | None) -> None:
    """Raise ValueError if rows are to be cut into batches of no known size."""
    if batch_size is None:
        raise ValueError("batch_size is None, expected the rows of a batch: Recipe(batch_size=32)")


def check_tied(tied: bool, embedding_size: int | None, hidden_size: int) -> None:
    """Raise ValueError if tied weights would have two sizes."""
    if tied and embedding_size != hidden_size:
        raise ValueError(
            f"embedding_size is {embedding_size} and hidden_size {hidden_size}; tied weights need "
            f"the same: embedding_size={hidden_size}"
        )


def check_pooling(pooling: str, bidirectional: bool) -> None:
    """Raise ValueError unless states are pooled in a way that both directions can be."""
    if pooling not in ("last", "mean"):
        raise ValueError(f"pooling is {pooling!r}, expected 'last' or 'mean'")
    if bidirectional and pooling == "last":
        raise ValueError(
            "pooling is 'last' and bidirectional True; at the last step the way back has read one "
            "step: pooling='mean'"
        )


def check_attention(attention: Any) -> None:
    """Raise ValueError unless `attention` is one that the models know, or None."""
    if attention not in (None, "dot", "additive"):
        raise ValueError(
            f"attention is {attention!r}, expected 'dot', 'additive', or None for a decoder that "
            "sees one summary of its source"
        )


def check_sequences(sources: Any, targets: Any, of: str = "") -> None:
    """Raise TypeError or ValueError unless sources (N, S) and targets (N, T) are indices from 0,
    as many rows of both, with a symbol in each row and padding, 0, at the end alone.
    """
    for what, array in ((f"{of}sources", sources), (f"{of}targets", targets)):
        check_padded(array, what)
    check_same_rows({f"{of}sources": sources, f"{of}targets": targets})


def check_lines(lines: Any, classes: Any, of: str = "") -> None:
    """Raise TypeError or ValueError unless lines (N, T) are indices from 0, with a symbol in each
    row and padding, 0, at the end alone, and classes (N,) their classes.
    """
    check_padded(lines, f"{of}lines")
    check_classes(classes, len(lines), None, f"{of}classes")


def check_padded(array: Any, what: str) -> None:
    """Raise TypeError or ValueError unless `array` (N, T) holds indices from 0, with a symbol in
    each row and padding, 0, at the end alone.
    """
    check_array(array, what)
    if array.ndim != 2 or not np.issubdtype(array.dtype, np.integer) or array.min() < 0:
        raise ValueError(
            f"{what} has dtype {array.dtype} and shape {array.shape}, expected indices from 0 "
            "of shape (rows, steps): encode_sources, encode_targets"
        )
    used = array != 0
    if not used[:, 0].all() or (np.diff(used.astype(np.int8), axis=1) > 0).any():
        raise ValueError(
            f"{what} has a row that is empty or has padding (0) before its end; leave empty "
            "ones out, and pad at the end"
        )


def check_counts(**counts: int) -> None:
    """Raise ValueError if one of `counts`, passed by name, is below 1."""
    for name, count in counts.items():
        if count < 1:
            raise ValueError(f"{name} is {count}, expected 1 or more")

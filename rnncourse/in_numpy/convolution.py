"""A convolution over the steps of a sequence, by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def padding_steps(padding: str, kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    """Return how many zero steps go before and after a sequence.

    "valid" adds none, "same" keeps the length with zeros on both sides (the odd
    one at the end, as in Keras and PyTorch), "causal" keeps it with zeros in
    front only. Raises ValueError on another word.
    """
    span = (kernel_size - 1) * dilation  # from the first to the last step
    ways = {"valid": (0, 0), "same": (span // 2, span - span // 2), "causal": (span, 0)}
    if padding not in ways:
        raise ValueError(f"padding {padding!r} is not known; choose one of {', '.join(ways)}")
    return ways[padding]


def conv1d(
    x: np.ndarray, W: np.ndarray, b: np.ndarray, *, padding: str = "valid", dilation: int = 1
) -> np.ndarray:
    """Slide a kernel W (w, D, F) with bias b (F,) over x (B, T, D); return (B,
    T_y, F).

    Like the frameworks, it does not turn the kernel round: mathematics calls
    this a cross-correlation. Raises ValueError if the shapes do not fit, or if
    the padded sequence is shorter than the kernel.
    """
    w, D, F = W.shape
    if x.ndim != 3 or x.shape[2] != D or b.shape != (F,):
        raise ValueError(
            f"x has shape {x.shape} and b {b.shape}, expected (B, T, {D}) and "
            f"({F},) for a kernel of shape {W.shape}"
        )
    x = np.pad(x, ((0, 0), padding_steps(padding, w, dilation), (0, 0)))
    T_y = x.shape[1] - (w - 1) * dilation
    if T_y < 1:
        raise ValueError(
            f"the kernel spans {(w - 1) * dilation + 1} steps, the sequence "
            "has "
            f'{x.shape[1]}; take a smaller kernel, or padding "causal"'
        )
    return b + sum(x[:, k * dilation : k * dilation + T_y] @ W[k] for k in range(w))


def receptive_field(kernel_sizes: Sequence[int], dilations: Sequence[int]) -> int:
    """Return over how many input steps one output of stacked convolutions
    reaches.
    """
    pairs = zip(kernel_sizes, dilations, strict=True)
    return 1 + sum((w - 1) * dilation for w, dilation in pairs)

"""What a net answers to thousands of items, in one short text of a record: right or wrong, numbers,
or all log-probabilities, so that an average of several nets can be made later.
"""

from __future__ import annotations

import base64
import zlib

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_softmax

STEP = 0.1  # nats to which log-probabilities are rounded
LEAST = -255 * STEP  # what lies below is kept as this


def flags_as_text(flags: ArrayLike) -> str:
    """Return truth values (N,) as text, a quarter of a letter each."""
    return np.packbits(np.asarray(flags, dtype=bool)).tobytes().hex()


def flags_from_text(text: str, count: int) -> np.ndarray:
    """Return the `count` truth values that `flags_as_text` kept, shape (N,)."""
    return np.unpackbits(np.frombuffer(bytes.fromhex(text), np.uint8), count=count).astype(bool)


def numbers_as_text(values: ArrayLike) -> str:
    """Return numbers (N,) as text, with the three digits of half precision."""
    packed = zlib.compress(np.asarray(values, dtype="<f2").tobytes(), 9)
    return base64.b85encode(packed).decode("ascii")


def numbers_from_text(text: str) -> np.ndarray:
    """Return the numbers that `numbers_as_text` kept, shape (N,)."""
    return np.frombuffer(zlib.decompress(base64.b85decode(text)), "<f2").astype(float)


def log_probabilities_as_text(logits: np.ndarray) -> str:
    """Return the log-probabilities of logits (N, C), rounded to STEP and not below LEAST, as
    text.
    """
    steps = np.rint(log_softmax(logits, axis=1) / -STEP).clip(0, 255).astype(np.uint8)
    return base64.b85encode(zlib.compress(steps.tobytes(), 9)).decode("ascii")


def log_probabilities_from_text(text: str, class_count: int) -> np.ndarray:
    """Return the log-probabilities (nats) that `log_probabilities_as_text` kept, shape (N, C)."""
    steps = np.frombuffer(zlib.decompress(base64.b85decode(text)), np.uint8)
    return -STEP * steps.reshape(-1, class_count).astype(float)

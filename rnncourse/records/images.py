"""Small images as text, so that a record of a long run can hold what its model drew."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence

import numpy as np

SHADES = 255  # the highest of the shades that are kept


def pack(images: np.ndarray) -> str:
    """Write images of shades from 0 to 1 as text, in 256 shades; raise ValueError on a shade
    outside that range.
    """
    low, high = float(np.min(images)), float(np.max(images))
    if not (0 <= low and high <= 1):
        raise ValueError(
            f"the images have shades from {low:g} to {high:g}, expected 0 to 1; clip them before"
        )
    shades = np.rint(SHADES * np.asarray(images)).astype(np.uint8)
    return base64.b85encode(zlib.compress(shades.tobytes(), 9)).decode("ascii")


def unpack(text: str, shape: Sequence[int]) -> np.ndarray:
    """Read what `pack` wrote as float32 images of `shape`; raise ValueError if the text is damaged
    or of another size.
    """
    try:
        content = zlib.decompress(base64.b85decode(text))
    except (ValueError, zlib.error) as error:
        raise ValueError(
            f"{text[:20]!r}… cannot be unpacked as images ({error}); make the record anew"
        ) from error
    if len(content) != np.prod(shape, dtype=int):
        raise ValueError(
            f"the text holds {len(content)} pixels, expected {np.prod(shape, dtype=int)} for the "
            f"shape {tuple(shape)}; "
            "pass the shape of the images that were packed"
        )
    return np.frombuffer(content, np.uint8).reshape(shape) / np.float32(SHADES)

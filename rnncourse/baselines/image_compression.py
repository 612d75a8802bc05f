"""What a code saves: bits of a code against bits of an image, and against PNG and JPEG.

Images have shape (N, H, W) and shades from 0 to 1. Files of single small images are mostly header,
so that they are written side by side as one large picture, which shares one.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from rnncourse.evaluation.images import squared_error

QUALITIES = (1, 2, 3, 5, 8, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 95)


@dataclass(frozen=True)
class Compressed:
    """Images that were packed and unpacked: `bits` per image, and the mean squared `error` that is
    left.
    """

    bits: float
    error: float
    images: np.ndarray


def quantise(codes: np.ndarray, bits: int, *, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Round codes (N, K) to 2**bits values between `low` and `high`, both of shape (K,); what lies
    outside is clipped.

    Take low and high from training codes: whoever unpacks must know them.
    """
    steps = 2**bits - 1
    width = np.where(high > low, high - low, 1)
    place = np.rint((np.clip(codes, low, high) - low) / width * steps)
    return (low + place / steps * width).astype(np.float32)


def mosaic(images: np.ndarray, columns: int = 32) -> Image.Image:
    """Put images side by side, `columns` to a row, in 256 shades; what is left of the last row
    stays black.
    """
    count, height, width = images.shape
    rows = -(-count // columns)
    tiles = np.zeros((rows * columns, height, width), dtype=np.uint8)
    tiles[:count] = np.rint(255 * images)
    return Image.fromarray(
        tiles.reshape(rows, columns, height, width)
        .swapaxes(1, 2)
        .reshape(rows * height, columns * width)
    )


def cut(picture: Image.Image, count: int, *, height: int, width: int) -> np.ndarray:
    """Take the first `count` images out of a mosaic again, shape (count, height, width)."""
    columns = picture.width // width
    tiles = np.asarray(picture, dtype=np.float32).reshape(-1, height, columns, width).swapaxes(1, 2)
    return tiles.reshape(-1, height, width)[:count] / 255


def as_file(images: np.ndarray, kind: str, **options) -> Compressed:
    """Pack images as a "PNG" or "JPEG" file with Pillow's `options`, and unpack it again."""
    file = io.BytesIO()
    mosaic(images).save(file, kind, **options)
    with Image.open(file) as picture:
        unpacked = cut(picture, len(images), height=images.shape[1], width=images.shape[2])
    return Compressed(
        8 * file.getbuffer().nbytes / len(images),
        float(squared_error(images, unpacked).mean()),
        unpacked,
    )


def png(images: np.ndarray) -> Compressed:
    """Pack images without loss (but for the rounding to 256 shades)."""
    return as_file(images, "PNG", optimize=True)


def jpeg_curve(images: np.ndarray) -> list[Compressed]:
    """Pack images as JPEG, once for each of QUALITIES, from the smallest to the best."""
    return [as_file(images, "JPEG", quality=quality, optimize=True) for quality in QUALITIES]


def jpeg_at(images: np.ndarray, error: float) -> Compressed:
    """Return the smallest JPEG whose error is at most `error`; raise ValueError if even the best
    has more.
    """
    good = [packed for packed in jpeg_curve(images) if packed.error <= error]
    if not good:
        raise ValueError(
            f"no JPEG has an error of {error} or less; ask for more than "
            f"{as_file(images, 'JPEG', quality=QUALITIES[-1]).error:.2g}"
        )
    return min(good, key=lambda packed: packed.bits)

"""Noise on images and other damage: what a denoising net learns to undo.

Images have shape (N, H, W) and shades from 0 to 1. Noisy images are clipped to
that range, as a picture file would.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

EDGES = "nearest"  # beyond the edge of an image its last row or column goes on


def gaussian_noise(images: np.ndarray, level: float, *, rng: np.random.Generator) -> np.ndarray:
    """Add normally distributed noise of standard deviation `level` to every
    pixel.
    """
    noise = rng.normal(0, level, images.shape).astype(np.float32)
    return np.clip(images + noise, 0, 1)


def salt_and_pepper(images: np.ndarray, share: float, *, rng: np.random.Generator) -> np.ndarray:
    """Turn a `share` of all pixels into 0 or 1, each with the same
    probability.
    """
    hit = rng.uniform(size=images.shape) < share
    return np.where(hit, rng.integers(0, 2, images.shape), images).astype(np.float32)


def blur(images: np.ndarray, width: float, *, rng: np.random.Generator | None = None) -> np.ndarray:
    """Smooth with a Gaussian of deviation `width` pixels: damage that needs no
    `rng`.
    """
    return ndimage.gaussian_filter(images, (0, width, width), mode=EDGES)


def cover(images: np.ndarray, side: int, *, rng: np.random.Generator) -> np.ndarray:
    """Set a square of `side` by `side` pixels, somewhere in each image, to
    0.
    """
    covered = images.copy()
    places = rng.integers(0, np.array(images.shape[1:]) - side + 1, (len(images), 2))
    for image, (top, left) in zip(covered, places):
        image[top : top + side, left : left + side] = 0
    return covered


NOISES = {
    "gaussian": gaussian_noise,
    "salt and pepper": salt_and_pepper,
    "blur": blur,
    "covered": cover,
}

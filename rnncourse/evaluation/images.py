"""Errors between images and their reconstructions."""

from __future__ import annotations

import numpy as np


def squared_error(images: np.ndarray, reconstructed: np.ndarray) -> np.ndarray:
    """Return the mean squared error of each image, shape (N,), for two arrays of shape (N, H,
    W).
    """
    return np.square(images - reconstructed, dtype=np.float64).mean(axis=(1, 2))


def psnr(error: float) -> float:
    """Return the peak signal-to-noise ratio in decibels of a mean squared error between images from
    0 to 1.
    """
    return float(-10 * np.log10(error))

"""Codes without a net: principal components and random directions, which an
autoencoder must beat.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from sklearn.decomposition import PCA


class LinearCode(NamedTuple):
    """A linear code: (x - mean) @ directions.T, drawn again as code @
    directions + mean.
    """

    mean: np.ndarray  # (D,)
    directions: np.ndarray  # (K, D), orthonormal rows

    def encode(self, images: np.ndarray) -> np.ndarray:
        """Return codes (N, K) of images (N, H, W) with H * W = D."""
        return (images.reshape(len(images), -1) - self.mean) @ self.directions.T

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Return square images (N, H, H) of codes (N, K), clipped to shades
        from 0 to 1.
        """
        side = round(len(self.mean) ** 0.5)
        return np.clip(codes @ self.directions + self.mean, 0, 1).reshape(-1, side, side)


def principal_code(images: np.ndarray, size: int, *, seed: int = 0) -> LinearCode:
    """Find the linear code of `size` numbers that draws images (N, H, W) best:
    PCA.
    """
    pca = PCA(size, svd_solver="randomized", random_state=seed)
    found = pca.fit(images.reshape(len(images), -1))
    return LinearCode(found.mean_.astype(np.float32), found.components_.astype(np.float32))


def random_code(images: np.ndarray, size: int, *, seed: int) -> LinearCode:
    """Draw `size` random orthonormal directions; of the images only the mean is
    used.
    """
    flat, rng = images.reshape(len(images), -1), np.random.default_rng(seed)
    directions, _ = np.linalg.qr(rng.normal(size=(flat.shape[1], size)))
    return LinearCode(flat.mean(axis=0), directions.T.astype(np.float32))

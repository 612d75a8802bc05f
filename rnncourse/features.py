"""Codes without a net, and how well letters can be told by a code: what the code of an autoencoder is compared with."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC


class LinearCode(NamedTuple):
    """A linear code: (x - mean) @ directions.T, drawn again as code @ directions + mean."""

    mean: np.ndarray        # (D,)
    directions: np.ndarray  # (K, D), orthonormal rows

    def encode(self, images: np.ndarray) -> np.ndarray:
        """Return codes (N, K) of images (N, H, W) with H * W = D."""
        return (images.reshape(len(images), -1) - self.mean) @ self.directions.T

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Return square images (N, H, H) of codes (N, K), clipped to shades from 0 to 1."""
        side = round(len(self.mean) ** 0.5)
        return np.clip(codes @ self.directions + self.mean, 0, 1).reshape(-1, side, side)


def principal_code(images: np.ndarray, size: int, *, seed: int = 0) -> LinearCode:
    """Find the linear code of `size` numbers that draws images (N, H, W) best: PCA."""
    pca = PCA(size, svd_solver="randomized", random_state=seed)
    found = pca.fit(images.reshape(len(images), -1))
    return LinearCode(found.mean_.astype(np.float32), found.components_.astype(np.float32))


def random_code(images: np.ndarray, size: int, *, seed: int) -> LinearCode:
    """Draw `size` random orthonormal directions; of the images only the mean is used."""
    flat, rng = images.reshape(len(images), -1), np.random.default_rng(seed)
    directions, _ = np.linalg.qr(rng.normal(size=(flat.shape[1], size)))
    return LinearCode(flat.mean(axis=0), directions.T.astype(np.float32))


class Judged(NamedTuple):
    """What a classifier answered, shape (N,), and the seconds that its training took."""

    predicted: np.ndarray
    seconds: float


def linear_svm(codes: np.ndarray, labels: np.ndarray, new_codes: np.ndarray, *,
               c: float = 0.01, seed: int = 0) -> Judged:
    """Train a linear SVM on codes (N, K), each number standardised; classify `new_codes`."""
    svm = LinearSVC(C=c, dual=False, tol=1e-3, random_state=seed)
    model = make_pipeline(StandardScaler(), svm)
    start = time.perf_counter()
    model.fit(codes, labels)
    seconds = time.perf_counter() - start
    return Judged(model.predict(new_codes), seconds)

"""Filters that take noise off an image without a net: what a denoising
autoencoder must beat.

Images have shape (N, H, W) and shades from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy import ndimage

from rnncourse.evaluation.images import squared_error
from rnncourse.preprocessing.corruption import EDGES, blur


def median_filter(images: np.ndarray, size: int) -> np.ndarray:
    """Replace each pixel by the median of the `size` by `size` pixels around
    it.
    """
    return ndimage.median_filter(images, (1, size, size), mode=EDGES)


def gaussian_filter(images: np.ndarray, width: float) -> np.ndarray:
    """Replace each pixel by a mean around it, weighted by a Gaussian of
    deviation `width`.
    """
    return blur(images, width)


def non_local_means(
    images: np.ndarray, strength: float, *, patch: int = 3, reach: int = 4
) -> np.ndarray:
    """Replace each pixel by a mean of pixels whose surroundings look alike.

    A pixel up to `reach` rows and columns away has weight exp(-d /
    strength**2), where d is the mean squared difference between the `patch` by
    `patch` pixels around the two. Source: Buades, Coll & Morel, A non-local
    algorithm for image denoising, 2005.
    """
    height, width = images.shape[1:]
    margin = ((0, 0), (reach, reach), (reach, reach))
    around = np.pad(images, margin, mode="edge")
    total, weights = np.zeros_like(images), np.zeros_like(images)
    for down in range(2 * reach + 1):
        for right in range(2 * reach + 1):
            other = around[:, down : down + height, right : right + width]
            difference = ndimage.uniform_filter(
                np.square(images - other), (1, patch, patch), mode=EDGES
            )
            weight = np.exp(-difference / strength**2)
            total += weight * other
            weights += weight
    return total / weights


# The strengths among which `best_strength` looks.
FILTERS: dict[str, tuple[Callable, Sequence[float]]] = {
    "median filter": (median_filter, (3, 5)),
    "Gaussian filter": (gaussian_filter, (0.5, 0.75, 1.0, 1.5)),
    "non-local means": (non_local_means, (0.1, 0.2, 0.3, 0.4, 0.6, 0.8)),
}


def check_filter(name: str) -> None:
    """Raise ValueError unless `name` is one of FILTERS."""
    if name not in FILTERS:
        raise ValueError(f"filter {name!r} is not known; choose one of {', '.join(FILTERS)}")


def best_strength(name: str, noisy: np.ndarray, clean: np.ndarray) -> float:
    """Return the strength with which filter `name` brings `noisy` closest to
    `clean`.

    Both have shape (N, H, W). Use images of training: a filter has a setting to
    learn, too. Raises ValueError on an unknown filter.
    """
    check_filter(name)
    denoise, strengths = FILTERS[name]

    def error(strength: float) -> float:
        return float(squared_error(clean, denoise(noisy, strength)).mean())

    return min(strengths, key=error)


def tone_curve(
    filtered: np.ndarray, clean: np.ndarray, *, parts: int = 30
) -> tuple[np.ndarray, np.ndarray]:
    """Return points of the curve from a filtered shade to the mean clean one,
    for np.interp.

    The pixels of `filtered` and `clean`, both of shape (N, H, W), are sorted by
    their filtered shade and cut into `parts` parts of equal size; each gives a
    point.
    """
    cuts = np.array_split(np.argsort(filtered, axis=None), parts)
    return tuple(
        np.array([shades.ravel()[cut].mean() for cut in cuts]) for shades in (filtered, clean)
    )


def fit_filter_and_curve(
    name: str, noisy: np.ndarray, clean: np.ndarray
) -> Callable[[np.ndarray], np.ndarray]:
    """Return filter `name` and a tone curve behind it, both set on training
    images.

    `noisy` and `clean` have shape (N, H, W). Raises ValueError on an unknown
    filter.
    """
    check_filter(name)
    denoise, strengths = FILTERS[name]
    curves = {strength: tone_curve(denoise(noisy, strength), clean) for strength in strengths}

    def curved(images: np.ndarray, strength: float) -> np.ndarray:
        return np.interp(denoise(images, strength), *curves[strength]).astype(np.float32)

    def error(strength: float) -> float:
        return float(squared_error(clean, curved(noisy, strength)).mean())

    best = min(strengths, key=error)
    return lambda images: curved(images, best)

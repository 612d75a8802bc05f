"""Noise on images, and what takes it off again without learning: filters that a denoising net must beat.

Images have shape (N, H, W) and shades from 0 to 1. Noisy images are clipped to that range, as a picture file would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy import ndimage

from rnncourse.reconstruction import squared_error

EDGES = "nearest"  # beyond the edge of an image its last row or column goes on


def gaussian_noise(images: np.ndarray, level: float, *,
                   rng: np.random.Generator) -> np.ndarray:
    """Add normally distributed noise of standard deviation `level` to every pixel."""
    noise = rng.normal(0, level, images.shape).astype(np.float32)
    return np.clip(images + noise, 0, 1)


def salt_and_pepper(images: np.ndarray, share: float, *,
                    rng: np.random.Generator) -> np.ndarray:
    """Turn a `share` of all pixels into 0 or 1, each with the same probability."""
    hit = rng.uniform(size=images.shape) < share
    return np.where(hit, rng.integers(0, 2, images.shape), images).astype(np.float32)


def blur(images: np.ndarray, width: float, *,
         rng: np.random.Generator | None = None) -> np.ndarray:
    """Smooth with a Gaussian of deviation `width` pixels: damage that needs no `rng`."""
    return ndimage.gaussian_filter(images, (0, width, width), mode=EDGES)


def cover(images: np.ndarray, side: int, *, rng: np.random.Generator) -> np.ndarray:
    """Set a square of `side` by `side` pixels, somewhere in each image, to 0."""
    covered = images.copy()
    places = rng.integers(0, np.array(images.shape[1:]) - side + 1, (len(images), 2))
    for image, (top, left) in zip(covered, places):
        image[top:top + side, left:left + side] = 0
    return covered


NOISES = {"gaussian": gaussian_noise, "salt and pepper": salt_and_pepper, "blur": blur, "covered": cover}


# -- filters ---------------------------------------------------------------------------------------------------------


def median_filter(images: np.ndarray, size: int) -> np.ndarray:
    """Replace each pixel by the median of the `size` by `size` pixels around it."""
    return ndimage.median_filter(images, (1, size, size), mode=EDGES)


def gaussian_filter(images: np.ndarray, width: float) -> np.ndarray:
    """Replace each pixel by a mean around it, weighted by a Gaussian of deviation `width`."""
    return blur(images, width)


def non_local_means(images: np.ndarray, strength: float, *, patch: int = 3,
                    reach: int = 4) -> np.ndarray:
    """Replace each pixel by a mean of pixels whose surroundings look alike.

    A pixel up to `reach` rows and columns away has weight exp(-d / strength**2), where d is the mean squared difference
    between the `patch` by `patch` pixels around the two. Source: Buades, Coll & Morel, A non-local algorithm for image
    denoising, 2005.
    """
    height, width = images.shape[1:]
    margin = ((0, 0), (reach, reach), (reach, reach))
    around = np.pad(images, margin, mode="edge")
    total, weights = np.zeros_like(images), np.zeros_like(images)
    for down in range(2 * reach + 1):
        for right in range(2 * reach + 1):
            other = around[:, down:down + height, right:right + width]
            difference = ndimage.uniform_filter(np.square(images - other), (1, patch, patch),
                                                mode=EDGES)
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
        raise ValueError(f"filter {name!r} is not known; "
                         f"choose one of {', '.join(FILTERS)}")


def best_strength(name: str, noisy: np.ndarray, clean: np.ndarray) -> float:
    """Return the strength with which filter `name` brings `noisy` closest to `clean`.

    Both have shape (N, H, W). Use images of training: a filter has a setting to learn, too.
    Raises ValueError on an unknown filter.
    """
    check_filter(name)
    denoise, strengths = FILTERS[name]

    def error(strength: float) -> float:
        return float(squared_error(clean, denoise(noisy, strength)).mean())

    return min(strengths, key=error)


# -- filters that have seen clean images -----------------------------------------------------------------------------


def tone_curve(filtered: np.ndarray, clean: np.ndarray, *,
               parts: int = 30) -> tuple[np.ndarray, np.ndarray]:
    """Return points of the curve from a filtered shade to the mean clean one, for np.interp.

    The pixels of `filtered` and `clean`, both of shape (N, H, W), are sorted by their filtered
    shade and cut into `parts` parts of equal size; each gives a point.
    """
    cuts = np.array_split(np.argsort(filtered, axis=None), parts)
    return tuple(np.array([shades.ravel()[cut].mean() for cut in cuts])
                 for shades in (filtered, clean))


def fit_filter_and_curve(name: str, noisy: np.ndarray,
                         clean: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Return filter `name` and a tone curve behind it, both set on training images.

    `noisy` and `clean` have shape (N, H, W). Raises ValueError on an unknown filter.
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

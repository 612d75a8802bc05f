"""Filters of images: what each takes off, and what it leaves alone."""

import numpy as np
import pytest

from rnncourse.baselines import image_filters
from rnncourse.evaluation.images import squared_error
from rnncourse.preprocessing import corruption


def rng():
    return np.random.default_rng(1)


@pytest.mark.parametrize("name", image_filters.FILTERS)
def test_every_filter_takes_noise_off(name, bars):
    clean = bars()
    noisy = corruption.gaussian_noise(clean, 0.3, rng=rng())
    denoise, strengths = image_filters.FILTERS[name]
    strength = image_filters.best_strength(name, noisy, clean)
    errors = {s: squared_error(clean, denoise(noisy, s)).mean() for s in strengths}
    assert errors[strength] == min(errors.values()) < 0.8 * squared_error(clean, noisy).mean()


@pytest.mark.parametrize("name", image_filters.FILTERS)
def test_no_filter_changes_an_even_grey_or_mixes_images(name):
    denoise, strengths = image_filters.FILTERS[name]
    images = np.stack([np.full((28, 28), shade, dtype=np.float32) for shade in (0.1, 0.8)])
    np.testing.assert_allclose(denoise(images, strengths[0]), images, atol=1e-6)


def test_non_local_means_agrees_with_its_formula_at_one_pixel():
    image = rng().uniform(size=(1, 12, 12)).astype(np.float64)

    def patch(i, j):
        return image[0, i - 1 : i + 2, j - 1 : j + 2]

    weights = {
        (i, j): np.exp(-np.mean((patch(6, 6) - patch(i, j)) ** 2) / 0.3**2)
        for i in range(4, 9)
        for j in range(4, 9)
    }
    expected = sum(w * image[0, i, j] for (i, j), w in weights.items()) / sum(weights.values())
    assert image_filters.non_local_means(image, 0.3, reach=2)[0, 6, 6] == pytest.approx(
        expected, rel=1e-9
    )


@pytest.mark.parametrize("fit", [image_filters.best_strength, image_filters.fit_filter_and_curve])
def test_an_unknown_filter_is_refused(fit, bars):
    with pytest.raises(
        ValueError, match="filter 'wiener' is not known; choose one of median filter"
    ):
        fit("wiener", bars(), bars())


def test_a_tone_curve_finds_a_veil_and_lifts_it():
    clean = rng().uniform(size=(4, 28, 28))
    veiled = 0.2 + 0.5 * clean
    curve = image_filters.tone_curve(veiled, clean)
    assert len(curve[0]) == len(curve[1]) == 30
    np.testing.assert_allclose(curve[1], (curve[0] - 0.2) / 0.5, atol=1e-12)
    inside = (clean > 0.05) & (clean < 0.95)  # beyond its ends the curve is level
    np.testing.assert_allclose(np.interp(veiled, *curve)[inside], clean[inside], atol=1e-9)


@pytest.mark.parametrize("name", image_filters.FILTERS)
def test_a_filter_with_a_curve_is_better_than_the_filter_alone_on_clipped_noise(name, bars):
    clean = bars()
    noisy = corruption.gaussian_noise(clean, 0.4, rng=rng())
    other, other_noisy = (
        bars(seed=1),
        corruption.gaussian_noise(bars(seed=1), 0.4, rng=np.random.default_rng(2)),
    )
    alone = image_filters.FILTERS[name][0](
        other_noisy, image_filters.best_strength(name, noisy, clean)
    )
    curved = image_filters.fit_filter_and_curve(name, noisy, clean)(other_noisy)
    assert curved.dtype == np.float32 and curved.shape == other.shape
    assert squared_error(other, curved).mean() < 0.9 * squared_error(other, alone).mean()

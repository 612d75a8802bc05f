"""Noise and filters, compression and linear codes: what each promises on images whose answer is
known.
"""

import numpy as np
import pytest

from rnncourse.baselines import image_compression, image_filters, linear_codes
from rnncourse.evaluation.codes import linear_probe
from rnncourse.evaluation.images import psnr, squared_error
from rnncourse.preprocessing import corruption


def bars(count=12, seed=0):
    """Images (count, 28, 28) of one upright bar each."""
    rng = np.random.default_rng(seed)
    images = np.zeros((count, 28, 28), dtype=np.float32)
    for image in images:
        left = rng.integers(2, 18)
        image[3:25, left : left + 6] = 1
    return images


def rng():
    return np.random.default_rng(1)


# noise


@pytest.mark.parametrize(
    "name, strength", [("gaussian", 0.4), ("salt and pepper", 0.2), ("blur", 1.5), ("covered", 8)]
)
def test_noise_stays_within_the_shades_and_leaves_the_original_alone(name, strength):
    images = bars()
    noisy = corruption.NOISES[name](images, strength, rng=rng())
    assert noisy.shape == images.shape and noisy.dtype == np.float32
    assert 0 <= noisy.min() and noisy.max() <= 1 and np.array_equal(images, bars())
    assert squared_error(images, noisy).mean() > 0.001
    np.testing.assert_array_equal(noisy, corruption.NOISES[name](images, strength, rng=rng()))


def test_gaussian_noise_has_the_deviation_that_is_asked_for():
    grey = np.full((20, 28, 28), 0.5, dtype=np.float32)
    assert corruption.gaussian_noise(grey, 0.1, rng=rng()).std() == pytest.approx(0.1, rel=0.03)


def test_salt_and_pepper_hits_the_share_that_is_asked_for_and_nothing_else():
    grey = np.full((20, 28, 28), 0.5, dtype=np.float32)
    noisy = corruption.salt_and_pepper(grey, 0.3, rng=rng())
    assert (noisy != 0.5).mean() == pytest.approx(0.3, abs=0.02) and set(np.unique(noisy)) == {
        0,
        0.5,
        1,
    }


def test_a_cover_hides_one_square_of_each_image():
    white = np.ones((9, 28, 28), dtype=np.float32)
    hidden = corruption.cover(white, 5, rng=rng()) == 0
    assert (hidden.sum(axis=(1, 2)) == 25).all()
    assert (hidden.any(axis=1).sum(axis=1) == 5).all() and (
        hidden.any(axis=2).sum(axis=1) == 5
    ).all()


# filters


@pytest.mark.parametrize("name", image_filters.FILTERS)
def test_every_filter_takes_noise_off(name):
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
def test_an_unknown_filter_is_refused(fit):
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
def test_a_filter_with_a_curve_is_better_than_the_filter_alone_on_clipped_noise(name):
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


# compression


def test_a_mosaic_can_be_cut_again():
    images = rng().integers(0, 256, (37, 28, 28)).astype(np.float32) / 255
    picture = image_compression.mosaic(images, columns=8)
    assert picture.size == (8 * 28, 5 * 28)
    np.testing.assert_allclose(
        image_compression.cut(picture, 37, height=28, width=28), images, atol=1e-6
    )


def test_png_loses_only_the_rounding_and_saves_bits():
    packed = image_compression.png(bars(64))
    assert packed.error == 0 and packed.bits < 28 * 28 * 8 / 10


def test_a_better_jpeg_is_larger_and_the_smallest_good_one_is_taken():
    images = corruption.blur(bars(64), 0.7)
    curve = image_compression.jpeg_curve(images)
    assert curve[0].bits < curve[-1].bits and curve[0].error > curve[-1].error
    allowed = curve[8].error
    chosen = image_compression.jpeg_at(images, allowed)
    assert chosen.error <= allowed and chosen.bits == min(
        packed.bits for packed in curve if packed.error <= allowed
    )
    with pytest.raises(ValueError, match="no JPEG has an error of 0 or less"):
        image_compression.jpeg_at(images, 0)


def test_codes_are_rounded_to_as_many_values_as_the_bits_allow():
    codes = rng().normal(size=(500, 3)).astype(np.float32)
    low, high = codes.min(axis=0), codes.max(axis=0)
    rounded = image_compression.quantise(codes, 3, low=low, high=high)
    assert [len(np.unique(column)) for column in rounded.T] == [8, 8, 8]
    assert (np.abs(rounded - codes) <= (high - low) / 7 / 2 + 1e-6).all()
    np.testing.assert_allclose(
        image_compression.quantise(codes, 16, low=low, high=high), codes, atol=1e-3
    )


def test_a_code_that_never_changes_and_one_out_of_range_are_packed_too():
    low, high = np.array([2.0, 0.0]), np.array([2.0, 1.0])
    assert image_compression.quantise(np.array([[2.0, 9.0]]), 4, low=low, high=high).tolist() == [
        [2.0, 1.0]
    ]


# linear codes


def test_principal_components_draw_images_of_few_directions_without_error():
    weights = rng().uniform(0, 0.4, (40, 2)).astype(np.float32)
    images = np.einsum("nk,khw->nhw", weights, bars(2, seed=3))
    code = linear_codes.principal_code(images, 2)
    assert squared_error(images, code.decode(code.encode(images))).max() < 1e-9
    assert (
        squared_error(
            images, linear_codes.random_code(images, 2, seed=0).decode(code.encode(images))
        ).mean()
        > 1e-4
    )


def test_random_directions_are_orthonormal_and_depend_on_the_seed():
    code = linear_codes.random_code(bars(), 5, seed=0)
    np.testing.assert_allclose(code.directions @ code.directions.T, np.eye(5), atol=1e-6)
    assert not np.allclose(code.directions, linear_codes.random_code(bars(), 5, seed=1).directions)


def test_a_linear_svm_tells_apart_what_a_line_can_part():
    codes = rng().normal(size=(200, 2))
    labels = (codes @ [1.0, 2.0] > 0).astype(int)
    probe = linear_probe(codes[:150], labels[:150], codes[150:], c=1.0)
    assert (probe.predicted == labels[150:]).mean() > 0.95 and probe.seconds > 0


# errors


def test_errors_are_means_over_the_pixels_of_an_image():
    images = np.zeros((2, 2, 2), dtype=np.float32)
    drawn = images.copy()
    drawn[1, 0, 0] = 1
    assert squared_error(images, drawn).tolist() == [0, 0.25] and psnr(0.01) == pytest.approx(20)

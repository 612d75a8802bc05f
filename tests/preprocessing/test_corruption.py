"""Noise: what each kind does to images whose answer is known."""

import numpy as np
import pytest

from rnncourse.evaluation.images import squared_error
from rnncourse.preprocessing import corruption


def rng():
    return np.random.default_rng(1)


@pytest.mark.parametrize(
    "name, strength", [("gaussian", 0.4), ("salt and pepper", 0.2), ("blur", 1.5), ("covered", 8)]
)
def test_noise_stays_within_the_shades_and_leaves_the_original_alone(name, strength, bars):
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

"""Compression: what comes out again, and in how many bits."""

import numpy as np
import pytest

from rnncourse.baselines import image_compression
from rnncourse.preprocessing import corruption


def test_a_mosaic_can_be_cut_again():
    images = np.random.default_rng(1).integers(0, 256, (37, 28, 28)).astype(np.float32) / 255
    picture = image_compression.mosaic(images, columns=8)
    assert picture.size == (8 * 28, 5 * 28)
    np.testing.assert_allclose(
        image_compression.cut(picture, 37, height=28, width=28), images, atol=1e-6
    )


def test_png_loses_only_the_rounding_and_saves_bits(bars):
    packed = image_compression.png(bars(64))
    assert packed.error == 0 and packed.bits < 28 * 28 * 8 / 10


def test_a_better_jpeg_is_larger_and_the_smallest_good_one_is_taken(bars):
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
    codes = np.random.default_rng(1).normal(size=(500, 3)).astype(np.float32)
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

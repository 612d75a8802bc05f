"""Images as text: what goes in comes out, and what is damaged is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.records import images as codec


@given(st.integers(0, 4), st.integers(0, 10**6))
def test_what_is_packed_comes_out_to_half_a_shade(count, seed):
    images = np.random.default_rng(seed).uniform(size=(1 + count, 28, 28)).astype(np.float32)
    again = codec.unpack(codec.pack(images), images.shape)
    assert again.dtype == np.float32 and np.abs(again - images).max() <= 0.5 / 255 + 1e-6


def test_the_text_can_stand_in_a_record():
    text = codec.pack(np.eye(28)[None])
    assert text.isascii() and "\n" not in text and len(text) < 28 * 28


@pytest.mark.parametrize("wrong", [-0.1, 1.1, np.nan])
def test_shades_outside_the_range_are_refused(wrong):
    images = np.zeros((1, 28, 28))
    images[0, 3, 3] = wrong
    with pytest.raises(ValueError, match="expected 0 to 1"):
        codec.pack(images)


def test_another_shape_is_refused():
    with pytest.raises(ValueError, match="784 pixels, expected 1568"):
        codec.unpack(codec.pack(np.zeros((1, 28, 28))), (2, 28, 28))


@pytest.mark.parametrize(
    "damage",
    [lambda text: text[:-6], lambda text: "~~" + text[2:], lambda text: text.replace(text[4], " ")],
    ids=["truncated", "changed", "blanks"],
)
def test_a_damaged_text_is_refused(damage):
    text = codec.pack(np.random.default_rng(0).uniform(size=(1, 28, 28)))
    with pytest.raises(ValueError, match="make the record anew"):
        codec.unpack(damage(text), (1, 28, 28))

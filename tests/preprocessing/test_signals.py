import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.preprocessing.signals import (
    channel_scales,
    labels_to_one_hot,
    one_hot_to_labels,
    standardise,
)

SIGNALS = np.random.default_rng(0).normal(3, 2, (20, 16, 4)).astype(np.float32)


@given(st.lists(st.integers(0, 5), max_size=20))
def test_labels_come_back_from_one_hot_vectors(labels):
    labels = np.array(labels, dtype=np.int64)
    vectors = labels_to_one_hot(labels, 6)
    assert vectors.shape == (len(labels), 6) and vectors.dtype == np.float32
    assert (vectors.sum(axis=1) == 1).all()
    assert one_hot_to_labels(vectors).tolist() == labels.tolist()


@pytest.mark.parametrize("label", [6, -1])
def test_a_label_that_no_class_has_is_named(label):
    with pytest.raises(ValueError, match=f"label {label} is outside 0 … 5"):
        labels_to_one_hot([0, label, 7], 6)


@pytest.mark.parametrize("labels", [[0.0, 1.0], [[0], [1]], ["walking"]])
def test_what_is_no_row_of_whole_numbers_is_no_label(labels):
    with pytest.raises(ValueError, match=r"expected integers of shape \(N,\)"):
        labels_to_one_hot(labels, 2)


@pytest.mark.parametrize(
    "row", [[0, 0, 0], [1, 1, 0], [0.2, 0.8, 0], [2, 0, 0], [np.nan, 1, 0], [1, 1, -1]]
)
def test_a_row_that_is_not_one_hot_is_named(row):
    with pytest.raises(ValueError, match="row 1 is .*take argmax"):
        one_hot_to_labels([[0, 1, 0], row])


def test_one_vector_alone_is_refused_with_the_shape_that_is_expected():
    with pytest.raises(ValueError, match=r"shape \(3,\), expected \(N, C\)"):
        one_hot_to_labels([0, 1, 0])


def test_standardised_channels_have_mean_0_and_deviation_1():
    scaled = standardise(SIGNALS, *channel_scales(SIGNALS))
    assert scaled.dtype == np.float32 and scaled.shape == SIGNALS.shape
    np.testing.assert_allclose(scaled.mean(axis=(0, 1)), 0, atol=1e-5)
    np.testing.assert_allclose(scaled.std(axis=(0, 1)), 1, atol=1e-5)


def test_the_scales_of_one_part_serve_another():
    mean, std = channel_scales(SIGNALS[:10])
    np.testing.assert_allclose(
        standardise(SIGNALS[10:], mean, std) * std + mean, SIGNALS[10:], rtol=1e-4, atol=1e-5
    )


def test_a_read_only_array_gives_a_new_one_that_can_be_written():
    locked = SIGNALS.copy()
    locked.setflags(write=False)
    scaled = standardise(locked, *channel_scales(locked))
    assert scaled.flags.writeable and not np.shares_memory(scaled, locked)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_channel_with_a_missing_value_is_named(value):
    x = SIGNALS.copy()
    x[3, 5, 2] = value
    with pytest.raises(ValueError, match="channel 2 holds nan or infinity"):
        standardise(x, *channel_scales(SIGNALS))
    with (
        pytest.raises(ValueError, match="channel 2 holds nan or infinity"),
        np.errstate(invalid="ignore"),
    ):
        standardise(SIGNALS, *channel_scales(x))


@pytest.mark.parametrize("value", [0.0, 0.1, -9.81])
def test_a_constant_channel_is_named(value):
    x = SIGNALS.copy()
    x[:, :, 1] = value
    with pytest.raises(ValueError, match="channel 1 is constant"):
        standardise(x, *channel_scales(x))

"""Convolution by hand: against both frameworks, against a loop, and at its edges."""

import keras
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnncourse.in_numpy.convolution import conv1d, padding_steps, receptive_field

PADDINGS = ["valid", "same", "causal"]
sizes = dict(
    B=st.integers(1, 3),
    extra=st.integers(0, 6),
    D=st.integers(1, 4),
    F=st.integers(1, 4),
    w=st.integers(1, 4),
    dilation=st.integers(1, 3),
    padding=st.sampled_from(PADDINGS),
    seed=st.integers(0, 10_000),
)


def problem(B, extra, D, F, w, dilation, seed):
    """An input that is long enough for every padding, a kernel, and a bias that is not zero."""
    rng = np.random.default_rng(seed)
    T = (w - 1) * dilation + 1 + extra
    return (
        array.astype("float32")
        for array in (rng.normal(size=(B, T, D)), rng.normal(size=(w, D, F)), rng.normal(size=F))
    )


@settings(max_examples=30)
@given(**sizes)
def test_every_output_is_the_sum_that_the_equation_says(padding, **case):
    x, W, b = problem(**case)
    z = conv1d(x, W, b, padding=padding, dilation=case["dilation"])
    before, _ = padding_steps(padding, len(W), case["dilation"])
    for t in range(z.shape[1]):
        places = [t + k * case["dilation"] - before for k in range(len(W))]
        terms = [x[:, s] @ W[k] for k, s in enumerate(places) if 0 <= s < x.shape[1]]
        np.testing.assert_allclose(z[:, t], b + sum(terms), rtol=1e-4, atol=1e-5)


@settings(max_examples=30)
@given(**sizes)
def test_keras_calculates_the_same(padding, **case):
    x, W, b = problem(**case)
    layer = keras.layers.Conv1D(
        case["F"], case["w"], padding=padding, dilation_rate=case["dilation"]
    )
    layer.build(x.shape)
    layer.set_weights([W, b])
    np.testing.assert_allclose(
        conv1d(x, W, b, padding=padding, dilation=case["dilation"]), layer(x), rtol=1e-4, atol=1e-5
    )


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@settings(max_examples=30)
@given(**sizes)
def test_pytorch_calculates_the_same(padding, **case):
    x, W, b = problem(**case)
    steps_last = torch.from_numpy(x).transpose(1, 2)
    if padding == "causal":
        steps_last = torch.nn.functional.pad(steps_last, ((case["w"] - 1) * case["dilation"], 0))
    kernel = torch.from_numpy(np.ascontiguousarray(W.transpose(2, 1, 0)))
    theirs = torch.nn.functional.conv1d(
        steps_last,
        kernel,
        torch.from_numpy(b),
        dilation=case["dilation"],
        padding="same" if padding == "same" else 0,
    ).transpose(1, 2)
    np.testing.assert_allclose(
        conv1d(x, W, b, padding=padding, dilation=case["dilation"]), theirs, rtol=1e-4, atol=1e-5
    )


@settings(max_examples=30)
@given(**{name: sizes[name] for name in sizes if name != "padding"}, t=st.integers(0, 20))
def test_a_causal_output_does_not_know_the_future(t, **case):
    x, W, b = problem(**case)
    t %= x.shape[1]
    changed = x.copy()
    changed[:, t] += 1
    before, after = (
        conv1d(array, W, b, padding="causal", dilation=case["dilation"]) for array in (x, changed)
    )
    assert (before[:, :t] == after[:, :t]).all() and (before[:, t] != after[:, t]).any()


@pytest.mark.parametrize("padding, steps", [("valid", 6), ("same", 10), ("causal", 10)])
def test_the_padding_decides_the_length(padding, steps):
    z = conv1d(np.ones((1, 10, 2)), np.ones((3, 2, 5)), np.zeros(5), padding=padding, dilation=2)
    assert z.shape == (1, steps, 5)


def test_the_odd_zero_of_same_stands_at_the_end():
    assert padding_steps("same", 4) == (1, 2)


@pytest.mark.parametrize("dilations", [(1, 1, 1), (1, 2, 4), (1, 3), ()])
def test_the_receptive_field_is_what_the_last_output_notices(dilations):
    rng = np.random.default_rng(0)
    kernels = [rng.normal(size=(3, 1, 1)) for _ in dilations]

    def last_output(x):
        for W, dilation in zip(kernels, dilations):
            x = conv1d(x, W, np.zeros(1), padding="causal", dilation=dilation)
        return x[0, -1, 0]

    noticed = [last_output(np.eye(20)[t][None, :, None]) != 0 for t in range(20)]
    assert sum(noticed) == receptive_field([3] * len(dilations), dilations)


def test_a_kernel_size_without_a_dilation_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        receptive_field([3, 3], [1])


@pytest.mark.parametrize(
    "change, message",
    [
        (dict(padding="full"), "padding 'full' is not known; choose one of valid, same, causal"),
        (
            dict(x=np.ones((4, 2))),
            r"x has shape \(4, 2\) and b \(5,\), expected \(B, T, 2\) and \(5,\)",
        ),
        (dict(x=np.ones((1, 4, 3))), r"expected \(B, T, 2\)"),
        (dict(b=np.zeros(4)), r"b \(4,\), expected"),
        (dict(x=np.ones((1, 2, 2))), "spans 3 steps, the sequence has 2; take a smaller kernel"),
    ],
)
def test_what_does_not_fit_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        conv1d(**dict(x=np.ones((1, 4, 2)), W=np.ones((3, 2, 5)), b=np.zeros(5)) | change)

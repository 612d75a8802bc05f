"""Attention by hand: against central differences, against both frameworks, and at its edges."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnncourse.in_numpy.attention import (
    additive_attention,
    additive_attention_back,
    dot_attention,
    dot_attention_back,
)

KINDS = {
    "dot": (dot_attention, dot_attention_back, False),
    "additive": (additive_attention, additive_attention_back, True),
}
SIZES = dict(
    B=st.integers(1, 3),
    T_y=st.integers(1, 4),
    T_x=st.integers(1, 5),
    H=st.integers(1, 4),
    D=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)


def problem(kind, B=2, T_y=3, T_x=4, H=5, D=2, seed=0):
    """Queries, keys, values and, if the kind has it, w_m; a mask; a gradient for the context."""
    rng = np.random.default_rng(seed)
    shapes = [(B, T_y, H), (B, T_x, H), (B, T_x, D)] + [(H,)] * KINDS[kind][2]
    mask = np.arange(T_x) < rng.integers(1, T_x + 1, B)[:, None]
    arrays = [rng.normal(size=shape) for shape in shapes]
    return arrays, mask, rng.normal(size=(B, T_y, D))


def gradients(kind, arrays, mask, dcontext):
    forward, back, _ = KINDS[kind]
    _, weights = forward(*arrays, mask=mask)
    return back(dcontext, *arrays, weights)


def by_keras(kind, arrays, mask, dcontext):
    """Context and gradients of the layer that Keras has; its dot product is not scaled."""
    queries, keys, values, *w_m = map(tf.convert_to_tensor, arrays)
    if kind == "dot":
        layer, variables = keras.layers.Attention(dtype="float64"), []
    else:
        layer = keras.layers.AdditiveAttention(dtype="float64")
        layer.build([queries.shape, values.shape, keys.shape])
        layer.set_weights(w_m)
        variables = [layer.trainable_weights[0].value]
    with tf.GradientTape() as tape:
        tape.watch([queries, keys, values])
        scaled = queries / np.sqrt(keys.shape[2]) if kind == "dot" else queries
        context = layer([scaled, values, keys], mask=[None, tf.convert_to_tensor(mask)])
        loss = tf.reduce_sum(context * dcontext)
    return context, tape.gradient(loss, [queries, keys, values, *variables])


def by_torch(kind, arrays, mask, dcontext):
    """Context and gradients of the function that PyTorch has, or of four lines with autograd."""
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    queries, keys, values, *w_m = tensors
    allowed = torch.from_numpy(mask)[:, None]
    if kind == "dot":
        context = torch.nn.functional.scaled_dot_product_attention(
            queries, keys, values, attn_mask=allowed
        )
    else:
        scores = torch.tanh(queries[:, :, None] + keys[:, None]) @ w_m[0]
        context = scores.masked_fill(~allowed, -torch.inf).softmax(2) @ values
    return context.detach(), torch.autograd.grad(
        (context * torch.from_numpy(dcontext)).sum(), tensors
    )


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, deadline=None)
@given(**SIZES)
def test_a_context_is_the_mean_of_values_that_a_loop_says(kind, **sizes):
    arrays, mask, _ = problem(kind, **sizes)
    queries, keys, values, *w_m = arrays
    context, weights = KINDS[kind][0](*arrays, mask=mask)
    for b, t in np.ndindex(context.shape[:2]):
        places = np.flatnonzero(mask[b])
        scores = [
            np.tanh(queries[b, t] + keys[b, s]) @ w_m[0]
            if w_m
            else queries[b, t] @ keys[b, s] / np.sqrt(keys.shape[2])
            for s in places
        ]
        shares = np.exp(scores) / np.exp(scores).sum()
        np.testing.assert_allclose(weights[b, t, places], shares)
        np.testing.assert_allclose(context[b, t], shares @ values[b, places])


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, deadline=None)
@given(**SIZES)
def test_gradients_agree_with_central_differences(kind, **sizes):
    arrays, mask, dcontext = problem(kind, **sizes)
    forward, step = KINDS[kind][0], 1e-5
    for array, gradient in zip(arrays, gradients(kind, arrays, mask, dcontext), strict=True):
        measured = np.empty_like(array)
        for place in np.ndindex(array.shape):
            kept, losses = array[place], []
            for moved in (kept + step, kept - step):
                array[place] = moved
                losses.append((forward(*arrays, mask=mask)[0] * dcontext).sum())
            array[place] = kept
            measured[place] = (losses[0] - losses[1]) / (2 * step)
        np.testing.assert_allclose(gradient, measured, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("framework", [by_keras, by_torch])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_framework_calculates_the_same_with_the_same_gradients(framework, kind, seed):
    case = problem(kind, seed=seed)
    theirs, their_gradients = framework(kind, *case)
    mine, _ = KINDS[kind][0](*case[0], mask=case[1])
    pairs = [(mine, theirs), *zip(gradients(kind, *case), their_gradients, strict=True)]
    for ours, other in pairs:
        assert ours.dtype == np.float64
        assert np.linalg.norm(ours - np.asarray(other)) <= 1e-8 * np.linalg.norm(ours)


@pytest.mark.parametrize("kind", KINDS)
def test_weights_are_shares_and_padding_gets_none(kind):
    arrays, mask, dcontext = problem(kind, T_x=6)
    _, weights = KINDS[kind][0](*arrays, mask=mask)
    np.testing.assert_allclose(weights.sum(axis=2), 1)
    assert (weights.swapaxes(1, 2)[~mask] == 0).all() and (weights.swapaxes(1, 2)[mask] > 0).all()
    _, dkeys, dvalues, *_ = gradients(kind, arrays, mask, dcontext)
    assert not dkeys[~mask].any() and not dvalues[~mask].any()


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_in_the_padding_changes_nothing(kind):
    arrays, mask, _ = problem(kind, T_x=6)
    before, _ = KINDS[kind][0](*arrays, mask=mask)
    arrays[1][~mask], arrays[2][~mask] = 1e6, -1e6
    np.testing.assert_array_equal(before, KINDS[kind][0](*arrays, mask=mask)[0])


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_the_keys_does_not_matter(kind):
    (queries, keys, values, *w_m), mask, _ = problem(kind, T_x=6)
    turned = [array[:, ::-1] for array in (keys, values)]
    one, _ = KINDS[kind][0](queries, keys, values, *w_m, mask=mask)
    other, _ = KINDS[kind][0](queries, *turned, *w_m, mask=mask[:, ::-1])
    np.testing.assert_allclose(one, other)


def test_scores_of_a_thousand_do_not_overflow():
    keys = np.eye(2)[None]
    context, weights = dot_attention(1e4 * keys, keys, keys)
    assert np.isfinite(context).all() and weights[0].tolist() == np.eye(2).tolist()


def test_without_a_mask_every_key_may_be_looked_at():
    arrays, mask, _ = problem("dot")
    np.testing.assert_array_equal(
        dot_attention(*arrays)[0], dot_attention(*arrays, mask=np.ones_like(mask))[0]
    )


SHORT, OTHER, FLAT = np.ones((2, 3, 4)), np.ones((2, 3, 5)), np.ones((2, 3))
ALLOWED = np.ones((2, 3), bool)


@pytest.mark.parametrize(
    "arrays, mask, part",
    [
        ((SHORT, OTHER, SHORT), None, "4 numbers and a key 5.*matrix of weights"),
        ((FLAT, SHORT, SHORT), None, r"\(2, 3\), \(2, 3, 4\).*expected \(B, T_y, H\)"),
        ((SHORT, FLAT, SHORT), None, r"expected \(B, T_y, H\)"),
        ((SHORT[:1], SHORT, SHORT), None, r"\(1, 3, 4\).*expected"),
        ((SHORT, SHORT, SHORT[:, :2]), None, r"\(2, 2, 4\).*expected"),
        ((SHORT, SHORT[:, :0], SHORT[:, :0]), None, "T_x > 0"),
        ((SHORT, SHORT, SHORT), ALLOWED[:, :2], r"shape \(2, 2\).*expected \(2, 3\)"),
        ((SHORT, SHORT, SHORT), ALLOWED.astype(int), "type int64, expected.*True for a key"),
        ((SHORT, SHORT, SHORT), ALLOWED & [[True], [False]], r"no key in the sequences \[1\]"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_remedy(arrays, mask, part):
    with pytest.raises(ValueError, match=part):
        dot_attention(*arrays, mask=mask)
    with pytest.raises(ValueError, match=part):
        additive_attention(*arrays, np.ones(4), mask=mask)


def test_another_length_of_the_scoring_weights_is_refused():
    with pytest.raises(ValueError, match=r"w_m has shape \(3,\), expected \(4,\)"):
        additive_attention(SHORT, SHORT, SHORT, np.ones(3))

"""Attention by hand against central differences, and against the frameworks' own layers with the
same weights: in float64.
"""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch

from rnncourse.in_numpy.attention import (
    additive_attention,
    additive_gradients,
    dot_attention,
    dot_gradients,
)

T, S, H, D = 3, 5, 4, 6
RNG = np.random.default_rng(0)
QUERIES, KEYS, VALUES = (RNG.normal(size=shape) for shape in ((T, H), (S, H), (S, D)))
V, D_CONTEXTS = RNG.normal(size=H), RNG.normal(size=(T, D))
MASK = np.array([True, True, False, True, False])
MASKS = pytest.mark.parametrize("mask", [None, MASK], ids=["all", "masked"])


def near(found, wanted):
    """Apart by at most 1e-8 of the norm."""
    return np.linalg.norm(found - wanted) <= 1e-8 * np.linalg.norm(wanted)


def slopes(f, arrays):
    """The central differences of f() as each number of each array moves."""
    found = []
    for array in arrays:
        gradient = np.empty_like(array)
        for place in np.ndindex(array.shape):
            kept = array[place]
            array[place] = kept + 1e-6
            above = f()
            array[place] = kept - 1e-6
            gradient[place] = (above - f()) / 2e-6
            array[place] = kept
        found.append(gradient)
    return found


@MASKS
@pytest.mark.parametrize(
    ("attention", "gradients", "arrays"),
    [
        (dot_attention, dot_gradients, (QUERIES, KEYS, VALUES)),
        (additive_attention, additive_gradients, (QUERIES, KEYS, V, VALUES)),
    ],
)
def test_gradients_are_central_differences(attention, gradients, arrays, mask):
    arrays = [array.copy() for array in arrays]
    _, weights = attention(*arrays, mask)
    by_hand = gradients(*arrays, weights, D_CONTEXTS)
    measured = slopes(lambda: (attention(*arrays, mask)[0] * D_CONTEXTS).sum(), arrays)
    for gradient, slope in zip(by_hand, measured, strict=True):
        np.testing.assert_allclose(gradient, slope, atol=1e-7)


def keras_own(layer, inputs, d_contexts, mask):
    """What a layer of Keras answers, and the gradients of its inputs and its weights."""
    tensors = [tf.constant(array[None]) for array in inputs]
    masks = None if mask is None else [None, tf.constant(mask[None])]
    with tf.GradientTape() as tape:
        for tensor in tensors:
            tape.watch(tensor)
        answer = layer(tensors, mask=masks)
        loss = tf.reduce_sum(answer * d_contexts)
    gradients = tape.gradient(loss, [*tensors, *layer.trainable_variables])
    return answer[0].numpy(), [np.squeeze(gradient.numpy()) for gradient in gradients]


@MASKS
def test_the_dot_product_is_the_layer_of_keras(mask):
    layer = keras.layers.Attention(dtype="float64")
    root = np.sqrt(H)
    answer, (d_queries, d_values, d_keys) = keras_own(
        layer, (QUERIES / root, VALUES, KEYS), D_CONTEXTS, mask
    )
    contexts, weights = dot_attention(QUERIES, KEYS, VALUES, mask)
    by_hand = dot_gradients(QUERIES, KEYS, VALUES, weights, D_CONTEXTS)
    assert near(answer, contexts)
    for found, wanted in zip((d_queries / root, d_keys, d_values), by_hand, strict=True):
        assert near(found, wanted)


@MASKS
def test_the_additive_one_is_the_layer_of_keras(mask):
    layer = keras.layers.AdditiveAttention(dtype="float64")
    layer.build([(1, T, H), (1, S, H), (1, S, H)])
    layer.set_weights([V])
    values, d_contexts = VALUES[:, :H], D_CONTEXTS[:, :H]  # this layer wants them as wide as keys
    answer, (d_queries, d_values, d_keys, d_v) = keras_own(
        layer, (QUERIES, values, KEYS), d_contexts, mask
    )
    contexts, weights = additive_attention(QUERIES, KEYS, V, values, mask)
    by_hand = additive_gradients(QUERIES, KEYS, V, values, weights, d_contexts)
    assert near(answer, contexts)
    for found, wanted in zip((d_queries, d_keys, d_v, d_values), by_hand, strict=True):
        assert near(found, wanted)


@MASKS
def test_the_dot_product_is_the_function_of_pytorch(mask):
    tensors = [torch.tensor(array, requires_grad=True) for array in (QUERIES, KEYS, VALUES)]
    answer = torch.nn.functional.scaled_dot_product_attention(
        *(tensor[None] for tensor in tensors),
        attn_mask=None if mask is None else torch.tensor(mask)[None],
    )[0]
    (answer * torch.tensor(D_CONTEXTS)).sum().backward()
    contexts, weights = dot_attention(QUERIES, KEYS, VALUES, mask)
    by_hand = dot_gradients(QUERIES, KEYS, VALUES, weights, D_CONTEXTS)
    assert near(answer.detach().numpy(), contexts)
    for tensor, wanted in zip(tensors, by_hand, strict=True):
        assert near(tensor.grad.numpy(), wanted)


@MASKS
def test_pytorch_finds_the_same_gradients_of_the_additive_one(mask):
    arrays = (QUERIES, KEYS, V, VALUES)
    q, k, v, values = (torch.tensor(array, requires_grad=True) for array in arrays)
    scores = torch.tanh(q[:, None] + k[None]) @ v
    if mask is not None:
        scores = scores.masked_fill(~torch.tensor(mask), -torch.inf)
    answer = torch.softmax(scores, dim=1) @ values
    (answer * torch.tensor(D_CONTEXTS)).sum().backward()
    contexts, weights = additive_attention(*arrays, mask)
    assert near(answer.detach().numpy(), contexts)
    by_hand = additive_gradients(*arrays, weights, D_CONTEXTS)
    for tensor, wanted in zip((q, k, v, values), by_hand, strict=True):
        assert near(tensor.grad.numpy(), wanted)


@MASKS
def test_weights_are_shares_and_what_is_hidden_has_none(mask):
    for _, weights in (
        dot_attention(QUERIES, KEYS, VALUES, mask),
        additive_attention(QUERIES, KEYS, V, VALUES, mask),
    ):
        np.testing.assert_allclose(weights.sum(axis=1), 1)
        assert mask is None or (weights[:, ~mask] == 0).all()


def test_large_scores_do_no_harm():
    _, weights = dot_attention(1e4 * QUERIES, 1e4 * KEYS, VALUES)
    assert np.isfinite(weights).all()


@pytest.mark.parametrize(
    ("keys", "values", "mask", "complaint"),
    [
        (KEYS[:, :3], VALUES, None, "with one H"),
        (KEYS[None], VALUES, None, "one sequence at a time"),
        (KEYS[:4], VALUES, None, "4 keys and 5 values"),
        (KEYS[:0], VALUES[:0], None, "at least one"),
        (KEYS, VALUES, np.zeros(S, bool), "something to look at"),
        (KEYS, VALUES, np.ones(S + 1, bool), "the mask has shape"),
        (KEYS, VALUES, np.ones(S), "dtype float64"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(keys, values, mask, complaint):
    with pytest.raises(ValueError, match=complaint):
        dot_attention(QUERIES, keys, values, mask)
    with pytest.raises(ValueError, match=complaint):
        additive_attention(QUERIES, keys, V, values, mask)

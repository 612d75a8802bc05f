"""The same weights give the same numbers in both frameworks; where the frameworks differ, a test
says how.
"""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch

from rnncourse.conversion.models import copy_weights, gate_order, reorder
from rnncourse.conversion.models import twins as twins_of
from rnncourse.in_keras import classifiers as in_keras
from rnncourse.in_torch import classifiers as in_torch

B, T, D, H, C = 4, 6, 5, 7, 3
OPTIONS = [
    pytest.param(
        dict(cell=cell, layers=layers, bidirectional=both),
        id=f"{cell}-{layers}{'-both-ways' if both else ''}",
    )
    for cell in ("elman", "lstm", "gru")
    for layers, both in ((1, False), (2, True))
]


def use_precision(name):
    keras.config.set_floatx(name)  # of inputs
    keras.config.set_dtype_policy(name)  # of layers
    torch.set_default_dtype(getattr(torch, name))


@pytest.fixture
def float64():
    use_precision("float64")
    yield
    use_precision("float32")


def twins(**options):
    """A Keras model with biases that are not zero, and its PyTorch twin with the same weights."""
    source = in_keras.recurrent_classifier(D, H, C, seed=1, **options)
    rng = np.random.default_rng(2)
    source.set_weights([w + rng.normal(0, 0.1, w.shape) for w in source.get_weights()])
    target = in_torch.recurrent_classifier(D, H, C, seed=3, **options)
    copy_weights(source, target)
    return source, target


def batch(dtype="float32"):
    rng = np.random.default_rng(4)
    x = np.eye(D, dtype=dtype)[rng.integers(0, D, (B, T))]
    for row, length in zip(x, (T, 3, 1, 5)):
        row[length:] = 0
    return x, rng.integers(0, C, B)


def keras_gradients(model, x, y):
    with tf.GradientTape() as tape:
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, model(x))
    return dict(
        zip(
            (id(v) for v in model.trainable_variables),
            tape.gradient(loss, [v.value for v in model.trainable_variables]),
        )
    )


def torch_loss(model, x, y):
    return torch.nn.functional.cross_entropy(model(torch.from_numpy(x)), torch.from_numpy(y))


@pytest.mark.parametrize("options", OPTIONS)
def test_the_same_weights_give_the_same_logits(options):
    source, target = twins(**options)
    x, _ = batch()
    np.testing.assert_allclose(
        np.asarray(source(x)), target(torch.from_numpy(x)).detach().numpy(), atol=1e-5
    )


@pytest.mark.parametrize("options", OPTIONS)
def test_weights_survive_the_way_to_pytorch_and_back(options):
    source, target = twins(**options)
    copy = in_keras.recurrent_classifier(D, H, C, seed=9, **options)
    copy_weights(target, copy)
    for original, returned in zip(source.get_weights(), copy.get_weights()):
        np.testing.assert_array_equal(original, returned)


@pytest.mark.parametrize("options", OPTIONS)
def test_the_same_weights_give_the_same_gradients(float64, options):
    source, target = twins(**options)
    x, y = batch("float64")
    gradients = keras_gradients(source, x, y)
    torch_loss(target, x, y).backward()
    for layer, part in twins_of(source, target):
        if part.suffix == "":
            continue
        order = gate_order(layer)
        kernel, recurrent, bias = (
            np.asarray(gradients[id(v)]) for v in layer.cell.trainable_variables
        )
        bias_x, bias_h = bias if bias.ndim == 2 else (bias, bias)
        for name, ours in (
            ("weight_ih", kernel.T),
            ("weight_hh", recurrent.T),
            ("bias_ih", bias_x),
            ("bias_hh", bias_h),
        ):
            theirs = getattr(target.recurrent, name + part.suffix).grad.numpy()
            assert np.linalg.norm(reorder(ours, order) - theirs) <= 1e-8 * np.linalg.norm(theirs)


def first_step(source, target, learning_rate=0.01):
    """One step of Adam in both frameworks; return the logits after it.

    Keras adds epsilon before it corrects the bias of the second moment, PyTorch after: at the first
    step Keras' is as large as a PyTorch epsilon divided by the square root of 1 - beta_2. It keeps
    its step size in float32, hence 2e-6.
    """
    x, y = batch("float64")
    optimizer = keras.optimizers.Adam(learning_rate, epsilon=1e-7)
    gradients = keras_gradients(source, x, y)
    optimizer.apply(
        [gradients[id(v)] for v in source.trainable_variables], source.trainable_variables
    )
    torch_optimizer = torch.optim.Adam(
        target.parameters(), lr=learning_rate, eps=1e-7 / np.sqrt(1 - 0.999)
    )
    torch_loss(target, x, y).backward()
    torch_optimizer.step()
    return np.asarray(source(x)), target(torch.from_numpy(x)).detach().numpy()


def test_a_gru_takes_the_same_first_step_of_adam(float64):
    ours, theirs = first_step(*twins(cell="gru"))
    np.testing.assert_allclose(ours, theirs, atol=2e-6)


@pytest.mark.parametrize("cell", ["elman", "lstm"])
def test_elman_and_lstm_take_the_same_first_step_once_pytorch_has_one_bias(float64, cell):
    source, target = twins(cell=cell)
    target.recurrent.bias_hh_l0.requires_grad = False
    ours, theirs = first_step(source, target)
    np.testing.assert_allclose(ours, theirs, atol=2e-6)


def test_with_two_biases_their_sum_learns_twice_as_fast(float64):
    source, target = twins(cell="elman")
    before = target.recurrent.bias_ih_l0.detach() + target.recurrent.bias_hh_l0.detach()
    start = source.layers[2].get_weights()[2]
    first_step(source, target)
    moved = target.recurrent.bias_ih_l0.detach() + target.recurrent.bias_hh_l0.detach() - before
    np.testing.assert_allclose(
        moved.numpy(), 2 * (source.layers[2].get_weights()[2] - start), rtol=1e-4
    )


def test_a_zero_vector_inside_a_name_is_skipped_by_masking_and_is_a_step_for_packing():
    source, target = twins(cell="elman")
    x, _ = batch()
    x = x[:1].copy()
    without = np.delete(x, 2, axis=1)
    hole = x.copy()
    hole[:, 2] = 0
    np.testing.assert_allclose(np.asarray(source(hole)), np.asarray(source(without)), atol=1e-6)
    packed = target(torch.from_numpy(hole)).detach().numpy()
    every_step = target.linear(target.recurrent(torch.from_numpy(hole))[1][0]).detach().numpy()
    np.testing.assert_allclose(packed, every_step, atol=1e-6)
    assert np.abs(np.asarray(source(hole)) - packed).max() > 1e-3


def test_clipnorm_of_keras_is_per_variable_and_global_clipnorm_is_pytorchs():
    gradients = [np.array([3.0, 4.0]), np.array([0.0, 12.0])]  # norms 5 and 12, together 13
    steps = {}
    for option in ("clipnorm", "global_clipnorm"):
        variables = [keras.Variable(np.zeros(2)) for _ in gradients]
        keras.optimizers.SGD(1.0, **{option: 1.0}).apply(
            [tf.constant(g) for g in gradients], variables
        )
        steps[option] = [-np.asarray(v) for v in variables]
    parameters = [torch.nn.Parameter(torch.zeros(2, dtype=torch.float64)) for _ in gradients]
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = torch.from_numpy(gradient)
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    np.testing.assert_allclose(
        steps["global_clipnorm"], [p.grad.numpy() for p in parameters], rtol=1e-5
    )
    np.testing.assert_allclose(
        steps["clipnorm"], [g / np.linalg.norm(g) for g in gradients], rtol=1e-5
    )


@pytest.mark.parametrize(
    "change", [dict(layers=2), dict(cell="gru"), dict(bidirectional=True)], ids=str
)
def test_models_that_are_not_twins_are_refused(change):
    source = in_keras.recurrent_classifier(D, H, C, seed=1)
    target = in_torch.recurrent_classifier(D, H, C, seed=1, **change)
    with pytest.raises(ValueError, match="build both"):
        copy_weights(source, target)
    with pytest.raises(ValueError, match="build both"):
        copy_weights(target, source)


def test_another_input_size_is_refused():
    source = in_keras.recurrent_classifier(D + 1, H, C, seed=1)
    target = in_torch.recurrent_classifier(D, H, C, seed=1)
    with pytest.raises(ValueError, match="same arguments"):
        copy_weights(source, target)

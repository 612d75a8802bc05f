"""The nets by hand against Keras and PyTorch: the same states, gradients and first step of an
optimiser.
"""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch

from rnncourse.conversion.arrays import from_keras, from_torch, to_keras, to_torch
from rnncourse.in_numpy import training
from rnncourse.in_numpy.bptt import forward
from rnncourse.in_numpy.elman import ELMAN
from rnncourse.in_numpy.gated import GRU, LSTM

B, T, D, H, C = 4, 6, 5, 7, 3
LAYERS = {"elman": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
MODULES = {"elman": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
every_cell = pytest.mark.parametrize("cell", [ELMAN, LSTM, GRU], ids=lambda cell: cell.name)
both_heads = pytest.mark.parametrize("head", ["one", "many"])


def problem(cell, head="one", dtype="float64"):
    rng = np.random.default_rng(4)
    weights = {
        name: (W + rng.normal(0, 0.1, W.shape)).astype(dtype)
        for name, W in training.initialise(cell, D, H, C, seed=1).items()
    }
    x = rng.normal(size=(B, T, D)).astype(dtype)
    y = rng.integers(0, C, B if head == "one" else (B, T))
    state = rng.normal(size=(B, cell.parts * H)).astype(dtype)
    return weights, x, y, state


def torch_net(cell, weights):
    module, linear = MODULES[cell.name](D, H, batch_first=True), torch.nn.Linear(H, C)
    dtype = torch.from_numpy(weights["W_hh"]).dtype
    module.to(dtype), linear.to(dtype)
    module.load_state_dict(
        {name: torch.from_numpy(array) for name, array in to_torch(cell, weights).items()}
    )
    linear.load_state_dict(
        {
            "weight": torch.from_numpy(weights["W_hy"].T.copy()),
            "bias": torch.from_numpy(weights["b_y"]),
        }
    )
    return module, linear


def torch_states(cell, state):
    parts = [
        torch.from_numpy(part.copy())[None].requires_grad_()
        for part in np.split(state, cell.parts, axis=1)
    ]
    return parts, tuple(parts) if cell.parts == 2 else parts[0]


def keras_net(cell, weights):
    dtype = str(weights["W_hh"].dtype)
    layer, dense = (
        LAYERS[cell.name](H, return_sequences=True, return_state=True, dtype=dtype),
        keras.layers.Dense(C, dtype=dtype),
    )
    layer.build((None, T, D))
    dense.build((None, H))
    layer.set_weights(to_keras(cell, weights))
    dense.set_weights([weights["W_hy"], weights["b_y"]])
    return layer, dense


def keras_loss(layer, dense, x, state, y):
    h = layer(x, initial_state=state)[0]
    logits = dense(h[:, -1] if y.ndim == 1 else h)
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))


def torch_loss(module, linear, x, state, y):
    h, _ = module(x, state)
    logits = linear(h[:, -1] if y.ndim == 1 else h)
    return torch.nn.functional.cross_entropy(logits.reshape(-1, C), torch.from_numpy(y).reshape(-1))


def assert_close(ours, theirs):
    """Equal within 1e-8 of the norm."""
    theirs = np.asarray(theirs)
    assert ours.shape == theirs.shape
    assert np.linalg.norm(ours - theirs) <= 1e-8 * np.linalg.norm(theirs)


@every_cell
def test_the_same_weights_give_the_same_states_in_float32(cell):
    weights, x, _, state = problem(cell, dtype="float32")
    h, last, _ = forward(cell, weights, x, initial_state=state)
    module, _ = torch_net(cell, weights)
    _, start = torch_states(cell, state)
    theirs, end = module(torch.from_numpy(x), start)
    end = torch.cat(end, dim=2) if cell.parts == 2 else end
    np.testing.assert_allclose(h, theirs.detach().numpy(), atol=1e-5)
    np.testing.assert_allclose(last, end[0].detach().numpy(), atol=1e-5)
    layer, _ = keras_net(cell, weights)
    theirs, *end = layer(x, initial_state=np.split(state, cell.parts, axis=1))
    np.testing.assert_allclose(h, np.asarray(theirs), atol=1e-5)
    np.testing.assert_allclose(last, np.hstack([np.asarray(part) for part in end]), atol=1e-5)


@every_cell
@both_heads
def test_the_gradients_are_those_of_autograd(cell, head):
    weights, x, y, state = problem(cell, head)
    ours = training.loss_and_gradients(cell, weights, x, y, initial_state=state)
    module, linear = torch_net(cell, weights)
    parts, start = torch_states(cell, state)
    x = torch.from_numpy(x).requires_grad_()
    loss = torch_loss(module, linear, x, start, y)
    loss.backward()
    assert ours.loss == pytest.approx(loss.item(), rel=1e-12)
    theirs = from_torch(cell, {name: p.grad.numpy() for name, p in module.named_parameters()})
    if cell.name != "gru":
        theirs["b_h"] = theirs["b_h"] / 2  # each of the two biases gets the gradient of their sum
    theirs |= {"W_hy": linear.weight.grad.numpy().T, "b_y": linear.bias.grad.numpy()}
    for name, gradient in ours.gradients.items():
        assert_close(gradient, theirs[name])
    assert_close(ours.dx, x.grad.numpy())
    assert_close(ours.dstates[0], np.hstack([part.grad[0].numpy() for part in parts]))


@every_cell
@both_heads
def test_the_gradients_are_those_of_gradient_tape(cell, head):
    weights, x, y, state = problem(cell, head)
    ours = training.loss_and_gradients(cell, weights, x, y, initial_state=state)
    layer, dense = keras_net(cell, weights)
    x, parts = tf.constant(x), [tf.constant(part) for part in np.split(state, cell.parts, axis=1)]
    with tf.GradientTape() as tape:
        tape.watch([x, *parts])
        loss = keras_loss(layer, dense, x, parts, y)
    variables = [v.value for v in (*layer.cell.trainable_variables, *dense.trainable_variables)]
    *theirs, W_hy, b_y, dx, dstate = tape.gradient(loss, [*variables, x, tuple(parts)])
    assert ours.loss == pytest.approx(float(loss), rel=1e-12)
    theirs = from_keras(cell, theirs) | {"W_hy": W_hy, "b_y": b_y}
    for name, gradient in ours.gradients.items():
        assert_close(gradient, theirs[name])
    assert_close(ours.dx, dx)
    assert_close(ours.dstates[0], np.hstack([np.asarray(part) for part in dstate]))


@every_cell
def test_lengths_are_those_of_packing_and_of_a_mask(cell):
    weights, x, _, _ = problem(cell, dtype="float32")
    lengths = np.array([T, 3, 1, 5])
    _, last, _ = forward(cell, weights, x, lengths=lengths)
    module, _ = torch_net(cell, weights)
    packed = torch.nn.utils.rnn.pack_padded_sequence(
        torch.from_numpy(x), torch.from_numpy(lengths), batch_first=True, enforce_sorted=False
    )
    end = module(packed)[1]
    end = torch.cat(end, dim=2) if cell.parts == 2 else end
    np.testing.assert_allclose(last, end[0].detach().numpy(), atol=1e-5)
    layer, _ = keras_net(cell, weights)
    _, *end = layer(x, mask=np.arange(T) < lengths[:, None])
    np.testing.assert_allclose(last, np.hstack([np.asarray(part) for part in end]), atol=1e-5)


OPTIMIZERS = {
    "sgd": (
        lambda: training.SGD(0.1),
        lambda: keras.optimizers.SGD(0.1),
        lambda p: torch.optim.SGD(p, 0.1),
    ),
    # Keras adds epsilon before it corrects the bias of the second moment: at the first step that
    # makes its epsilon larger.
    "adam": (
        lambda: training.Adam(0.01),
        lambda: keras.optimizers.Adam(0.01, epsilon=1e-7 * np.sqrt(1 - 0.999)),
        lambda p: torch.optim.Adam(p, 0.01, eps=1e-7),
    ),
}


@every_cell
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_first_step_of_an_optimiser_is_the_same(cell, name):
    """Keras keeps its step size in float32, hence 2e-6 there; PyTorch's second bias is kept still,
    for it would learn too.
    """
    weights, x, y, state = problem(cell)
    ours, in_keras, in_torch = OPTIMIZERS[name]
    module, linear = torch_net(cell, weights)
    layer, dense = keras_net(cell, weights)
    if cell.name != "gru":
        module.bias_ih_l0.requires_grad = False
    torch_loss(module, linear, torch.from_numpy(x), torch_states(cell, state)[1], y).backward()
    in_torch([p for p in (*module.parameters(), *linear.parameters()) if p.requires_grad]).step()
    variables = [*layer.trainable_variables, *dense.trainable_variables]
    with tf.GradientTape() as tape:
        loss = keras_loss(layer, dense, x, np.split(state, cell.parts, axis=1), y)
    in_keras().apply(tape.gradient(loss, [v.value for v in variables]), variables)
    ours().step(
        weights, training.loss_and_gradients(cell, weights, x, y, initial_state=state).gradients
    )
    theirs = from_torch(cell, {name: p.detach().numpy() for name, p in module.named_parameters()})
    theirs_keras = from_keras(cell, layer.get_weights())
    for key, array in theirs.items():
        np.testing.assert_allclose(weights[key], array, atol=1e-9)
        np.testing.assert_allclose(weights[key], theirs_keras[key], atol=2e-6)


def test_clipping_is_that_of_the_frameworks():
    gradients = {"a": np.array([3.0, -4.0]), "b": np.array([12.0])}
    parameters = [
        torch.nn.Parameter(torch.zeros(len(g), dtype=torch.float64)) for g in gradients.values()
    ]
    for ours, theirs, option in (
        (training.clip_by_norm, torch.nn.utils.clip_grad_norm_, "global_clipnorm"),
        (training.clip_by_value, torch.nn.utils.clip_grad_value_, "clipvalue"),
    ):
        for parameter, g in zip(parameters, gradients.values()):
            parameter.grad = torch.from_numpy(g.copy())
        theirs(parameters, 2.0)
        variables = [keras.Variable(np.zeros(len(g)), dtype="float64") for g in gradients.values()]
        keras.optimizers.SGD(1.0, **{option: 2.0}).apply(
            [tf.constant(g) for g in gradients.values()], variables
        )
        for clipped, parameter, variable in zip(
            ours(gradients, 2.0).values(), parameters, variables
        ):
            np.testing.assert_allclose(clipped, parameter.grad.numpy(), rtol=1e-6)
            np.testing.assert_allclose(clipped, -np.asarray(variable), rtol=1e-5)


@every_cell
def test_weights_survive_the_way_to_a_framework_and_back(cell):
    weights = cell.initialise(D, H, rng=np.random.default_rng(0))
    for back in (
        from_keras(cell, to_keras(cell, weights)),
        from_torch(cell, to_torch(cell, weights)),
    ):
        assert back.keys() == weights.keys()
        for name in weights:
            np.testing.assert_array_equal(back[name], weights[name])


def test_the_reset_gate_stands_first_in_pytorch_and_second_in_keras():
    weights = {
        "W_xh": np.array([[1.0, 2, 3]]),
        "W_hh": np.array([[4.0, 5, 6]]),
        "b_x": np.zeros(3),
        "b_h": np.zeros(3),
    }
    assert to_keras(GRU, weights)[0].tolist() == [[1, 2, 3]]
    assert to_torch(GRU, weights)["weight_ih_l0"].tolist() == [[2], [1], [3]]

"""Classifiers of signals: the same weights give the same logits in both frameworks, and what the
models promise.
"""

import keras
import numpy as np
import pytest
import torch

from rnncourse.conversion.models import copy_weights
from rnncourse.in_keras import classifiers as keras_classifiers
from rnncourse.in_keras import movement_classifiers as keras_movement
from rnncourse.in_keras import signal_classifiers as in_keras
from rnncourse.in_keras.classifiers import parameter_count as keras_count
from rnncourse.in_torch import classifiers as torch_classifiers
from rnncourse.in_torch import movement_classifiers as torch_movement
from rnncourse.in_torch import signal_classifiers as in_torch
from rnncourse.in_torch.classifiers import parameter_count as torch_count

MOVEMENT = {in_keras: keras_movement, in_torch: torch_movement}
RECURRENT = {in_keras: keras_classifiers, in_torch: torch_classifiers}
B, T, D, H, C = 4, 13, 3, 5, 4
CELLS = ("elman", "lstm", "gru")
MODELS = [
    pytest.param("dense", (T, D, C), {}, id="linear"),
    pytest.param("dense", (T, D, C), dict(hidden_sizes=(6, 5), dropout=0.2), id="dense"),
    *(
        pytest.param(
            "recurrent",
            (D, H, C),
            dict(cell=cell, layers=layers, bidirectional=both, dropout=0.1),
            id=f"{cell}-{layers}{'-both-ways' if both else ''}",
        )
        for cell, layers, both in (
            ("elman", 1, False),
            ("elman", 2, False),
            ("lstm", 1, True),
            ("gru", 2, True),
        )
    ),
    pytest.param("convolutional", (D, (6, 7), C), dict(dropout=0.1), id="convolutional"),
    pytest.param(
        "convolutional",
        (D, (6, 7), C),
        dict(width=4),
        id="convolutional-of-even-width",
        marks=pytest.mark.filterwarnings("ignore:Using padding=.same. with even kernel"),
    ),
    *(
        pytest.param(
            "convolutional",
            (D, (6,), C),
            dict(cell=cell, hidden_size=H),
            id=f"convolutional-{cell}",
        )
        for cell in CELLS
    ),
    *(
        pytest.param(f"movement-{kind}", (D - 1, sizes, C), dict(late=1, **options), id=name)
        for kind, sizes, options, name in (
            ("convolutional", (6, 7), dict(dropout=0.1), "movement-convolutional"),
            ("recurrent", H, dict(cell="lstm", filters=6, dropout=0.1), "movement-lstm"),
            ("recurrent", H, dict(cell="gru", filters=6, width=4, stride=3), "movement-gru"),
            ("recurrent", H, dict(cell="elman", filters=None, pooling="mean"), "movement-elman"),
            (
                "recurrent",
                H,
                dict(cell="gru", layers=2, bidirectional=True, pooling="mean"),
                "movement-gru-2-both-ways",
            ),
        )
    ),
    pytest.param("movement-convolutional", (D, (6,), C), dict(late=0), id="movement-nothing-late"),
    pytest.param("dilated", (D, 6, C), dict(layers=3, dropout=0.1), id="dilated"),
    pytest.param("dilated", (D, 6, C), dict(layers=2, width=2), id="dilated-of-width-2"),
]
every_model = pytest.mark.parametrize("kind, sizes, options", MODELS)


def build(package, kind, sizes, options, seed=1):
    if kind == "recurrent":  # on signals, in which a step of zeros is a measurement
        return RECURRENT[package].recurrent_classifier(*sizes, padded=False, seed=seed, **options)
    if kind.startswith("movement-"):
        package, kind = MOVEMENT[package], kind.removeprefix("movement-")
    return getattr(package, kind)(*sizes, seed=seed, **options)


def shaken(weights, seed=2):
    """Weights that are no starting values: biases that are not zero, averages that are not 0 and 1,
    variances above 0.
    """
    rng = np.random.default_rng(seed)
    return [
        w + rng.uniform(0.05, 0.4, w.shape) * (1 if w.min() >= 0 else rng.choice([-1, 1], w.shape))
        for w in weights
    ]


def twins(kind, sizes, options):
    """A Keras model and its PyTorch twin with the same weights, in evaluation mode."""
    source = build(in_keras, kind, sizes, options)
    source.set_weights(shaken(source.get_weights()))
    target = build(in_torch, kind, sizes, options, seed=3).eval()
    copy_weights(source, target)
    return source, target


def windows(rows=B, steps=T, seed=4):
    return np.random.default_rng(seed).normal(size=(rows, steps, D)).astype(np.float32)


def logits_of(source, target, x):
    return np.asarray(source(x, training=False)), target(torch.from_numpy(x)).detach().numpy()


@every_model
def test_the_same_weights_give_the_same_logits(kind, sizes, options):
    ours, theirs = logits_of(*twins(kind, sizes, options), windows())
    assert ours.shape == (B, C) and np.ptp(ours, axis=0).min() > 1e-3
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5)


@every_model
def test_weights_survive_the_way_to_pytorch_and_back(kind, sizes, options):
    source, target = twins(kind, sizes, options)
    copy = build(in_keras, kind, sizes, options, seed=9)
    copy_weights(target, copy)
    for original, returned in zip(source.get_weights(), copy.get_weights(), strict=True):
        np.testing.assert_array_equal(original, returned)


@every_model
def test_a_batch_of_one_window_gives_its_logits(kind, sizes, options):
    source, target = twins(kind, sizes, options)
    x = windows()
    for alone, among in zip(logits_of(source, target, x[:1]), logits_of(source, target, x)):
        np.testing.assert_allclose(alone, among[:1], rtol=1e-5, atol=1e-5)


@every_model
@pytest.mark.parametrize("package", [in_keras, in_torch], ids=["keras", "torch"])
def test_the_same_seed_gives_the_same_weights(package, kind, sizes, options):
    def weights(seed):
        model = build(package, kind, sizes, options, seed)
        return (
            model.get_weights()
            if package is in_keras
            else [p.detach().numpy() for p in model.parameters()]
        )

    first, again, other = weights(5), weights(5), weights(6)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


def test_building_a_pytorch_model_leaves_the_global_generator_alone():
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    in_torch.dilated(D, H, C, layers=2, seed=7)
    assert torch.equal(torch.rand(3), expected)


@pytest.mark.parametrize("steps", [13, 15])
def test_steps_that_pooling_cannot_pair_are_dropped_alike(steps):
    source, target = twins(
        "convolutional", (D, (6, 7), C), {"width": 1}
    )  # each step on its own, two blocks
    x = windows(steps=steps)
    ours, theirs = logits_of(source, target, x)
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5)
    for whole, short in zip((ours, theirs), logits_of(source, target, x[:, :12])):
        np.testing.assert_allclose(whole, short, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("layers, width", [(2, 2), (3, 3)])
def test_a_dilated_net_sees_as_far_back_as_its_docstring_says(layers, width):
    source, target = twins("dilated", (D, 6, C), dict(layers=layers, width=width))
    back = (width - 1) * (2**layers - 1)
    x = windows(rows=1, steps=back + 4)
    before = logits_of(source, target, x)
    for step, seen in ((-1, True), (-1 - back, True), (-2 - back, False)):
        changed = x.copy()
        changed[:, step] += 1
        for old, new in zip(before, logits_of(source, target, changed)):
            assert (np.abs(new - old).max() > 1e-4) == seen, step


def test_a_dilated_net_lets_no_step_see_a_later_one():
    net = in_torch.dilated(D, 6, C, layers=3, seed=0).eval()
    states = []
    net.norms[-1].register_forward_hook(
        lambda module, inputs, output: states.append(output.detach().numpy())
    )
    x = windows()
    changed = x.copy()
    changed[:, 8:] += 1
    net(torch.from_numpy(x)), net(torch.from_numpy(changed))
    np.testing.assert_array_equal(states[0][:, :, :8], states[1][:, :, :8])
    assert np.abs(states[0] - states[1])[:, :, 8:].max() > 1e-3


def test_a_step_of_zeros_is_a_step_and_no_padding():
    source, target = twins("recurrent", (D, H, C), {"cell": "gru"})
    x = windows(rows=1)
    longer = np.concatenate([x, np.zeros((1, 3, D), np.float32)], axis=1)
    for short, long in zip(logits_of(source, target, x), logits_of(source, target, longer)):
        assert np.abs(short - long).max() > 1e-3


@pytest.mark.parametrize(
    "kind, sizes, options, expected",
    [
        ("dense", (T, D, C), {}, T * D * C + C),
        ("dense", (T, D, C), dict(hidden_sizes=(6, 5)), (T * D + 1) * 6 + 7 * 5 + 6 * C),
        (
            "convolutional",
            (D, (6, 7), C),
            dict(width=5),
            5 * D * 6 + 3 * 6 + 5 * 6 * 7 + 3 * 7 + 8 * C,
        ),
        (
            "dilated",
            (D, 6, C),
            dict(layers=4, width=3),
            D * 6 + 6 + 4 * (3 * 6 * 6 + 3 * 6) + 7 * C,
        ),
    ],
    ids=["linear", "dense", "convolutional", "dilated"],
)
def test_parameter_counts_follow_the_formula(kind, sizes, options, expected):
    assert keras_count(build(in_keras, kind, sizes, options)) == expected
    assert torch_count(build(in_torch, kind, sizes, options)) == expected


def test_the_averages_of_normalisation_move_alike_but_for_the_n_of_the_variance():
    source, target = twins("convolutional", (D, (6,), C), {})
    x = windows()
    layer = next(
        layer for layer in source.layers if isinstance(layer, keras.layers.BatchNormalization)
    )
    _, _, mean, variance = layer.get_weights()
    source(x, training=True)
    target.train()(torch.from_numpy(x))
    _, _, new_mean, new_variance = layer.get_weights()
    norm, n = target.blocks[1], B * T
    np.testing.assert_allclose(new_mean, norm.running_mean.numpy(), rtol=1e-5, atol=1e-6)
    assert np.abs(new_mean - mean).max() > 1e-3
    np.testing.assert_allclose(
        (new_variance - 0.9 * variance) * n / (n - 1),
        norm.running_var.numpy() - 0.9 * variance,
        rtol=1e-4,
        atol=1e-6,
    )


@pytest.mark.parametrize(
    "kind, sizes, options, change",
    [
        ("dense", (T, D, C), {}, dict(hidden_sizes=(6,))),
        ("recurrent", (D, H, C), {}, dict(cell="lstm")),
        ("recurrent", (D, H, C), {}, dict(bidirectional=True)),
        ("convolutional", (D, (6, 7), C), {}, dict(width=3)),
        ("convolutional", (D, (6, 7), C), {}, dict(cell="gru", hidden_size=7)),
        ("dilated", (D, 6, C), {"layers": 2}, dict(layers=3)),
    ],
    ids=str,
)
def test_models_that_are_not_twins_are_refused(kind, sizes, options, change):
    source, target = (
        build(in_keras, kind, sizes, options),
        build(in_torch, kind, sizes, options | change),
    )
    with pytest.raises(ValueError, match="build both"):
        copy_weights(source, target)
    with pytest.raises(ValueError, match="build both"):
        copy_weights(target, source)


@pytest.mark.parametrize("package", [in_keras, in_torch])
def test_a_convolutional_net_refuses_an_unknown_cell(package):
    with pytest.raises(ValueError, match="cell 'rnn' is not known; choose one of elman, lstm, gru"):
        package.convolutional(D, (6,), C, cell="rnn", seed=0)


def test_of_what_goes_straight_to_the_last_layer_the_reader_sees_nothing():
    source, target = twins("movement-convolutional", (D - 1, (6,), C), dict(late=1))
    x = windows()
    still = np.random.default_rng(5).normal(size=(B, 1, 1)).astype(np.float32)
    x[:, :, -1:] = still
    moved = x.copy()
    moved[:, :, -1] += 1
    w = target.linear.weight.detach().numpy()[:, -1]  # of the late channel, (C,)
    for logits, changed in zip(logits_of(source, target, x), logits_of(source, target, moved)):
        np.testing.assert_allclose(changed - logits, np.tile(w, (B, 1)), atol=1e-5)


def test_the_mean_of_states_and_the_last_are_what_their_names_say():
    net = torch_movement.recurrent(D, H, C, cell="gru", filters=None, late=0, seed=0).eval()
    x = torch.from_numpy(windows())
    states, _ = net.reader.recurrent(x)
    torch.testing.assert_close(net.reader(x), states[:, -1])
    net.reader.pooling = "mean"
    torch.testing.assert_close(net.reader(x), states.mean(dim=1))


def test_elman_layers_that_read_movement_start_from_orthogonal_matrices():
    torch_net = torch_movement.recurrent(D, H, C, cell="elman", layers=2, seed=0)
    keras_net = keras_movement.recurrent(D, H, C, cell="elman", layers=2, seed=0)
    matrices = [torch_net.reader.recurrent.weight_hh_l0, torch_net.reader.recurrent.weight_hh_l1]
    matrices = [w.detach().numpy() for w in matrices] + [
        layer.cell.recurrent_kernel.numpy()
        for layer in keras_net.layers
        if isinstance(layer, keras.layers.SimpleRNN)
    ]
    assert len(matrices) == 4
    for w in matrices:
        np.testing.assert_allclose(w @ w.T, np.eye(H), atol=1e-5)


@pytest.mark.parametrize("package", [keras_movement, torch_movement], ids=["keras", "torch"])
@pytest.mark.parametrize(
    "options, message",
    [
        ({"cell": "rnn"}, "cell 'rnn' is not known"),
        ({"pooling": "max"}, "pooling is 'max', expected 'last' or 'mean'"),
        ({"bidirectional": True}, "the way back has read one step: pooling='mean'"),
    ],
    ids=str,
)
def test_recurrent_readers_of_movement_refuse_what_they_cannot_be(package, options, message):
    with pytest.raises(ValueError, match=message):
        package.recurrent(D, H, C, seed=0, **options)

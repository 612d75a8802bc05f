"""Training by a recipe: the same steps in both frameworks from the same weights, and what both
loops promise.
"""

from importlib import import_module

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch

from rnncourse.conversion.models import copy_weights
from rnncourse.in_keras import signal_classifiers as keras_signals
from rnncourse.in_torch import signal_classifiers as torch_signals
from rnncourse.training.recipe import Recipe

FRAMEWORKS = ["keras", "torch"]
both_frameworks = pytest.mark.parametrize("name", FRAMEWORKS)
N, T, D, H, C = 24, 6, 3, 5, 4


def framework(name):
    return (
        import_module(f"rnncourse.in_{name}.{module}")
        for module in ("signal_classifiers", "recipe_training", "training")
    )


def windows(rows=N, scale=3.0, seed=4):
    """Windows whose class is the quarter in which the mean of their first channel lies; large, so
    that no gradient is tiny.
    """
    x = np.random.default_rng(seed).normal(0, scale, (rows, T, D)).astype(np.float32)
    means = x[:, :, 0].mean(axis=1)
    return x, np.searchsorted(np.quantile(means, [0.25, 0.5, 0.75]), means).astype(np.int64)


def twins(kind="dense", *sizes, **options):
    """A PyTorch model and its Keras twin with the same weights."""
    sizes = sizes or (T, D, C)
    source = getattr(torch_signals, kind)(*sizes, seed=1, **options)
    target = getattr(keras_signals, kind)(*sizes, seed=2, **options)
    copy_weights(source, target)
    return {"torch": source, "keras": target}


def weights_of(model):
    if isinstance(model, keras.Model):
        return [w.copy() for w in model.get_weights()]
    return [p.detach().numpy().copy() for p in model.state_dict().values()]


def train(name, model, recipe, *, seed=0, **options):
    x, y = windows()
    return import_module(f"rnncourse.in_{name}.recipe_training").train(
        model, x, y, recipe=recipe, seed=seed, **options
    )


def one_step(**settings):
    return Recipe(epochs=1, batch_size=N, learning_rate=1e-3, **settings)


@pytest.fixture
def eagerly():
    """Keras without tracing, which takes longer than the few steps of a test do; not all tests use
    it.
    """
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


def use_eagerly(test):
    return pytest.mark.usefixtures("eagerly")(
        pytest.mark.filterwarnings("ignore:Even though the `tf.config")(test)
    )


@pytest.fixture
def torch_optimizers(monkeypatch):
    """The optimisers that PyTorch makes, with an epsilon that does at the first step what Keras'
    does.

    Keras adds epsilon before it corrects the bias of the second moment, PyTorch after (see
    tests/conversion/test_models.py).
    """
    made = []

    class Recorded(torch.optim.AdamW):
        def __init__(self, *args, eps, **options):
            super().__init__(*args, eps=eps / np.sqrt(1 - 0.999), **options)
            made.append(self)

    monkeypatch.setattr(torch.optim, "AdamW", Recorded)
    return made


def moments(models, torch_optimizer):
    """The first moments of both optimisers, in Keras' order and shape: after one step, a tenth of
    the clipped gradient.
    """
    ours = [
        np.asarray(v) for v in models["keras"].optimizer.variables if v.name.endswith("momentum")
    ]
    with torch.no_grad():
        for parameter in models["torch"].parameters():
            parameter.copy_(torch_optimizer.state[parameter]["exp_avg"])
    copy_weights(models["torch"], models["keras"])
    return ours, models["keras"].get_weights()


GRU = ("recurrent", D, H, C)
CLIP_NORM, CLIP_VALUE = 0.2, 0.01


@use_eagerly
@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({}, id="adamw"),
        pytest.param({"weight_decay": 10.0}, id="weight-decay"),
        pytest.param({"l2": 0.5}, id="l2"),
        pytest.param({"clip_norm": CLIP_NORM}, id="clip-norm"),
        pytest.param({"clip_value": CLIP_VALUE}, id="clip-value"),
        pytest.param({"label_smoothing": 0.5}, id="label-smoothing"),
    ],
)
def test_both_frameworks_take_the_same_first_step(settings, torch_optimizers):
    check_first_step(twins(hidden_sizes=(6,)), settings, torch_optimizers)


def test_both_frameworks_take_the_same_first_step_with_a_gru_and_keras_graph(torch_optimizers):
    check_first_step(twins(*GRU, cell="gru"), {"l2": 0.5, "clip_norm": CLIP_NORM}, torch_optimizers)


def check_first_step(models, settings, torch_optimizers):
    plain = np.concatenate([p.detach().numpy().ravel() for p in models["torch"].parameters()])
    histories = {name: train(name, model, one_step(**settings)) for name, model in models.items()}
    stepped = np.concatenate([p.detach().numpy().ravel() for p in models["torch"].parameters()])
    assert (
        histories["keras"].train_loss == pytest.approx(histories["torch"].train_loss, rel=1e-5)
        or "label_smoothing" in settings
    )
    assert histories["keras"].train_accuracy == pytest.approx(histories["torch"].train_accuracy)
    ours = models["keras"].get_weights()
    copy_weights(models["torch"], models["keras"])
    for a, b in zip(ours, models["keras"].get_weights(), strict=True):
        np.testing.assert_allclose(a, b, atol=2e-6)
    ours, theirs = moments(models, *torch_optimizers)
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-7)
    gradient = 10 * np.concatenate([m.ravel() for m in theirs])
    assert (np.linalg.norm(gradient) == pytest.approx(CLIP_NORM, rel=1e-4)) == (
        "clip_norm" in settings
    )
    assert (np.abs(gradient).max() == pytest.approx(CLIP_VALUE, rel=1e-4)) == (
        "clip_value" in settings
    )
    assert (np.abs(stepped - plain).max() > 2e-3) == ("weight_decay" in settings)


def test_the_penalty_is_the_same_and_leaves_biases_out():
    from rnncourse.in_keras.recipe_training import penalise
    from rnncourse.in_torch.recipe_training import l2_penalty

    models = twins(*GRU, cell="gru", bidirectional=True)
    penalise(models["keras"], 0.5)
    expected = 0.5 * sum(
        np.square(w).sum()
        for w, v in zip(models["keras"].get_weights(), models["keras"].weights)
        if v.name != "bias"
    )
    assert float(sum(models["keras"].losses)) == pytest.approx(expected, rel=1e-5)
    assert 0.5 * l2_penalty(models["torch"]).item() == pytest.approx(expected, rel=1e-5)
    penalise(models["keras"], 0.0)
    assert models["keras"].losses == []


@use_eagerly
@both_frameworks
@pytest.mark.parametrize("cosine", [False, True], ids=["constant", "cosine"])
def test_weights_without_a_gradient_shrink_by_the_learning_rate_of_each_step(name, cosine):
    models = twins(hidden_sizes=(6,))
    with torch.no_grad():
        models["torch"][1].bias.fill_(-1e3)  # no unit is ever active
    copy_weights(models["torch"], models["keras"])
    kernel = models["keras"].get_weights()[0]
    train(
        name,
        models[name],
        Recipe(epochs=2, batch_size=8, learning_rate=0.01, weight_decay=10.0, cosine=cosine),
    )
    if name == "torch":
        copy_weights(models["torch"], models["keras"])
    steps = 2 * N // 8
    rates = 0.01 * (
        0.5 * (1 + np.cos(np.pi * np.arange(steps) / steps)) if cosine else np.ones(steps)
    )
    assert not cosine or rates[steps // 2] == pytest.approx(0.005)
    np.testing.assert_allclose(
        models["keras"].get_weights()[0], kernel * np.prod(1 - 10.0 * rates), rtol=1e-5
    )


@both_frameworks
def test_the_curves_are_cross_entropies_without_the_penalty(name):
    models, (x, y) = twins(hidden_sizes=(6,)), windows()
    logits = models["torch"].eval()(torch.from_numpy(x))
    expected = torch.nn.functional.cross_entropy(logits, torch.from_numpy(y)).item()
    recipe = Recipe(epochs=1, batch_size=N, learning_rate=1e-9, l2=10.0)
    history = train(name, models[name], recipe, validation=(x, y))
    assert history.train_loss + history.validation_loss == pytest.approx([expected] * 2, rel=1e-5)
    accuracy = (logits.argmax(dim=1).numpy() == y).mean()
    assert history.train_accuracy + history.validation_accuracy == pytest.approx([accuracy] * 2)


@both_frameworks
def test_the_last_weights_are_kept_though_earlier_ones_were_better(name):
    signals, _, training = framework(name)
    x, y = windows()
    model = signals.dense(T, D, C, seed=1)
    history = train(
        name, model, Recipe(epochs=4, batch_size=8, learning_rate=0.02), validation=(x, (y + 1) % C)
    )
    assert history.validation_loss[-1] > min(history.validation_loss)
    assert {
        len(history.train_loss),
        len(history.train_accuracy),
        len(history.validation_loss),
        len(history.validation_accuracy),
    } == {4}
    logits = torch.from_numpy(training.predict_logits(model, x))
    loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy((y + 1) % C)).item()
    assert loss == pytest.approx(history.validation_loss[-1], rel=1e-5)
    assert history.train_loss[-1] < history.train_loss[0]
    assert history.seconds > 0


@use_eagerly
@both_frameworks
def test_the_same_seed_gives_the_same_numbers_and_a_last_batch_of_one_window_is_no_trouble(name):
    def run(seed):
        signals, *_ = framework(name)
        model = signals.convolutional(D, (6,), C, dropout=0.3, seed=seed)
        return train(name, model, Recipe(epochs=1, batch_size=N - 1), seed=seed), weights_of(model)

    (first, weights), (again, same), (other, _) = run(5), run(5), run(6)
    assert np.isfinite(first.train_loss).all()
    assert first.train_loss == again.train_loss != other.train_loss
    assert first.validation_loss == first.validation_accuracy == []
    assert all(np.array_equal(a, b) for a, b in zip(weights, same, strict=True))


@use_eagerly
@both_frameworks
def test_a_training_that_diverges_says_so_after_the_epoch(name):
    signals, *_ = framework(name)
    with pytest.raises(
        FloatingPointError, match="the loss is (nan|inf) after epoch 2; lower learning_rate, clip"
    ):
        train(
            name,
            signals.dense(T, D, C, hidden_sizes=(16, 16), seed=1),
            Recipe(epochs=4, batch_size=N, learning_rate=1e30),
        )


MODELS = [
    pytest.param(("dense",), dict(hidden_sizes=(6,), dropout=0.5), id="dense"),
    pytest.param(GRU, dict(cell="gru"), id="gru"),
    pytest.param(("convolutional", D, (6,), C), dict(dropout=0.5), id="convolutional"),
]


def norms_of(models, x, y):
    return {
        name: import_module(f"rnncourse.in_{name}.recipe_training").gradient_norms(
            model, x, y, batch_size=10
        )
        for name, model in models.items()
    }


@pytest.mark.parametrize("kind, options", MODELS)
def test_gradient_norms_are_the_same_and_leave_the_weights_as_they_are(kind, options):
    models, (x, y) = twins(*kind, **options), windows()
    before = {name: weights_of(model) for name, model in models.items()}
    found = norms_of(models, x, y)
    for ours, theirs in zip(found["keras"], found["torch"], strict=True):
        assert ours.shape == theirs.shape == (3,) and ours.dtype == theirs.dtype
        np.testing.assert_allclose(ours, theirs, rtol=1e-5)
    norms, largest = found["keras"]
    assert (largest < norms).all()
    for name, model in models.items():
        assert all(
            np.array_equal(a, b) for a, b in zip(before[name], weights_of(model), strict=True)
        )


def test_the_second_bias_of_an_elman_layer_counts_once_more_in_pytorchs_norm():
    models, (x, y) = twins("recurrent", D, H, C), windows(rows=10)
    found = norms_of(models, x, y)
    loss = torch.nn.functional.cross_entropy(
        models["torch"](torch.from_numpy(x)), torch.from_numpy(y)
    )
    [bias] = torch.autograd.grad(loss, [models["torch"].recurrent.bias_hh_l0])
    difference = found["torch"][0] ** 2 - found["keras"][0] ** 2
    np.testing.assert_allclose(difference, bias.square().sum().item(), rtol=1e-3)


def test_many_models_in_one_process_bring_no_warning_of_retracing():
    import logging

    signals, _, training = framework("keras")
    heard = []
    handler = logging.Handler()
    handler.emit = heard.append
    tf.get_logger().addHandler(handler)
    for seed in range(7):
        training.predict_logits(signals.dense(T, D, C, seed=seed), windows()[0])
    tf.get_logger().removeHandler(handler)
    assert heard == []

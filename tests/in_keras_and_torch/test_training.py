"""The training of any task: the same steps in both frameworks from the same weights, and what both
loops promise.
"""

import logging
from importlib import import_module
from itertools import accumulate
from types import SimpleNamespace

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch

from rnncourse.conversion.models import copy_weights
from rnncourse.preprocessing.language_modelling import Streams, next_symbol_windows
from rnncourse.training.recipe import Recipe
from rnncourse.training.schedules import SCHEDULES, learning_rates

FRAMEWORKS = ["keras", "torch"]
both_frameworks = pytest.mark.parametrize("name", FRAMEWORKS)
use_eagerly = pytest.mark.usefixtures("eagerly")
N, T, D, H, C, V = 24, 6, 3, 5, 4, 5


def module(name, room):
    return import_module(f"rnncourse.in_{name}.{room}")


def build(name, kind="dense", *sizes, seed=1, **options):
    sizes = sizes or (T, D, C)
    if kind == "recurrent":
        return module(name, "classifiers").recurrent_classifier(
            *sizes, padded=False, seed=seed, **options
        )
    return getattr(module(name, "signal_classifiers"), kind)(*sizes, seed=seed, **options)


def windows(rows=N, scale=3.0, seed=4):
    """Windows whose class is the quarter in which the mean of their first channel lies; large, so
    that no gradient is tiny.
    """
    x = np.random.default_rng(seed).normal(0, scale, (rows, T, D)).astype(np.float32)
    means = x[:, :, 0].mean(axis=1)
    return x, np.searchsorted(np.quantile(means, [0.25, 0.5, 0.75]), means).astype(np.int64)


def twins(*kind, **options):
    """A PyTorch model and its Keras twin with the same weights."""
    models = {name: build(name, *kind, seed=i, **options) for i, name in enumerate(FRAMEWORKS)}
    copy_weights(models["torch"], models["keras"])
    return models


def weights_of(model):
    if isinstance(model, keras.Model):
        return [w.copy() for w in model.get_weights()]
    return [p.detach().numpy().copy() for p in model.state_dict().values()]


def same(some, others):
    return all(np.array_equal(a, b) for a, b in zip(some, others, strict=True))


def train(name, model, recipe, *, seed=0, **options):
    x, y = windows()
    return module(name, "classifier_training").train_classifier(
        model, x, y, recipe=recipe, seed=seed, **options
    )


def train_watched(name, model, recipe, *, validate=None, at_step=lambda: None):
    """Train with a validation of one's own, and with a call before each step."""
    training, (x, y) = module(name, "training"), windows()
    if name == "torch":
        classify = module(name, "classifier_training").classify()

        def step(*args):
            at_step()
            return classify(*args)

        return training.train(
            model,
            training.Shuffled(x, y, batch_size=recipe.batch_size),
            step,
            recipe=recipe,
            validate=validate,
            seed=0,
        )
    return training.train(
        model,
        training.shuffled(x, y, recipe.batch_size),
        module(name, "losses").CROSS_ENTROPY,
        recipe=recipe,
        metrics=["accuracy"],
        validate=validate,
        callbacks=[
            keras.callbacks.LambdaCallback(on_train_batch_begin=lambda batch, logs: at_step())
        ],
        seed=0,
    )


def one_step(**settings):
    return Recipe(epochs=1, batch_size=N, learning_rate=1e-3, **settings)


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
    ],
)
def test_both_frameworks_take_the_same_first_step(settings, torch_optimizers):
    check_first_step(twins(hidden_sizes=(6,)), settings, torch_optimizers)


@use_eagerly
@pytest.mark.parametrize("settings", [{}, {"l2": 0.5}], ids=str)
def test_both_frameworks_take_the_same_first_step_with_a_smoothed_loss(settings, torch_optimizers):
    losses = {name: module(name, "losses").smoothed_cross_entropy(0.5) for name in FRAMEWORKS}
    check_first_step(twins(hidden_sizes=(6,)), settings, torch_optimizers, losses)


def test_both_frameworks_take_the_same_first_step_with_a_gru_and_keras_graph(torch_optimizers):
    check_first_step(twins(*GRU, cell="gru"), {"l2": 0.5, "clip_norm": CLIP_NORM}, torch_optimizers)


def check_first_step(models, settings, torch_optimizers, losses=None):
    plain = np.concatenate([p.detach().numpy().ravel() for p in models["torch"].parameters()])
    histories = {
        name: train(name, model, one_step(**settings), **{"loss": losses[name]} if losses else {})
        for name, model in models.items()
    }
    stepped = np.concatenate([p.detach().numpy().ravel() for p in models["torch"].parameters()])
    for curve in ("train_loss", "train_accuracy"):
        assert histories["keras"][curve] == pytest.approx(histories["torch"][curve], rel=1e-5)
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
    penalise = module("keras", "training").penalise
    l2_penalty = module("torch", "training").l2_penalty
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


@both_frameworks
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_weights_without_a_gradient_shrink_by_the_learning_rate_of_each_step(name, schedule):
    models = twins(hidden_sizes=(6,))
    with torch.no_grad():
        models["torch"][1].bias.fill_(-1e3)  # no unit is ever active
    copy_weights(models["torch"], models["keras"])
    model, transpose = models[name], name == "torch"
    noted = []

    def note():
        kernel = weights_of(model)[0]
        noted.append(kernel.T if transpose else kernel)

    recipe = Recipe(
        epochs=4, batch_size=8, learning_rate=0.01, weight_decay=10.0, schedule=schedule
    )
    train_watched(name, model, recipe, at_step=note)
    note()
    rates = learning_rates(0.01, schedule, 4 * N // 8)
    assert len(noted) == len(rates) + 1 and (schedule == "constant") == (np.ptp(rates) == 0)
    for found, share in zip(noted, accumulate(1 - 10.0 * rates, np.multiply, initial=1.0)):
        np.testing.assert_allclose(found, noted[0] * share, rtol=1e-5)


@use_eagerly
@pytest.mark.parametrize("schedule, last", [("constant", 0.01), ("cosine", 0.0)])
def test_a_reader_of_keras_can_ask_for_the_rate_and_go_on_with_fit(schedule, last):
    model, (x, y) = build("keras"), windows()
    train("keras", model, Recipe(epochs=1, batch_size=8, learning_rate=0.01, schedule=schedule))
    assert float(model.optimizer.learning_rate) == pytest.approx(last)
    assert np.isfinite(model.fit(x, y, batch_size=8, verbose=0).history["loss"]).all()


@use_eagerly
@both_frameworks
def test_the_curves_are_cross_entropies_without_the_penalty(name):
    models, (x, y) = twins(hidden_sizes=(6,)), windows()
    logits = models["torch"].eval()(torch.from_numpy(x))
    expected = torch.nn.functional.cross_entropy(logits, torch.from_numpy(y)).item()
    recipe = Recipe(epochs=1, batch_size=N, learning_rate=1e-9, l2=10.0)
    history = train(name, models[name], recipe, validation=(x, y))
    assert [history["train_loss"][0], history["validation_loss"][0]] == pytest.approx(
        [expected] * 2, rel=1e-5
    )
    accuracy = (logits.argmax(dim=1).numpy() == y).mean()
    assert [history["train_accuracy"][0], history["validation_accuracy"][0]] == pytest.approx(
        [accuracy] * 2
    )


@use_eagerly
@both_frameworks
@pytest.mark.parametrize("l2", [0.0, 1.0])
def test_a_mean_over_batches_counts_every_row_once(name, l2):
    models, (x, y) = twins(hidden_sizes=(6,)), windows()
    recipe = Recipe(epochs=1, batch_size=N - 5, learning_rate=1e-9, l2=l2)
    history = train(name, models[name], recipe, validation=(x, y))
    for score in ("loss", "accuracy"):
        assert history[f"train_{score}"] == pytest.approx(history[f"validation_{score}"], rel=1e-5)


@both_frameworks
def test_the_last_weights_are_kept_though_earlier_ones_were_better(name):
    x, y = windows()
    wrong = (y + 1) % C
    model = build(name)
    recipe = Recipe(epochs=4, batch_size=8, learning_rate=0.02)
    history = train(name, model, recipe, validation=(x, wrong))
    assert history["validation_loss"][-1] > min(history["validation_loss"])
    assert {name: len(curve) for name, curve in history.items()} == dict.fromkeys(
        ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy", "seconds"), 4
    )
    logits = torch.from_numpy(module(name, "training").predict(model, x))
    loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(wrong)).item()
    assert loss == pytest.approx(history["validation_loss"][-1], rel=1e-5)
    assert history["train_loss"][-1] < history["train_loss"][0]
    assert history.seconds > 0


@use_eagerly
@both_frameworks
def test_the_same_seed_gives_the_same_numbers_and_a_last_batch_of_one_window_is_no_trouble(name):
    def run(seed):
        model = build(name, "convolutional", D, (6,), C, dropout=0.3, seed=seed)
        return train(name, model, Recipe(epochs=1, batch_size=N - 1), seed=seed), weights_of(model)

    (first, weights), (again, others), (other, _) = run(5), run(5), run(6)
    assert np.isfinite(first["train_loss"]).all()
    assert first["train_loss"] == again["train_loss"] != other["train_loss"]
    assert first.keys() == {"train_loss", "train_accuracy", "seconds"}
    assert same(weights, others)


# validation: what is kept, when it ends, and what it is called


def scripted(name, losses, **settings):
    """Train with these validation losses, whatever the model; return the history, the weights that
    were validated, and those that are left.
    """
    model, coming, seen = build(name), iter(losses), []

    def validate(validated):
        assert validated is model
        seen.append(weights_of(model))
        return {"loss": next(coming)}

    recipe = Recipe(epochs=6, batch_size=8, learning_rate=0.02, **settings)
    return train_watched(name, model, recipe, validate=validate), seen, weights_of(model)


@use_eagerly
@both_frameworks
@pytest.mark.parametrize(
    "losses, settings, epochs, kept",
    [
        ([3, 1, 2, 2, 2, 2], {}, 6, 5),
        ([3, 1, 2, 2, 2, 2], {"keep": "best"}, 6, 1),
        ([3, 1, 2, 2, 2, 2], {"keep": "best", "patience": 2}, 4, 1),
        ([3, 1, 2, 2, 2, 2], {"patience": 2}, 4, 3),
        ([3, 1, 2, 0, 2, 2], {"keep": "best", "patience": 2}, 6, 3),  # better just in time
        ([1, 1, 1, 1, 1, 1], {"keep": "best", "patience": 3}, 4, 0),  # equal is no better
        ([1, 2, 2, 2, 2, 2], {"keep": "best", "patience": 1}, 2, 0),
        ([6, 5, 4, 3, 2, 1], {"keep": "best", "patience": 1}, 6, 5),
    ],
    ids=str,
)
def test_the_recipe_says_which_weights_are_kept_and_when_a_training_ends(
    name, losses, settings, epochs, kept
):
    history, seen, left = scripted(name, losses, **settings)
    assert history["validation_loss"] == losses[:epochs]
    assert {len(curve) for curve in history.values()} == {epochs} == {len(seen)}
    assert [same(left, weights) for weights in seen] == [i == kept for i in range(epochs)]


@both_frameworks
@pytest.mark.parametrize(
    "settings, told",
    [
        ({"keep": "best"}, "keep is 'best' and patience None"),
        ({"patience": 2}, "keep is 'last' and patience 2"),
    ],
    ids=str,
)
def test_what_depends_on_a_validation_loss_needs_validation_data(name, settings, told):
    x, _ = windows()
    images = module(name, "autoencoders").dense_autoencoder(2, side=T, seed=0).autoencoder
    message = f"{told}, which need a validation loss: pass validation data"
    with pytest.raises(ValueError, match=message):
        train(name, build(name), one_step(**settings))
    with pytest.raises(ValueError, match=message):
        module(name, "reconstruction_training").train_autoencoder(
            images,
            np.zeros((4, T, T), "f4"),
            np.zeros((4, T, T), "f4"),
            recipe=one_step(**settings),
            seed=0,
        )


@both_frameworks
def test_rows_need_a_batch_size(name):
    message = r"batch_size is None, expected the rows of a batch: Recipe\(batch_size=32\)"
    with pytest.raises(ValueError, match=message):
        train(name, build(name), Recipe(epochs=1))


@use_eagerly
@both_frameworks
def test_a_validation_may_count_several_losses_and_scores(name):
    def validate(model):
        return {"loss": 1.5, "other_loss": 2.5, "recall": float("nan")}

    history = train_watched(name, build(name), one_step(), validate=validate)
    assert history.keys() == {
        *("train_loss", "train_accuracy", "seconds"),
        *("validation_loss", "validation_other_loss", "validation_recall"),
    }
    assert history["validation_loss"] == [1.5] and history["validation_other_loss"] == [2.5]


@use_eagerly
@both_frameworks
def test_the_seconds_of_a_validation_do_not_count(name, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(
        module(name, "training"), "time", SimpleNamespace(perf_counter=lambda: clock[0])
    )

    def pass_by(seconds):
        clock[0] += seconds
        return {"loss": 1.0}

    history = train_watched(
        name,
        build(name),
        Recipe(epochs=3, batch_size=8),
        validate=lambda model: pass_by(1000),
        at_step=lambda: pass_by(1),
    )
    assert history["seconds"] == [3, 6, 9] and history.seconds == 9


def test_the_seconds_of_a_validation_within_fit_do_not_count_either(monkeypatch):
    clock, training, (x, y) = [100.0], module("keras", "training"), windows()
    monkeypatch.setattr(training, "time", SimpleNamespace(perf_counter=lambda: clock[0]))

    class Clock(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            clock[0] += 1

        def on_test_batch_begin(self, batch, logs=None):
            clock[0] += 1000

    history = training.train(
        build("keras"),
        training.shuffled(x, y, 8) | training.watched((x, y)),
        module("keras", "losses").CROSS_ENTROPY,
        recipe=Recipe(epochs=2, batch_size=8),
        callbacks=[Clock()],
        seed=0,
    )
    assert clock[0] > 2000 and history["seconds"] == [3, 6]
    assert len(history["validation_loss"]) == 2


# a training that diverges


def text_model(name):
    return module(name, "language_models").language_model(V, H, seed=1)


def diverge_classifier(name, recipe):
    train(name, build(name, hidden_sizes=(16, 16)), recipe)


def diverge_padded_classifier(name, recipe):
    model = module(name, "classifiers").recurrent_classifier(D, H, C, cell="gru", seed=1)
    train(name, model, recipe)


def diverge_autoencoder(name, recipe):
    rng = np.random.default_rng(0)
    images = rng.uniform(size=(N, T, T)).astype(np.float32)
    model = module(name, "autoencoders").dense_autoencoder(
        4, side=T, hidden_sizes=(16, 16), activation="linear", seed=1
    )
    module(name, "reconstruction_training").train_autoencoder(
        model.autoencoder, images, images, recipe=recipe, seed=0
    )


def diverge_windows(name, recipe):
    x, y = next_symbol_windows(np.arange(N + 4) % V, 4)
    module(name, "text_training").train_on_windows(
        text_model(name), x, y, recipe=recipe, validation=(x, y), seed=0
    )


def diverge_streams(name, recipe):
    text = np.arange(60) % V
    module(name, "text_training").train_on_streams(
        text_model(name), Streams(text, 2, 25), recipe=recipe, validation=text, seed=0
    )


@use_eagerly
@both_frameworks
@pytest.mark.parametrize(
    "diverge, loss, epoch",
    [
        (diverge_classifier, "train_loss", 2),
        (diverge_padded_classifier, "train_loss", 2),
        (diverge_autoencoder, "train_loss", 2),
        (diverge_windows, "validation_loss", 1),
        (diverge_streams, "validation_loss", 1),
    ],
)
def test_a_training_that_diverges_says_which_loss_and_after_which_epoch(name, diverge, loss, epoch):
    with pytest.raises(
        FloatingPointError, match=f"{loss} is (nan|inf) after epoch {epoch}; lower learning_rate"
    ):
        diverge(name, Recipe(epochs=4, batch_size=N, learning_rate=1e37))


@use_eagerly
@both_frameworks
@pytest.mark.parametrize("curve", ["loss", "other_loss"])
def test_a_validation_loss_that_is_not_finite_ends_the_training(name, curve):
    coming = iter([1.0, float("nan"), 1.0])
    with pytest.raises(FloatingPointError, match=f"validation_{curve} is nan after epoch 2; lower"):
        train_watched(
            name,
            build(name),
            Recipe(epochs=3, batch_size=N),
            validate=lambda model: {"loss": 1.0} | {curve: next(coming)},
        )


# gradients


MODELS = [
    pytest.param(("dense",), dict(hidden_sizes=(6,), dropout=0.5), id="dense"),
    pytest.param(GRU, dict(cell="gru"), id="gru"),
    pytest.param(("convolutional", D, (6,), C), dict(dropout=0.5), id="convolutional"),
]


def norms_of(models, x, y):
    return {
        name: module(name, "gradients").gradient_norms(model, x, y, batch_size=10)
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
        assert same(before[name], weights_of(model))


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
    predict, heard = module("keras", "training").predict, []
    handler = logging.Handler()
    handler.emit = heard.append
    tf.get_logger().addHandler(handler)
    for seed in range(7):
        predict(build("keras", seed=seed), windows()[0])
    tf.get_logger().removeHandler(handler)
    assert heard == []


def test_a_regulariser_that_a_layer_was_built_with_stays():
    from rnncourse.in_keras.training import penalise

    own = keras.regularizers.L2(0.5)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, kernel_regularizer=own)])
    for l2 in (0.1, 0.0):
        penalise(model, l2)
        assert model.layers[-1].kernel.regularizer is own


def test_batches_of_measurements_keep_their_steps_of_zeros():
    from rnncourse.in_keras.training import drawn

    x, y = np.zeros((4, 6, 2), np.float32), np.arange(4)
    x[:, :3] = 1
    for padded, steps in ((True, 3), (False, 6)):
        data = drawn(x, y, lambda rng: [np.arange(4)], padded=padded, seed=0)
        assert next(iter(data["x"]))[0].shape == (4, steps, 2)


def test_a_rate_that_was_worked_out_stays_after_the_last_step():
    from rnncourse.in_keras.training import schedule

    rates = schedule(Recipe(epochs=1, learning_rate=0.5, schedule="stepped"), 10)
    assert [float(rates(step)) for step in (0, 9, 10, 99)] == pytest.approx([0.5, 0.05, 0.05, 0.05])

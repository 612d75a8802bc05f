"""The losses of classifiers, smoothed and against imbalance: the same in both frameworks, and what
their formulas say.
"""

import functools
from importlib import import_module

import keras
import numpy as np
import pytest
import torch
from scipy.special import log_softmax

from rnncourse.in_keras import losses as in_keras
from rnncourse.in_torch import losses as in_torch
from rnncourse.preprocessing import sampling
from rnncourse.training.recipe import Recipe

rng = np.random.default_rng(0)
LOGITS, Y = rng.normal(0, 2, (40, 3)).astype("float32"), np.repeat([0, 1, 2], [28, 9, 3])
ENTROPY = -log_softmax(LOGITS.astype("float64"), axis=1)[np.arange(40), Y]
WEIGHTS, PRIORS = sampling.class_weights(Y, 3), sampling.class_priors(Y, 3)
EXPECTED = {
    "weighted_cross_entropy": ((WEIGHTS,), {}, np.mean(WEIGHTS[Y] * ENTROPY)),
    "smoothed_cross_entropy": (
        (0.3,),
        {},
        np.mean(0.7 * ENTROPY - 0.3 * log_softmax(LOGITS.astype("float64"), axis=1).mean(axis=1)),
    ),
    "focal_loss": ((2.0,), {}, np.mean((1 - np.exp(-ENTROPY)) ** 2 * ENTROPY)),
    "logit_adjusted_loss": (
        (PRIORS,),
        {"tau": 0.5},
        -log_softmax(LOGITS + 0.5 * np.log(PRIORS), axis=1)[np.arange(40), Y].mean(),
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_loss_is_what_its_formula_says_in_both_frameworks(name):
    arguments, options, expected = EXPECTED[name]
    ours = getattr(in_torch, name)(*arguments, **options)(
        torch.from_numpy(LOGITS), torch.from_numpy(Y)
    ).item()
    theirs = np.mean(getattr(in_keras, name)(*arguments, **options)(Y, LOGITS))
    assert ours == pytest.approx(expected, rel=1e-5)
    assert theirs == pytest.approx(expected, rel=1e-5)


def test_focal_loss_with_gamma_0_is_the_cross_entropy():
    loss = in_torch.focal_loss(0.0)(torch.from_numpy(LOGITS), torch.from_numpy(Y)).item()
    assert loss == pytest.approx(ENTROPY.mean(), rel=1e-5)


def test_without_smoothing_it_is_the_cross_entropy():
    ours = in_torch.smoothed_cross_entropy(0.0)(torch.from_numpy(LOGITS), torch.from_numpy(Y))
    theirs = np.mean(in_keras.smoothed_cross_entropy(0.0)(Y, LOGITS))
    assert [ours.item(), theirs] == pytest.approx([ENTROPY.mean()] * 2, rel=1e-5)


def test_pytorchs_own_weights_divide_by_the_weights_of_the_batch():
    batch = slice(26, 40)  # rare rows more often than in all
    theirs = torch.nn.functional.cross_entropy(
        torch.from_numpy(LOGITS[batch]),
        torch.from_numpy(Y[batch]),
        weight=torch.from_numpy(WEIGHTS),
    ).item()
    ours = in_torch.weighted_cross_entropy(WEIGHTS)(
        torch.from_numpy(LOGITS[batch]), torch.from_numpy(Y[batch])
    ).item()
    assert ours == pytest.approx(theirs * WEIGHTS[Y[batch]].mean(), rel=1e-5)
    assert ours > 1.5 * theirs


def test_it_is_the_class_weight_of_keras():
    model = keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(3, kernel_initializer="identity")]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(0.0),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    log = model.fit(
        LOGITS, Y, batch_size=40, verbose=0, class_weight=dict(enumerate(map(float, WEIGHTS)))
    )
    assert log.history["loss"][0] == pytest.approx(np.mean(WEIGHTS[Y] * ENTROPY), rel=1e-5)


def a_faint_minority():
    """Sequences of one step whose class 1 is rare and overlaps with class 0."""
    draw = np.random.default_rng(1)
    y = np.repeat([0, 1], [360, 40])
    return (draw.normal(0, 1, (400, 1, 2)) + y[:, None, None]).astype("float32"), y


TREATMENTS = {
    "class weights": lambda y, imbalance: {
        "loss": imbalance.weighted_cross_entropy(sampling.class_weights(y, 2))
    },
    "balanced batches": lambda y, imbalance: {"batches": sampling.balanced_batches(y, 2, 40)},
    "logit adjustment": lambda y, imbalance: {
        "loss": imbalance.logit_adjusted_loss(sampling.class_priors(y, 2))
    },
}


def train(framework, x, y, recipe, **options):
    """Train a net on these rows and return it with its history."""
    classifiers, training = (
        import_module(f"rnncourse.{framework}.{name}")
        for name in ("classifiers", "classifier_training")
    )
    model = classifiers.recurrent_classifier(2, 4, 2, seed=0)
    history = training.train_classifier(model, x, y, recipe=recipe, seed=0, **options)
    return model, history


@functools.cache
def found(framework, treatment):
    """The share of the minority that a net finds after a treatment; None is no treatment, which
    every other one is held against.
    """
    training, imbalance = (
        import_module(f"rnncourse.{framework}.{name}") for name in ("training", "losses")
    )
    x, y = a_faint_minority()
    recipe = Recipe(epochs=15, batch_size=40, learning_rate=0.02, clip_norm=1.0, keep="best")
    options = TREATMENTS[treatment](y, imbalance) if treatment else {}
    model, _ = train(framework, x, y, recipe, validation=(x, y), **options)
    return (training.predict(model, x).argmax(axis=1) == 1)[y == 1].mean()


@pytest.mark.parametrize("framework", ["in_keras", "in_torch"])
@pytest.mark.parametrize("treatment", TREATMENTS)
def test_a_treatment_finds_more_of_the_minority_than_none(framework, treatment):
    assert found(framework, treatment) > found(framework, None) + 0.2


@pytest.mark.parametrize("framework", ["in_keras", "in_torch"])
def test_the_reported_training_loss_is_the_mean_over_the_rows_that_were_drawn(framework):
    x, y = a_faint_minority()
    _, history = train(
        framework,
        x,
        y,
        Recipe(epochs=1, learning_rate=1e-9),
        validation=(x[:40], y[:40]),
        batches=lambda rng: [np.arange(40)],
    )
    assert history["train_loss"][0] == pytest.approx(history["validation_loss"][0], rel=1e-4)


@pytest.mark.usefixtures("eagerly")
@pytest.mark.parametrize("framework", ["in_keras", "in_torch"])
@pytest.mark.parametrize("name", EXPECTED)
def test_a_training_takes_a_loss_and_validates_with_it(framework, name):
    arguments, options, _ = EXPECTED[name]
    loss = getattr(import_module(f"rnncourse.{framework}.losses"), name)(
        *(a[:2] if isinstance(a, np.ndarray) else a for a in arguments), **options
    )
    x, y = a_faint_minority()
    recipe = Recipe(epochs=1, batch_size=400, learning_rate=1e-9)
    _, history = train(framework, x, y, recipe, validation=(x, y), loss=loss)
    _, plain = train(framework, x, y, recipe, validation=(x, y))
    assert history["train_loss"] == pytest.approx(history["validation_loss"], rel=1e-4)
    assert history["train_loss"] != pytest.approx(plain["train_loss"], rel=1e-3)
    assert history["validation_accuracy"] == pytest.approx(plain["validation_accuracy"])

"""The plain loops, which are there to be read, do what the loop for every task does."""

from importlib import import_module

import numpy as np
import pytest

from rnncourse.training.recipe import Recipe

SIZES = {"epochs": 8, "batch_size": 16, "learning_rate": 0.02}


def rows(count, seed):
    """Padded sequences of 1 to 6 steps; the class tells whether the first number is positive."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, 6, 3)).astype(np.float32)
    for row, length in zip(x, rng.integers(1, 7, count)):
        row[length:] = 0
    return x, (x[:, 0, 0] > 0).astype(np.int64)


def both_ways(name, validation, *, patience):
    """The weights, and the curves without seconds, that the plain loop and the other one leave."""
    module, found = (lambda room: import_module(f"rnncourse.in_{name}.{room}")), []
    plain = module("plain_training").train
    full = module("classifier_training").train_classifier
    recipe = Recipe(**SIZES, clip_norm=1.0, keep="best", patience=patience)
    for train, settings in ((plain, SIZES | {"patience": patience}), (full, {"recipe": recipe})):
        model = module("classifiers").recurrent_classifier(3, 5, 2, dropout=0.2, seed=1)
        history = train(model, *rows(40, seed=0), validation=validation, seed=7, **settings)
        weights = module("weights").weights_of(model)
        curves = {curve: values for curve, values in history.items() if curve != "seconds"}
        found.append((list(weights.values()), curves))
    return found


@pytest.mark.parametrize("name, tolerance", [("keras", 1e-6), ("torch", 0)], ids=["keras", "torch"])
@pytest.mark.parametrize("worse", [False, True], ids=["learning", "getting worse"])
def test_both_loops_make_the_same_weights_from_the_same_seed(name, tolerance, worse):
    x, y = rows(24, seed=1)
    validation = (x, 1 - y) if worse else (x, y)
    (weights, curves), (others, history) = both_ways(name, validation, patience=2 if worse else 8)
    assert (len(history["train_loss"]) == SIZES["epochs"]) != worse
    assert curves.keys() == history.keys() and len(weights) == len(others)
    for curve, values in history.items():
        np.testing.assert_allclose(curves[curve], values, rtol=0, atol=tolerance, err_msg=curve)
    for one, other in zip(weights, others):
        np.testing.assert_allclose(one, other, rtol=0, atol=tolerance)


def test_the_plain_loop_of_pytorch_says_that_it_diverged():
    train = import_module("rnncourse.in_torch.plain_training").train
    model = import_module("rnncourse.in_torch.classifiers").recurrent_classifier(3, 5, 2, seed=1)
    with pytest.raises(FloatingPointError, match="loss is (nan|inf) after epoch [12]; lower"):
        train(
            model,
            *rows(40, seed=0),
            validation=rows(24, seed=1),
            seed=7,
            **SIZES | {"learning_rate": 1e37},
        )

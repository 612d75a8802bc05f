"""Nets that read lines in Keras and PyTorch: the same weights give the same answers; batches of one
length; what is refused.
"""

import numpy as np
import pytest
import torch

from rnncourse.conversion.models import copy_weights
from rnncourse.in_keras.poems import line_readers as keras_readers
from rnncourse.in_keras.poems import line_training as keras_training
from rnncourse.in_torch.poems import line_readers as torch_readers
from rnncourse.in_torch.poems import line_training as torch_training
from rnncourse.training.recipe import Recipe

V, H, C = 7, 8, 3
OPTIONS = [
    {},
    {"bidirectional": True},
    {"filters": 6},
    {"filters": 6, "bidirectional": True, "layers": 2},
    {"filters": 6, "cell": "lstm"},
]
READERS = [(torch_readers, torch_training), (keras_readers, keras_training)]
RECIPE = Recipe(epochs=6, batch_size=16, learning_rate=0.02)


def lines(count=60):
    """Lines of several lengths; the class is the first symbol's."""
    rng = np.random.default_rng(0)
    found = rng.integers(1, V, (count, 9))
    found[np.arange(9) >= rng.integers(3, 10, (count, 1))] = 0
    return found, found[:, 0] % C


def twins(options):
    torch_model = torch_readers.line_reader(V, H, C, **options, seed=1)
    keras_model = keras_readers.line_reader(V, H, C, **options, seed=2)
    copy_weights(torch_model, keras_model)
    return torch_model, keras_model


@pytest.mark.parametrize("options", OPTIONS)
def test_the_same_weights_give_the_same_log_probabilities(options):
    torch_model, keras_model = twins(options)
    asked, _ = lines()
    answers = torch_training.log_probabilities(torch_model, asked)
    assert answers.shape == (60, C)
    np.testing.assert_allclose(np.exp(answers).sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(
        keras_training.log_probabilities(keras_model, asked), answers, atol=1e-5
    )


@pytest.mark.parametrize(("readers", "training"), READERS)
def test_neither_padding_behind_nor_the_company_of_a_line_changes_its_answer(readers, training):
    model = readers.line_reader(V, H, C, filters=6, bidirectional=True, seed=0)
    asked, _ = lines()
    answers = training.log_probabilities(model, asked)
    wider = np.pad(asked, ((0, 0), (0, 4)))
    np.testing.assert_allclose(training.log_probabilities(model, wider), answers, atol=1e-5)
    np.testing.assert_allclose(
        training.log_probabilities(model, asked[::-7]), answers[::-7], atol=1e-5
    )


@pytest.mark.parametrize(("readers", "training"), READERS)
def test_training_learns_and_a_seed_decides_all(readers, training):
    def trained(seed):
        model = readers.line_reader(V, H, C, filters=6, bidirectional=True, seed=seed)
        asked, classes = lines()
        history = training.train_on_lines(
            model, asked, classes, recipe=RECIPE, validation=([asked, asked], classes), seed=seed
        )
        return history

    first, again, other = trained(0), trained(0), trained(1)
    assert first["train_loss"] == again["train_loss"] != other["train_loss"]
    assert first["train_loss"][-1] < 0.7 * first["train_loss"][0]
    assert first["validation_accuracy"][-1] > 0.7


def test_two_parts_that_say_the_same_are_surer_than_one():
    asked, classes = lines()
    losses = {}
    for parts in (1, 2):
        model = torch_readers.line_reader(V, H, C, seed=0)
        history = torch_training.train_on_lines(
            model, asked, classes, recipe=RECIPE, validation=([asked] * parts, classes), seed=0
        )
        losses[parts] = history["validation_loss"][-1]
    assert losses[2] != losses[1]


@pytest.mark.parametrize(("readers", "training"), READERS)
@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda x, y: (x.astype(float), y), "lines has dtype float64"),
        (lambda x, y: (-x, y), "expected indices from 0"),
        (lambda x, y: (x, y[:-1]), "classes"),
        (lambda x, y: (np.roll(np.pad(x, ((0, 0), (0, 1))), 1, axis=1), y), "row that is empty"),
        (lambda x, y: (x.tolist(), y), "lines"),
    ],
)
def test_lines_that_cannot_be_learnt_from_are_refused(readers, training, change, error):
    model = readers.line_reader(V, H, C, seed=0)
    with pytest.raises((TypeError, ValueError), match=error):
        training.train_on_lines(model, *change(*lines()), recipe=RECIPE, seed=0)


def test_a_torch_reader_hands_the_symbols_on_as_one_hot_vectors():
    model = torch_readers.line_reader(V, H, C, seed=0)
    assert model.front is None and model.reader.recurrent.input_size == V
    with torch.no_grad():
        assert model(torch.ones(2, 5, dtype=torch.int64)).shape == (2, C)

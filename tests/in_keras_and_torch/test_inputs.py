"""What cannot be learnt from is refused before anything is computed, in the same words in both
frameworks.
"""

import functools
import re
from importlib import import_module

import numpy as np
import pytest

from rnncourse.preprocessing.language_modelling import Streams
from rnncourse.training.recipe import Recipe

FRAMEWORKS = ["keras", "torch"]
both_frameworks = pytest.mark.parametrize("name", FRAMEWORKS)
RECIPE = Recipe(epochs=1, batch_size=3)
N, T, D, C, V = 6, 4, 3, 3, 5
PARTS = {"training": ("x", "y"), "validation": ("validation x", "validation y")}
every_part = pytest.mark.parametrize("part", PARTS)
NOT_FLOAT32 = "expected float32, which the models compute with:"
NOT_FINITE = "expected finite numbers: leave such rows out, or fill them in, before training"
OTHER_VOCABULARY = "build the model for the vocabulary that the text was encoded with"


def module(name, room):
    return import_module(f"rnncourse.in_{name}.{room}")


def examples():
    """Sequences without a zero in them, and their classes."""
    rng = np.random.default_rng(0)
    return rng.uniform(0.1, 1, (N, T, D)).astype(np.float32), np.arange(N) % C


def images():
    x, _ = examples()
    return np.tile(x[:, :, :1], (1, 1, T)), np.tile(x[:, :, 1:2], (1, 1, T))


def windows():
    return (np.arange(N * T) % V).reshape(N, T), np.arange(N) % V


def text():
    return np.arange(41) % V


@functools.cache
def classifier(name, padded):
    return module(name, "classifiers").recurrent_classifier(D, 4, C, padded=padded, seed=0)


@functools.cache
def autoencoder(name):
    return module(name, "autoencoders").dense_autoencoder(2, side=T, seed=0).autoencoder


@functools.cache
def language_model(name):
    return module(name, "language_models").language_model(V, 4, seed=0)


def train_classifier(name, pair, part="training", *, padded=True):
    """Train on this pair, or on good examples with this pair held out."""
    (x, y), held_out = (pair, examples()) if part == "training" else (examples(), pair)
    return module(name, "classifier_training").train_classifier(
        classifier(name, padded), x, y, recipe=RECIPE, validation=held_out, seed=0
    )


def train_autoencoder(name, pair, part):
    (x, y), held_out = (pair, images()) if part == "training" else (images(), pair)
    return module(name, "reconstruction_training").train_autoencoder(
        autoencoder(name), x, y, recipe=RECIPE, validation=held_out, seed=0
    )


def train_on_windows(name, pair, part):
    (x, y), held_out = (pair, windows()) if part == "training" else (windows(), pair)
    return module(name, "text_training").train_on_windows(
        language_model(name), x, y, recipe=RECIPE, validation=held_out, seed=0
    )


def train_on_streams(name, indices, part):
    stream, held_out = (indices, text()) if part == "training" else (text(), indices)
    return module(name, "text_training").train_on_streams(
        language_model(name), Streams(stream, 2, 5), recipe=RECIPE, validation=held_out, seed=0
    )


def refused(error, message, part, train, *arguments):
    """Hold the error of a training against a message that calls the arrays {x} and {y}."""
    x, y = PARTS[part]
    with pytest.raises(error, match=f"^{re.escape(message.format(x=x, y=y))}$"):
        train(*arguments)


def put(array, place, value):
    """The array with another value at one place."""
    changed = array.copy()
    changed[place] = value
    return changed


BAD_NUMBERS = {  # of classifiers and autoencoders alike: of x, (N, T, ...)
    "float64": (
        lambda x: x.astype(np.float64),
        TypeError,
        f"{{x}} has dtype float64, {NOT_FLOAT32} {{x}}.astype(np.float32)",
    ),
    "int64": (
        lambda x: x.astype(np.int64),
        TypeError,
        f"{{x}} has dtype int64, {NOT_FLOAT32} {{x}}.astype(np.float32)",
    ),
    "uint8": (
        lambda x: x.astype(np.uint8),
        TypeError,
        f"{{x}} has dtype uint8, {NOT_FLOAT32} ({{x}} / 255).astype(np.float32)",
    ),
    "list": (
        lambda x: x.tolist(),
        TypeError,
        "{x} is a list, expected an array of NumPy",
    ),
    "empty": (
        lambda x: x[:0, :, :D],
        ValueError,
        "{x} has shape (0, 4, 3), expected at least one row",
    ),
    "nan": (
        lambda x: put(x, (4, 1, 2), np.nan),
        ValueError,
        f"{{x}}[4, 1, 2] is nan, {NOT_FINITE}",
    ),
    "inf": (
        lambda x: put(x, (5, 3, 0), np.inf),
        ValueError,
        f"{{x}}[5, 3, 0] is inf, {NOT_FINITE}",
    ),
    "minus inf": (
        lambda x: put(x, (0, 0, 0), -np.inf),
        ValueError,
        f"{{x}}[0, 0, 0] is -inf, {NOT_FINITE}",
    ),
}
BAD_PADDING = {
    "row of zeros": (
        lambda x: put(x, 2, 0),
        ValueError,
        "{x}[2] holds only padding (zeros), expected a step: drop empty sequences",
    ),
    "zero step in the middle": (
        lambda x: put(x, (3, 1), 0),
        ValueError,
        "{x}[3] has a step of zeros before its last step; there Keras would skip it and PyTorch "
        "read it: pad at the end, or build the model with padded=False",
    ),
    "zero step in front": (
        lambda x: put(x, (1, 0), 0),
        ValueError,
        "{x}[1] has a step of zeros before its last step; there Keras would skip it and PyTorch "
        "read it: pad at the end, or build the model with padded=False",
    ),
}
BAD_LABELS = {
    "one-hot": (
        lambda y: np.eye(C)[y],
        ValueError,
        "{y} has shape (6, 3), expected class indices of shape (6,): from one-hot labels, "
        "{y}.argmax(axis=1)",
    ),
    "from 1": (
        lambda y: y + 1,
        ValueError,
        "{y} holds classes from 1 to 3, expected 0 to 2, as the model tells 3 classes; they seem "
        "to count from 1: {y} - 1",
    ),
    "too large": (
        lambda y: 2 * y,
        ValueError,
        "{y} holds classes from 0 to 4, expected 0 to 2, as the model tells 3 classes; build the "
        "model for as many classes as there are",
    ),
    "negative": (
        lambda y: y - 1,
        ValueError,
        "{y} holds classes from -1 to 1, expected 0 to 2, as the model tells 3 classes; build the "
        "model for as many classes as there are",
    ),
    "float": (
        lambda y: y.astype(np.float32),
        TypeError,
        "{y} has dtype float32, expected integers, the indices of classes: {y}.astype(np.int64), "
        "or np.unique({y}, return_inverse=True)[1] for names",
    ),
    "strings": (
        lambda y: np.array(list("abc"))[y],
        TypeError,
        "{y} has dtype <U1, expected integers, the indices of classes: {y}.astype(np.int64), or "
        "np.unique({y}, return_inverse=True)[1] for names",
    ),
    "list": (
        lambda y: y.tolist(),
        TypeError,
        "{y} is a list, expected an array of NumPy",
    ),
    "too few": (
        lambda y: y[:-1],
        ValueError,
        "{y} has shape (5,), expected (6,): one class for each row",
    ),
    "empty": (
        lambda y: y[:0],
        ValueError,
        "{y} has shape (0,), expected at least one row",
    ),
}


@both_frameworks
@every_part
@pytest.mark.parametrize("bad", BAD_NUMBERS | BAD_PADDING)
def test_sequences_that_a_classifier_cannot_learn_are_refused(name, part, bad):
    change, error, message = (BAD_NUMBERS | BAD_PADDING)[bad]
    x, y = examples()
    refused(error, message, part, train_classifier, name, (change(x), y), part)


@both_frameworks
@every_part
@pytest.mark.parametrize("bad", BAD_LABELS)
def test_labels_that_a_classifier_cannot_learn_are_refused(name, part, bad):
    change, error, message = BAD_LABELS[bad]
    x, y = examples()
    refused(error, message, part, train_classifier, name, (x, change(y)), part)


@pytest.mark.usefixtures("eagerly")
@both_frameworks
@every_part
@pytest.mark.parametrize("zeros", BAD_PADDING)
def test_a_model_of_signals_learns_from_zeros(name, part, zeros):
    x, y = examples()
    history = train_classifier(name, (BAD_PADDING[zeros][0](x), y), part, padded=False)
    assert len(history["validation_loss"]) == 1


@pytest.mark.usefixtures("eagerly")
@both_frameworks
def test_padding_at_the_end_is_learnt_from(name):
    x, y = examples()
    assert len(train_classifier(name, (put(x, (2, slice(1, T)), 0), y))["train_loss"]) == 1


@both_frameworks
@pytest.mark.parametrize("bad", BAD_NUMBERS)
def test_a_model_of_signals_refuses_the_same_numbers(name, bad):
    change, error, message = BAD_NUMBERS[bad]
    x, y = examples()
    with pytest.raises(error, match=re.escape(message.format(x="x"))):
        train_classifier(name, (change(x), y), padded=False)


@pytest.mark.usefixtures("eagerly")
@both_frameworks
@pytest.mark.parametrize("dtype", [np.int32, np.uint8, np.int16, np.uint64])
def test_integer_labels_of_another_width_give_the_same_losses(name, dtype):
    x, y = examples()

    def losses(y):
        model = module(name, "classifiers").recurrent_classifier(D, 4, C, seed=0)
        history = module(name, "classifier_training").train_classifier(
            model, x, y, recipe=RECIPE, validation=(x, y), seed=0
        )
        history.pop("seconds")
        return history

    assert losses(y.astype(dtype)) == losses(y)


# autoencoders


@both_frameworks
@every_part
@pytest.mark.parametrize("which", ["x", "y"])
@pytest.mark.parametrize("bad", BAD_NUMBERS)
def test_images_that_an_autoencoder_cannot_learn_are_refused(name, part, which, bad):
    change, error, message = BAD_NUMBERS[bad]
    x, y = images()
    pair = (change(x), y) if which == "x" else (x, change(y))
    message = message.replace("{x}", f"{{{which}}}")
    refused(error, message, part, train_autoencoder, name, pair, part)


@both_frameworks
@every_part
def test_every_image_needs_its_target(name, part):
    x, y = images()
    message = "there are 6 in {x} and 5 in {y}, expected equally many rows"
    refused(ValueError, message, part, train_autoencoder, name, (x, y[:5]), part)


@both_frameworks
@every_part
def test_targets_have_the_shape_that_the_model_answers(name, part):
    x, y = images()
    given, expected = y[:, :1].shape[1:], y.shape[1:]
    message = f"{{y}} has rows of shape {given}, expected {expected}, which the model answers"
    refused(ValueError, message, part, train_autoencoder, name, (x, y[:, :1]), part)


# texts

BAD_SYMBOLS = {
    "outside the vocabulary": (
        lambda indices: indices + 1,
        ValueError,
        f"{{x}} holds symbols from 1 to 5, expected 0 to 4: {OTHER_VOCABULARY}",
    ),
    "negative": (
        lambda indices: indices - 1,
        ValueError,
        f"{{x}} holds symbols from -1 to 3, expected 0 to 4: {OTHER_VOCABULARY}",
    ),
    "int32": (
        lambda indices: indices.astype(np.int32),
        TypeError,
        "{x} has dtype int32, expected int64, the indices of symbols, as Vocab.encode returns "
        "them: {x}.astype(np.int64)",
    ),
    "float": (
        lambda indices: indices.astype(np.float32),
        TypeError,
        "{x} has dtype float32, expected int64, the indices of symbols, as Vocab.encode returns "
        "them: {x}.astype(np.int64)",
    ),
}
NO_SYMBOLS = {
    "list": (
        lambda indices: indices.tolist(),
        TypeError,
        "{x} is a list, expected an array of NumPy",
    ),
    "string": (
        lambda indices: "abcde",
        TypeError,
        "{x} is a str, expected an array of NumPy",
    ),
}


@both_frameworks
@every_part
@pytest.mark.parametrize("which", ["x", "y"])
@pytest.mark.parametrize("bad", BAD_SYMBOLS | NO_SYMBOLS)
def test_windows_that_cannot_be_learnt_are_refused(name, part, which, bad):
    change, error, message = (BAD_SYMBOLS | NO_SYMBOLS)[bad]
    x, y = windows()
    pair = (change(x), y) if which == "x" else (x, change(y))
    message = message.replace("{x}", f"{{{which}}}")
    refused(error, message, part, train_on_windows, name, pair, part)


@both_frameworks
@every_part
def test_every_window_needs_the_symbol_after_it(name, part):
    x, y = windows()
    message = "there are 6 in {x} and 5 in {y}, expected equally many rows"
    refused(ValueError, message, part, train_on_windows, name, (x, y[:5]), part)


@both_frameworks
@pytest.mark.parametrize("bad", BAD_SYMBOLS)
def test_streams_that_cannot_be_learnt_are_refused(name, bad):
    change, error, message = BAD_SYMBOLS[bad]
    message = message.replace("{x}", "streams")
    refused(error, message, "training", train_on_streams, name, change(text()), "training")


@both_frameworks
@pytest.mark.parametrize("bad", BAD_SYMBOLS | NO_SYMBOLS)
def test_held_out_text_that_a_model_does_not_know_is_refused(name, bad):
    change, error, message = (BAD_SYMBOLS | NO_SYMBOLS)[bad]
    message = message.replace("{x}", "validation")
    refused(error, message, "validation", train_on_streams, name, change(text()), "validation")

"""A task that the package does not have, without a new loop: a class for every step of a sequence,
padding left out. In PyTorch it takes a `step`, in Keras a loss.
"""

import keras
import numpy as np
import torch
from keras import ops
from torch.nn.functional import cross_entropy

from rnncourse.conversion.models import copy_weights
from rnncourse.in_keras import training as in_keras
from rnncourse.in_torch import training as in_torch
from rnncourse.training.recipe import Recipe

T, D, H, C, PADDING = 6, 3, 12, 3, -1
RECIPE = Recipe(
    epochs=15, batch_size=16, learning_rate=0.03, schedule="cosine", clip_norm=1.0, keep="best"
)


def tagged(count, seed):
    """One-hot sequences of 2 to T symbols, padded; a step's class is the symbol before it, 0 at the
    first, and PADDING where there is no step.
    """
    rng = np.random.default_rng(seed)
    symbols = rng.integers(0, D, (count, T))
    x, y = np.eye(D, dtype=np.float32)[symbols], np.roll(symbols, 1, axis=1)
    y[:, 0] = 0
    for i, length in enumerate(rng.integers(2, T + 1, count)):
        x[i, length:], y[i, length:] = 0, PADDING
    return x, y


class Tagger(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.recurrent = torch.nn.GRU(D, H, batch_first=True)
        self.linear = torch.nn.Linear(H, C)

    def forward(self, x):
        return self.linear(self.recurrent(x)[0])  # (B, T, C)


def keras_tagger():
    inputs = keras.Input((None, D))
    states = keras.layers.GRU(H, return_sequences=True)(inputs)
    return keras.Model(inputs, keras.layers.Dense(C)(states))  # (B, T, C)


def tag(model, batch, state):
    """The step of a tagger: x (B, T, D), and y (B, T), where PADDING does not count."""
    x, y = batch
    logits = model(x)  # (B, T, C)
    loss = cross_entropy(logits.flatten(0, 1), y.flatten(), ignore_index=PADDING)
    right = (logits.argmax(dim=2) == y)[y != PADDING].float().mean().item()
    return loss, None, {"accuracy": right}


def tagging_loss(y, logits):
    """The same for Keras: y (B, T), where PADDING does not count, and logits (B, T, C)."""
    y = ops.cast(y, "int32")
    counts = ops.cast(y != PADDING, logits.dtype)
    losses = keras.losses.sparse_categorical_crossentropy(
        ops.maximum(y, 0), logits, from_logits=True
    )
    return ops.sum(losses * counts) / ops.sum(counts)


def scores(logits, y):
    """What is validated: the mean over all steps that are no padding."""
    steps = y != PADDING
    loss = cross_entropy(torch.from_numpy(logits[steps]), torch.from_numpy(y[steps])).item()
    return {"loss": loss, "accuracy": (logits[steps].argmax(axis=1) == y[steps]).mean()}


def trained(recipe):
    """A tagger of each framework, trained from the same weights, with its history."""
    (x, y), (held_out, tags) = tagged(160, seed=0), tagged(80, seed=1)
    torch.manual_seed(0)
    ours, theirs = Tagger(), keras_tagger()
    copy_weights(ours, theirs)
    in_pytorch = in_torch.train(
        ours,
        in_torch.Shuffled(x, y, batch_size=recipe.batch_size),
        tag,
        recipe=recipe,
        validate=lambda model: scores(in_torch.predict(model, held_out), tags),
        seed=0,
    )
    in_tensorflow = in_keras.train(
        theirs,
        in_keras.shuffled(x, y, recipe.batch_size),
        tagging_loss,
        recipe=recipe,
        validate=lambda model: scores(in_keras.predict(model, held_out), tags),
        seed=0,
    )
    return ours, theirs, in_pytorch, in_tensorflow


def test_taggers_of_both_frameworks_begin_alike_and_learn():
    ours, theirs, *histories = trained(RECIPE)
    held_out, tags = tagged(80, seed=1)
    for logits in (in_torch.predict(ours, held_out), in_keras.predict(theirs, held_out)):
        found = scores(logits, tags)
        assert found["accuracy"] > 0.99 and found["loss"] < 0.1
    for history in histories:
        assert history["train_loss"][0] > 0.5 > 0.1 > history["train_loss"][-1]
        assert min(history["validation_loss"]) < 0.1 and len(history["validation_accuracy"]) == 15


def test_the_step_and_the_loss_count_the_same():
    """One batch of all rows, at a rate of nearly nothing: the loss of the weights at the start."""
    *_, ours, theirs = trained(Recipe(epochs=1, batch_size=160, learning_rate=1e-9))
    for curve in ("train_loss", "validation_loss", "validation_accuracy"):
        np.testing.assert_allclose(ours[curve], theirs[curve], rtol=1e-5)

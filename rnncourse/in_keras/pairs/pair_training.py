"""Training an encoder and a decoder in Keras: the next symbol of a target,
given its source and what stands before.
"""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from rnncourse.in_keras.training import train
from rnncourse.preprocessing.inputs import check_sequences
from rnncourse.preprocessing.pairs import one_length_batches
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe

# Padding is not counted.
NEXT_SYMBOL = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0)


def teacher_forcing(sources: np.ndarray, targets: np.ndarray, draw, *, seed: int) -> dict:
    """Return what `fit` reads: batches of sources (B, S) and targets as the
    decoder reads them, (B, T-1), and of what it is asked for, the same one
    step later.
    """
    rng = np.random.default_rng(seed)

    def epoch():
        for rows in draw(rng):
            x, y = trimmed(sources[rows]), trimmed(targets[rows])
            yield (x, y[:, :-1]), y[:, 1:]

    indices = tf.TensorSpec((None, None), "int64")
    batches = tf.data.Dataset.from_generator(
        epoch, output_signature=((indices, indices), indices)
    ).apply(tf.data.experimental.assert_cardinality(len(draw(np.random.default_rng(0)))))
    return {"x": batches, "shuffle": False}


def trimmed(indices: np.ndarray) -> np.ndarray:
    """Cut off the columns of indices (B, T) that are padding in every row."""
    return indices[:, : (indices != 0).sum(axis=1).max()]


def train_on_pairs(
    model: keras.Model,
    sources: np.ndarray,
    targets: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    seed: int,
    device: str | None = None,
) -> History:
    """Train `model` to write targets (N, T) for sources (N, S), both indices
    padded with 0.

    A batch has sources of one length. Raises TypeError and ValueError on
    arrays that cannot be learnt from, and FloatingPointError if the loss is no
    longer finite.
    """
    check_sequences(sources, targets)
    if validation is not None:
        check_sequences(*validation, of="validation ")
    draw = one_length_batches(sources, recipe.batch_size)  # pyright: ignore
    return train(
        model,
        teacher_forcing(sources, targets, draw, seed=seed),
        NEXT_SYMBOL,
        recipe=recipe,
        validate=None
        if validation is None
        else lambda model: {"loss": pair_loss(model, *validation)},
        seed=seed,
        device=device,
    )


def pair_loss(model: keras.Model, sources: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean loss (nats) of a symbol of targets (N, T), given sources
    (N, S) and the right symbols before.
    """
    loss_sum = 0.0
    for rows in one_length_batches(sources, 1024)(np.random.default_rng(0)):
        x, y = trimmed(sources[rows]), trimmed(targets[rows])
        logits = model.predict_on_batch([x, y[:, :-1]])
        loss_sum += float(NEXT_SYMBOL(y[:, 1:], logits)) * (y[:, 1:] != 0).sum()  # pyright: ignore
    return float(loss_sum / (targets[:, 1:] != 0).sum())

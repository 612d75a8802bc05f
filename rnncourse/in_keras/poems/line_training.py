"""Training a line_reader in Keras, on batches of lines that are equally long."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf
from scipy.special import log_softmax

from rnncourse.evaluation.lines import scores_of_sum
from rnncourse.in_keras.losses import CROSS_ENTROPY
from rnncourse.in_keras.pairs.pair_training import trimmed
from rnncourse.in_keras.training import train
from rnncourse.preprocessing.inputs import check_lines
from rnncourse.preprocessing.pairs import one_length_batches
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe


def of_one_length(lines: np.ndarray, classes: np.ndarray, draw, *, seed: int) -> dict:
    """Return what `fit` reads: batches of lines (B, T) that are equally long, and
    their classes (B,).
    """
    rng = np.random.default_rng(seed)

    def epoch():
        for rows in draw(rng):
            yield trimmed(lines[rows]), classes[rows]

    batches = tf.data.Dataset.from_generator(
        epoch,
        output_signature=(tf.TensorSpec((None, None), "int64"), tf.TensorSpec((None,), "int64")),
    ).apply(tf.data.experimental.assert_cardinality(len(draw(np.random.default_rng(0)))))
    return {"x": batches, "shuffle": False}


def train_on_lines(
    model: keras.Model,
    lines: np.ndarray,
    classes: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[Sequence[np.ndarray], np.ndarray] | None = None,
    seed: int,
    device: str | None = None,
) -> History:
    """Train `model` to tell the classes (N,) of lines (N, T), indices padded with
    0; a batch has lines of one length.

    `validation` is parts, each (M, T), and the classes (M,): log-probabilities of
    the parts are added, as those of the two halves of a couplet. Raises TypeError
    and ValueError on arrays that cannot be learnt from, and FloatingPointError if
    the loss is no longer finite.
    """
    check_lines(lines, classes)
    draw = one_length_batches(lines, recipe.batch_size)  # pyright: ignore
    return train(
        model,
        of_one_length(lines, classes, draw, seed=seed),
        CROSS_ENTROPY,
        recipe=recipe,
        metrics=["accuracy"],
        validate=None
        if validation is None
        else lambda model: scores_of_sum(
            [log_probabilities(model, part) for part in validation[0]], validation[1]
        ),
        seed=seed,
        device=device,
    )


def log_probabilities(model: keras.Model, lines: np.ndarray) -> np.ndarray:
    """Return the log-probability (nats) of each class (N, C) for lines (N, T)."""
    answers = [None] * len(lines)
    for rows in one_length_batches(lines, 1024)(np.random.default_rng(0)):
        logits = model.predict_on_batch(trimmed(lines[rows]))
        for row, answer in zip(rows, log_softmax(logits, axis=1)):
            answers[row] = answer
    return np.stack(answers)  # pyright: ignore

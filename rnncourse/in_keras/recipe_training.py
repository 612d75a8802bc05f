"""Training by a recipe in Keras: schedule, weight decay, L2, two ways to
clip.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from rnncourse.in_keras.training import CROSS_ENTROPY
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe

# Each model brings its own functions; TensorFlow takes five models for one
# traced anew.
tf.get_logger().addFilter(lambda record: "tf.function retracing" not in record.getMessage())


def penalise(model: keras.Model, l2: float) -> None:
    """Add l2 * (sum of squares of all weight matrices) to the loss; biases are
    left out.

    Kernels are known by their names, since the bias of a GRU is stored as a
    matrix too.
    """
    for weight in model.trainable_weights:
        if weight.name.endswith("kernel"):
            weight.regularizer = keras.regularizers.L2(l2) if l2 else None


def adamw(recipe: Recipe, steps: int) -> keras.optimizers.Optimizer:
    """Build the optimiser of `recipe` for a training of `steps` steps."""
    schedule = keras.optimizers.schedules.CosineDecay(recipe.learning_rate, steps)
    return keras.optimizers.AdamW(
        schedule if recipe.cosine else recipe.learning_rate,
        epsilon=1e-7,
        weight_decay=recipe.weight_decay,
        global_clipnorm=recipe.clip_norm,
        clipvalue=recipe.clip_value,
    )


def smoothed_cross_entropy(label_smoothing: float) -> Callable:
    """Return a cross-entropy whose targets share `label_smoothing` out among
    classes.
    """

    def loss(y, logits):
        classes = ops.reshape(ops.cast(y, "int32"), (-1,))  # Keras passes (B, 1)
        targets = ops.one_hot(classes, logits.shape[-1])  # (B, C)
        return keras.losses.categorical_crossentropy(
            targets, logits, from_logits=True, label_smoothing=label_smoothing
        )

    return loss


class StopIfNotFinite(keras.callbacks.Callback):
    """Raise FloatingPointError after an epoch whose loss is not finite."""

    def on_epoch_end(self, epoch: int, logs: dict) -> None:
        """Stop with an error as soon as the loss is not finite."""
        if not np.isfinite(logs["entropy"]):
            raise FloatingPointError(
                f"the loss is {logs['entropy']} after epoch {epoch + 1}; "
                "lower learning_rate, clip, and look for nan in x"
            )


def train(
    model: keras.Model,
    x: np.ndarray,
    y: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    seed: int,
) -> History:
    """Train by `recipe`, and leave the model with its last weights.

    x has shape (N, T, D), y holds class indices of shape (N,). Losses in the
    history are cross-entropies, without the penalty; without `validation` they
    are of training alone. Raises FloatingPointError if the loss is no longer
    finite.
    """
    keras.utils.set_random_seed(seed)
    penalise(model, recipe.l2)
    entropy = keras.metrics.SparseCategoricalCrossentropy(name="entropy", from_logits=True)
    model.compile(
        optimizer=adamw(recipe, steps=recipe.epochs * -(-len(x) // recipe.batch_size)),
        loss=smoothed_cross_entropy(recipe.label_smoothing),
        metrics=[entropy, "accuracy"],
    )
    start = time.perf_counter()
    log = model.fit(
        x,
        y,
        batch_size=recipe.batch_size,
        epochs=recipe.epochs,
        validation_data=validation,
        validation_batch_size=1024,
        callbacks=[StopIfNotFinite()],
        verbose=0,
    ).history
    return History(
        log["entropy"],
        log["accuracy"],
        log.get("val_entropy", []),
        log.get("val_accuracy", []),
        time.perf_counter() - start,
    )


def gradient_norms(
    model: keras.Model, x: np.ndarray, y: np.ndarray, *, batch_size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return norm and largest component of the loss gradient on each batch,
    (K,) each.

    The weights stay as they are: it tells where a threshold for clipping would
    lie.
    """

    @tf.function(reduce_retracing=True)
    def gradient_of(inputs: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = CROSS_ENTROPY(labels, model(inputs, training=False))
        parts = tape.gradient(loss, [weight.value for weight in model.trainable_weights])
        return tf.concat([tf.reshape(part, [-1]) for part in parts], axis=0)

    norms, largest = [], []
    for batch in tf.data.Dataset.from_tensor_slices((x, y)).batch(batch_size):
        gradient = gradient_of(*batch).numpy()
        norms.append(float(np.linalg.norm(gradient)))
        largest.append(float(np.abs(gradient).max()))
    return np.array(norms), np.array(largest)

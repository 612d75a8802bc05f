"""Training in Keras: compile and fit, for every task; what sets trainings apart are data, losses
and callbacks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from rnncourse.in_keras.device import device_name
from rnncourse.preprocessing.inputs import check_batch_size, check_watched
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe
from rnncourse.training.schedules import learning_rates

# Each model brings its own functions; TensorFlow takes five models for one
# traced anew.
tf.get_logger().addFilter(lambda record: "tf.function retracing" not in record.getMessage())


def shuffled(x, y: np.ndarray, batch_size: int | None) -> dict:
    """Return what `fit` reads: the rows in batches, shuffled anew in every
    epoch.
    """
    check_batch_size(batch_size)
    return {"x": x, "y": y, "batch_size": batch_size}


def watched(validation: tuple | None) -> dict:
    """Return what `fit` reads of held-out inputs and targets, if there are
    any.
    """
    if validation is None:
        return {}
    return {"validation_data": validation, "validation_batch_size": 1024}


def in_order(x, y: np.ndarray, batch_size: int) -> dict:
    """Return what `fit` reads: the rows in batches, as they come."""
    return {"x": x, "y": y, "batch_size": batch_size, "shuffle": False}


def drawn(x: np.ndarray, y: np.ndarray, draw: Callable, *, padded: bool, seed: int) -> dict:
    """Return what `fit` reads: batches that `draw` chooses for an epoch.

    `draw` takes a random generator and returns the row indices of each batch,
    of as many batches each time. If x is `padded`, steps that are padding in
    all rows of a batch are left out.
    """
    rng = np.random.default_rng(seed)

    def epoch():
        for rows in draw(rng):
            steps = x.shape[1]
            if padded:
                steps = x[rows].any(axis=(0, 2)).nonzero()[0].max() + 1  # of the longest row
            yield x[rows, :steps], y[rows]

    count = len(draw(np.random.default_rng(0)))  # the same in every epoch
    batches = tf.data.Dataset.from_generator(
        epoch,
        output_signature=(
            tf.TensorSpec((None, None, x.shape[2]), x.dtype),
            tf.TensorSpec((None,), y.dtype),
        ),
    ).apply(tf.data.experimental.assert_cardinality(count))
    return {"x": batches, "shuffle": False}


def train(
    model: keras.Model,
    data: dict,
    loss: Callable,
    *,
    recipe: Recipe,
    metrics: Sequence = (),
    validate: Callable[[keras.Model], dict[str, float]] | None = None,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    seed: int,
    device: str | None = None,
) -> History:
    """Train `model` by `recipe`, whatever it is to learn.

    `data` is what `fit` reads, as `shuffled`, `in_order` and `drawn` return it,
    and `watched` for held-out rows; `loss` takes targets and outputs. Where
    held-out data are no such rows, `validate(model)` returns the "loss" and
    other scores on them. In the history they are called "train_loss",
    "validation_loss" and so on; the loss is that of `loss`, without the penalty
    of L2. Raises FloatingPointError if a loss is no longer finite.
    """
    check_watched(recipe.keep, recipe.patience, bool(validate or "validation_data" in data))
    keras.utils.set_random_seed(seed)
    penalise(model, recipe.l2)
    watch = Watch(validate, needs_loss=recipe.keep == "best" or recipe.patience is not None)
    with keras.device(device_name(device)):
        model.compile(
            optimizer=adamw(recipe, steps=recipe.epochs * batches_of(data)),
            loss=loss,
            metrics=[*metrics, *([Unpenalised(loss)] if recipe.l2 else [])],
        )
        model.fit(
            **data,
            epochs=recipe.epochs,
            callbacks=[*callbacks, watch, *stopping(recipe)],
            verbose=0,
        )
    return watch.history


def batches_of(data: dict) -> int:
    """Return how many batches an epoch of `data` has."""
    if "batch_size" not in data:
        return len(data["x"])
    return -(-len(keras.tree.flatten(data["x"])[0]) // data["batch_size"])


def adamw(recipe: Recipe, steps: int) -> keras.optimizers.Optimizer:
    """Build the optimiser of `recipe` for a training of `steps` steps."""
    return keras.optimizers.AdamW(
        schedule(recipe, steps),
        epsilon=1e-7,
        weight_decay=recipe.weight_decay,
        global_clipnorm=recipe.clip_norm,
        clipvalue=recipe.clip_value,
    )


def schedule(recipe: Recipe, steps: int) -> float | keras.optimizers.schedules.LearningRateSchedule:
    """Return the learning rate of each step: Keras' own schedule where it has
    one.
    """
    match recipe.schedule:
        case "constant":
            return recipe.learning_rate
        case "cosine":
            return keras.optimizers.schedules.CosineDecay(recipe.learning_rate, steps)
    return Rates(learning_rates(recipe.learning_rate, recipe.schedule, steps))


class Rates(keras.optimizers.schedules.LearningRateSchedule):
    """The learning rates of all steps, worked out beforehand."""

    def __init__(self, rates: np.ndarray):
        self.rates = ops.convert_to_tensor(rates, "float32")

    def __call__(self, step):
        """Return the rate of a step, counted from 0; after the last one it
        stays.
        """
        return self.rates[ops.minimum(ops.cast(step, "int32"), len(self.rates) - 1)]


def penalise(model: keras.Model, l2: float) -> None:
    """Add l2 * (sum of squares of all weight matrices) to the loss, in place of
    what was added so before; biases are left out.

    Matrices are known by their names, since the bias of a GRU is stored as one
    too. A regulariser that a layer was built with stays.
    """
    for weight in model.trainable_weights:
        if weight.name.endswith("kernel") or weight.name == "embeddings":
            if weight.regularizer is None or isinstance(weight.regularizer, Penalty):
                weight.regularizer = Penalty(l2) if l2 else None


class Penalty(keras.regularizers.L2):
    """The penalty of a recipe."""


class Unpenalised(keras.metrics.Mean):
    """The mean of a loss over all rows, without the penalty."""

    def __init__(self, loss: Callable):
        super().__init__(name="unpenalised")
        self.loss = loss

    def update_state(self, y, outputs, sample_weight=None):
        """Count in a batch of targets and outputs."""
        rows = ops.cast(ops.shape(outputs)[0], self.dtype)
        super().update_state(ops.mean(self.loss(y, outputs)), sample_weight=rows)


class Watch(keras.callbacks.Callback):
    """Keeps the history: what was counted, what held-out data say, and the
    seconds of training alone; stops at a loss that is not finite.
    """

    def __init__(
        self, validate: Callable[[keras.Model], dict[str, float]] | None, *, needs_loss: bool
    ):
        super().__init__()
        self.validate, self.needs_loss, self.history = validate, needs_loss, History()
        self.seconds, self.start = 0.0, None

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        """Start the clock."""
        self.start = time.perf_counter()

    def on_test_begin(self, logs: dict | None = None) -> None:
        """Stop the clock: what follows is validation."""
        if self.start is not None:
            self.seconds += time.perf_counter() - self.start
        self.start = None

    def on_epoch_end(self, epoch: int, logs: dict) -> None:
        """Note the epoch, and tell the callbacks that follow what was
        validated.
        """
        self.on_test_begin()
        scores = {named(name): value for name, value in logs.items()}
        for part in ("train", "validation"):
            if f"{part}_unpenalised" in scores:
                scores[f"{part}_loss"] = scores.pop(f"{part}_unpenalised")
        if self.validate:
            found = self.validate(self.model)
            scores |= {f"validation_{name}": value for name, value in found.items()}
        self.history.add(**scores, seconds=self.seconds)
        if self.needs_loss:
            self.history["validation_loss"]  # or an error that names it
        logs.update(scores)


def named(name: str) -> str:
    """Return the name of a curve for what Keras calls "loss" or "val_loss"."""
    part = "validation" if name.startswith("val_") else "train"
    return f"{part}_{name.removeprefix('val_')}"


def stopping(recipe: Recipe) -> list[keras.callbacks.Callback]:
    """Return the callback that stops early and keeps the best weights, if
    `recipe` wants either.
    """
    if recipe.keep == "last" and recipe.patience is None:
        return []
    return [
        keras.callbacks.EarlyStopping(
            "validation_loss",
            mode="min",
            patience=recipe.patience or recipe.epochs,
            restore_best_weights=recipe.keep == "best",
        )
    ]


def predict(model: keras.Model, x: np.ndarray, *, batch_size: int = 1024) -> np.ndarray:
    """Return what `model` answers, shape (N, ...), for x of shape (N, ...)."""
    return model.predict(x, batch_size=batch_size, verbose=0)

"""Training a language model in Keras: many-to-one on windows, many-to-many on
streams.
"""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from rnncourse.in_keras.inputs import check_windows
from rnncourse.in_keras.language_models import reset_state, stateful_twin
from rnncourse.in_keras.losses import CROSS_ENTROPY
from rnncourse.in_keras.training import in_order, predict, shuffled, train, watched
from rnncourse.preprocessing.inputs import check_symbols
from rnncourse.preprocessing.language_modelling import Streams
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe


def last_step(model: keras.Model) -> keras.Model:
    """Share the layers of `model`, but answer at the last step alone: (B, T) to
    (B, V).
    """
    return keras.Model(model.inputs, model.outputs[0][:, -1])


def train_on_windows(
    model: keras.Model,
    x: np.ndarray,
    y: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[np.ndarray, np.ndarray],
    seed: int,
    device: str | None = None,
) -> History:
    """Train many-to-one: windows x (N, T) of indices and the symbol after each,
    y (N,).

    `validation` is such a pair of held-out windows.
    """
    check_windows(model, x, y)
    check_windows(model, *validation, of="validation ")
    return train(
        last_step(model),
        shuffled(x, y, recipe.batch_size) | watched(validation),
        CROSS_ENTROPY,
        recipe=recipe,
        seed=seed,
        device=device,
    )


class StateFromZero(keras.callbacks.Callback):
    """Sets the carried state to zero when an epoch begins."""

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        """Forget the text that was read last."""
        reset_state(self.model)


def train_on_streams(
    model: keras.Model,
    streams: Streams,
    *,
    recipe: Recipe,
    validation: np.ndarray,
    seed: int,
    device: str | None = None,
) -> History:
    """Train many-to-many by truncated backpropagation: every step has a target.

    A stateful twin is trained, whose state goes from batch to batch: the
    batches stay in order. `validation` is a text (N,).
    """
    check_symbols(validation, model.output_shape[-1], "validation")
    check_symbols(streams.x, model.output_shape[-1], "streams")
    keras.utils.set_random_seed(seed)  # dropout in the twin draws its own from it
    chunks = [np.concatenate(parts) for parts in zip(*streams)]  # (chunks * B, T) each
    twin = stateful_twin(model, len(streams.x))
    listener = stateful_twin(model, 1)  # listening has a state too

    def validate(twin: keras.Model) -> dict[str, float]:
        listener.set_weights(twin.get_weights())
        return {"loss": text_loss(listener, validation)}

    history = train(
        twin,
        in_order(*chunks, batch_size=len(streams.x)),
        CROSS_ENTROPY,
        recipe=recipe,
        validate=validate,
        callbacks=[StateFromZero()],
        seed=seed,
        device=device,
    )
    model.set_weights(twin.get_weights())
    return history


def window_loss(many_to_one: keras.Model, x: np.ndarray, y: np.ndarray) -> float:
    """Return the mean loss (nats) of the symbols y (N,) after the windows x (N,
    T), for a model that answers at the last step alone.
    """
    return float(CROSS_ENTROPY(y, predict(many_to_one, x)))


def text_loss(listener: keras.Model, indices: np.ndarray, *, steps: int = 1000) -> float:
    """Return the mean loss (nats) of each symbol of a text (N,) after all
    before it.

    The text is read once from its beginning, `steps` symbols at a time;
    `listener` is stateful, for one stream.
    """
    reset_state(listener)
    run = tf.function(
        lambda symbols: listener(symbols, training=False),  # not step by step
        input_signature=[tf.TensorSpec((1, None), "int64")],
    )
    loss_sum = 0.0
    for start in range(0, len(indices) - 1, steps):
        x = indices[start : start + steps + 1]
        logits = run(x[None, :-1])  # (1, T, V)
        loss_sum += float(CROSS_ENTROPY(x[None, 1:], logits)) * (len(x) - 1)
    return loss_sum / (len(indices) - 1)

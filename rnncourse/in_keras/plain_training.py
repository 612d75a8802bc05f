"""The training of a classifier in Keras, in one piece: to be read.

:func:`rnncourse.in_keras.training.train` does the same, and more: from the same
seed it makes the same weights.
"""

from __future__ import annotations

import keras
import numpy as np

from rnncourse.in_keras.losses import CROSS_ENTROPY
from rnncourse.training.history import History


def train(
    model: keras.Model,
    x: np.ndarray,
    y: np.ndarray,
    *,
    validation: tuple[np.ndarray, np.ndarray],
    epochs: int,
    batch_size: int,
    learning_rate: float,
    clip_norm: float = 1.0,
    patience: int = 3,
    seed: int,
) -> History:
    """Minimise the cross-entropy with Adam, and leave the model with its best
    weights.

    x has shape (N, T, D), y holds class indices of shape (N,). The best weights
    are those of the epoch with the lowest validation loss; after `patience`
    epochs without a better one the training ends.
    """
    keras.utils.set_random_seed(seed)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate, epsilon=1e-7, global_clipnorm=clip_norm),
        loss=CROSS_ENTROPY,
        metrics=["accuracy"],
    )
    keep_best = keras.callbacks.EarlyStopping(
        "val_loss", patience=patience, restore_best_weights=True
    )
    log = model.fit(
        x,
        y,
        batch_size=batch_size,
        epochs=epochs,
        validation_data=validation,
        validation_batch_size=1024,
        callbacks=[keep_best, keras.callbacks.TerminateOnNaN()],
        verbose=0,
    ).history
    history = History()
    for epoch in range(len(log["val_loss"])):
        history.add(
            train_loss=log["loss"][epoch],
            train_accuracy=log["accuracy"][epoch],
            validation_loss=log["val_loss"][epoch],
            validation_accuracy=log["val_accuracy"][epoch],
        )
    return history

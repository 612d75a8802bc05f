"""How long gradients are in Keras, without a step taken."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from rnncourse.in_keras.losses import CROSS_ENTROPY


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

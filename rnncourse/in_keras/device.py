"""Where the models of Keras compute: on the CPU, unless a GPU is asked for.

TensorFlow would take a GPU that it finds, PyTorch would not; both do here what RNNCOURSE_DEVICE
says. TensorFlow fixes its devices before the first model is built: on import of this room. Numbers
are float32 throughout: TF32, with which GPUs compute faster and more roughly, is off.
"""

from __future__ import annotations

import tensorflow as tf

from rnncourse.training.device import asked_device


def settle() -> None:
    """Hide the GPUs from TensorFlow unless one is asked for; raise RuntimeError where one is, and
    there is none, or where TensorFlow has begun to compute on one.
    """
    tf.config.experimental.enable_tensor_float_32_execution(False)
    gpus = tf.config.list_physical_devices("GPU")
    if asked_device() == "gpu":
        if not gpus:
            raise RuntimeError(
                "RNNCOURSE_DEVICE is 'gpu', but TensorFlow finds none here; unset it to train on "
                "the CPU"
            )
    elif gpus:
        tf.config.set_visible_devices([], "GPU")


def device_name(device: str | None) -> str:
    """Return the name of `device` for Keras; without one, that of the device in use."""
    if device is not None:
        return device
    return "gpu:0" if tf.config.get_visible_devices("GPU") else "cpu:0"

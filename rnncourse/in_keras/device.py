"""Where the models of Keras compute, and with what: TensorFlow, on the CPU, unless a GPU is asked
for.

TensorFlow would take a GPU that it finds, PyTorch would not; both do here what RNNCOURSE_DEVICE
says. TensorFlow fixes its devices before the first model is built: on import of this room. Numbers
are float32 throughout: TF32, with which GPUs compute faster and more roughly, is off.
"""

from __future__ import annotations

import tensorflow as tf

from rnncourse.training.device import asked_device

REMEDY = "set KERAS_BACKEND=tensorflow, mend ~/.keras/keras.json, and start Python anew"


def check_settings() -> None:
    """Raise RuntimeError where Keras is set to another back end, precision or order of an image's
    axes than the models here have.
    """
    try:
        from keras import config
    except ModuleNotFoundError as error:  # of a back end that is not installed
        raise RuntimeError(f"Keras cannot be imported ({error}); {REMEDY}") from error
    for what, needed, found in (
        ("back end", "tensorflow", config.backend()),
        ("floatx", "float32", config.floatx()),
        ("image_data_format", "channels_last", config.image_data_format()),
    ):
        if found != needed:
            raise RuntimeError(
                f"rnncourse's Keras nets need the {what} {needed!r}, and Keras has {found!r}; "
                f"{REMEDY}"
            )


def settle() -> None:
    """Check how Keras is set, and hide the GPUs from TensorFlow unless one is asked for; raise
    RuntimeError where Keras is set to something else than the models here have, where a GPU is
    asked for and there is none, or where TensorFlow has begun to compute on one.
    """
    check_settings()
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

"""Where a model of PyTorch computes: where it stands, or on the GPU that was asked for.

Numbers are float32 throughout: TF32, with which GPUs compute faster and more roughly, is off.
"""

from __future__ import annotations

import torch
from torch import nn

from rnncourse.training.device import asked_device

torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False


def device_of(model: nn.Module) -> torch.device:
    """Return the device on which the weights of `model` stand."""
    return next(model.parameters()).device


def place(model: nn.Module, device: str | torch.device | None = None) -> torch.device:
    """Move `model` to the device where it is to be trained, and return it.

    It is `device`; without one, where the model stands; a model on the CPU goes to the GPU if
    RNNCOURSE_DEVICE asks for it.
    """
    if device is None and device_of(model).type == "cpu" and asked_device() == "gpu":
        device = gpu()
    if device is not None:
        model.to(device)
    return device_of(model)


def gpu() -> str:
    """Return the name of the GPU, "cuda" or "mps"; raise RuntimeError if there is none."""
    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    raise RuntimeError(
        "RNNCOURSE_DEVICE is 'gpu', but PyTorch finds none here; unset it to train on the CPU"
    )

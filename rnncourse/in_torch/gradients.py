"""How long gradients are in PyTorch, without a step taken."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from rnncourse.in_torch.device import device_of


def gradient_norms(
    model: nn.Module, x: np.ndarray, y: np.ndarray, *, batch_size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return norm and largest component of the loss gradient on each batch,
    (K,) each.

    The weights stay as they are: it tells where a threshold for clipping would
    lie.
    """
    model.eval()
    device, norms, largest = device_of(model), [], []
    for inputs, labels in zip(
        torch.from_numpy(x).split(batch_size), torch.from_numpy(y).split(batch_size)
    ):
        loss = cross_entropy(model(inputs.to(device)), labels.to(device))
        gradient = torch.autograd.grad(loss, list(model.parameters()))
        flat = torch.cat([g.flatten() for g in gradient])
        norms.append(flat.norm().item())
        largest.append(flat.abs().max().item())
    return np.array(norms), np.array(largest)

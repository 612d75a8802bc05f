"""Training an encoder and a decoder in PyTorch: the next symbol of a target,
given its source and what stands before.
"""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from rnncourse.in_torch.device import device_of
from rnncourse.in_torch.pairs.encoder_decoder import EncoderDecoder
from rnncourse.in_torch.training import Drawn, train
from rnncourse.preprocessing.inputs import check_sequences
from rnncourse.preprocessing.pairs import one_length_batches
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe


def predict_next(model, batch, state):
    """Return the mean loss of what comes after each step of the targets, with
    teacher forcing: the decoder reads the right symbols, and is asked for
    those one step later. Padding is not counted.
    """
    sources, targets = (trimmed(part) for part in batch)  # (B, S), (B, T)
    logits = model(sources, targets[:, :-1])  # (B, T-1, V)
    loss = cross_entropy(logits.flatten(0, 1), targets[:, 1:].flatten(), ignore_index=0)
    return loss, None, {}


def trimmed(indices: torch.Tensor) -> torch.Tensor:
    """Cut off the columns of indices (B, T) that are padding in every row."""
    return indices[:, : int((indices != 0).sum(dim=1).max())]


def train_on_pairs(
    model: EncoderDecoder,
    sources: np.ndarray,
    targets: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    seed: int,
    device: str | None = None,
) -> History:
    """Train `model` to write targets (N, T) for sources (N, S), both indices
    padded with 0.

    A batch has sources of one length. Raises TypeError and ValueError on
    arrays that cannot be learnt from, and FloatingPointError if the loss is no
    longer finite.
    """
    check_sequences(sources, targets)
    if validation is not None:
        check_sequences(*validation, of="validation ")
    return train(
        model,
        Drawn(sources, targets, draw=one_length_batches(sources, recipe.batch_size), seed=seed),  # pyright: ignore
        predict_next,
        recipe=recipe,
        validate=None
        if validation is None
        else lambda model: {"loss": pair_loss(model, *validation)},
        seed=seed,
        device=device,
    )


@torch.no_grad()
def pair_loss(model: EncoderDecoder, sources: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean loss (nats) of a symbol of targets (N, T), given sources
    (N, S) and the right symbols before.
    """
    model.eval()
    device, loss_sum = device_of(model), 0.0
    for rows in one_length_batches(sources, 1024)(np.random.default_rng(0)):
        x, y = (trimmed(torch.from_numpy(part[rows])).to(device) for part in (sources, targets))
        logits = model(x, y[:, :-1]).flatten(0, 1)
        loss_sum += cross_entropy(
            logits, y[:, 1:].flatten(), ignore_index=0, reduction="sum"
        ).item()
    return loss_sum / (targets[:, 1:] != 0).sum()

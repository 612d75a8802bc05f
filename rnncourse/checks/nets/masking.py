"""Checks of classifiers that skip the zeros behind a short sequence, in Keras or in PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, check
from rnncourse.checks.frameworks import answer, is_keras
from rnncourse.checks.nets.models import built
from rnncourse.checks.nets.requirements import B, C, D, T, require_recurrent

LENGTHS = (2, T, 1, 4)  # not sorted, and one sequence fills all steps
BY_LENGTH = np.argsort(LENGTHS)
CUT = (
    "the last state of a sequence of n steps is number n - 1; pack_padded_sequence wants "
    "batch_first=True, enforce_sorted=False and the lengths on the CPU"
)


def masked(attempt: Attempt, framework: str) -> None:
    """Check what the student's function builds: an Elman layer that skips rows of zeros."""
    model = built(attempt, framework)
    symbols = np.random.default_rng(0).permuted(np.tile([0, 1, 2, 4, 5, 6], (B, 1)), axis=1)
    x = np.eye(D, dtype=np.float32)[symbols]  # (B, T, D); column 3 is never hot
    padded = np.where((np.arange(T) < np.array(LENGTHS)[:, None])[:, :, None], x, np.float32(0))
    together = answer(attempt, model, padded, CUT)
    if together.shape == (B, C):
        require_mask(attempt, model, padded, together)
    require_recurrent(attempt, model, x)


def require_mask(attempt: Attempt, model: Any, padded: np.ndarray, together: np.ndarray) -> None:
    """Ask that a short sequence is answered as it is without the zeros behind it."""
    alone = np.concatenate(
        [answer(attempt, model, padded[i : i + 1, :n], CUT) for i, n in enumerate(LENGTHS)]
    )
    attempt.require(
        not any(
            np.allclose(together, alone[order], atol=1e-4) for order in (BY_LENGTH, BY_LENGTH[::-1])
        ),
        "made a model that gives the answers in another order than the sequences",
        "answer i for sequence i",
        "sequences that were sorted by their length must be put back: enforce_sorted=False does so",
    )
    attempt.require(
        np.allclose(together, alone, atol=1e-4),
        "made a model that changes its answer to a sequence when zeros follow it",
        "the same answer with and without them",
        "a keras.layers.Masking() before the recurrent layer skips rows of zeros"
        if is_keras(model)
        else "count the steps that are not zero, and take the state after the last of these, not "
        "after the zeros",
    )


@check
def keras_masked(attempt: Attempt) -> None:
    """`keras_masked(features, units, classes)`: a mask, one SimpleRNN layer and a softmax.

    keras.Sequential of keras.Input((None, features)), keras.layers.Masking(), a SimpleRNN of
    `units`, and a Dense of `classes` with the activation softmax.
    """
    masked(attempt, "keras")


@check
def torch_masked(attempt: Attempt) -> None:
    """`torch_masked(features, units, classes)`: one nn.RNN layer, and a linear one on the state
    after the last step that is not zero; logits out.

    x.any(dim=2).sum(dim=1) counts for each sequence the steps that are not zero. The recurrent
    layer returns all states, (B, T, H); states[torch.arange(len(x)), lengths - 1] picks one of
    each, and the linear layer reads these.
    """
    masked(attempt, "torch")

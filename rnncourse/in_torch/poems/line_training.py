"""Training a LineReader in PyTorch, on batches of lines that are equally long."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn.functional import log_softmax

from rnncourse.evaluation.lines import scores_of_sum
from rnncourse.in_torch.classifier_training import classify
from rnncourse.in_torch.device import device_of
from rnncourse.in_torch.pairs.pair_training import trimmed
from rnncourse.in_torch.poems.line_readers import LineReader
from rnncourse.in_torch.training import Drawn, train
from rnncourse.preprocessing.inputs import check_lines
from rnncourse.preprocessing.pairs import one_length_batches
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe


def classify_lines(model, batch, state):
    """Return the loss of a batch of lines (B, T) that are equally long, but for
    padding behind all of them.
    """
    lines, classes = batch
    return classify()(model, [trimmed(lines), classes], state)


def train_on_lines(
    model: LineReader,
    lines: np.ndarray,
    classes: np.ndarray,
    *,
    recipe: Recipe,
    validation: tuple[Sequence[np.ndarray], np.ndarray] | None = None,
    seed: int,
    device: str | None = None,
) -> History:
    """Train `model` to tell the classes (N,) of lines (N, T), indices padded with
    0; a batch has lines of one length.

    `validation` is parts, each (M, T), and the classes (M,): log-probabilities of
    the parts are added, as those of the two halves of a couplet. Raises TypeError
    and ValueError on arrays that cannot be learnt from, and FloatingPointError if
    the loss is no longer finite.
    """
    check_lines(lines, classes)
    return train(
        model,
        Drawn(lines, classes, draw=one_length_batches(lines, recipe.batch_size), seed=seed),  # pyright: ignore
        classify_lines,
        recipe=recipe,
        validate=None
        if validation is None
        else lambda model: scores_of_sum(
            [log_probabilities(model, part) for part in validation[0]], validation[1]
        ),
        seed=seed,
        device=device,
    )


@torch.no_grad()
def log_probabilities(model: LineReader, lines: np.ndarray) -> np.ndarray:
    """Return the log-probability (nats) of each class (N, C) for lines (N, T)."""
    model.eval()
    answers = [None] * len(lines)
    for rows in one_length_batches(lines, 1024)(np.random.default_rng(0)):
        batch = trimmed(torch.from_numpy(lines[rows])).to(device_of(model))
        for row, answer in zip(rows, log_softmax(model(batch), dim=1).cpu().numpy()):
            answers[row] = answer
    return np.stack(answers)  # pyright: ignore

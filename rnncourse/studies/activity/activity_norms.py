"""The norm of the gradient at every step of a training, beside the loss before it; no test window
is read here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from rnncourse.datasets.activity import load_activity
from rnncourse.in_torch.classifier_training import classify, evaluate
from rnncourse.in_torch.training import Shuffled, Step, train
from rnncourse.records.study import Study
from rnncourse.studies.activity.activity_rnn import PLAIN, build, hold_out, recipe_of, scaled

FORMS = (PLAIN, PLAIN | {"clip_norm": 1.0})
WATCHED = 256  # training windows whose loss is measured before every step


def note_norms(model: nn.Module) -> list[float]:
    """Return a list to which every backward pass through `model` adds the norm of the gradient for
    all weights, as it is before it is clipped.
    """
    weights, squares, norms = list(model.parameters()), [], []

    def note(weight: Any) -> None:
        squares.append(weight.grad.square().sum().item())
        if len(squares) == len(weights):
            norms.append(float(np.sqrt(sum(squares))))
            squares.clear()

    for weight in weights:
        weight.register_post_accumulate_grad_hook(note)
    return norms


def noting_losses(step: Step, x: np.ndarray, y: np.ndarray) -> tuple[Step, list[float]]:
    """Return `step`, which notes the loss on x (N, T, D) and y (N,) before it does what it does,
    and the list of these losses.
    """
    inputs, labels, losses = torch.from_numpy(x), torch.from_numpy(y.astype(np.int64)), []

    def noting(model, batch, state):
        with torch.no_grad():
            losses.append(cross_entropy(model(inputs), labels).item())
        return step(model, batch, state)

    return noting, losses


def run(configuration: dict, seed: int) -> dict:
    """Train one net as `activity_rnn` does; record its norms and losses, step by step."""
    activities = load_activity()
    split, y = hold_out(activities, seed), activities.y
    x = scaled(activities, split.train)
    model = build(configuration, *x.shape[1:], len(activities.classes), seed=seed)  # pyright: ignore
    watched = np.random.default_rng(seed).choice(split.train, WATCHED, replace=False)
    recipe, norms = recipe_of(configuration), note_norms(model)
    step, losses = noting_losses(classify(), x[watched], y[watched])
    history = train(
        model,
        Shuffled(x[split.train], y[split.train].astype(np.int64), batch_size=recipe.batch_size),
        step,
        recipe=recipe,
        validate=lambda model: evaluate(model, x[split.validation], y[split.validation]),
        seed=seed,
    )
    return {
        "metrics": {
            "validation_accuracy": history["validation_accuracy"][-1],
            "norms": np.round(norms, 3).tolist(),
            "losses": np.round(losses, 4).tolist(),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="activity_norms",
    dataset="activity",
    question="Does the loss of an Elman net rise in the steps whose gradients are long?",
    configurations=FORMS,
    seeds=(0, 1, 2, 3, 4),
    run=run,
)

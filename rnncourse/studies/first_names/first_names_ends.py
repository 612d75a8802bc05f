"""What END does behind a first name: how long the gradient is at the last letter, and what a
logistic regression reads from the state, when so many ENDs have followed. No test name is read
here.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.names import LECTURE_ALPHABET, load_first_names
from rnncourse.records.study import Study
from rnncourse.studies.first_names.first_names import (
    END,
    LECTURE,
    MASKED,
    ORTHOGONAL,
    build,
    encode_names,
    fit,
    prepare,
)

COUNTS, PROBED = (0, 1, 2, 4, 8, 15), 2000  # ENDs; training names
UNTRAINED, TRAINED = {"trained": False}, {"trained": True}


def with_ends(names: list[str], count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the names with `count` ENDs behind each, x (N, T, V) with a mask behind these, and the
    step of each last letter, (N,).
    """
    longest = max(map(len, names))
    x = np.zeros((len(names), longest + count, len(LECTURE_ALPHABET)), np.float32)
    x[:, :longest] = encode_names(names, padding="mask", length=longest)
    last = np.array([len(name) - 1 for name in names])
    for k in range(1, count + 1):
        x[np.arange(len(names)), last + k, LECTURE_ALPHABET.index("END")] = 1
    return x, last


def gradient_at_last_letter(model, x: np.ndarray, last: np.ndarray, y: np.ndarray) -> float:
    """Return how long the gradient of a name's loss is with respect to the input at its last
    letter, the mean over names.
    """
    import torch
    from torch.nn.functional import cross_entropy

    model.eval()
    inputs = torch.from_numpy(x).requires_grad_()
    cross_entropy(model(inputs), torch.from_numpy(y), reduction="sum").backward()
    at_last = inputs.grad[torch.arange(len(x)), torch.from_numpy(last)]  # pyright: ignore
    return at_last.norm(dim=1).mean().item()  # of (N, V)


def last_states(model, x: np.ndarray) -> np.ndarray:
    """Return the state after the last step that is not masked, (N, H)."""
    import torch

    from rnncourse.in_torch.classifiers import packed

    with torch.no_grad():
        return model.recurrent(packed(torch.from_numpy(x)))[1][-1].numpy()


def read_off(states: np.ndarray, labels: np.ndarray, fitted: int) -> float:
    """Fit a logistic regression on the first `fitted` states (N, H); return how often it is right
    about the others.

    Each unit is standardised first, so that what is small counts as much as what is large.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    probe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=100, tol=1e-3))
    probe.fit(states[:fitted], labels[:fitted])
    return float(probe.score(states[fitted:], labels[fitted:]))


def run(configuration: dict, seed: int) -> dict:
    """Train one net, or leave it as it begins, and take its measures after each count of ENDs, on
    validation names; the probe learns from PROBED training names.
    """
    x, y, _, split = prepare(configuration["padding"], configuration["length"])
    if configuration["trained"]:
        model, history, _ = fit(configuration, seed, x, y, split)
        history = history.rounded()
    else:
        model, history = build(configuration, seed=seed), {}
    fitted = np.random.default_rng(0).choice(split.train, PROBED, replace=False)
    rows = np.concatenate([fitted, split.validation])
    names = load_first_names()["name"].to_numpy(str)[rows]
    labels = {"gender": y[rows], "last_letter": np.array([name[-1] for name in names])}
    measured = {measure: [] for measure in ("gradient", "spread", *labels)}
    for count in COUNTS:
        x, last = with_ends(names.tolist(), count)
        states = last_states(model, x)
        held_out = x[PROBED:], last[PROBED:], y[rows][PROBED:]
        measured["gradient"].append(gradient_at_last_letter(model, *held_out))
        measured["spread"].append(float(states[PROBED:].std(axis=0).mean()))
        for what, told in labels.items():
            measured[what].append(read_off(states, told, PROBED))
    return {"metrics": measured, "history": history}


STUDY = Study(
    name="first_names_ends",
    dataset="first-names",
    question="What do ENDs behind a name do to the gradient, and to what the state holds?",
    configurations=(
        END | UNTRAINED,
        END | ORTHOGONAL | UNTRAINED,
        LECTURE | TRAINED,
        END | TRAINED,
        MASKED | TRAINED,
    ),
    seeds=(0, 1, 2),
    run=run,
)

"""Does an Elman net remember longer with leaky units, or with layer normalisation? The adding
problem of `memory`, with the same number of units and batches, in PyTorch.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rnncourse.records.study import Study
from rnncourse.studies.synthetic.memory import (
    BATCH,
    CLIP_NORM,
    HIDDEN,
    LEARNING_RATE,
    STEPS,
    TEST,
    adding,
)

SLOWEST = 100  # steps that the slowest leaky unit remembers
EACH = 50  # batches, of which the curve holds the mean loss


def batches(length: int, *, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Draw fresh batches of the adding problem without end."""
    rng = np.random.default_rng(seed)
    while True:
        yield adding(length, BATCH, rng=rng)


def train(name: str, length: int, steps: int, x: np.ndarray, *, seed: int):
    """Train a net with the cell `name`; return its losses, and its sums for x (N, T, 2)."""
    import torch

    from rnncourse.in_torch.cells import LayerNormCell, LeakyCell, run_cell

    torch.manual_seed(seed)
    cell = LeakyCell(2, HIDDEN, slowest=SLOWEST) if name == "leaky" else LayerNormCell(2, HIDDEN)
    linear = torch.nn.Linear(HIDDEN, 1)
    parameters = [*cell.parameters(), *linear.parameters()]
    optimizer, losses = torch.optim.Adam(parameters, lr=LEARNING_RATE), []
    for _, batch in zip(range(steps), batches(length, seed=seed), strict=False):
        numbers, sums = map(torch.from_numpy, batch)
        loss = (linear(run_cell(cell, numbers)[:, -1])[:, 0] - sums).square().mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, CLIP_NORM)
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        found = linear(run_cell(cell, torch.from_numpy(x))[:, -1])[:, 0].numpy()
    return np.reshape(losses, (-1, EACH)).mean(axis=1), found


def run(configuration: dict, seed: int) -> dict:
    """Train one net on fresh sequences, and test it on others."""
    length, steps = configuration["length"], configuration.get("steps", STEPS)
    x, y = adding(length, TEST, rng=np.random.default_rng([seed, 1]))
    losses, found = train(configuration["cell"], length, steps, x, seed=seed)
    error = np.abs(found - y)
    return {
        "metrics": {
            "success": round(float((error < 0.1).mean()), 4),
            "test_loss": round(float((error**2).mean()), 5),
        },
        "history": {"loss": np.round(losses, 5).tolist()},
    }


STUDY = Study(
    name="memory_cells",
    dataset=None,
    question="Does an Elman net remember longer with leaky units or layer normalisation?",
    configurations=tuple(
        {"framework": "torch", "task": "adding", "cell": cell, "length": length}
        for length in (20, 80)
        for cell in ("leaky", "layer norm")
    ),
    seeds=(0, 1, 2),
    run=run,
    quick={"steps": 100},
)

"""How far back can a net remember? The adding problem and copying from memory,
against the length of the sequence.

Both tasks are those of Hochreiter and Schmidhuber (1997), in the form of
Arjovsky, Shah and Bengio (2016). Their data are drawn anew for every batch, so
there is no data set, and no training sequence comes twice.
"""

from __future__ import annotations

import numpy as np

from rnncourse.records.study import Study

SYMBOLS = 4  # copying: so many different symbols
RECALLED = 3  # copying: so many to recall
STEPS, BATCH, TEST, HIDDEN, LEARNING_RATE, CLIP_NORM = 2000, 64, 1000, 48, 0.003, 1.0
LENGTHS = {"adding": (10, 20, 40, 80), "copying": (5, 10, 20, 40)}
STARTS = (
    ("elman", "uniform"),
    ("elman", "orthogonal"),
    ("lstm", "orthogonal"),
    ("gru", "orthogonal"),
)


def adding(length: int, count: int, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw x (N, T, 2), numbers and marks, and y (N,), the sums of the two
    marked numbers.

    One mark stands in each half of the sequence.
    """
    x = np.zeros((count, length, 2), np.float32)
    x[:, :, 0] = rng.random((count, length))
    half = length // 2
    rows, first, second = (
        np.arange(count),
        rng.integers(0, half, count),
        rng.integers(half, length, count),
    )
    x[rows, first, 1] = x[rows, second, 1] = 1
    return x, x[rows, first, 0] + x[rows, second, 0]


def copying(delay: int, count: int, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw x (N, T, V), symbols one-hot, then `delay` blanks, and y (N,
    RECALLED), the symbols.

    The symbols come first, then the blanks; the last blank is a sign, after
    which the symbols are asked for.
    """
    y = rng.integers(0, SYMBOLS, (count, RECALLED))
    indices = np.full((count, RECALLED + delay + RECALLED), SYMBOLS)  # SYMBOLS is the blank
    indices[:, :RECALLED] = y
    indices[:, RECALLED + delay - 1] = SYMBOLS + 1  # the sign
    return np.eye(SYMBOLS + 2, dtype=np.float32)[indices], y


TASKS = {
    "adding": (adding, 2, 1),
    "copying": (copying, SYMBOLS + 2, SYMBOLS),
}  # how to draw, input size, output size


def loss_and_success(task: str, outputs, y):
    """Return the loss to minimise and the share of right answers, for outputs
    (B, T, C) of the net at every step.

    A sum is right if it is off by less than 0.1; a symbol, if it has the
    highest score.
    """
    from torch.nn import functional as F

    if task == "adding":
        sums = outputs[:, -1, 0]
        return F.mse_loss(sums, y), ((sums - y).abs() < 0.1).float().mean().item()
    recalled = outputs[:, -RECALLED:]  # (B, RECALLED, C)
    return F.cross_entropy(recalled.transpose(1, 2), y), (
        recalled.argmax(dim=2) == y
    ).float().mean().item()


def begin_orthogonal(layer) -> None:
    """Give a recurrent layer of PyTorch the weights that this book's cells (and
    Keras') begin with.

    The recurrent weights of each gate are orthogonal, the biases 0, but 1 for
    the forget gate of an LSTM. PyTorch's own start is "uniform": all weights
    and biases are small and random.
    """
    from torch import nn

    nn.init.xavier_uniform_(layer.weight_ih_l0)
    for gate in layer.weight_hh_l0.data.split(HIDDEN):
        nn.init.orthogonal_(gate)
    nn.init.zeros_(layer.bias_ih_l0)
    nn.init.zeros_(layer.bias_hh_l0)
    if isinstance(layer, nn.LSTM):
        nn.init.ones_(layer.bias_ih_l0.data[HIDDEN : 2 * HIDDEN])


def set_gate_bias(layer, bias: float | str, *, steps: int) -> None:
    """Set how far the gate that keeps is open at first: the forget gate of an
    LSTM, the update gate of a GRU.

    In PyTorch either is the second block of biases. "chrono" spreads the units
    over spans of 1 to `steps` - 1 steps, and closes the input gate of an LSTM by
    as much (Tallec and Ollivier 2018).
    """
    from torch import nn

    biases = layer.bias_ih_l0.data
    keep = biases[HIDDEN : 2 * HIDDEN]
    if bias != "chrono":
        keep.fill_(bias)
        return
    keep.uniform_(1, steps - 1).log_()
    if isinstance(layer, nn.LSTM):
        biases[:HIDDEN] = -keep


def run(configuration: dict, seed: int) -> dict:
    """Train one net on fresh sequences, and test it on others."""
    import torch

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    draw, input_size, output_size = TASKS[configuration["task"]]
    cell = {"elman": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[
        configuration["cell"]
    ]
    layer = cell(input_size, HIDDEN, batch_first=True)
    if configuration["start"] == "orthogonal":
        begin_orthogonal(layer)
    if "gate_bias" in configuration:
        set_gate_bias(layer, configuration["gate_bias"], steps=configuration["length"])
    linear = torch.nn.Linear(HIDDEN, output_size)
    parameters = [*layer.parameters(), *linear.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=LEARNING_RATE)
    losses = []
    for _ in range(configuration.get("steps", STEPS)):
        x, y = map(torch.from_numpy, draw(configuration["length"], BATCH, rng=rng))
        loss, _ = loss_and_success(configuration["task"], linear(layer(x)[0]), y)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, CLIP_NORM)
        optimizer.step()
        losses.append(loss.item())
    x, y = map(torch.from_numpy, draw(configuration["length"], TEST, rng=rng))
    with torch.no_grad():
        loss, success = loss_and_success(configuration["task"], linear(layer(x)[0]), y)
    every_fifty = np.reshape(losses, (-1, 50)).mean(axis=1)
    return {
        "metrics": {"success": round(success, 4), "test_loss": round(loss.item(), 5)},
        "history": {"loss": np.round(every_fifty, 5).tolist()},
    }


STUDY = Study(
    name="memory",
    dataset=None,
    question="How far back can an Elman net, an LSTM and a GRU remember?",
    configurations=tuple(
        {"framework": "torch", "task": task, "cell": cell, "start": start, "length": length}
        for task, lengths in LENGTHS.items()
        for length in lengths
        for cell, start in STARTS
    ),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    quick={"steps": 100},
)

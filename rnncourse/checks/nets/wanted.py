"""What the models of windows are compared with: their layers, the right ways to use them, the usual
wrong ways, and what another number of parameters means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from rnncourse.checks.frameworks import TWO_THINGS
from rnncourse.checks.nets.parts import GATES, Parts, flat, relu

B, T, D, H, C = 4, 14, 7, 5, 3  # windows, steps, features, units, classes
F, W, S = 8, 4, 2  # filters, their width, and by how many steps they move on
Way = Callable[[np.ndarray], np.ndarray]  # from windows (B, T, D) to logits (B, C)
CHANNELS_FIRST = (
    "nn.Conv1d wants the channels before the steps: x.transpose(1, 2), and back for a recurrent "
    "layer"
)


@dataclass
class Wanted:
    """What a model is compared with: layers, the right ways to use them, the usual wrong ways by
    their hints, and what another number of parameters means.
    """

    parts: Parts
    right: list[Way]
    wrong: dict[str, Way] = field(default_factory=dict)
    counts: dict[int, str] = field(default_factory=dict)
    every_step: str = ""  # what lacks where there is an answer for every step
    raised: str = TWO_THINGS


def biases(framework: str, cell: str) -> int:
    """How many biases a recurrent layer of H units has: PyTorch has two for each gate, Keras so
    many in a GRU alone.
    """
    return GATES[cell] * H * (1 if framework == "keras" and cell != "gru" else 2)


def missing_biases(sizes: dict[str, int]) -> dict[int, str]:
    """What it means if so many parameters lack, from the numbers of biases of each layer."""
    return {-size: f"the {name} layer has no bias" for name, size in sizes.items()}


def other_cells(framework: str, cell: str, inputs: int) -> dict[int, str]:
    """What it means if there are so many parameters more or less than with this cell."""

    def size(name: str) -> int:
        return GATES[name] * (inputs * H + H * H) + biases(framework, name)

    return {
        size(name) - size(cell): f"that is the layer for {name!r}, and {cell!r} is wanted"
        for name in GATES
        if name != cell
    }


def linear(framework: str) -> Wanted:
    """A linear layer on all numbers of a window."""
    parts = Parts(framework)
    out = parts.dense(T * D, C)
    return Wanted(
        parts,
        [lambda x: out(flat(x)), lambda x: out(flat(x.swapaxes(1, 2)))],
        {
            "there is a ReLU on the inputs, and half of each signal is lost": lambda x: out(
                relu(flat(x))
            ),
            "there is a function on the inputs: a linear model has none": lambda x: out(
                np.tanh(flat(x))
            ),
        },
        missing_biases({"output": C})
        | {
            (D - T * D) * C: "it sees one number for each feature: flatten steps and features",
            (T - T * D) * C: "it sees one number for each step: flatten steps and features",
        },
        "each step is answered by itself: flatten the window first",
    )


def dense(framework: str) -> Wanted:
    """A hidden layer with ReLU on all numbers of a window."""
    parts = Parts(framework)
    hidden, out = parts.dense(T * D, H), parts.dense(H, C)
    return Wanted(
        parts,
        [lambda x: out(relu(hidden(flat(x)))), lambda x: out(relu(hidden(flat(x.swapaxes(1, 2)))))],
        {
            "there is no ReLU: two linear layers in a row are one linear model": lambda x: out(
                hidden(flat(x))
            ),
            "the hidden units have tanh; the task wants ReLU": lambda x: out(
                np.tanh(hidden(flat(x)))
            ),
            "the hidden units have a sigmoid; the task wants ReLU": lambda x: out(
                1 / (1 + np.exp(-hidden(flat(x))))
            ),
            "there is a ReLU on the scores too: none behind the last layer": lambda x: relu(
                out(relu(hidden(flat(x))))
            ),
        },
        missing_biases({"output": C, "hidden": H})
        | {
            T * D * (C - H) - H - H * C: "there is no hidden layer",
            H * H + H: "there is a hidden layer too many",
            (D - T * D) * H: "it sees one number for each feature: flatten steps and features",
        },
        "each step is answered by itself: flatten the window first",
    )


def last(states: np.ndarray) -> np.ndarray:
    """The state after the last step, (B, H)."""
    return states[:, -1]


STATES = {
    "a mean of the states makes another net: take the last one": lambda states: states.mean(axis=1),
    "the largest value of each unit makes another net: take the last state": lambda states: (
        states.max(axis=1)
    ),
    "that is the state after the first step: take the last one": lambda states: states[:, 0],
}


def recurrent(framework: str, cell: str) -> Wanted:
    """A recurrent layer, and a linear one on its last state."""
    parts = Parts(framework)
    states, out = parts.recurrent(cell, D, H), parts.dense(H, C)
    return Wanted(
        parts,
        [lambda x: out(last(states(x)))],
        {hint: lambda x, taken=taken: out(taken(states(x))) for hint, taken in STATES.items()}
        | {"it reads the window backwards": lambda x: out(last(states(x[:, ::-1])))},
        missing_biases({"output": C, "recurrent": biases(framework, cell)})
        | other_cells(framework, cell, D),
        "there is an answer for every step: take the last state alone",
    )


def strided(x: np.ndarray) -> np.ndarray:
    """Every S-th step."""
    return x[:, ::S]


def padded(x: np.ndarray, before: int, after: int) -> np.ndarray:
    """Windows with so many steps of zeros at their ends."""
    return np.pad(x, ((0, 0), (before, after), (0, 0)))


def convolutional(framework: str) -> Wanted:
    """A convolution with ReLU, its mean over time, and a linear layer."""
    parts = Parts(framework)
    filtered, out = parts.convolution(D, F, W), parts.dense(F, C)
    return Wanted(
        parts,
        [lambda x: out(relu(filtered(x)).mean(axis=1))],
        {
            "there is no ReLU between convolution and mean": lambda x: out(
                filtered(x).mean(axis=1)
            ),
            "the ReLU comes after the mean: first ReLU, then mean": lambda x: out(
                relu(filtered(x).mean(axis=1))
            ),
            "that is the largest value over time; the task wants the mean": lambda x: out(
                relu(filtered(x)).max(axis=1)
            ),
            "that is the sum over time; divide by the number of steps": lambda x: out(
                relu(filtered(x)).sum(axis=1)
            ),
            "that is the last step alone: take the mean over all": lambda x: out(
                last(relu(filtered(x)))
            ),
            "the filters have tanh; the task wants ReLU": lambda x: out(
                np.tanh(filtered(x)).mean(axis=1)
            ),
            "zeros are added at the ends: leave out the padding": lambda x: out(
                relu(filtered(padded(x, (W - 1) // 2, W // 2))).mean(axis=1)
            ),
            "zeros are added in front: leave out the padding": lambda x: out(
                relu(filtered(padded(x, W - 1, 0))).mean(axis=1)
            ),
        },
        missing_biases({"output": C, "convolutional": F})
        | {
            D * F * (1 - W): "its filters see one step at a time: their width is missing",
            (T - W) * F * C: "flattened, every step has weights of its own: take the mean "
            "over the steps instead",
            W * F * F + F: "there is a convolution too many",
        },
        "there is an answer for every step: take the mean over the steps",
        CHANNELS_FIRST,
    )


def strided_recurrent(framework: str) -> Wanted:
    """A convolution with ReLU that moves on by S steps, a GRU, and a linear layer on its last
    state.
    """
    parts = Parts(framework)
    filtered, states = parts.convolution(D, F, W), parts.recurrent("gru", F, H)
    out = parts.dense(H, C)
    ways: dict[str, Way] = {
        f"{zeros} added at the ends: leave out the padding": lambda x, n=n: out(
            last(states(relu(strided(filtered(padded(x, n, n))))))
        )
        for n, zeros in ((1, "a step of zeros is"), (2, "steps of zeros are"))
    }
    ways |= {
        "the convolution moves step by step: pass the stride on": lambda x: out(
            last(states(relu(filtered(x))))
        ),
        "there is no ReLU behind the convolution": lambda x: out(
            last(states(strided(filtered(x))))
        ),
        "the convolution has tanh; the task wants ReLU": lambda x: out(
            last(states(np.tanh(strided(filtered(x)))))
        ),
        "the inputs are thinned out before the convolution, which then never sees what lies "
        "between": lambda x: out(last(states(relu(filtered(strided(x)))))),
    }
    return Wanted(
        parts,
        [lambda x: out(last(states(relu(strided(filtered(x))))))],
        ways
        | {
            hint: lambda x, taken=taken: out(taken(states(relu(strided(filtered(x))))))
            for hint, taken in STATES.items()
        },
        missing_biases({"output": C, "convolutional": F, "recurrent": biases(framework, "gru")})
        | other_cells(framework, "gru", F)
        | {
            D * F * (1 - W): "its filters see one step at a time: their width is missing",
        },
        "there is an answer for every step: take the last state alone",
        CHANNELS_FIRST,
    )

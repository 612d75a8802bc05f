"""The kinds of layers that a page can run, as both frameworks' models are read into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

KINDS = (
    "onehot",
    "embedding",
    "elman",
    "lstm",
    "gru",
    "conv1d",
    "maxpool",
    "maximum",
    "average",
    "dense",
    "activation",
    "ngrams",
    "kneser_ney",
    "movement",
    "hand_features",
    "random_convolutions",
    "gravity",
)
OF_SYMBOLS = ("onehot", "embedding", "ngrams", "kneser_ney")  # these read places in an alphabet
CELLS = ("elman", "lstm", "gru")
GATES = {
    "lstm": ("input", "forget", "candidate", "output"),
    "gru": ("update", "reset", "candidate"),
}
ACTIVATIONS = ("identity", "tanh", "relu", "sigmoid")
BOTH = ("forward", "backward")
OF_ALL_STEPS = ("maximum", "average", "ngrams", "hand_features", "random_convolutions")
OF_ONE = ("dense", "activation", "gravity")  # what may follow when no steps are left


@dataclass(frozen=True)
class Layer:
    """A layer: it reads vectors of `size` numbers, a step each, and gives vectors of `units`.

    For "onehot", "embedding", "ngrams" and "kneser_ney", `size` counts the symbols, and a step is
    the index of one. A recurrent layer gives `units` numbers for each of its "directions". `arrays`
    are by name, those of a recurrent layer such as "forward.W_xh"; `options` are what the page must
    know besides:

    ======================  ======================================================================
    elman, lstm, gru        "directions" (of "forward" and "backward") and "output", "all" states
                            or the "last" of each direction; "activation" of an Elman cell; "reset"
                            of a GRU, "after" or "before" the product with W_hh
    conv1d                  "padding", steps of zeros before and after; "dilation"; "stride", by how
                            many steps it moves on; "activation"
    maxpool                 "steps", of so many that follow each other, the largest; the rest falls
                            away
    dense, activation       "activation"
    ngrams                  "blank", see :mod:`rnncourse.live.ngrams`
    kneser_ney              "order", see :mod:`rnncourse.live.counting`
    random_convolutions     "dilations", see :mod:`rnncourse.live.movement`
    ======================  ======================================================================
    """

    kind: str
    name: str
    size: int
    units: int
    options: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def gives(self) -> int:
        """How many numbers the vectors have that it hands on."""
        return self.units * len(self.options.get("directions", "1"))

    @property
    def ends_steps(self) -> bool:
        """Whether it hands on one vector for the whole sequence."""
        return self.kind in OF_ALL_STEPS or self.options.get("output") == "last"


def with_kernel(kind: str, name: str, options: dict[str, Any], **arrays: np.ndarray) -> Layer:
    """Make a layer whose sizes are the last two of its array W."""
    size, units = arrays["W"].shape[-2:]
    return Layer(kind, name, size, units, options, arrays)


def recurrent(
    cell: str,
    name: str,
    weights: dict[str, dict[str, np.ndarray]],
    *,
    output: str,
    activation: str | None = None,
    reset: str | None = None,
) -> Layer:
    """Make a recurrent layer from the weights of each of its directions."""
    some = next(iter(weights.values()))
    options: dict[str, Any] = {"directions": list(weights), "output": output}
    if activation:
        options["activation"] = activation
    if reset:
        options["reset"] = reset
    if cell in GATES:
        options["gates"] = list(GATES[cell])
    arrays = {
        f"{direction}.{array}": values
        for direction, of_one in weights.items()
        for array, values in of_one.items()
    }
    return Layer(cell, name, len(some["W_xh"]), len(some["W_hh"]), options, arrays)


def refused(name: str, kind: str, why: str, remedy: str) -> ValueError:
    """An error that says which layer cannot run on a page, why, and what to do."""
    return ValueError(f"layer {name!r} ({kind}) cannot run on a page: {why}; {remedy}")


def unknown(name: str, kind: str) -> ValueError:
    """The error for a kind of layer that no page can run."""
    return refused(
        name,
        kind,
        f"it runs {', '.join(KINDS)}",
        "build the model of these, or teach book/live/nets.js and rnncourse/live another kind",
    )


def check_activation(activation: str, name: str, kind: str) -> str:
    """Return the name of an activation; raise ValueError for one that no page can run."""
    activation = {"linear": "identity"}.get(activation, activation)
    if activation not in ACTIVATIONS:
        remedy = (
            "let the model give logits, the page makes probabilities of them"
            if activation == "softmax"
            else f"use {', '.join(ACTIVATIONS)}"
        )
        raise refused(name, kind, f"its activation is {activation}", remedy)
    return activation


def check_chain(layers: Sequence[Layer]) -> None:
    """Raise ValueError unless each layer reads what the one before gives."""
    if not layers:
        raise ValueError("the model has no layer, expected at least one; pass a built model")
    for place, (layer, following) in enumerate(zip(layers, layers[1:])):
        if layer.gives != following.size:
            raise refused(
                following.name,
                following.kind,
                f"it reads {following.size} numbers, {layer.name!r} before it gives {layer.gives}",
                "pass the layers in the order in which the model runs them",
            )
        over = any(each.ends_steps for each in layers[: place + 1])
        if over and following.kind not in OF_ONE:
            raise refused(
                following.name,
                following.kind,
                "a layer before it hands on one vector, without steps",
                "let the recurrent layers below it hand on all states",
            )

"""What is asked of a recurrent model, in Keras or in PyTorch: shapes, parameters, softmax, and what
the answer depends on.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt
from rnncourse.checks.frameworks import answer, is_keras, set_weights, weights

D, H, C, B, T = (
    7,
    5,
    3,
    4,
    6,
)  # features, units, classes, sequences, steps: all different, so that no two axes look alike


def recurrent_parameters(features: int, units: int, keras: bool) -> int:
    """V H + H H + H: the weights of one Elman layer; PyTorch has a second bias."""
    return features * units + units * units + (1 if keras else 2) * units


def require_parameters(attempt: Attempt, model: Any, layers: int) -> None:
    """Require the parameters of `layers` Elman layers and a linear one, and guess why there are
    others.
    """
    keras = is_keras(model)
    inner = (layers - 1) * recurrent_parameters(H, H, keras)
    expected = recurrent_parameters(D, H, keras) + inner + H * C + C
    count = sum(value.size for value in weights(model))
    gates = expected - H * C - C
    likely = {
        expected - C: "the output layer has no bias",
        expected - layers * H * (1 if keras else 2): "the recurrent layer has no bias",
        expected - layers * H * (1 if keras else 2) - C: "no layer has a bias",
        4 * gates
        + H * C
        + C: "that is an LSTM: four times the weights; the task wants an Elman layer",
        3 * gates
        + H * C
        + C: "that is a GRU: three times the weights; the task wants an Elman layer",
        3 * (gates + layers * H)
        + H * C
        + C: "that is a GRU: three times the weights; the task wants an Elman layer",
        expected - inner: "there is one recurrent layer alone",
        expected + recurrent_parameters(H, H, keras): "there is a recurrent layer too many",
    }
    hint = likely.get(
        count,
        "count V H + H H + H for a recurrent layer, H C + C for the output layer"
        + ("" if keras else "; PyTorch has H more"),
    )
    attempt.require(count == expected, f"made a model with {count} parameters", f"{expected}", hint)


def require_shape(attempt: Attempt, result: np.ndarray, every_step: bool) -> None:
    """Ask for logits of the right shape: one row a sequence, or one a step."""
    shape = (B, T, C) if every_step else (B, C)
    hint = f"{B} sequences of {T} steps go in, {C} scores come out" + (
        " at every step" if every_step else " for each sequence"
    )
    if result.shape == (T, C) and not every_step:
        hint = (
            "one answer a step of one sequence: without batch_first=True, PyTorch reads the first "
            "axis as time"
        )
    elif result.shape == (1, B, C):
        hint = (
            "the last states have an axis for the layers, which comes first: h[-1] takes the last "
            "layer's"
        )
    elif result.ndim == 3 and not every_step:
        hint = (
            "there is an answer for every step: take the last state alone (in Keras: "
            "return_sequences=False in the last recurrent layer)"
        )
    elif result.shape == (B, C):
        hint = (
            "there is one answer for each sequence: pass all states on (in Keras: "
            "return_sequences=True)"
        )
    elif result.shape[-1:] == (H,):
        hint = "these are states: the output layer is missing"
    attempt.require(
        result.shape == shape,
        f"made a model that answers with shape {result.shape}",
        f"the shape {shape}",
        hint,
    )


def require_softmax(attempt: Attempt, model: Any, x: np.ndarray) -> None:
    """In Keras, one softmax; in PyTorch none, for its cross-entropy contains it."""
    result = answer(attempt, model, x)
    positive_and_one = bool((result >= 0).all() and np.allclose(result.sum(axis=-1), 1, atol=1e-4))
    if is_keras(model):
        attempt.require(
            positive_and_one,
            f"made a model whose scores add up to {np.unique(np.round(result.sum(axis=-1), 2))}",
            "1",
            "the softmax is missing, or goes along another axis: Dense(classes, "
            'activation="softmax")',
        )
        before = weights(model)
        set_weights(model, [50 * value for value in before])  # sure of everything
        surest = answer(attempt, model, x).max()
        set_weights(model, before)
        attempt.require(
            surest > 0.9,
            f"made a model that, sure of everything, gives the likeliest class {surest:.2f}",
            "nearly 1",
            "a softmax of a softmax cannot be sure: apply it once",
        )
    else:
        attempt.require(
            not positive_and_one,
            "made a model whose scores add up to 1",
            "logits, without a softmax",
            "nn.functional.cross_entropy applies the softmax itself; twice is once too often",
        )
        attempt.require(
            not np.allclose(np.exp(result).sum(axis=-1), 1, atol=1e-4),
            "made a model whose scores are logarithms of probabilities",
            "logits, without a softmax",
            "nn.functional.cross_entropy applies log_softmax itself: leave it out",
        )


def require_one_sequence_at_a_time(attempt: Attempt, model: Any, x: np.ndarray) -> None:
    """Ask that a sequence is answered alike alone and in a batch."""
    together = answer(attempt, model, x)
    alone = np.concatenate([answer(attempt, model, x[i : i + 1]) for i in range(len(x))])
    attempt.require(
        np.allclose(together, alone, atol=1e-4),
        "made a model whose answer to a sequence depends on the others of its batch",
        "the same answer alone and in a batch",
        "without batch_first=True, PyTorch reads the first axis as time",
    )


def require_every_weight_to_matter(attempt: Attempt, model: Any, x: np.ndarray) -> None:
    """Ask that the answer changes with every weight of the model."""
    before, first, rng = weights(model), answer(attempt, model, x), np.random.default_rng(1)
    for i, value in enumerate(before):
        noise = rng.normal(
            size=value.shape
        )  # adding one number to all would leave a softmax as it is
        set_weights(model, [*before[:i], value + noise, *before[i + 1 :]])
        changed = not np.allclose(answer(attempt, model, x), first, atol=1e-6)
        set_weights(model, before)
        attempt.require(
            changed,
            f"made a model whose weights no. {i + 1}, of shape {value.shape}, change nothing",
            "an answer that needs every weight",
            "the answer must come from the last layer: h[-1] of the states (layers, B, H), not "
            "h[0]",
        )


def require_every_step_to_matter(attempt: Attempt, model: Any, x: np.ndarray) -> None:
    """Ask that the answer changes with every step of the input."""
    first = answer(attempt, model, x)
    for step, name in ((0, "first"), (T - 1, "last")):
        other = x.copy()
        other[:, step] = x[:, step, ::-1]
        attempt.require(
            not np.allclose(answer(attempt, model, other), first, atol=1e-6),
            f"made a model that does not read the {name} step",
            "an answer to the whole sequence",
            "take the state after the last step; it has read them all",
        )


def require_last_state(attempt: Attempt, model: Any, x: np.ndarray) -> None:
    """Ask that the answer comes from the last state alone: without the weights from state to state,
    which are the first and every other of shape (H, H), no earlier step can be heard.
    """
    before = weights(model)
    square = [i for i, value in enumerate(before) if value.shape == (H, H)]
    without = [value * (i not in square[::2]) for i, value in enumerate(before)]
    other = x.copy()
    other[:, :-1] = x[:, :-1, ::-1]
    set_weights(model, without)
    same = np.allclose(answer(attempt, model, other), answer(attempt, model, x), atol=1e-6)
    set_weights(model, before)
    attempt.require(
        same,
        "made a model that answers from earlier states as well",
        "an answer from the last state alone",
        "a mean, a sum or a maximum over the states makes another net",
    )


def require_no_look_ahead(attempt: Attempt, model: Any, x: np.ndarray) -> None:
    """Ask that no step's answer changes with a later input."""
    other = x.copy()
    other[:, -1] = x[:, -1, ::-1]
    same = np.allclose(
        answer(attempt, model, other)[:, :-1], answer(attempt, model, x)[:, :-1], atol=1e-6
    )
    attempt.require(
        same,
        "made a model whose earlier answers change with the last step",
        "answers that know only what was read so far",
        "without batch_first=True PyTorch mixes the sequences; a bidirectional layer has read the "
        "target already",
    )


def require_recurrent(
    attempt: Attempt, model: Any, x: np.ndarray, layers: int = 1, every_step: bool = False
) -> None:
    """Ask that a model is Elman layers and a linear one, by what it says to x (B, T, D)."""
    require_shape(attempt, answer(attempt, model, x), every_step)
    require_parameters(attempt, model, layers)
    require_softmax(attempt, model, x)
    require_one_sequence_at_a_time(attempt, model, x)
    require_every_weight_to_matter(attempt, model, x)
    if every_step:
        require_no_look_ahead(attempt, model, x)
    else:
        require_every_step_to_matter(attempt, model, x)
        require_last_state(attempt, model, x)

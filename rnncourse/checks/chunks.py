"""Checks of how a net is trained that hands its state on: one way through the chunks of a text."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, check, number, require_no_gradients, why
from rnncourse.checks.frameworks import weights
from rnncourse.checks.nets.carrying import forget
from rnncourse.checks.values import plain

MEAN = "the mean of the losses of all chunks"
ORDER = "in the order of the text, from the first chunk to the last"


def some_chunks(count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Chunks of two streams and four steps, x (2, 4, 3) one-hot and y (2, 4)."""
    symbols = np.random.default_rng(3).integers(3, size=(count, 2, 5))
    one_hot = np.eye(3, dtype=np.float32)
    return [(one_hot[part[:, :-1]], part[:, 1:]) for part in symbols]


def same_weights(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    """Whether two lists of weights are equal, but for rounding."""
    return all(np.allclose(a, b, atol=1e-5) for a, b in zip(one, other))


def small_net() -> Any:
    """A compiled stateful net of Keras for two streams."""
    import keras

    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input(batch_shape=(2, None, 3)),
            keras.layers.SimpleRNN(4, return_sequences=True, stateful=True),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    loss = "sparse_categorical_crossentropy"
    model.compile(keras.optimizers.SGD(1.0), loss=loss, run_eagerly=True)
    return model


def trained(
    model: Any, start: list, chunks: list, *, reset: str
) -> tuple[list[np.ndarray], list[float]]:
    """The weights after one step for each chunk, and each chunk's loss: from the weights `start`,
    with a state that other text left, which is reset "never", "first" or before "every" chunk.
    """
    leave_a_state(model, start)
    losses = []
    for i, (x, y) in enumerate(chunks):
        if reset == "every" or (reset == "first" and i == 0):
            forget(model)
        losses.append(float(model.train_on_batch(x, y)))
    return weights(model), losses


def leave_a_state(model: Any, start: list[np.ndarray]) -> None:
    """Give the model its weights, and the state after another text."""
    forget(model)
    model.set_weights(start)
    model(some_chunks(9)[-1][0])


@check
def keras_epoch(attempt: Attempt) -> None:
    """`keras_epoch(model, chunks)`: state zero, then a step for each chunk (x, y) in order; returns
    the mean loss.

    Call reset_state() of every layer that has it. Join all x and all y, each with np.concatenate.
    model.fit them with batch_size=len(chunks[0][0]) and shuffle=False; the loss is
    .history["loss"][0] of what it returns.
    """
    model, chunks = small_net(), some_chunks(3)
    start = weights(model)
    leave_a_state(model, start)
    hint = (
        "a batch has as many rows as the net has streams: batch_size=len(chunks[0][0]) in fit, or "
        "train_on_batch with one chunk"
    )
    loss = number(attempt, attempt(model, chunks, hint=hint), MEAN)
    found = weights(model)
    attempt.require(
        not same_weights(found, start),
        "left every weight as it was",
        "one step for each chunk",
        "fit trains, evaluate and test_on_batch do not",
    )
    right, losses = trained(model, start, chunks, reset="first")
    if not same_weights(found, right):
        came_out = "trained, but came to other weights"
        wanted = "one step for each chunk, in order, after the state zero"
        raise attempt.wrong(came_out, wanted, likely_cause(model, start, chunks, found))
    require_mean(attempt, loss, losses)


def likely_cause(model: Any, start: list, chunks: list, found: list[np.ndarray]) -> str:
    """What was done if the weights `found` came out instead of the right ones."""
    for cause, reset, read in (
        ("reset the state: that of the text before is still there", "never", chunks),
        ("reset the state before the first chunk only, not before every one", "every", chunks),
        (f"read the chunks {ORDER}", "first", chunks[::-1]),
    ):
        if same_weights(found, trained(model, start, read, reset=reset)[0]):
            return cause
    return "one step for each chunk, in order: in fit, shuffle=False and epochs=1"


def require_mean(attempt: Attempt, loss: float, losses: list[float]) -> None:
    """Require the mean of the losses of all chunks."""
    wrong = {
        "that is the loss of the last chunk": losses[-1],
        "that is the sum of the losses": np.sum(losses),
    }
    attempt.require(
        np.isclose(loss, np.mean(losses), rtol=1e-4),
        f"returned the loss {loss:.4f}",
        f"{np.mean(losses):.4f}, {MEAN}",
        why(loss, wrong, rtol=1e-4),
    )


def listener(layer: str) -> Any:
    """A small net of PyTorch that hands its state on, and notes at every call: its weights, the
    state that it gets, the one that it gives, x, its logits, and gradients that were left over.
    """
    import torch
    from torch import nn

    class Listener(nn.Module):
        def __init__(self):
            super().__init__()
            self.recurrent = {"RNN": nn.RNN, "LSTM": nn.LSTM}[layer](3, 4, batch_first=True)
            self.linear, self.calls, self.left_over = nn.Linear(4, 3), [], False

        def forward(self, x, state=None):
            h, new = self.recurrent(x, state)
            logits = self.linear(h)
            self.calls.append((weights(self), state, new, x, logits))
            if logits.requires_grad:
                logits.register_hook(self.look_for_gradients)
            return logits, new

        def look_for_gradients(self, _):
            self.left_over |= any(
                p.grad is not None and bool(p.grad.any()) for p in self.parameters()
            )

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return Listener().float()


def parts(state: Any) -> list:
    """The tensors of a state: none, one, or an LSTM's two."""
    return [] if state is None else list(state) if isinstance(state, (tuple, list)) else [state]


def is_zero(state: Any) -> bool:
    """Whether it is no state, or one of zeros."""
    return not any(np.any(plain(part)) for part in parts(state))


def require_handed_on(attempt: Attempt, calls: list[tuple]) -> None:
    """Require that each chunk begins with the state of the one before, cut off from its past, and
    the first with none.
    """
    states = [state for _, state, *_ in calls]
    attempt.require(
        is_zero(states[0]),
        "began the first chunk with a state",
        "no state, None",
        "an epoch begins at the beginning of the text",
    )
    attempt.require(
        not any(is_zero(state) for state in states[1:]),
        "began every chunk without a state",
        "the state after the chunk before",
        "the model gives the new state: hand it in with the next chunk, model(x, state)",
    )
    attempt.require(
        not any(part.requires_grad for state in states for part in parts(state)),
        "handed in a state that remembers how it was computed",
        "a state that is cut off from its past",
        "detach() it",
    )
    for (_, _, before, *_), state in zip(calls, states[1:]):
        alike = all(np.allclose(plain(a), plain(b)) for a, b in zip(parts(before), parts(state)))
        attempt.require(
            alike,
            "handed in another state",
            "the state after the chunk before",
            "leave it as it is",
        )


def go_through(attempt: Attempt, layer: str, count: int, hint: str) -> None:
    """Try the student's function with a net of this layer and so many chunks."""
    import torch

    model = listener(layer)
    chunks = [(torch.tensor(x), torch.tensor(y)) for x, y in some_chunks(count)]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    loss = number(attempt, attempt(model, optimizer, chunks, hint=hint), MEAN)
    calls = model.calls
    attempt.require(
        len(calls) == count
        and all(np.array_equal(plain(call[3]), plain(x)) for call, (x, _) in zip(calls, chunks)),
        f"called the model {len(calls)} times, with other chunks or in another order",
        f"each of {count} chunks once, in order",
        ORDER,
    )
    require_handed_on(attempt, calls)
    attempt.require(
        not model.left_over,
        "began a backward pass with the gradients of the chunk before",
        "gradients of this chunk alone",
        "backward() adds to what is there: optimizer.zero_grad() before it",
    )
    after = [call[0] for call in calls[1:]] + [weights(model)]
    attempt.require(
        not any(same_weights(call[0], new) for call, new in zip(calls, after)),
        "left the weights as they were after a chunk",
        "one step of the optimiser for each chunk",
        "optimizer.step() inside the loop, after backward()",
    )
    require_no_gradients(attempt)
    losses = [
        float(torch.nn.functional.cross_entropy(call[4].detach().flatten(0, 1), y.flatten()))
        for call, (_, y) in zip(calls, chunks)
    ]
    require_mean(attempt, loss, losses)


@check
def torch_epoch(attempt: Attempt) -> None:
    """`torch_epoch(model, optimizer, chunks)`: a step for each chunk (x, y), with the state of the
    one before, cut off; returns the mean loss.

    Begin with state = None. For each chunk: logits, state = model(x, state); the cross-entropy of
    logits.flatten(0, 1) and y.flatten(); zero_grad, backward, step. Then detach the state, both
    parts of an LSTM's. Return the mean of all loss.item().
    """
    flat = "cross_entropy wants one row for each answer: logits.flatten(0, 1), y.flatten()"
    go_through(attempt, "RNN", 1, flat)
    past = "the state still hangs on the chunk before: detach() it before the next one"
    go_through(attempt, "RNN", 3, past)
    pair = "the state of an LSTM is a pair (h, c): detach both, tuple(part.detach() for part in …)"
    go_through(attempt, "LSTM", 3, pair)

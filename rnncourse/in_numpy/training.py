"""Heads, loss, clipping, optimisers and the training loop, for any cell."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np

from rnncourse.in_numpy.bptt import Cell, Weights, backward, forward
from rnncourse.in_numpy.elman import glorot
from rnncourse.preprocessing.encoding import PAD
from rnncourse.training.history import History


class Pass(NamedTuple):
    """What one way through the net and back gives."""

    loss: float
    logits: np.ndarray  # (B, C) or (B, T, C)
    gradients: Weights
    dx: np.ndarray  # (B, T, D)
    dstates: np.ndarray  # (T + 1, B, S), that of the initial state first
    last_state: np.ndarray  # (B, S)


def initialise(
    cell: Cell, input_size: int, hidden_size: int, class_count: int, *, seed: int
) -> Weights:
    """Return fresh weights of a cell and of a linear layer on its state."""
    rng = np.random.default_rng(seed)
    weights = cell.initialise(input_size, hidden_size, rng=rng)
    weights["W_hy"] = glorot(hidden_size, class_count, rng=rng)  # (H, C)
    weights["b_y"] = np.zeros(class_count)
    return weights


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the mean cross-entropy (nats) of logits (…, C) for classes y (…),
    and dlogits.

    Positions where y is PAD do not count. Raises ValueError on a class outside
    0 … C-1, and if no position counts.
    """
    C, counts = logits.shape[-1], y != PAD
    if logits.shape[:-1] != y.shape or not counts.any() or y.min() < PAD or y.max() >= C:
        raise ValueError(
            f"y has shape {y.shape} and values from {y.min()} to {y.max()}, "
            f"expected shape {logits.shape[:-1]} and classes 0 … {C - 1}, or "
            "PAD = -1, but not everywhere"
        )
    shifted = logits - logits.max(axis=-1, keepdims=True)  # same softmax, no overflow
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))  # (…, C)
    truth = np.eye(C, dtype=logits.dtype)[np.where(counts, y, 0)]
    truth_weight = counts[..., None] / counts.sum()  # (…, 1)
    loss = -(truth * log_p * truth_weight).sum()
    return float(loss), ((np.exp(log_p) - truth) * truth_weight).astype(logits.dtype)


def loss_and_gradients(
    cell: Cell,
    weights: Weights,
    x: np.ndarray,
    y: np.ndarray,
    *,
    lengths: np.ndarray | None = None,
    initial_state: np.ndarray | None = None,
) -> Pass:
    """Go forward and back once; y (B,) asks for one answer in all, y (B, T) for
    one a step.

    Steps past the length of their sequence do not count. Raises ValueError on
    shapes that do not fit.
    """
    h, last, caches = forward(cell, weights, x, lengths=lengths, initial_state=initial_state)
    many_to_one = y.ndim == 1
    if not many_to_one and lengths is not None:
        y = np.where(np.arange(x.shape[1]) < np.asarray(lengths)[:, None], y, PAD)
    read = h[:, -1] if many_to_one else h  # (B, H) or (B, T, H)
    logits = read @ weights["W_hy"] + weights["b_y"]
    loss, dlogits = cross_entropy(logits, y)
    dh = np.zeros_like(h)
    dh[:, -1 if many_to_one else slice(None)] = dlogits @ weights["W_hy"].T
    gradients, dx, dstates = backward(cell, weights, caches, dh)
    C = logits.shape[-1]
    gradients["W_hy"] = read.reshape(-1, read.shape[-1]).T @ dlogits.reshape(-1, C)
    gradients["b_y"] = dlogits.reshape(-1, C).sum(axis=0)
    return Pass(loss, logits, gradients, dx, dstates, last)


def predict_logits(
    cell: Cell,
    weights: Weights,
    x: np.ndarray,
    *,
    lengths: np.ndarray | None = None,
    every_step: bool = False,
) -> np.ndarray:
    """Return logits (B, C) after the last step, or (B, T, C) after every
    step.
    """
    h, _, _ = forward(cell, weights, x, lengths=lengths)
    return (h if every_step else h[:, -1]) @ weights["W_hy"] + weights["b_y"]


def clip_by_value(gradients: Weights, limit: float) -> Weights:
    """Cut every component to -limit … limit; the direction changes."""
    return {name: np.clip(g, -limit, limit) for name, g in gradients.items()}


def global_norm(gradients: Weights) -> float:
    """Return the length of all gradients together, as one long vector."""
    return float(np.sqrt(sum((g**2).sum() for g in gradients.values())))


def clip_by_norm(gradients: Weights, limit: float) -> Weights:
    """Shorten all gradients by one factor so that their global norm is at most
    `limit`.
    """
    factor = min(1.0, limit / max(global_norm(gradients), 1e-30))
    return {name: g * factor for name, g in gradients.items()}


class SGD:
    """Plain gradient descent: a step against the gradient."""

    def __init__(self, learning_rate: float):
        self.learning_rate = learning_rate

    def step(self, weights: Weights, gradients: Weights) -> None:
        """Change `weights` in place."""
        for name, g in gradients.items():
            weights[name] -= self.learning_rate * g


class Adam:
    """Gradient descent with a step size of its own for every weight.

    The formula is that of Kingma and Ba (2015); epsilon stands where PyTorch
    has it, after the correction of the bias.
    """

    def __init__(
        self,
        learning_rate: float = 1e-3,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
    ):
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta_1, self.beta_2 = beta_1, beta_2
        self.m, self.v, self.t = {}, {}, 0  # running means of g and g²

    def step(self, weights: Weights, gradients: Weights) -> None:
        """Change `weights` in place."""
        self.t += 1
        for name, g in gradients.items():
            self.m[name] = self.beta_1 * self.m.get(name, 0) + (1 - self.beta_1) * g
            self.v[name] = self.beta_2 * self.v.get(name, 0) + (1 - self.beta_2) * g**2
            m_hat = self.m[name] / (1 - self.beta_1**self.t)
            v_hat = self.v[name] / (1 - self.beta_2**self.t)
            weights[name] -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)


def train(
    cell: Cell,
    weights: Weights,
    x: np.ndarray,
    y: np.ndarray,
    lengths: np.ndarray,
    *,
    validation: tuple[np.ndarray, np.ndarray, np.ndarray],
    epochs: int,
    batch_size: int,
    learning_rate: float = 1e-3,
    clip_norm: float = 1.0,
    seed: int,
) -> History:
    """Minimise the cross-entropy of one answer per sequence with Adam, changing
    `weights`.

    x has shape (N, T, D), y and `lengths` have shape (N,); `validation` holds
    the same three. Raises FloatingPointError if the loss is no longer finite.
    """
    rng, optimizer, history = np.random.default_rng(seed), Adam(learning_rate), History()
    for _ in range(epochs):
        start, losses, correct = time.perf_counter(), 0.0, 0
        ends = range(batch_size, len(x), batch_size)
        for batch in np.split(rng.permutation(len(x)), ends):
            T = lengths[batch].max()  # no step that pads all of them
            way = loss_and_gradients(cell, weights, x[batch, :T], y[batch], lengths=lengths[batch])
            optimizer.step(weights, clip_by_norm(way.gradients, clip_norm))
            losses += way.loss * len(batch)
            correct += (way.logits.argmax(axis=1) == y[batch]).sum()
        seconds = history.seconds + time.perf_counter() - start
        held_out = evaluate(cell, weights, *validation)
        history.add(
            train_loss=losses / len(x),
            train_accuracy=correct / len(x),
            validation_loss=held_out["loss"],
            validation_accuracy=held_out["accuracy"],
            seconds=seconds,
        )
    return history


def evaluate(
    cell: Cell, weights: Weights, x: np.ndarray, y: np.ndarray, lengths: np.ndarray
) -> dict[str, float]:
    """Return the mean cross-entropy ("loss", in nats) and the "accuracy" on x
    (N, T, D) and y (N,).
    """
    logits = predict_logits(cell, weights, x, lengths=lengths)
    return {
        "loss": cross_entropy(logits, y)[0],
        "accuracy": float((logits.argmax(axis=1) == y).mean()),
    }

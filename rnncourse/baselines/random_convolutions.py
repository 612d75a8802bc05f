"""Random convolutions with a linear reader: many short kernels that are drawn and never trained,
and a ridge regression on how often each answers above some levels.

The idea is that of ROCKET (Dempster, Petitjean & Webb 2020); that shares of steps suffice is from
MiniRocket (Dempster, Schmidt & Webb 2021). Kernels here have normal weights, sum to zero and read
few channels; windows lose their mean, and gravity's goes to the reader as it is. Letters: N
windows, T steps, D channels, K kernels, F features, C classes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve

from rnncourse.preprocessing.inputs import check_windows
from rnncourse.preprocessing.movement import GRAVITY
from rnncourse.preprocessing.signals import channel_scales

WIDTH, DILATIONS, LEVELS = 9, (1, 2, 3), 10
LONGEST = 25  # steps that a kernel of dilation 3 spans

# Weights (K, WIDTH, D) of one dilation, the dilation, and for each the levels (LEVELS, K) that its
# answers are held against.
Bank = tuple[np.ndarray, int, np.ndarray]


def draw_weights(
    kernels: int, channels: int, *, rng: np.random.Generator, zero_sum: bool = True
) -> np.ndarray:
    """Draw kernels (K, WIDTH, D): normal weights on one to all channels, mostly few, which sum to
    zero on each channel.
    """
    weights = rng.normal(size=(kernels, WIDTH, channels))
    weights -= zero_sum * weights.mean(axis=1, keepdims=True)
    read = 2 ** (rng.random((kernels, 1, 1)) * np.log2(channels + 1))
    rank = rng.random((kernels, 1, channels)).argsort(axis=2).argsort(axis=2)
    return np.where(rank < read.astype(int), weights, 0).astype(np.float32)


def answers(windows: np.ndarray, weights: np.ndarray, dilation: int) -> np.ndarray:
    """Return what K kernels answer at each step of windows (N, T, D), shape (T, N, K): steps come
    first, so that counting them is quick. Zeros stand before and behind a window.
    """
    steps, half = windows.shape[1], WIDTH // 2 * dilation
    padded = np.pad(windows.transpose(1, 0, 2), ((half, half), (0, 0), (0, 0)))
    starts = range(0, WIDTH * dilation, dilation)
    seen = np.concatenate([padded[start : start + steps] for start in starts], axis=2)
    return seen @ weights.reshape(len(weights), -1).T


def draw_banks(
    windows: np.ndarray, kernels: int, *, seed: int, zero_sum: bool = True
) -> list[Bank]:
    """Draw kernels of all dilations, and levels for each: what it answers at random steps of 200
    random windows (N, T, D).
    """
    rng, banks = np.random.default_rng(seed), []
    some = windows[rng.integers(len(windows), size=200)]
    for dilation, part in zip(DILATIONS, np.array_split(range(kernels), len(DILATIONS))):
        weights = draw_weights(len(part), windows.shape[2], rng=rng, zero_sum=zero_sum)
        found = answers(some, weights, dilation)  # (T, 200, K)
        step, window = (rng.integers(size, size=(LEVELS, len(part))) for size in found.shape[:2])
        banks.append((weights, dilation, found[step, window, np.arange(len(part))]))
    return banks


def shares(windows: np.ndarray, banks: Sequence[Bank], *, batch: int = 32) -> np.ndarray:
    """Return for each kernel and level the share of the steps of a window (N, T, D) at which the
    answer is above, shape (N, F).
    """
    rows = []
    for part in np.split(windows, range(batch, len(windows), batch)):
        row = []
        for weights, dilation, levels in banks:
            found = answers(part, weights, dilation)
            row += [(found > level).mean(axis=0, dtype=np.float32) for level in levels]
        rows.append(np.hstack(row))
    return np.concatenate(rows)


def ridge(
    features: np.ndarray, y: np.ndarray, *, penalty: float
) -> Callable[[np.ndarray], np.ndarray]:
    """Fit a target of 1 for the class y (N,) of a row and -1 for the others by least squares, with
    an L2 penalty on the weights of standardised features (N, F); return what scores features.
    """
    mean, scale = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
    z = (features - mean) / scale
    targets = 2 * np.eye(y.max() + 1, dtype=z.dtype)[y] - 1
    equations = z.T @ z + penalty * np.eye(z.shape[1], dtype=z.dtype)
    weights = solve(equations, z.T @ targets, assume_a="pos")  # (F, C)
    return lambda new: (new - mean) / scale @ weights + targets.mean(axis=0)


@dataclass
class RandomConvolutions:
    """A classifier of windows (N, T, 9): random `kernels`, for each ten shares of steps, and a
    ridge regression.

    The others can be switched off: `gravity` gives the reader the means of total acceleration,
    `centred` takes its mean off each window, `zero_sum` off each kernel.
    """

    kernels: int
    seed: int
    gravity: bool = True
    centred: bool = True
    zero_sum: bool = True

    def fit(self, x: np.ndarray, y: np.ndarray) -> RandomConvolutions:
        """Draw kernels and fit the reader to windows x (N, T, 9), float32, of classes y (N,).

        Raises TypeError or ValueError on what are no such windows, are shorter than the longest
        kernel, or hold a channel that stands still; see `check_windows`.
        """
        check_windows(x, channels=9, shortest=LONGEST)
        self.mean, self.scale = channel_scales(x)
        self.banks = draw_banks(
            self.prepared(x), self.kernels, seed=self.seed, zero_sum=self.zero_sum
        )
        self.scores = ridge(self.features(x), y, penalty=100.0)
        return self

    def prepared(self, x: np.ndarray) -> np.ndarray:
        """Return windows (N, T, 9), each without its own mean, scaled by the training windows."""
        rest = x.mean(axis=1, keepdims=True) if self.centred else self.mean
        return ((x - rest) / self.scale).astype(np.float32)

    def features(self, x: np.ndarray) -> np.ndarray:
        """Return what the reader sees of windows (N, T, 9): shares, and gravity's three means."""
        found = shares(self.prepared(x), self.banks)
        return np.hstack([found, x[:, :, GRAVITY].mean(axis=1)]) if self.gravity else found

    def predict(self, x: np.ndarray) -> np.ndarray:
        """Return the class (N,) of each window; raises as `fit` does."""
        check_windows(x, channels=9, shortest=LONGEST)
        return self.scores(self.features(x)).argmax(axis=1)

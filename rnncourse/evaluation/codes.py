"""What a code is good for: neighbours, the way between two codes, and how well
a linear probe reads a class off it.
"""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC


def nearest(codes: np.ndarray, queries: np.ndarray, count: int) -> np.ndarray:
    """Return the rows of the `count` codes (N, K) nearest to each query (Q, K),
    the nearest first, shape (Q, count).
    """
    squares = (
        np.square(codes).sum(axis=1) - 2 * queries @ codes.T
    )  # (Q, N), but for a constant in each row
    return np.argsort(squares, axis=1, kind="stable")[:, :count]


def between(first: np.ndarray, last: np.ndarray, steps: int) -> np.ndarray:
    """Return `steps` codes on the straight line from code `first` (K,) to
    `last` (K,), both included.
    """
    share = np.linspace(0, 1, steps, dtype=np.float32)[:, None]
    return (1 - share) * first + share * last


class Probe(NamedTuple):
    """What a classifier answered, shape (N,), and the seconds that its training
    took.
    """

    predicted: np.ndarray
    seconds: float


def linear_probe(
    codes: np.ndarray, labels: np.ndarray, new_codes: np.ndarray, *, c: float = 0.01, seed: int = 0
) -> Probe:
    """Train a linear SVM on codes (N, K), each number standardised; classify
    `new_codes`.
    """
    svm = LinearSVC(C=c, dual=False, tol=1e-3, random_state=seed)
    model = make_pipeline(StandardScaler(), svm)
    start = time.perf_counter()
    model.fit(codes, labels)
    seconds = time.perf_counter() - start
    return Probe(model.predict(new_codes), seconds)

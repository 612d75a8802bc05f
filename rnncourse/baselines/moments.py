"""The simplest reader of a window of signals: which way is down, and how strongly things move."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler


def moments(x: np.ndarray) -> np.ndarray:
    """Return mean and standard deviation of each channel of windows x (N, T, D), side by side: (N,
    2 D).
    """
    return np.hstack([x.mean(axis=1), x.std(axis=1)])


def moment_classifier() -> Pipeline:
    """Logistic regression on the standardised `moments` of windows (N, T, D)."""
    regression = LogisticRegression(max_iter=2000)
    return make_pipeline(FunctionTransformer(moments), StandardScaler(), regression)

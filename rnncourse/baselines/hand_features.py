"""Features of a window of signals that people thought of, and a regression that reads them.

Such features are what activities were first told apart by: Anguita et al. (2013) describe each
window of UCI HAR by 561 of them. Letters: N windows, T steps, D channels.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from rnncourse.preprocessing.inputs import check_windows

FREQUENCIES = 8


def hand_features(x: np.ndarray) -> np.ndarray:
    """Describe windows x (N, T, 9), float32, by 153 numbers each.

    They are, in this order and channel by channel: the mean, which of total acceleration is the
    direction of gravity; the deviation, its logarithm, the smallest and the largest value; the
    magnitudes of the lowest 8 frequencies of a Fourier transform without the mean (the first
    frequency of all channels, then the second); and the correlation of each of 36 pairs of
    channels. Raises TypeError or ValueError on what are no such windows, have fewer than 17 steps,
    or hold a channel that never moves; see `check_windows`.
    """
    check_windows(x, channels=9, shortest=2 * FREQUENCIES + 1)
    mean, deviation = x.mean(axis=1), x.std(axis=1)  # (N, D)
    moving = (x - mean[:, None]) / deviation[:, None]  # (N, T, D)
    spectrum = np.abs(np.fft.rfft(moving, axis=1))[:, 1 : FREQUENCIES + 1] * deviation[:, None]
    together = moving.transpose(0, 2, 1) @ moving / x.shape[1]  # (N, D, D)
    pairs = np.triu_indices(x.shape[2], k=1)
    return np.hstack(
        [
            *(mean, deviation, np.log(deviation), x.min(axis=1), x.max(axis=1)),
            spectrum.reshape(len(x), -1),
            together[:, *pairs],
        ]
    )


def hand_feature_classifier(*, strength: float = 0.1) -> Pipeline:
    """Logistic regression on the standardised `hand_features` of windows; `strength` is
    scikit-learn's C, the inverse of the L2 penalty.
    """
    regression = LogisticRegression(C=strength, max_iter=1000, tol=1e-3)
    return make_pipeline(FunctionTransformer(hand_features), StandardScaler(), regression)

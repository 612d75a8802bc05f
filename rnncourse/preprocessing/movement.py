"""What a sensor tells of a movement, apart from how the sensor hangs.

An accelerometer feels gravity besides the movement. Its mean over a window is gravity's direction
in the sensor's axes, and so tells the posture, and how the sensor is worn. Shapes: N windows, T
steps, nine channels as in `rnncourse.datasets.activity`.
"""

from __future__ import annotations

import numpy as np

from rnncourse.preprocessing.signals import channel_scales, standardise

GRAVITY = slice(6, 9)  # the channels of total acceleration
# g, rad/s, g: what a still body sways
SMALL = np.array([0.01] * 3 + [0.03] * 3 + [0.01] * 3, dtype=np.float32)


def centred(x: np.ndarray) -> np.ndarray:
    """Take its own mean off each channel of each window (N, T, 9): the movement is left."""
    return x - x.mean(axis=1, keepdims=True)


def compressed(x: np.ndarray) -> np.ndarray:
    """Make large values of x (N, T, 9) small and keep small ones: asinh(x / SMALL), which is linear
    below SMALL and a logarithm far above.
    """
    return np.arcsinh(x / SMALL)


def gravity(x: np.ndarray) -> np.ndarray:
    """Return the mean of total acceleration, in g, of each window of x (N, T, 9), shape (N, 3)."""
    return x[:, :, GRAVITY].mean(axis=1)


VIEWS = {
    "as recorded": lambda x: x,
    "centred": centred,
    "compressed": lambda x: compressed(centred(x)),
    "both": lambda x: np.concatenate([centred(x), compressed(centred(x))], axis=2),
}


def views_and_gravity(
    x: np.ndarray, training: np.ndarray, *, view: str = "both", weight: float = 3.0
) -> np.ndarray:
    """Return one of VIEWS of x (N, T, 9) and behind it gravity's three means, the same at all T
    steps, shape (N, T, D + 3), float32.

    Each channel is standardised by the windows `training`, and gravity multiplied by `weight`; with
    a weight of 0 it is left out. Raises ValueError on an unknown view and as `standardise` does.
    """
    if view not in VIEWS:
        raise ValueError(f"view {view!r} is not known; choose one of {', '.join(VIEWS)}")
    seen = VIEWS[view]
    parts = [standardise(seen(x), *channel_scales(seen(training)))]
    if weight:
        still, known = gravity(x)[:, None], gravity(training)[:, None]  # (N, 1, 3)
        scaled = weight * standardise(still, *channel_scales(known))
        parts.append(np.repeat(scaled, x.shape[1], axis=1))
    return np.concatenate(parts, axis=2).astype(np.float32)

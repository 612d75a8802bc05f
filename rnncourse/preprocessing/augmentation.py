"""More training windows from those at hand: the same movement, with the sensor
worn a little otherwise.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial.transform import Rotation


def turn_sensor(x: np.ndarray, degrees: float, *, rng: np.random.Generator) -> np.ndarray:
    """Turn the sensor of each window (N, T, D) about a random axis, by up to
    `degrees` either way.

    D is a multiple of 3: each triple of channels is a vector in the sensor's
    axes, such as acceleration or rotation, and all of a window turn alike. Pass
    windows in their own units, before `standardise`. Raises ValueError if the
    channels are no triples, or for an angle outside 0 … 180.
    """
    if x.shape[2] % 3:
        raise ValueError(f"{x.shape[2]} channels are no triples (x, y, z); leave others out")
    if not 0 <= degrees <= 180:
        raise ValueError(f"degrees is {degrees}, expected 0 to 180")
    axes = rng.normal(size=(len(x), 3))
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)  # anywhere on the sphere
    angles = np.radians(degrees) * rng.uniform(-1, 1, len(x))
    turns = Rotation.from_rotvec(axes * angles[:, None]).as_matrix()  # (N, 3, 3)
    vectors = x.reshape(*x.shape[:2], -1, 3)  # (N, T, D / 3, 3)
    return np.einsum("nij,ntkj->ntki", turns, vectors).reshape(x.shape).astype(np.float32)

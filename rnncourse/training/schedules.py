"""The learning rate of every step of a training, worked out beforehand: the same numbers in both
frameworks.
"""

from __future__ import annotations

import numpy as np


def constant(progress: np.ndarray) -> np.ndarray:
    """Return 1 throughout."""
    return np.ones_like(progress)


def cosine(progress: np.ndarray) -> np.ndarray:
    """Return half a cosine, from 1 to 0 (Loshchilov & Hutter 2017)."""
    return (1 + np.cos(np.pi * progress)) / 2


def stepped(progress: np.ndarray) -> np.ndarray:
    """Return 1, 0.3 after 60 % of the training and 0.1 after 85 %."""
    return np.select([progress < 0.6, progress < 0.85], [1.0, 0.3], 0.1)


def one_cycle(progress: np.ndarray) -> np.ndarray:
    """Return a rise from 1/25 to 1 in the first 30 % of the training and a fall to nearly 0, both
    along half a cosine (Smith & Topin 2018, as in PyTorch's OneCycleLR).
    """
    rise = 1 / 25 + (1 - 1 / 25) * cosine(1 - progress / 0.3)
    return np.where(progress < 0.3, rise, cosine((progress - 0.3) / 0.7))


SCHEDULES = {
    "constant": constant,
    "cosine": cosine,
    "stepped": stepped,
    "one-cycle": one_cycle,
}


def learning_rates(learning_rate: float, schedule: str, steps: int) -> np.ndarray:
    """Return the learning rate of each of `steps` steps, shape (steps,): `learning_rate` times what
    `schedule`, one of SCHEDULES, makes of the share of steps that are done.
    """
    return learning_rate * SCHEDULES[schedule](np.arange(steps) / steps)

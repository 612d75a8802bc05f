import numpy as np
import pytest

from rnncourse.datasets.activity import Activities


@pytest.fixture
def swinging():
    """Make activities of seven people, the last two for the test, who swing fast or slowly:
    `windows` of each, with so much `noise`.
    """

    def make(windows=10, noise=0.3):
        rng = np.random.default_rng(0)
        person = np.repeat(np.arange(7), windows)
        y = np.arange(7 * windows) % 2
        turns = np.arange(40)[:, None] * (2 + 4 * y[:, None, None]) / 40
        swings = np.sin(2 * np.pi * (turns + rng.random((len(y), 1, 9))))
        x = swings + rng.normal(0, noise, swings.shape)
        return Activities(x.astype(np.float32), y, person, person > 4, ("slow", "fast"), "bundled")

    return make

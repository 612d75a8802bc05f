import os

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import settings

from _ext.execution import quick_start  # noqa: F401 (before anything that reads notebooks)

settings.register_profile("rnncourse", deadline=None)  # a busy machine is no failure
settings.load_profile("rnncourse")
matplotlib.use("Agg")
for variable in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ.setdefault(variable, "1")  # the tests run in a process per core


@pytest.fixture
def book_style():
    """The book's style, as on a page; what was drawn is closed."""
    from rnncourse import figures

    with matplotlib.rc_context():
        matplotlib.rcParams.update(figures.STYLE)
        yield
    plt.close("all")


@pytest.fixture
def bars():
    """Draw images (count, 28, 28) of one upright bar each."""

    def draw(count=12, seed=0):
        rng = np.random.default_rng(seed)
        images = np.zeros((count, 28, 28), dtype=np.float32)
        for image in images:
            left = rng.integers(2, 18)
            image[3:25, left : left + 6] = 1
        return images

    return draw

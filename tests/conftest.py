import os

import matplotlib
import matplotlib.pyplot as plt
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

import matplotlib
import pytest

matplotlib.use("Agg")


@pytest.fixture
def book_style():
    """The book's style, as on a page; what was drawn is closed."""
    from rnncourse import figures

    with matplotlib.rc_context():
        matplotlib.rcParams.update(figures.STYLE)
        yield
    figures.plt.close("all")

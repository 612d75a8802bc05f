"""The style of all figures: their bytes, their paper, and what a notebook shows of them."""

import os
from types import SimpleNamespace

import nbclient
import nbformat
import pytest

from _ext.content import figure_alt
from rnncourse import figures
from rnncourse.figures import style

pytestmark = pytest.mark.usefixtures("book_style")


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_the_same_figure_gives_the_same_bytes(kind):
    first, again = (
        figures.render(figures.class_counts(["a", "b"]).figure, kind)[0] for _ in range(2)
    )
    assert first == again


def test_figures_are_transparent_and_undated():
    svg, _ = figures.render(figures.class_counts(["a", "b"]).figure, "svg")
    assert "<dc:date>" not in svg
    assert "fill: #ffffff" not in svg


DRAW = """
import matplotlib.pyplot as plt
from rnncourse import figures
plt.style.use("dark_background")  # as the reader's own settings may do
figures.use_book_style()
figures.class_counts(["a", "a", "b"]);
"""


def shown():
    """What a notebook shows of a figure: its formats."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(DRAW)])
    nbclient.NotebookClient(notebook, timeout=120).execute()
    (output,) = notebook.cells[0].outputs
    assert "a has most, 2, and b fewest, 1" in output["metadata"]["image/svg+xml"]["alt"]
    return output["data"]


def paper_and_ink(svg):
    return "fill: #ffffff" in svg, "stroke: #000000" in svg


def test_in_the_book_figures_are_transparent_and_come_as_pdf_for_print(monkeypatch):
    monkeypatch.setenv(style.IN_BOOK, "1")
    data = shown()
    assert set(data) == {"image/svg+xml", "application/pdf", "text/plain"}
    assert paper_and_ink(data["image/svg+xml"]) == (False, True)


def test_elsewhere_figures_stand_on_white_whatever_the_readers_settings_and_hold_no_pdf(
    monkeypatch,
):
    monkeypatch.delenv(style.IN_BOOK, raising=False)
    data = shown()
    assert set(data) == {"image/svg+xml", "text/plain"}
    assert paper_and_ink(data["image/svg+xml"]) == (True, True)


def test_the_cells_of_the_book_are_told_that_they_run_there(monkeypatch):
    monkeypatch.setenv(style.IN_BOOK, "")
    figure_alt.setup(SimpleNamespace(add_transform=lambda transform: None))
    assert os.environ[style.IN_BOOK] == "1"


def test_plain_python_draws_on_white_too(monkeypatch):
    monkeypatch.delenv(style.IN_BOOK, raising=False)
    figures.use_book_style()
    svg, _ = figures.render(figures.class_counts(["a", "b"]).figure, "svg")
    assert paper_and_ink(svg) == (True, True)


def test_a_framework_a_cell_and_n_grams_look_alike_in_all_figures():
    first = figures.looks(["Elman, 64", "GRU", "5-gram"])
    again = figures.looks(["other", "n-grams", "GRU, 128 units, dropout", "LSTM", "Elman"])
    for name, twin in {
        "Elman, 64": "Elman",
        "GRU": "GRU, 128 units, dropout",
        "5-gram": "n-grams",
    }.items():
        assert all(first[name][part] == again[twin][part] for part in ("color", "marker"))


@pytest.mark.parametrize(
    "names", [map(str, range(18)), ["LSTM", "LSTM, 2", "LSTM, 3", "x", "y", "z", "u"], ["a", "GRU"]]
)
def test_no_two_names_look_alike(names):
    drawn = list(figures.looks(names).values())
    for parts in (("color", "marker", "fillstyle"), ("color", "linestyle")):
        assert len({tuple(look[part] for part in parts) for look in drawn}) == len(drawn)

"""The style of all figures: their bytes, their paper, and what a notebook shows of them."""

import nbclient
import nbformat
import pytest

from rnncourse import figures

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


def test_a_notebook_shows_figures_as_svg_with_their_alt_text():
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "from rnncourse import "
                "figures\nfigures.use_book_style()\nfigures.class_counts(['a', 'a', 'b']);"
            )
        ]
    )
    nbclient.NotebookClient(notebook, timeout=120).execute()
    (output,) = notebook.cells[0].outputs
    assert set(output["data"]) == {"image/svg+xml", "application/pdf", "text/plain"}
    assert "a has most, 2, and b fewest, 1" in output["metadata"]["image/svg+xml"]["alt"]

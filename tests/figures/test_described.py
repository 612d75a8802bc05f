"""What holds for every figure of the book: it says what is seen, is transparent and can be read on
a phone.

The figures are those that the other files here draw, in DRAWN by the name of their kind, with a
part of the alt text of each in EXPECTED, and what stands on it beside what should, in MARKS. Which
files and which kinds there are is found out, not listed.
"""

import inspect
import itertools
import re
import runpy
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from rnncourse import figures

PARTS = {"describe", "canvas"}  # of figures, not figures
KINDS = {
    name
    for name, kind in vars(figures).items()
    if inspect.isfunction(kind) and kind.__annotations__.get("return") == "Axes"
} - PARTS
FILES = [
    runpy.run_path(str(path))
    for path in sorted(Path(__file__).parent.glob("test_*.py"))
    if path != Path(__file__)
]
DRAWN = {name: draw for file in FILES for name, draw in file.get("DRAWN", {}).items()}
EXPECTED = {name: text for file in FILES for name, text in file.get("EXPECTED", {}).items()}
MARKS = {name: compare for file in FILES for name, compare in file.get("MARKS", {}).items()}
ON_PHONE = 355  # pixels, the width of a figure there
DRAWS_WHITE = {  # white numbers, white boxes
    "attention_maps",
    "confusion_matrices",
    "overlapping_windows",
    "shared_items",
}

pytestmark = pytest.mark.usefixtures("book_style")


def test_every_kind_of_figure_is_drawn_by_a_test():
    assert DRAWN.keys() == EXPECTED.keys() == MARKS.keys() == KINDS


@pytest.mark.parametrize("name", DRAWN)
def test_the_marks_are_the_data(name):
    found, expected = MARKS[name](DRAWN[name]())
    if isinstance(expected, (str, int)) or any(isinstance(part, (str, tuple)) for part in expected):
        assert found == expected
    else:
        assert len(found) == len(expected)
        for ours, theirs in zip(found, expected, strict=True):
            np.testing.assert_allclose(ours, theirs)


@pytest.mark.parametrize("name", DRAWN)
def test_the_alt_text_tells_what_is_seen(name):
    _, metadata = figures.render(DRAWN[name]().figure, "svg")
    assert EXPECTED[name] in metadata["alt"] and metadata["alt"].endswith(".")


@pytest.mark.parametrize("name", [name for name in DRAWN if name not in DRAWS_WHITE])
def test_the_paper_is_transparent(name):
    svg, _ = figures.render(DRAWN[name]().figure, "svg")
    assert "fill: #ffffff" not in svg


@pytest.mark.parametrize("name", DRAWN)
def test_type_is_nine_pixels_on_a_phone(name):
    figure = DRAWN[name]().figure
    svg, _ = figures.render(figure, "svg")
    width = float(re.search(r'width="([\d.]+)pt"', svg)[1])
    assert width <= 72 * figures.WIDTH + 1
    sizes = [text.get_size() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]
    assert min(sizes, default=99) * ON_PHONE / width >= 9


@pytest.mark.parametrize("name", DRAWN)
def test_legends_stand_outside_the_axes(name):
    figure = DRAWN[name]().figure
    figure.canvas.draw()
    assert not any(axes.get_legend() for axes in figure.axes)
    for legend, axes in itertools.product(figure.legends, figure.axes):
        assert not legend.get_window_extent().overlaps(axes.get_window_extent())


@pytest.mark.parametrize("name", DRAWN)
def test_no_alt_text_calls_vermilion_red(name):
    assert not re.search(r"\bred\b", DRAWN[name]().figure.alt_text)

"""What holds for every figure of the book: it says what is seen, is transparent and can be read on a phone.

The figures are those that the tests of the single modules draw, in DRAWN, with a part of the alt text of each, in EXPECTED.
"""

import matplotlib
import pytest
import test_figures
import test_figures_activity
import test_figures_comparison
import test_figures_foundations
import test_figures_names
import test_figures_sequences
import test_figures_text

from rnncourse import (figures, figures_activity, figures_comparison, figures_foundations, figures_names, figures_sequences,
                       figures_text)

TESTED = {
    figures: test_figures, figures_activity: test_figures_activity, figures_comparison: test_figures_comparison,
    figures_foundations: test_figures_foundations, figures_names: test_figures_names, figures_sequences: test_figures_sequences,
    figures_text: test_figures_text,
}
DRAWN = [pytest.param(drawn, tests.EXPECTED[name], id=f"{module.__name__.split('.')[-1]}-{name}")
         for module, tests in TESTED.items() for name, drawn in tests.DRAWN.items()]
NO_FIGURES = {"use_book_style", "describe"}
DRAWS_WHITE = {"confusion_matrix", "confusion_matrices", "overlapping_windows"}    # white numbers, white boxes

pytestmark = pytest.mark.usefixtures("book_style")


@pytest.mark.parametrize("module", TESTED, ids=lambda module: module.__name__.split(".")[-1])
def test_every_kind_of_figure_is_drawn_by_a_test(module):
    drawing = {name for name, f in vars(module).items()
               if callable(f) and getattr(f, "__module__", "") == module.__name__ and name[0].islower()}
    assert drawing - NO_FIGURES == set(TESTED[module].DRAWN)


@pytest.mark.parametrize("draw, expected", DRAWN)
def test_the_alt_text_tells_what_is_seen(draw, expected):
    _, metadata = figures._render(draw().figure, "svg")
    assert expected in metadata["alt"] and metadata["alt"].endswith(".")


@pytest.mark.parametrize("draw", [draw for tests in TESTED.values() for name, draw in tests.DRAWN.items() if name not in DRAWS_WHITE])
def test_the_paper_is_transparent(draw):
    svg, _ = figures._render(draw().figure, "svg")
    assert "fill: #ffffff" not in svg


@pytest.mark.parametrize("draw, expected", DRAWN)
def test_letters_are_large_enough_for_a_phone(draw, expected):
    figure = draw().figure
    assert figure.get_figwidth() <= figures.WIDTH
    assert min(text.get_size() for text in figure.findobj(matplotlib.text.Text) if text.get_text()) >= 9

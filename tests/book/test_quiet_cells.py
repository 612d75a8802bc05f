"""Code that nobody has to read, on a small book without a kernel: its page is a notebook that
carries its outputs.
"""

import ast
import io

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from _ext.content import quiet_cells

PICTURE = new_output("display_data", data={"image/svg+xml": "<svg></svg>"})
TEXT = new_output("stream", text="printed\n")
IMPORTS = "from __future__ import annotations\n\nimport numpy as np\n\nstyle()"


def reported(key):
    """The output that `report` leaves."""
    prefix = "application/papermill.record/"
    return new_output(
        "display_data",
        data={f"{prefix}text/plain": "1"},
        metadata={"scrapbook": {"name": key, "mime_prefix": prefix}},
    )


def cell(code, *outputs, tags=("hide-input",), **metadata):
    return new_code_cell(code, outputs=list(outputs), metadata={"tags": list(tags), **metadata})


def visible(code, *outputs):
    return cell(code, *outputs, tags=())


def figure(code, name):
    return cell(code, PICTURE, mystnb={"figure": {"name": name, "caption": f"Caption of {name}."}})


@pytest.fixture
def page(tmp_path):
    """Build a page of these cells; return it, parsed, and the sources of its notebook's cells."""

    def build(*cells):
        source = tmp_path / "book"
        source.mkdir()
        python = {"name": "python3", "display_name": "Python 3", "language": "python"}
        metadata = {
            "kernelspec": python,
            "language_info": {"name": "python", "pygments_lexer": "ipython3"},
        }
        book = new_notebook(cells=list(cells), metadata=metadata)
        nbformat.write(book, source / "page.ipynb")
        settings = {
            "extensions": [
                "myst_nb",
                "sphinx_exercise",
                "_ext.content.framework_tabs",
                "_ext.content.quiet_cells",
                "_ext.export.notebook_builder",
            ],
            "nb_execution_mode": "off",
            "master_doc": "page",
            "numfig": True,
            "html_theme": "basic",
            "html_theme_options": {},
            "suppress_warnings": ["config"],
        }
        warnings = io.StringIO()
        for builder in ("html", "notebooks"):
            with patch_docutils(), docutils_namespace():
                Sphinx(
                    source,
                    None,
                    tmp_path / "build" / builder,
                    tmp_path / "build/doctrees",
                    builder,
                    settings,
                    status=None,
                    warning=warnings,
                ).build()
        assert not warnings.getvalue()
        html = (tmp_path / "build/html/page.html").read_text("utf-8")
        notebook = nbformat.read(tmp_path / "build/notebooks/page.ipynb", 4)
        return BeautifulSoup(html, "html.parser"), {
            c.source: c.metadata for c in notebook.cells if c.cell_type == "code"
        }

    return build


def text(markdown):
    return new_markdown_cell(markdown)


def folds(html):
    """What opens on a click: {what a screen reader says: code}."""
    return {
        f.summary["aria-label"]: f.find("div", class_="cell_input").get_text().strip()
        for f in html.find_all("details")
    }


def test_a_cell_that_only_reports_leaves_the_page_and_stays_closed_in_the_notebook(page):
    code = "gap = 1 - 2\nfor name in 'ab':\n    report(name, gap)"
    html, notebook = page(text("# A page"), cell(code, reported("toy/gap")), visible("name = 3"))
    assert "gap" not in html.body.get_text() and not html.find("details")
    assert len(html.find_all("div", class_="cell")) == 1
    assert notebook[code].jupyter.source_hidden and "name = 3" in notebook


def test_the_code_of_a_figure_opens_below_its_caption_and_is_named_by_its_number(page):
    html, notebook = page(text("# A page"), figure("one()", "fig-a"), figure("two()", "fig-b"))
    assert folds(html) == {"code of figure 1": "one()", "code of figure 2": "two()"}
    for details in html.find_all("details"):
        assert details.find_previous_sibling("div").figcaption
        assert details.summary.get_text() == "code" and not details.find_next_sibling()
    assert list(notebook) == ["one()", "two()"]


def test_the_code_of_a_text_or_a_table_opens_below_it(page):
    table = new_output("execute_result", data={"text/html": "<table><tr><td>1</td></tr></table>"})
    html, _ = page(text("# A page"), cell("say()", TEXT), cell("frame", table))
    assert [f.summary["aria-label"] for f in html.find_all("details")] == [
        "code of the output above",
        "code of the output above",
    ]
    for details, what in zip(html.find_all("details"), ("pre", "table")):
        assert details.find_previous_sibling("div").find(what)


def test_a_fold_says_what_its_cell_gives_as_its_title(page):
    title = {"code_prompt_show": "the same, for <batches>"}
    html, _ = page(text("# A page"), cell("def f(): ...", mystnb=title), visible("f()"))
    assert folds(html) == {"the same, for <batches>": "def f(): ..."}
    assert html.find("summary").get_text() == "the same, for <batches>"


def test_imports_stand_in_one_fold_at_the_end_of_the_first_section(page):
    html, notebook = page(
        text("# A page"),
        cell(IMPORTS),
        text("## One\n\nText.\n\n### Inner"),
        visible("np.ones(1)"),
        text("## Two"),
        cell("import this"),
    )
    assert list(folds(html)) == ["imports of this page"]
    details = html.find("details")
    assert "import numpy" in details.get_text() and "import this" in details.get_text()
    assert details.find_parent("section")["id"] == "one"
    assert not details.find_parent("div", class_="cell").find_next_sibling()
    assert list(notebook) == [IMPORTS, "np.ones(1)", "import this"]


def test_imports_of_a_page_in_one_piece_stand_at_its_end(page):
    html, _ = page(text("# A page"), cell(IMPORTS), text("Last words."))
    words = html.body.get_text()
    assert 0 < words.index("Last words.") < words.index("import numpy")


def test_what_code_below_uses_stays_within_reach_without_its_reports(page):
    html, notebook = page(
        text("# A page"),
        cell("width = 3\nreport('toy/width', width)", reported("toy/width")),
        cell("half = width / 2\nreport('toy/half', half)", reported("toy/half")),
        figure("draw(half)", "fig-a"),
    )
    assert [f.get_text().split() for f in html.find_all("details")] == [
        ["code", "width", "=", "3"],
        ["code", "half", "=", "width", "/", "2"],
        ["code", "draw(half)"],
    ]
    assert "width = 3\nreport('toy/width', width)" in notebook


def test_a_cell_that_shows_something_or_is_not_hidden_never_leaves(page):
    html, _ = page(
        text("# A page"),
        cell("report('a', 1)", reported("a"), TEXT),
        cell("report('b', 1)", reported("b"), PICTURE),
        visible("report('c', 1)", reported("c")),
        cell("report('d', 1)", reported("d"), tags=["hide-output"]),
    )
    assert "printed" in html.body.get_text() and html.img
    assert all(f"report('{key}', 1)" in html.body.get_text() for key in "abcd")


def test_a_hidden_cell_in_a_tab_has_its_code_there(page):
    html, _ = page(
        text("# A page"),
        cell("k()", TEXT, tags=["keras", "hide-input"]),
        cell("t()", TEXT, tags=["pytorch", "hide-input"]),
    )
    tabs = html.find_all("div", class_="sd-tab-content")
    assert [tab.details.pre.get_text().strip() for tab in tabs] == ["k()", "t()"]


def test_a_cell_that_is_hidden_whole_leaves_where_it_only_reports_and_else_opens_whole(page):
    html, notebook = page(
        text("# A page"),
        cell("report('a', 1)", reported("a"), tags=["hide-cell"]),
        cell("say()", TEXT, tags=["hide-cell"]),
    )
    (details,) = html.find_all("details")
    assert "say()" in details.get_text() and "printed" in details.get_text()
    assert len(notebook) == 2


@pytest.mark.parametrize(
    "code, sets, reads",
    [
        ("a = b", "a", "b"),
        ("a += 1", "a", "a"),
        ("if a:\n    b += 1", "b", "a b"),
        ("def f():\n    a = 0\n    a += 1", "f", ""),
        ("a = 1\nb = a", "a b", ""),
        ("import a.b, c as d\nfrom e import f", "a d f", ""),
        ("def f(x):\n    y = z\n    return x + y", "f", "z"),
        ("class C(B):\n    a = b", "C", "B b"),
        ("for i, j in pairs:\n    last = i + j\n    show(last)", "last", "pairs show"),
        ("for i in a:\n    total = total + i\n    break", "total", "a total"),
        ("squares = [i * k for i in range(n)]", "squares", "k n range"),
        ("with opened(p) as q:\n    pass", "q", "opened p"),
        ("if (n := len(a)) > 1:\n    b = n", "n b", "len a n"),
        ("a, (b, *c) = d\ne[0] = f.g", "a b c", "d e f"),
    ],
)
def test_names_are_those_that_pass_from_cell_to_cell(code, sets, reads):
    assert quiet_cells.names(*ast.parse(code).body) == (set(sets.split()), set(reads.split()))


@pytest.mark.parametrize(
    "code", ["report('a', 1)", "x = quoted('a')", "for k in s:\n    reporting.report(k, 1)"]
)
def test_who_calls_report_or_quoted_keeps_books(code):
    assert quiet_cells.keeps_books(ast.parse(code))


def test_who_only_speaks_of_a_report_does_not():
    assert not quiet_cells.keeps_books(ast.parse("print('report', report, reported(1))"))


def test_a_magic_stops_no_build(page):
    html, _ = page(text("# A page"), cell("%matplotlib inline"), visible("!ls"))
    assert list(folds(html)) == ["code used further down"]

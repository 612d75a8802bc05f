"""The line under a chapter's title: its minutes, what it builds on, and its practice notebook."""

import io
import json
import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from _ext.content import minutes

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


def cell(source, *outputs, **metadata):
    return nbformat.v4.new_code_cell(
        source, outputs=list(outputs), metadata=metadata, execution_count=1
    )


def figure():
    """What a cell that draws puts out: one figure in two formats."""
    data = {"image/png": PIXEL, "text/plain": "<Figure>"}
    return nbformat.v4.new_output("display_data", data=data)


def printed():
    return nbformat.v4.new_output("stream", name="stdout", text="many words in a printed line\n")


def notebook(*cells, **front):
    """A notebook of these cells and texts, with this front matter."""
    found = [
        nbformat.v4.new_markdown_cell(found) if isinstance(found, str) else found
        for found in ("# One title", *cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.writes(
        nbformat.v4.new_notebook(cells=found, metadata={"kernelspec": kernel, **front}), 4
    )


@pytest.fixture
def book(tmp_path):
    """Build a book of these pages, {name: text}; return (warnings, what was counted, {name:
    HTML}).
    """

    def build(pages):
        for name, text in pages.items():
            path = tmp_path / "source" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        (tmp_path / "source/index.md").write_text("# A book\n\nOf words.\n", "utf-8")
        settings = {
            "extensions": [
                "myst_nb",
                "sphinx_exercise",
                "_ext.content.framework_tabs",
                "_ext.content.minutes",
            ],
            "nb_execution_mode": "off",
            "html_theme": "basic",
            "myst_enable_extensions": ["colon_fence", "dollarmath"],
            "suppress_warnings": ["toc"],
        }
        warnings = io.StringIO()
        out = tmp_path / "build/html"
        with patch_docutils(), docutils_namespace():
            Sphinx(
                tmp_path / "source",
                None,
                out,
                tmp_path / "build/doctrees",
                "html",
                settings,
                status=None,
                warning=warnings,
            ).build()
        lines = [line for line in warnings.getvalue().splitlines() if "toctree" not in line]
        html = {Path(name).stem: (out / name).with_suffix(".html").read_text() for name in pages}
        return (
            "\n".join(lines),
            json.loads((tmp_path / "build/minutes.json").read_text("utf-8")),
            html,
        )

    return build


def counts(book, *cells):
    """What is counted on a page of a title of two words and these cells."""
    _, found, _ = book({"page.ipynb": notebook(*cells)})
    return [found["page"][name] for name in minutes.PER_MINUTE]


def test_words_formulas_figures_and_lines_of_code_are_counted(book):
    text = "Two words, *and* $a + b$ as one: `code`.\n\n$$\na\n$$\n\n- item\n"
    found = counts(
        book, text, cell("a = f(\n    1\n)\n\n", figure(), printed()), "```\none line\n```"
    )
    assert found == [2 + 7 + 1, 3, 1, 1]


@pytest.mark.parametrize(
    "tags, seen",
    [
        (["hide-input"], [2, 0, 1, 0]),
        (["hide-output"], [2, 1, 0, 0]),
        (["hide-cell"], [2, 0, 0, 0]),
        (["remove-input"], [2, 0, 1, 0]),
    ],
)
def test_what_is_hidden_in_a_cell_is_not_counted(book, tags, seen):
    assert counts(book, cell("draw()", figure(), tags=tags)) == seen


def test_of_two_frameworks_one_is_counted(book):
    keras, torch = cell("k", tags=["keras"]), cell("t\nt", figure(), tags=["pytorch"])
    assert counts(book, keras, torch) == [2, 1, 0, 0]


def test_an_exercise_is_counted_and_its_solution_is_not(book):
    text = (
        "```{exercise}\n:label: x\nThink hard.\n```\n\n"
        "```{solution} x\n:class: dropdown\nMany many words.\n```\n\n"
        ":::{note}\n:class: dropdown\nMany words.\n:::\n\n:::{note}\nSeen.\n:::\n"
    )
    assert counts(book, text)[0] == len("One title Exercise Think hard Note Seen".split()) - 1


def test_minutes_are_those_of_the_rule():
    found = minutes.minutes({"words": 1800, "code": 60, "figures": 5, "formulas": 2})
    assert found == 10 + 4 + 2 + 2  # two and a half minutes of figures, and 18.5 is rounded to even
    assert minutes.minutes({"words": 1, "code": 0, "figures": 0, "formulas": 0}) == 1


def line(html):
    """The text of the line under the title, and where it links to."""
    found = re.search(r'<div class="chapter-line[^"]*">(.*?)</div>', html, re.S)
    if found is None:
        return None
    return (
        unescape(re.sub("<[^>]*>", "", found[1])).strip(),
        re.findall('href="([^"]*)"', found[1]),
    )


def test_the_line_stands_under_the_title_and_names_what_the_front_matter_names(book):
    warnings, _, html = book(
        {
            "part/first.md": "# First: a beginning\n\nWords.\n",
            "part/second.md": "# Second\n\n" + "word " * 400,
            "practice/third.md": "# Practice: a third\n\nWords.\n",
            "last/chapter.ipynb": notebook(
                builds_on=["../part/first", "../part/second"], practice="../practice/third"
            ),
        }
    )
    assert not warnings
    assert line(html["first"]) == ("about 1 minute", [])
    assert line(html["second"]) == ("about 2 minutes", [])
    assert line(html["chapter"]) == (
        "about 1 minute · builds on First, Second · practice notebook: a third",
        ["../part/first.html", "../part/second.html", "../practice/third.html"],
    )
    assert re.search(r'</h1>\s*<div class="chapter-line', html["chapter"])


def test_pages_to_look_things_up_in_or_to_work_in_have_no_line(book):
    _, found, html = book(
        {"a/page.md": "# Page\n", "reference/x.md": "# Table\n", "practice/y.md": "# Practice\n"}
    )
    assert set(found) == {"a/page"}
    assert line(html["x"]) is line(html["y"]) is None


def test_a_page_that_takes_too_long_is_a_warning(book):
    warnings, _, _ = book({"page.md": "# A page\n\n" + "word " * 31 * 180})
    assert "takes 31 minutes, more than 30" in warnings
    assert "minutes" in warnings.splitlines()[0]


def test_a_name_of_no_page_is_a_warning(book):
    warnings, _, _ = book({"page.md": "---\nbuilds_on: [nothing]\n---\n# A page\n"})
    assert "its builds_on names 'nothing', which is no page" in warnings


def read(words):
    """An environment of one page of so many words."""
    table = {"page": {"words": words, "code": 0, "figures": 0, "formulas": 0}}
    return SimpleNamespace(rnncourse_minutes=table, metadata={"page": {}}, found_docs={"page"})


def test_thirty_minutes_are_not_too_long():
    assert not minutes.complaints(read(30 * 180))
    assert len(minutes.complaints(read(31 * 180))) == 1

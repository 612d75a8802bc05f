"""Numbers in the prose: how they are written, and what they say of themselves on the site and
elsewhere.
"""

import io
import re
from html import unescape
from pathlib import Path

import nbformat
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from _ext.content import numbers
from _ext.content.key_words import row_id

ROOT = Path(__file__).parents[2]
PREFIX = "application/papermill.record/"
BLANK = {"band": None, "edition": None, "timing": False, "interval": None, "source": None}


def reported(key, value, **record):
    """The output that rnncourse.reporting.report.report leaves."""
    return nbformat.v4.new_output(
        "display_data",
        data={f"{PREFIX}text/plain": repr(value)},
        metadata={
            "scrapbook": {"name": key, "mime_prefix": PREFIX},
            "rnncourse": {**BLANK, **record, "key": key, "value": value},
        },
    )


OUTPUTS = (
    reported("toy/rows", 29491, band=[29000, 30000]),
    reported("toy/torch/accuracy", 0.85312, band=[0.5, 0.9], interval=[0.82, 0.88]),
    reported("toy/torch/accuracy/interval", "0.820 to 0.880"),
    reported("toy/weights", 7874, band=[7874, 7874]),
    reported("toy/seconds", 7.5, band=[0, 60], timing=True),
    reported("toy/verdict", "no difference in 2 runs"),
    reported("lecture/accuracy", 0.8, source="lecture <1>, part 1"),
)
PROSE = (
    "Of {glue:text}`toy/rows` names, {glue:text}`toy/torch/accuracy:.4f` are right (interval "
    "{glue:text}`toy/torch/accuracy/interval`) with {glue:text}`toy/weights` weights, after "
    "{glue:text}`toy/seconds:.0f` seconds; the lecture has {glue:text}`lecture/accuracy:.1f`: "
    "{glue:text}`toy/verdict`. Again, {glue:text}`toy/rows`."
)
PLAIN = (
    "Of 29,491 names, 0.853 are right (interval 0.820 to 0.880) with 7,874 weights, after 8 "
    "seconds; the lecture has 0.8: no difference in 2 runs. Again, 29,491."
)


def page(*outputs, prose):
    """A notebook of one cell that reports, and a text."""
    cells = [
        nbformat.v4.new_markdown_cell("# A page"),
        nbformat.v4.new_code_cell("report()", outputs=list(outputs), execution_count=1),
        nbformat.v4.new_markdown_cell(prose),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.writes(
        nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), 4
    )


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Build a book with these sources, by name; return its warnings and its folder."""

    def make(sources, builder="html"):
        folder = tmp_path_factory.mktemp("book")
        for name, text in sources.items():
            path = folder / "source" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        settings = {
            "extensions": ["_ext.content.numbers", "_ext.content.results"],
            "nb_execution_mode": "off",
            "root_doc": "page",
            "html_theme": "basic",
            "suppress_warnings": ["toc"],
        }
        warnings = io.StringIO()
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                folder / "source",
                None,
                folder / builder,
                folder / "doctrees",
                builder,
                settings,
                status=None,
                warning=warnings,
            )
            app.rnncourse_left_out = set()
            app.build()
        lines = [line for line in warnings.getvalue().splitlines() if "toctree" not in line]
        return "\n".join(lines), folder / builder

    return make


@pytest.fixture(scope="module")
def site(build):
    """The folder of a site with numbers on one page and the table of results on another."""
    warnings, folder = build(
        {
            "page.ipynb": page(*OUTPUTS, prose=PROSE),
            "other.ipynb": page(OUTPUTS[-1], prose="{glue:text}`lecture/accuracy`"),
            f"{numbers.RESULTS}.md": "# Results\n\n```{results-table}\n```\n",
            "none.md": "# Nothing\n\nNo number.\n",
        }
    )
    assert not warnings
    return folder


def text(html):
    """HTML without its marks, with single spaces."""
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


@pytest.mark.parametrize(
    "value, spec, shown",
    [
        (999, "", "999"),
        (1000, "", "1,000"),
        (8419, ",d", "8,419"),
        (-29491, "", "-29,491"),
        (4330.18, ".0f", "4,330"),
        (4330.18, ",.1f", "4,330.2"),
        (0.25, "", "0.25"),
        (1234.5, "", "1,234.5"),
        (12, ".1f", "12.0"),
        (-0.04, ".1f", "0.0"),
        (-0.04, "+.1f", "+0.0"),
        (-0.0, "", "0.0"),
        (-0.6, "+.0f", "-1"),
        (3.2, "d", "3"),
        (2e-16, ".0e", "2e-16"),
        (0.0123, ".1g", "0.01"),
        (0.1234, ".1%", "12.3%"),
        ("no, 1000", "", "no, 1000"),
    ],
)
def test_a_number_is_written_by_one_rule(value, spec, shown):
    assert numbers.written(value, spec) == shown


@pytest.mark.parametrize("spec", [".q", "1f", "s", ".f"])
def test_a_format_that_is_not_understood_is_refused(spec):
    with pytest.raises(ValueError, match="is no format of a number; write one such as"):
        numbers.written(1.0, spec)


@pytest.mark.parametrize(
    "interval, spec, shown",
    [
        ([0.82, 0.88], ".4f", "0.853"),
        ([0.6, 1.0], ".4f", "0.85"),
        ([-9.8, 4.3], ".3f", "0.9"),
        ([0.82, 0.88], ".0f", "1"),
        ([0.82, 0.88], ".1e", "8.5e-01"),
        (None, ".4f", "0.8531"),
    ],
)
def test_a_number_has_no_more_decimals_than_its_interval(interval, spec, shown):
    record = {"value": 0.85312, "interval": interval}
    assert numbers.written(0.85312, spec, numbers.decimals(record)) == shown


def test_every_format_that_the_pages_ask_for_is_understood():
    asked = {
        spec
        for path in (ROOT / "book").rglob("*.md")
        for spec in re.findall(r"\{glue:text\}`[^`:]*:([^`]*)`", path.read_text("utf-8"))
    }
    assert len(asked) > 5
    assert all(numbers.written(0.5, spec) for spec in asked)


def test_numbers_stand_in_the_text_in_normal_weight_and_can_be_asked(site):
    html = (site / "page.html").read_text("utf-8")
    prose = html[html.index("<p>Of ") : html.index("<details")]
    assert text(prose).startswith(PLAIN)
    assert prose.count('<a class="number"') == 7 and "pasted-text" not in html
    assert prose.count('href="#number-2"') == 2  # the number and its interval


def test_no_number_is_a_stop_of_the_tab_key(site):
    html = (site / "page.html").read_text("utf-8")
    asked = re.findall(r'<a class="number"[^>]*>', html)
    assert asked and all('tabindex="-1"' in tag for tag in asked)


def test_a_text_is_plain(site):
    prose = (site / "page.html").read_text("utf-8")
    assert re.search(r"<span>no difference in 2 runs</span>", prose)


def test_an_interval_of_no_number_is_plain_too(build):
    text = page(reported("toy/interval", "0.1 to 0.2"), prose="{glue:text}`toy/interval`")
    warnings, folder = build({"page.ipynb": text})
    assert not warnings
    assert "<p><span>0.1 to 0.2</span></p>" in (folder / "page.html").read_text("utf-8")


def test_the_page_ends_with_a_closed_list_of_its_numbers_each_once(site):
    html = (site / "page.html").read_text("utf-8")
    listed = html[html.index('<details class="numbers-here">') :]
    said = [text(item) for item in re.findall(r"<li id.*?</li>", listed, re.S)]
    assert said == [
        "Rows, toy: 29,491; expected 29,000 to 30,000",
        "Accuracy, toy, PyTorch: 0.853; 95 % interval 0.820 to 0.880; expected 0.5 to 0.9",
        "Number of weights, toy: 7,874; expected exactly 7,874",
        "Seconds, toy: 7.5; expected 0 to 60; a timing, different in every build",
        "Accuracy, lecture: 0.8; measured by others: lecture <1>, part 1",
    ]


def test_every_link_of_a_number_leads_to_a_line_and_every_line_to_a_row_of_the_results(site):
    results = (site / f"{numbers.RESULTS}.html").read_text("utf-8")
    rows = re.findall(r'id="(result-[^"]*)"', results)
    assert len(rows) == len(set(rows))
    for name in ("page", "other"):
        html = (site / f"{name}.html").read_text("utf-8")
        assert set(re.findall(r'href="#(number-[^"]*)"', html)) == set(
            re.findall(r'<li id="([^"]*)"', html)
        )
        linked = re.findall(rf'href="{numbers.RESULTS}.html#([^"]*)"', html)
        assert linked and set(linked) <= set(rows)


def test_a_row_of_the_results_says_in_words_what_the_number_is_and_where_it_stands(site):
    results = (site / f"{numbers.RESULTS}.html").read_text("utf-8")
    row = results[: results.index('id="result-toy-torch-accuracy"')].rindex("<tr")
    said = text(results[row : results.index("</tr>", row)])
    assert said.startswith("Accuracy, toy, PyTorch toy/torch/accuracy Of 29,491 names, 0.853 are")


def test_a_row_of_the_results_writes_its_number_as_the_list_of_its_page_does(site):
    results = text((site / f"{numbers.RESULTS}.html").read_text("utf-8"))
    assert "2 runs. 0.853 0.820 to 0.880 0.5 to 0.9" in results
    assert "2 runs. 7,874 exactly 7,874" in results


def test_the_fold_of_a_chapter_says_its_title_once(site):
    results = (site / f"{numbers.RESULTS}.html").read_text("utf-8")
    folds = re.findall(r'<details class="fold">.*?</details>', results, re.S)
    assert len(folds) == 2
    assert all(text(fold).count("A page") == 1 for fold in folds)


def test_a_page_without_numbers_has_no_list(site):
    assert "numbers-here" not in (site / "none.html").read_text("utf-8")


def test_the_search_does_not_find_the_list(site):
    index = (site / "searchindex.js").read_text("utf-8")
    assert "interv" in index and "timing" not in index and "comput" not in index


@pytest.mark.parametrize("builder, file", [("text", "page.txt"), ("latex", "sphinx.tex")])
def test_numbers_are_plain_text_elsewhere(build, builder, file):
    warnings, folder = build({"page.ipynb": page(*OUTPUTS, prose=PROSE)}, builder)
    path = next(folder.glob("*.tex"), folder / file)
    found = path.read_text("utf-8")
    shown = " ".join(re.sub(r"\\DUrole\{[^}]*\}\{([^}]*)\}", r"\1", found).split())
    assert not warnings
    assert PLAIN in shown and "Numbers on this page" not in found


@pytest.mark.parametrize(
    "asked, message",
    [("toy/nothing", "No key 'toy/nothing' found"), ("toy/rows:.q", "is no format of a number")],
)
def test_a_number_that_cannot_be_written_is_a_warning(build, asked, message):
    warnings, _ = build({"page.ipynb": page(*OUTPUTS, prose=f"{{glue:text}}`{asked}`")})
    assert message in warnings


def test_no_two_keys_of_the_book_share_a_row():
    keys = {
        key
        for path in (ROOT / "book").rglob("*.md")
        for key in re.findall(r"\{glue:text\}`([^`:]*)", path.read_text("utf-8"))
    }
    assert len({row_id(key) for key in keys}) == len(keys) > 500

"""The book's Sphinx extensions, on small books without a kernel: pages are notebooks that carry
their outputs.
"""

import io
import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from _ext.content import editions, results
from _ext.site import launch_links, lighter_site, page_polish

ROOT = Path(__file__).parents[2]

EXTENSIONS = [
    "myst_nb",
    "sphinx_design",
    *(f"_ext.content.{name}" for name in ("framework_tabs", "figure_alt", "results", "editions")),
]
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def resolved(edition):
    return {
        "toy": SimpleNamespace(
            dataset="toy", edition=edition, reason="it is a test", sha256=edition * 2
        )
    }


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Build the pages, {name: notebook or Markdown}; return (warnings, {name: HTML})."""
    monkeypatch.setattr(editions, "resolved", lambda: resolved("bundled"))

    def build(**pages):
        source = tmp_path / "book"
        source.mkdir(exist_ok=True)
        for name, content in pages.items():
            ending, text = (
                ("md", content) if isinstance(content, str) else ("ipynb", nbformat.writes(content))
            )
            path = source / f"{name}.{ending}"
            if not path.exists() or path.read_text("utf-8") != text:
                path.write_text(text, "utf-8")
        warnings = io.StringIO()
        settings = {
            "extensions": EXTENSIONS,
            "nb_execution_mode": "off",
            "master_doc": next(iter(pages)),
            "html_theme": "basic",
            "html_copy_source": False,
            "myst_enable_extensions": ["colon_fence"],
            "suppress_warnings": ["toc"],
        }
        with patch_docutils(), docutils_namespace():
            out = tmp_path / "build/html"
            app = Sphinx(
                source,
                None,
                out,
                tmp_path / "build/doctrees",
                "html",
                settings,
                status=None,
                warning=warnings,
            )
            app.build()
        complaints = [line for line in warnings.getvalue().splitlines() if "toctree" not in line]
        return "\n".join(complaints), {
            name: (out / f"{name}.html").read_text("utf-8") for name in pages
        }

    build.folder = tmp_path / "build"
    return build


def notebook(*cells):
    """A notebook of a title and the given cells."""
    cells = [nbformat.v4.new_markdown_cell("# A page"), *cells]
    return nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )


def cell(source, *outputs, **metadata):
    return nbformat.v4.new_code_cell(
        source, outputs=list(outputs), metadata=metadata, execution_count=1
    )


def figure(**metadata):
    return nbformat.v4.new_output(
        "display_data", data={"image/png": PIXEL}, metadata={"image/png": metadata}
    )


def reported(key, value, band=None, edition=None, source=None, timing=False):
    """The output that rnncourse.reporting.report.report leaves, as the contract has it."""
    record = {
        "key": key,
        "value": value,
        "band": band,
        "edition": edition,
        "timing": timing,
        "interval": None,
        "source": source,
    }
    prefix = "application/papermill.record/"
    return nbformat.v4.new_output(
        "display_data",
        data={f"{prefix}text/plain": repr(value)},
        metadata={"scrapbook": {"name": key, "mime_prefix": prefix}, "rnncourse": record},
    )


# framework tabs
# ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("present, missing", [("keras", "PyTorch"), ("pytorch", "Keras")])
def test_a_cell_without_its_counterpart_is_a_warning(book, present, missing):
    warnings, _ = book(page=notebook(cell("1", tags=[present])))
    assert f"has no {missing} cell beside it" in warnings


def test_consecutive_cells_of_both_frameworks_become_one_set_of_synced_tabs(book):
    keras, torch = {"tags": ["keras"]}, {"tags": ["pytorch"]}
    warnings, html = book(
        page=notebook(cell("k = 1", **keras), cell("k = 2", **keras), cell("t = 1", **torch))
    )
    assert not warnings
    assert html["page"].count("framework-tabs") == 1
    assert 'data-sync-id="keras"' in html["page"] and 'data-sync-id="pytorch"' in html["page"]


def test_text_between_cells_ends_a_set_of_tabs(book):
    def pair():
        return [cell("k", tags=["keras"]), cell("t", tags=["pytorch"])]

    _, html = book(page=notebook(*pair(), nbformat.v4.new_markdown_cell("and"), *pair()))
    assert html["page"].count("framework-tabs") == 2


# alt text
# ------------------------------------------------------------------------------------------------


def test_a_figure_without_alt_text_is_a_warning(book):
    warnings, _ = book(page=notebook(cell("plot()", figure())))
    assert "a figure has no alt text" in warnings


def test_alt_text_comes_from_the_metadata_of_the_output(book):
    warnings, html = book(page=notebook(cell("plot()", figure(alt="A falling curve"))))
    assert not warnings and 'alt="A falling curve"' in html["page"]


def test_alt_text_of_the_cell_wins(book):
    _, html = book(
        page=notebook(
            cell(
                "plot()", figure(alt="from the figure"), mystnb={"image": {"alt": "from the cell"}}
            )
        )
    )
    assert 'alt="from the cell"' in html["page"]


def test_a_picture_in_the_text_needs_alt_text_too(book):
    warnings, _ = book(page=f"# A page\n\n![](data:image/png;base64,{PIXEL})")
    assert "a figure has no alt text" in warnings


# results
# ------------------------------------------------------------------------------------------------


def test_reported_numbers_are_collected_in_order(book):
    warnings, _ = book(
        page=notebook(
            cell("b", reported("toy/b", 2.0, [1, 3], "bundled")),
            cell("a", reported("toy/a", "text")),
        )
    )
    collected = json.loads((book.folder / "results.json").read_text())
    assert not warnings
    assert [(r["page"], r["key"], r["value"]) for r in collected] == [
        ("page", "toy/a", "text"),
        ("page", "toy/b", 2.0),
    ]


@pytest.mark.parametrize("value", [0.9, 3.1, float("nan"), float("inf")])
def test_a_number_out_of_its_band_is_a_warning(book, value):
    warnings, _ = book(page=notebook(cell("b", reported("toy/b", value, [1, 3], "bundled"))))
    assert "'toy/b' is" in warnings and "outside the band 1 to 3 of the bundled edition" in warnings


def test_a_key_that_two_pages_report_is_a_warning(book):
    page = notebook(cell("b", reported("toy/b", 2.0, [1, 3])))
    warnings, _ = book(page=page, other=page)
    assert "'toy/b' is reported by other too" in warnings


def test_a_quoted_figure_may_stand_on_two_pages(book):
    page = notebook(cell("b", reported("toy/quoted", 0.67, source="a lecture")))
    assert not book(page=page, other=page)[0]


def test_pages_that_are_not_read_again_still_count(book):
    pages = {
        "page": notebook(cell("b", reported("toy/b", 2.0, [1, 3]))),
        "table": "# Results\n\n```{results-table}\n```\n",
    }
    book(**pages)
    (book.folder / "results.json").unlink()
    _, html = book(**pages)
    assert "toy/b" in (book.folder / "results.json").read_text() and "toy/b" in html["table"]


def test_a_table_follows_when_another_page_reports_something_new(book):
    table = "# Results\n\n```{results-table}\n```\n"
    book(table=table, page=notebook(cell("b", reported("toy/b", 2.0, [1, 3]))))
    _, html = book(table=table, page=notebook(cell("b", reported("toy/c", 2.5, [1, 3]))))
    assert "toy/c" in html["table"] and "toy/b" not in html["table"]


def test_a_table_has_header_cells_and_timings_apart(book):
    page = notebook(
        cell("b", reported("toy/b", 2.0, [1, 3])),
        cell("s", reported("toy/seconds", 7.5, timing=True)),
    )
    _, html = book(table="# Results\n\n```{results-table}\n```\n", page=page)
    numbers, timings = html["table"].split("Timings")
    assert "<th" in numbers and "toy/b" in numbers and "toy/seconds" in timings


def test_the_numbers_of_a_page_open_under_its_title_and_their_count(book):
    page = notebook(
        cell("b", reported("toy/b", 2.0, [1, 3])), cell("c", reported("toy/c", 2.0, [1, 3]))
    )
    _, html = book(table="# Results\n\n```{results-table}\n```\n", page=page)
    fold = html["table"].split('<details class="fold">')[1].split("</details>")[0]
    assert "(2)</summary>" in fold
    assert "toy/b" in fold and "toy/c" in fold


def test_headings_of_a_datasheet_sink_but_not_comments_in_its_code():
    assert results.lowered("# A\n\n```sh\n# no\n```\n## B\n") == "## A\n\n```sh\n# no\n```\n### B\n"


# editions
# ------------------------------------------------------------------------------------------------

BLOCKS = (
    "# A page\n\n:::{edition} bundled toy\nSmall and open.\n:::\n\n:::{edition} reference toy\nThe "
    "handout's own.\n:::\n"
)


def test_only_the_block_of_the_resolved_edition_is_shown(book):
    warnings, html = book(page=BLOCKS)
    assert not warnings and "Small and open" in html["page"] and "own." not in html["page"]


def test_a_page_is_read_again_when_the_edition_changes(book, monkeypatch):
    book(page=BLOCKS)
    monkeypatch.setattr(editions, "resolved", lambda: resolved("reference"))
    _, html = book(page=BLOCKS)
    assert "Small and open" not in html["page"] and "own." in html["page"]


@pytest.mark.parametrize(
    "block, message",
    [("bundled sky", "data set 'sky' is none of toy"), ("old toy", "edition 'old' is none of")],
)
def test_an_edition_block_that_names_nothing_known_is_an_error(book, block, message):
    assert message in book(page=f"# A page\n\n:::{{edition}} {block}\nText.\n:::\n")[0]


# addresses and repairs
# ------------------------------------------------------------------------------------------------


def configured(url):
    return SimpleNamespace(html_theme_options={"repository_url": url})


def test_every_address_is_derived_from_the_repository():
    assert launch_links.repository(configured("https://github.com/Someone/course.git/")) == (
        "Someone",
        "course",
    )
    assert (
        launch_links.site_url(configured("https://github.com/Someone/course"))
        == "https://someone.github.io/course/"
    )


@pytest.mark.parametrize(
    "url", ["https://example.org/a/b", "https://github.com/only", "https://github.com/a/b/c"]
)
def test_an_address_of_no_repository_is_refused(url):
    with pytest.raises(ValueError, match="repository.url is"):
        launch_links.repository(configured(url))


def test_colab_opens_the_published_notebook():
    button = {"text": "Colab", "url": "wrong"}
    context = {"header_buttons": [{"label": "launch-buttons", "buttons": [button]}]}
    app = SimpleNamespace(config=configured("https://github.com/a/b"))
    launch_links.rewrite(app, "book/x", None, context, None)
    assert (
        button["url"] == "https://colab.research.google.com/github/a/b/blob/notebooks/book/x.ipynb"
    )


def test_the_whole_book_is_offered_beside_the_page():
    group = {"label": "download-buttons", "buttons": [{"text": ".md"}]}
    launch_links.rewrite(
        SimpleNamespace(config=configured("https://github.com/a/b")),
        "book/x",
        None,
        {"header_buttons": [group]},
        None,
    )
    assert [button.get("url") for button in group["buttons"]] == [
        None,
        "https://a.github.io/b/rnncourse.pdf",
    ]


@pytest.mark.parametrize(
    "empty", ["<th></th>", '<th class="head"><p></p></th>', '<th class="blank">&nbsp;</th>']
)
def test_an_empty_corner_of_a_table_is_no_header(empty):
    assert (
        page_polish.polished(f"<tr>{empty}<th>name</th></tr>") == "<tr><td></td><th>name</th></tr>"
    )


def test_search_scripts_stay_on_the_page_of_results_alone():
    script = '<script src="../searchindex.js"></script>'
    assert page_polish.polished(f"<head>{script}</head>") == "<head></head>"
    assert page_polish.polished(f"<head>{script}</head>", searches=True) == f"<head>{script}</head>"


def test_a_page_that_is_polished_again_stays_as_it_is():
    long = "    " + "x" * 60
    page = f'<div class="highlight-ipython3"><div class="highlight"><pre>{long}\n</pre>'
    once = page_polish.polished(page)
    assert '<span class="line" style="--in:4">' in once
    assert page_polish.polished(once) == once


def test_rules_of_unused_icons_and_components_are_left_out():
    css = (
        '.fa-sun:before{content:"\\f185"}.fa-moon:before,.fa-night:before{content:"\\f186"}.sd-card .title{color:red}'
        "@media print{.sd-card{margin:0}.page{margin:1em}}a{color:blue}"
    )
    lighter = lighter_site.without_unused(css, {"fa-moon"})
    assert (
        lighter == '.fa-moon:before,.fa-night:before{content:"\\f186"}@media '
        "print{.page{margin:1em}}a{color:blue}"
    )
    assert lighter_site.without_unused(css, {"fa-sun", "fa-night", "sd-card"}) == css


def test_an_icon_font_keeps_the_glyphs_that_are_shown(tmp_path):
    theme = Path(find_spec("pydata_sphinx_theme").origin).parent
    found = next(theme.rglob("fa-solid-900.ttf"))
    font = Path(shutil.copy(found, tmp_path))
    lighter_site.keep_glyphs(font, {0xF185, 0xF186})
    with TTFont(font) as kept:
        assert set(kept.getBestCmap()) == {0xF185, 0xF186}
    assert font.stat().st_size < found.stat().st_size / 50

"""A practice page offers its two notebooks with plain links."""

import re
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from _ext.content import practice

ROOT = Path(__file__).parents[2]


@pytest.fixture
def page(tmp_path):
    """The HTML of a page with the directive, two folders down."""
    source = tmp_path / "source"
    (source / "book/practice").mkdir(parents=True)
    (source / "index.rst").write_text("Index\n=====\n")
    (source / "book/practice/x.rst").write_text(":orphan:\n\nX\n=\n\n.. practice-notebooks::\n")
    settings = {
        "extensions": ["_ext.content.practice"],
        "html_theme": "basic",
        "html_theme_options": {"repository_url": "https://github.com/Someone/course"},
    }
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            source,
            None,
            tmp_path / "html",
            tmp_path / "doctrees",
            "html",
            settings,
            status=None,
            warning=None,
        )
        app.connect("html-page-context", add_buttons)
        app.connect("html-page-context", show_buttons, priority=990)
        app.build()
    return (tmp_path / "html/book/practice/x.html").read_text("utf-8")


def add_buttons(app, pagename, templatename, context, doctree):
    """Put buttons on a page, as the theme and launch_links do."""
    urls = [f"../../_sources/{pagename}.ipynb", f"https://opens.example/{pagename}.ipynb"]
    context["header_buttons"] = [{"buttons": [{"text": "print"}, *({"url": url} for url in urls)]}]


def show_buttons(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"] += " ".join(
            f"button:{button['url']}"
            for button in context["header_buttons"][0]["buttons"]
            if "url" in button
        )


def test_both_notebooks_can_be_downloaded_from_the_site_that_the_page_is_on(page):
    for variant in practice.VARIANTS:
        assert f'href="../../_sources/book/practice/x-{variant}.ipynb"' in page


def test_the_buttons_at_the_top_lead_to_the_students_notebook(page):
    assert re.findall(r"button:(\S+ipynb)", page) == [
        "../../_sources/book/practice/x-student.ipynb",
        "https://opens.example/book/practice/x-student.ipynb",
    ]


def test_both_notebooks_can_be_opened_in_every_service(page):
    for variant in practice.VARIANTS:
        for service, address in practice.OPENED_BY.items():
            url = address.format(
                owner="Someone",
                name="course",
                branch=practice.BRANCH,
                page=f"book/practice/x-{variant}",
            )
            assert re.search(f'href="{re.escape(url)}"[^>]*>open in {service}<', page)

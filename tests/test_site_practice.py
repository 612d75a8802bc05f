"""A practice page offers its two notebooks with plain links."""

import re
import sys
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "book/_ext"))
import practice  # noqa: E402


@pytest.fixture
def page(tmp_path):
    """The HTML of a page with the directive, two folders down."""
    source = tmp_path / "source"
    (source / "book/practice").mkdir(parents=True)
    (source / "index.rst").write_text("Index\n=====\n")
    (source / "book/practice/x.rst").write_text(":orphan:\n\nX\n=\n\n.. practice-notebooks::\n")
    settings = {"extensions": ["practice"], "html_theme": "basic", "html_theme_options": {"repository_url": "https://github.com/Someone/course"}}
    with patch_docutils(), docutils_namespace():
        Sphinx(source, None, tmp_path / "html", tmp_path / "doctrees", "html", settings, status=None, warning=None).build()
    return (tmp_path / "html/book/practice/x.html").read_text("utf-8")


def test_both_notebooks_can_be_downloaded_from_the_site_that_the_page_is_on(page):
    for variant in practice.VARIANTS:
        assert f'href="../../_sources/book/practice/x-{variant}.ipynb"' in page


def test_both_notebooks_can_be_opened_in_every_service(page):
    for variant in practice.VARIANTS:
        for service, address in practice.OPENED_BY.items():
            url = address.format(owner="Someone", name="course", branch=practice.BRANCH, page=f"book/practice/x-{variant}")
            assert re.search(f'href="{re.escape(url)}"[^>]*>open in {service}<', page)

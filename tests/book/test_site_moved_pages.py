"""Old addresses of pages lead to the new ones."""

import re

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils


@pytest.fixture
def book(tmp_path):
    """Build a book of two pages with these moves; return its folder."""

    def build(moved):
        (tmp_path / "source/part").mkdir(parents=True, exist_ok=True)
        (tmp_path / "source/index.rst").write_text("Index\n=====\n")
        (tmp_path / "source/part/new.rst").write_text(":orphan:\n\nNew & *old*\n===========\n")
        settings = {
            "extensions": ["_ext.site.page_polish", "_ext.site.moved_pages"],
            "html_theme": "basic",
            "html_theme_options": {"repository_url": "https://github.com/Someone/course"},
            "moved_pages": moved,
        }
        with patch_docutils(), docutils_namespace():
            Sphinx(
                tmp_path / "source",
                None,
                tmp_path / "html",
                tmp_path / "doctrees",
                "html",
                settings,
                status=None,
                warning=None,
            ).build()
        return tmp_path / "html"

    return build


def test_an_old_address_moves_on_by_itself_and_holds_a_link(book):
    html = (book({"gone/old": "part/new"}) / "gone/old.html").read_text("utf-8")
    assert '<meta http-equiv="Refresh" content="0; url=../part/new.html" />' in html
    assert '<a href="../part/new.html">New &amp; old</a>' in html
    assert 'rel="canonical" href="https://someone.github.io/course/part/new.html"' in html


def test_where_it_moves_to_is_there(book):
    site = book({"part/old": "part/new"})
    target = re.search('url=([^"]*)', (site / "part/old.html").read_text("utf-8"))[1]
    assert (site / "part" / target).is_file()


def test_an_address_that_is_no_longer_moved_is_gone(book):
    book({"gone/old": "part/new"})
    assert not (book({}) / "gone/old.html").exists()


@pytest.mark.parametrize(
    "moved, message",
    [
        ({"part/new": "index"}, "sends part/new away, but the book has such a page"),
        ({"old": "part/nothing"}, "sends old to part/nothing, which is no page of the book"),
    ],
)
def test_a_move_that_hides_a_page_or_leads_nowhere_is_refused(book, moved, message):
    with pytest.raises(ExtensionError, match=message):
        book(moved)

"""Chapters run side by side before the pages are read: what comes out is what one after the other
brings.
"""

import io
import json
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from _ext.execution import side_by_side

ROOT = Path(__file__).parents[2]

PAGE = """---
file_format: mystnb
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A page

```{code-cell} ipython3
CODE
```
"""


@pytest.fixture
def book(tmp_path):
    """Build pages of one cell, {name: code}, with or without the extension; return (status,
    warnings, {name: HTML}).
    """

    def build(together, **pages):
        source = tmp_path / "book"
        source.mkdir(exist_ok=True)
        for name, code in pages.items():
            (source / f"{name}.md").write_text(PAGE.replace("CODE", code), "utf-8")
        (source / "prose.md").write_text("# Prose\n", "utf-8")
        status, warnings = io.StringIO(), io.StringIO()
        settings = {
            "extensions": ["myst_nb", *["_ext.execution.side_by_side"] * together],
            "nb_execution_mode": "cache",
            "nb_execution_show_tb": True,
            "master_doc": "prose",
            "html_theme": "basic",
            "suppress_warnings": ["toc"],
        }
        with patch_docutils(), docutils_namespace():
            out = tmp_path / "build/html"
            Sphinx(
                source,
                None,
                out,
                tmp_path / "build/doctrees",
                "html",
                settings,
                status=status,
                warning=warnings,
            ).build()
        return (
            status.getvalue(),
            warnings.getvalue(),
            {name: (out / f"{name}.html").read_text("utf-8") for name in pages},
        )

    return build


def test_chapters_have_run_before_their_pages_are_read(book):
    status, _, html = book(True, first="print(6 * 7)", second="print(7 * 8)")
    assert "chapter 2 of 2 has run" in status and status.count("Using cached notebook") == 2
    assert ">42" in html["first"] and ">56" in html["second"]


def test_a_chapter_that_fails_is_told_by_sphinx_and_the_others_stay(book):
    status, warnings, html = book(True, first="print(6 * 7)", second="1 / 0")
    assert "second.md" in warnings and "ZeroDivisionError" in warnings
    assert status.count("Using cached notebook") == 1 and ">42" in html["first"]


def test_the_processor_seconds_of_every_chapter_are_noted_and_kept(book, tmp_path):
    busy = "import time\nwhile time.process_time() < 2: pass"
    assert "first, " in book(True, first="print(6 * 7)", second=busy)[0]
    seconds = json.loads((tmp_path / "build/cpu_seconds.json").read_text())
    assert (
        seconds.keys() == {"first", "second"}
        and seconds["second"] > 2
        and seconds["second"] > seconds["first"] > 0
    )
    book(True, first="print(7 * 7)")
    again = json.loads((tmp_path / "build/cpu_seconds.json").read_text())
    assert again.keys() == {"first", "second"} and again["second"] == seconds["second"]


def test_what_is_in_the_cache_does_not_run_again(book, monkeypatch):
    pages = {"first": "print(6 * 7)", "second": "print(7 * 8)"}
    book(False, **pages)
    monkeypatch.setattr(side_by_side.joblib, "Parallel", None)
    _, _, html = book(True, **pages)
    assert ">42" in html["first"] and ">56" in html["second"]

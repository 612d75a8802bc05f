"""Chapters run side by side before the pages are read: what comes out is what one after the other
brings.
"""

import io
import json
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
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


DIES = "import os\nos._exit(9)"
KILLS_ITS_PROCESS = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"


def test_a_chapter_whose_kernel_dies_is_named_and_the_others_stay(book):
    with pytest.raises(ExtensionError) as said:
        book(True, first="print(6 * 7)", second=DIES)
    assert "second: its kernel died, probably for want of memory\n2 at a time" in str(said.value)
    assert "RNNCOURSE_JOBS=1 make book" in str(said.value)
    assert "chapter 1 of 1 has run: second" in book(True, second="print(7 * 8)")[0]


def test_a_chapter_whose_process_is_killed_is_named(book):
    with pytest.raises(ExtensionError, match="alone: its process was killed, probably for want of"):
        book(True, first="print(6 * 7)", alone="import time\ntime.sleep(3)\n" + KILLS_ITS_PROCESS)


def test_as_many_chapters_run_at_a_time_as_are_asked_for(book, monkeypatch, tmp_path):
    now = f"""
import pathlib, time
mark = pathlib.Path({str(tmp_path)!r}, "running")
assert not mark.exists()
mark.touch()
time.sleep(1)
mark.unlink()
"""
    monkeypatch.setenv("RNNCOURSE_JOBS", "1")
    status, warnings, _ = book(True, first=now, second=now)
    assert "chapter 2 of 2 has run" in status and "AssertionError" not in warnings


@pytest.mark.parametrize(
    "fault, said",
    [
        ({"name: python3": "name: my-env"}, "odd: no kernel is called 'my-env'; copy the front"),
        (
            {"# A page": "# L\xe4tin"},
            r"odd.md:9: the byte 0xe4 is no UTF-8; save the page as UTF-8",
        ),
        ({"[x]": "["}, "odd: Code cell 1 at line 11 could not be read"),
    ],
)
def test_a_page_that_cannot_be_run_or_read_is_named(book, tmp_path, fault, said):
    book(False, odd="1")
    page = PAGE.replace("CODE", ":tags: [x]\n1")
    for old, new in fault.items():
        page = page.replace(old, new)
    (tmp_path / "book/odd.md").write_text(page, "latin-1")
    with pytest.raises(ExtensionError, match=said):
        book(True)

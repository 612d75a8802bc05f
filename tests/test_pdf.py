"""Printing the book: what xelatex only mentions in its log is found, and a machine without it is told what to install."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))
import build_pdf  # noqa: E402

LOG = """\
This is XeTeX, Version 3.14
Missing character: There is no ☃ in font FreeSerif:mapping=tex-text;!
Missing character: There is no ☃ in font FreeSerif:mapping=tex-text;!
LaTeX Warning: Hyper reference `book/nowhere:x' on page 3 undefined on input line 5.
LaTeX Warning: Float too large for page by 3pt on input line 9.
Output written on rnncourse.pdf (500 pages).
"""


def test_lost_characters_and_references_are_found_once_each():
    found = build_pdf.faults(LOG)
    assert len(found) == 2 and "☃" in found[1] and "nowhere" in found[0]


def test_without_xelatex_it_is_said_what_to_install(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert build_pdf.main() == 1
    assert "apt-get install texlive-xetex" in capsys.readouterr().err


def test_the_workflow_installs_what_printing_needs():
    assert build_pdf.PACKAGES in (ROOT / ".github/workflows/book.yml").read_text("utf-8")

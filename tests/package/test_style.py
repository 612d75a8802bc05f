"""The tools that read the code without running it have nothing to say."""

import subprocess
import sys
from pathlib import Path

import format_cells
import pytest

from _ext.execution.code_cells import cells

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "book").rglob("*.md"))
BIN = Path(sys.executable).parent
TOOLS = {
    "ruff check": ["ruff", "check"],
    "ruff format": ["ruff", "format", "--check"],
    "import-linter": ["lint-imports"],
    "basedpyright": ["basedpyright", "--pythonpath", sys.executable],
    "typos": ["typos", "--force-exclude", "."],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_has_nothing_to_say(tool):
    program, *options = TOOLS[tool]
    done = subprocess.run([BIN / program, *options], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_cells_of_a_page_are_formatted(page):
    text = page.read_text("utf-8")
    assert format_cells.with_formatted_cells(text) == text, "run make sync"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_line_of_a_cell_is_wider_than_a_page_shows(page):
    wide = [
        line
        for cell in cells(page.read_text("utf-8"))
        for line in cell.code.splitlines()
        if len(line) > format_cells.WIDTH
    ]
    assert wide == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_table_brings_its_own_style(page):
    """A table of pandas' Styler is grey on black in the dark; numbers are formatted by `map`."""
    assert not [cell.code for cell in cells(page.read_text("utf-8")) if ".style." in cell.code]

"""The cells of a page in the style of `ruff format`, 80 columns wide.

`make sync` does this to all cells, those that show the package too, whose own lines may have 100
columns. The cells of a page are formatted as one notebook, so that magics stay, and the
semicolon that keeps a last value from being shown.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "book"))
from _ext.execution.code_cells import cells  # noqa: E402

WIDTH = 80
EMPTY = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}


def formatted(codes: list[str]) -> list[str]:
    """Format the cells of one page.

    Raises ValueError with the words of ruff for code that is no Python.
    """
    notebook = {
        "cells": [EMPTY | {"source": code, "id": f"cell-{i}"} for i, code in enumerate(codes)],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    ruff = [sys.executable, "-m", "ruff", "format", "--quiet", f"--line-length={WIDTH}"]
    done = subprocess.run(
        [*ruff, "--stdin-filename=page.ipynb", "-"],
        input=json.dumps(notebook),
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if done.returncode:
        raise ValueError(done.stderr.strip())
    return ["".join(cell["source"]) for cell in json.loads(done.stdout)["cells"]]


def with_formatted_cells(text: str) -> str:
    """Return the page with its cells formatted; an indented one stays as it is."""
    found = [cell for cell in cells(text) if text[cell.span] == cell.code]
    if not found:
        return text
    new = formatted([cell.code for cell in found])
    for cell, code in reversed(list(zip(found, new, strict=True))):
        ending = "\n" if cell.code.endswith("\n") else ""
        text = text[: cell.span.start] + code.rstrip("\n") + ending + text[cell.span.stop :]
    return text

"""The cells of a page are one program: each name is defined before it is used, and no variable
covers a function.

The two frameworks share a page's names, so that a variable of one could hide a function of the
other, which a shown function calls.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from _ext.execution.code_cells import cells

PAGES = sorted((Path(__file__).parents[2] / "book").rglob("*.md"))
DEFINED = (ast.FunctionDef, ast.ClassDef)


def program(page):
    """The cells of a page from top to bottom, without annotations and lines that only IPython
    reads.
    """
    lines = [line for cell in cells(page.read_text("utf-8")) for line in cell.code.splitlines()]
    tree = ast.parse("\n".join(line for line in lines if not line.lstrip().startswith(("%", "!"))))
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
    return tree


def undefined(tree):
    """What ruff says of names that nothing defines."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", "--select=F821,F823"]
    done = subprocess.run(
        [*command, "--output-format=concise", "-"],
        input=ast.unparse(tree),
        text=True,
        capture_output=True,
        check=False,
    )
    return done.stdout + done.stderr


def covered(tree):
    """The functions, classes and imports that a later statement takes for a variable."""
    known, found = set(), []
    for statement in tree.body:
        if isinstance(statement, DEFINED):
            known.add(statement.name)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            known |= {alias.asname or alias.name for alias in statement.names}
        else:
            found += [
                node.id
                for node in ast.walk(statement)
                if isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Store)
                and node.id in known
            ]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_every_name_of_a_page_is_defined_and_no_variable_covers_a_function(page):
    tree = program(page)
    assert not undefined(tree)
    assert not covered(tree)


def test_an_undefined_name_and_a_covered_function_are_noticed():
    tree = ast.parse("def train(x):\n    return x\n\n\ntrain = [tarin(1)]\n")
    assert "tarin" in undefined(tree)
    assert covered(tree) == ["train"]

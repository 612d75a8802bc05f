"""A practice page becomes a notebook for students, without any line of a solution, and one with
every solution.
"""

import ast
import json
from pathlib import Path

import nbformat
import practice_notebooks as practice
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[2]

BUILT = sorted((ROOT / "_build/notebooks").rglob("*-student.ipynb"))
SOLUTION = '''\
# @title Solution to Exercise 1 (open the cell to see it)
import math
from functools import (
    reduce,
)

SECRET_CONSTANT = 42


@reduce
def area(
    radius: float,                       # metres
    *, precise: bool = True,
) -> float:
    """Return the area of a circle.

    Raises ValueError for a negative radius.
    """
    # the secret comment
    if radius < 0:
        raise ValueError("secret message")
    return math.pi * radius ** 2


class Circle:
    """A round thing."""

    sides = "secret sides"

    def __init__(self, radius):
        # secret beginnings
        self.secret = radius

    def grow(self):
        """Make it larger."""
        def secretly(): pass
        return secretly


print("secret print")'''
STUB = '''\
import math
from functools import (
    reduce,
)


@reduce
def area(
    radius: float,                       # metres
    *, precise: bool = True,
) -> float:
    """Return the area of a circle.

    Raises ValueError for a negative radius.
    """
    raise NotImplementedError("write this function")


class Circle:
    """A round thing."""

    def __init__(self, radius):
        raise NotImplementedError("write this function")

    def grow(self):
        """Make it larger."""
        raise NotImplementedError("write this function")'''


@pytest.fixture
def page():
    """A practice page as the exporter writes it, with outputs that it never has, to be sure."""
    closed = {
        "tags": ["pytorch", "solution"],
        "jupyter": {"source_hidden": True},
        "cellView": "form",
        "other": "secret metadata",
    }
    text = (
        "<details>\n<summary>Solution to Exercise 1</summary>\n\nThe secret reason.\n\n</details>"
    )
    printed = nbformat.v4.new_output("stream", text="secret output")
    return new_notebook(
        cells=[
            new_markdown_cell("# Circles"),
            new_markdown_cell("Write `area`."),
            new_markdown_cell(text, metadata={"tags": ["solution"]}),
            new_code_cell(SOLUTION, metadata=closed, outputs=[printed], execution_count=3),
            new_code_cell("check(area)", metadata={"tags": ["check"]}, outputs=[printed]),
        ]
    )


def named(page):
    return {
        path.name: notebook
        for path, notebook in practice.variants(Path("book/circles.ipynb"), page)
    }


def test_a_practice_page_becomes_two_notebooks_and_any_other_stays_one(page):
    assert list(named(page)) == ["circles-student.ipynb", "circles-solution.ipynb"]
    del page.cells[-1]
    assert list(named(page)) == ["circles.ipynb"]


def test_a_stub_keeps_imports_signatures_and_docstrings(page):
    task = next(
        cell for cell in named(page)["circles-student.ipynb"].cells if practice.tagged(cell, "task")
    )
    assert task.source == STUB and task.metadata == {"tags": ["pytorch", "task"]}


def test_nothing_of_a_solution_survives_in_the_students_notebook(page):
    student = json.dumps(named(page)["circles-student.ipynb"])
    assert "secret" not in student.lower() and "math.pi" not in student


def test_checks_and_tasks_survive(page):
    sources = [cell.source for cell in named(page)["circles-student.ipynb"].cells]
    assert sources[0] == "# Circles" and "Write `area`." in sources and sources[-1] == "check(area)"


def test_the_solution_notebook_is_whole_and_lies_open(page):
    cells = named(page)["circles-solution.ipynb"].cells
    code = next(cell for cell in cells if cell.cell_type == "code")
    assert (
        code.source == SOLUTION.partition("\n")[2]
        and "jupyter" not in code.metadata
        and "cellView" not in code.metadata
    )
    assert "The secret reason." in [cell.source for cell in cells]


def test_the_exported_notebook_is_left_as_it_was(page):
    before = json.dumps(page)
    named(page)
    assert json.dumps(page) == before


@pytest.mark.parametrize(
    "source, why",
    [
        ("def f(x): return x", "lines of its own"),
        ("x = 1", "nothing to write"),
    ],
)
def test_a_solution_that_cannot_be_emptied_is_refused(source, why):
    with pytest.raises(ValueError, match=why):
        practice.stub(source)


# -- the built notebooks; the solutions run in test_notebooks.py -----------------------------------


def run(path, tmp_path):
    """Execute a notebook, whatever fails in it; return (cell, name of the error, its message) for
    every code cell.
    """
    notebook = nbformat.read(path, 4)
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": tmp_path}},
    ).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            error = next((output for output in cell.outputs if output.output_type == "error"), {})
            yield cell, error.get("ename"), error.get("evalue", "")


def solution_of(path):
    return path.with_stem(f"{path.stem.removesuffix('-student')}-solution")


def inner_lines(source):
    """The lines of a solution that only its author may know: those inside functions, docstrings
    aside.
    """
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[ast.get_docstring(node) is not None :]
            yield from (
                line.strip()
                for part in body
                for line in lines[part.lineno - 1 : part.end_lineno]
                if len(line.strip()) > 8
            )


@pytest.mark.site
@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.stem)
def test_in_the_students_notebook_every_check_fails_and_nothing_else_does(path, tmp_path):
    for cell, name, message in run(path, tmp_path):
        if practice.tagged(cell, "check"):
            assert name == "CheckFailed" and message.startswith("not written yet"), (
                f"{cell.source}\n{name}: {message}"
            )
        else:
            assert name is None, f"{cell.source}\n{name}: {message}"


@pytest.mark.site
@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.stem)
def test_no_line_of_a_solution_stands_in_the_students_notebook(path):
    student, solution = nbformat.read(path, 4), nbformat.read(solution_of(path), 4)
    elsewhere = {
        line.strip()
        for cell in solution.cells
        if not practice.tagged(cell, "solution")
        for line in cell.source.splitlines()
    }
    lines = {
        line
        for cell in solution.cells
        if cell.cell_type == "code" and practice.tagged(cell, "solution")
        for line in inner_lines(cell.source)
    } - elsewhere
    assert lines and not [line for line in lines if json.dumps(line)[1:-1] in json.dumps(student)]


@pytest.mark.site
def test_there_are_practice_pages_to_run():
    assert BUILT, "build the book first: make book"
    assert [solution_of(path) for path in BUILT if not solution_of(path).exists()] == []

"""A practice page becomes a notebook for students, without any line of a solution, and one with
every solution.
"""

import ast
import json
from pathlib import Path

import nbformat
import practice_notebooks as practice
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from _ext.execution import code_cells
from rnncourse.checks.attempt import states

ROOT = Path(__file__).parents[2]

PAGES = sorted((ROOT / "book/practice").glob("*.md"))
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
    assert task.source == f"%%framework torch\n{STUB}" and task.metadata == {
        "tags": ["pytorch", "task"]
    }


def test_nothing_of_a_solution_survives_in_the_students_notebook(page):
    student = json.dumps(named(page)["circles-student.ipynb"])
    assert "secret" not in student.lower() and "math.pi" not in student


def test_checks_and_tasks_survive(page):
    sources = [cell.source for cell in named(page)["circles-student.ipynb"].cells]
    assert (
        sources[0] == "# Circles"
        and "Write `area`." in sources
        and sources[-1] == "%%check\ncheck(area)"
    )


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


# -- "Run all" in a student's notebook, without a kernel ------------------------------------------

SMALL = """\
# Letters

```{code-cell} ipython3
from rnncourse import checks
```

````{solution-start} one
````
```{code-cell} ipython3
def alphabet_of(names):
    return sorted(set("".join(names)))
```
````{solution-end}
````

````{solution-start} two
````
```{code-cell} ipython3
:tags: [keras]
import string


def half(labels, predicted):
    return (labels == predicted).mean()
```

```{code-cell} ipython3
:tags: [pytorch]
import textwrap


def share(labels, predicted):
    return (labels == predicted).mean()
```
````{solution-end}
````

```{code-cell} ipython3
:tags: [check]
checks.alphabet(alphabet_of)
print("used", alphabet_of("ab"))
```

```{code-cell} ipython3
:tags: [keras, check]
checks.accuracy(half)
```

```{code-cell} ipython3
:tags: [pytorch, check]
print("used", share(1, 1))
checks.accuracy(share)
```

```{code-cell} ipython3
checks.summary()
```
"""


def exported(text):
    """The cells of a page as the exporter writes them."""
    notebook = new_notebook(cells=[new_markdown_cell("# A title")])
    for cell in code_cells.cells(text):
        tags = [*cell.tags, *["solution"] * cell.in_solution]
        notebook.cells.append(new_code_cell(cell.code, metadata={"tags": tags}))
    return notebook


def run_all(text, capsys, framework="keras", write=()):
    """Run a student's notebook, in which some cells were replaced; return what it prints.

    Fails at a cell that would stop "Run all".
    """
    states.clear()
    shell = InteractiveShell()
    for cell in practice.student(exported(text)).cells:
        if cell.cell_type == "code":
            source = cell.source.replace('FRAMEWORK = "keras"', f"FRAMEWORK = {framework!r}")
            for old, new in write:
                source = source.replace(old, new)
            result = shell.run_cell(source)
            assert result.success, source
    return capsys.readouterr().out


def test_run_all_goes_to_the_end_and_tells_what_is_missing(capsys):
    said = run_all(SMALL, capsys)
    assert "not written yet: alphabet_of" in said and "not written yet: half" in said
    assert "used" not in said and "Traceback" not in said
    assert said.count("skipped: this cell is for torch") == 2
    assert said.endswith(
        "alphabet             not written yet\n"
        "accuracy             skipped: for torch\n\n0 of 1 right\n"
    )


def test_the_other_framework_is_chosen_at_the_top(capsys):
    said = run_all(SMALL, capsys, "torch")
    assert said.count("skipped: this cell is for keras") == 2
    assert "not written yet: share\n   this cell needs it" in said
    assert "accuracy             not reached\n\n0 of 2 right\n" in said


@pytest.mark.parametrize(
    "body, said, state",
    [
        ('return sorted(set("".join(names)))', "used ['a', 'b']", "right"),
        ("return names[99]", "IndexError", "not right yet"),
        ("return list('a')", "lacks", "not right yet"),
    ],
)
def test_a_written_function_is_judged_and_the_notebook_goes_on(capsys, body, said, state):
    output = run_all(SMALL, capsys, write=[(practice.UNWRITTEN, body)])
    assert said in output and f"alphabet             {state}\n" in output


def test_a_framework_of_another_name_is_refused(capsys):
    with pytest.raises(AssertionError):
        run_all(SMALL, capsys, "pytorch")
    assert 'write FRAMEWORK = "keras" or "torch"' in capsys.readouterr().out


def test_the_choice_stands_below_the_set_up_cell(page):
    page.cells.insert(1, new_code_cell("install", metadata={"tags": ["set-up"]}))
    sources = [cell.source for cell in practice.student(page).cells if cell.cell_type == "code"]
    assert sources[:2] == ["install", practice.CHOICE]


def test_a_wrong_solution_stops_the_page_and_its_solution_notebook():
    wrong = SMALL.replace('sorted(set("".join(names)))', "[]")
    shell = InteractiveShell()
    sources = [cell.source for cell in practice.solution(exported(wrong)).cells[2:]]
    assert not all(shell.run_cell(source).success for source in sources)


@pytest.mark.parametrize("framework", ["keras", "torch"])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_run_all_goes_to_the_end_of_every_practice_page(path, framework, capsys):
    said = run_all(path.read_text("utf-8"), capsys, framework)
    assert "Traceback" not in said
    assert "\n0 of " in said and "not right yet" not in said.partition("\n\n0 of")[2]


# -- the built notebooks; the solutions run in test_notebooks.py -----------------------------------


def run(path, tmp_path):
    """Execute a notebook, which must not stop; return its cells of code."""
    notebook = nbformat.read(path, 4)
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": tmp_path}},
    ).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


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
def test_the_students_notebook_runs_to_its_end_and_counts_nothing_right(path, tmp_path):
    *_, last = run(path, tmp_path)
    assert "\n0 of " in last.outputs[0].text


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

"""The student's and the solution notebook of a practice page, both from its exported notebook.

A practice page is one with cells tagged `check`. Its solutions are the cells that the exporter
tagged `solution`: in the student's notebook only imports, signatures and docstrings are left of
them, and none of their text.
"""

import ast
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

UNWRITTEN = 'raise NotImplementedError("write this function")'
TITLE = "# @title "
NOTES = {
    "student": "**This is the student's notebook.** Choose your `FRAMEWORK` at the top. The "
    "functions are yours to write, in place of `raise NotImplementedError`. "
    "The cell below each tells you whether your function is right, and if not, why. "
    "You may run all cells at any time: what is not written yet is told, the other framework's "
    "cells skip themselves, and the last cell lists how far you are.",
    "solution": "**This is the solution notebook.** Every function is written, and every check "
    "passes.",
}

FRAMEWORKS = {"keras": "keras", "pytorch": "torch"}  # by tag
CHOICE = '%load_ext rnncourse.checks\nFRAMEWORK = "keras"  # or "torch"'


def tagged(cell: NotebookNode, tag: str) -> bool:
    """Whether a cell carries a tag."""
    return tag in cell.metadata.get("tags", [])


def variants(name: Path, notebook: NotebookNode) -> Iterator[tuple[Path, NotebookNode]]:
    """The notebook under its own name; of a practice page, `x-student.ipynb` and `x-solution.ipynb`
    in its place.
    """
    if any(tagged(cell, "check") for cell in notebook.cells):
        yield name.with_stem(f"{name.stem}-student"), student(notebook)
        yield name.with_stem(f"{name.stem}-solution"), solution(notebook)
    else:
        yield name, notebook


def solution(notebook: NotebookNode) -> NotebookNode:
    """The notebook with its solutions lying open."""
    opened = headed(notebook, "solution")
    for cell in opened.cells:
        if tagged(cell, "solution"):
            cell.source = text_of(cell)
            cell.metadata = NotebookNode(tags=cell.metadata["tags"])
    return opened


def student(notebook: NotebookNode) -> NotebookNode:
    """The notebook with its functions left to write, and without the text of solutions and any
    output.
    """
    empty = headed(notebook, "student")
    empty.cells = [
        cell for cell in empty.cells if cell.cell_type == "code" or not tagged(cell, "solution")
    ]
    for cell in empty.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        if tagged(cell, "solution"):
            cell.source = stub(text_of(cell))
            cell.metadata = NotebookNode(
                tags=[tag for tag in cell.metadata["tags"] if tag != "solution"] + ["task"]
            )
        cell.source = magic(cell) + cell.source
    first = next(
        i
        for i, cell in enumerate(empty.cells)
        if cell.cell_type == "code" and not tagged(cell, "set-up")
    )
    empty.cells.insert(first, new_code_cell(CHOICE, id="framework"))
    return empty


def magic(cell: NotebookNode) -> str:
    """The first line that lets a cell skip itself, or fail without stopping the notebook."""
    framework = next((name for tag, name in FRAMEWORKS.items() if tagged(cell, tag)), "")
    if tagged(cell, "check"):
        return f"%%check {framework}".strip() + "\n"
    return f"%%framework {framework}\n" if framework else ""


def headed(notebook: NotebookNode, variant: str) -> NotebookNode:
    """A copy that says below its title which of the two it is."""
    copy = deepcopy(notebook)
    copy.cells.insert(1, new_markdown_cell(NOTES[variant], id=f"{variant}-note"))
    return copy


def text_of(cell: NotebookNode) -> str:
    """A solution's source without what the exporter wrapped around it to close it."""
    if cell.cell_type == "code":
        return "".join(line for line in cell.source.splitlines(True) if not line.startswith(TITLE))
    return cell.source.partition("</summary>")[2].removesuffix("</details>").strip()


def stub(source: str) -> str:
    """Keep imports, signatures and docstrings of `source`, and nothing else.

    Raises ValueError for a body on the line of its signature, and where no definition is left to
    write.
    """
    lines, body = source.splitlines(), ast.parse(source).body
    imports = [
        ast.get_source_segment(source, node)
        for node in body
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    definitions = [
        unwritten(node, lines) for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    ]
    if not definitions:
        raise ValueError(
            f"the solution {lines[0]!r} … defines no function; a student would have nothing to "
            "write"
        )
    return "\n\n\n".join(filter(None, ["\n".join(imports), *definitions]))


def unwritten(node: ast.FunctionDef | ast.ClassDef, lines: list[str]) -> str:
    """One definition without what it does; of a class, the same of each method."""
    first, start = node.body[0], min([node.lineno, *(d.lineno for d in node.decorator_list)])
    if first.lineno == node.lineno:
        raise ValueError(
            f"line {node.lineno}, {lines[node.lineno - 1]!r}: write the body on lines of its own"
        )
    head = lines[
        start - 1 : first.end_lineno if ast.get_docstring(node) is not None else first.lineno - 1
    ]
    while not head[-1].strip() or head[-1].lstrip().startswith(
        "#"
    ):  # a comment above the first line of the body
        head.pop()
    methods = (
        [unwritten(part, lines) for part in node.body if isinstance(part, ast.FunctionDef)]
        if isinstance(node, ast.ClassDef)
        else []
    )
    if methods:
        return "\n".join(head) + "\n\n" + "\n\n".join(methods)
    return "\n".join([*head, " " * first.col_offset + UNWRITTEN])

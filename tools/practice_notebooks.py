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
from nbformat.v4 import new_markdown_cell

UNWRITTEN = 'raise NotImplementedError("write this function")'
TITLE = "# @title "
NOTES = {
    "student": "**This is the student's notebook.** The functions are yours to write, in place of "
    "`raise NotImplementedError`. "
    "Run the cell below each: it tells you whether your function is right, and if not, why.",
    "solution": "**This is the solution notebook.** Every function is written, and every check "
    "passes.",
}


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
    return empty


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

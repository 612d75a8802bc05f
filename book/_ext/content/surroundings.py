"""The words among which a number stands: its sentence, or the heads of its row and column."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

SYMBOLS = {r"\lambda": "λ", r"\log": "log"}  # what a formula may hold to be read in a line
MARK = "\0"  # stands in no text
NEXT_SENTENCE = re.compile(r"(?<=[.?!])(?<!\.\w\.)\s+(?=\0?[A-Z0-9“‘(])")


def surroundings(number: nodes.Node) -> str:
    """The sentence of a number in the text; what the row and the column of one in a table are
    called.
    """
    cell = ancestor(number, nodes.entry)
    return headings(cell) if cell else sentence(number)


def ancestor(node: Any, kind: type[nodes.Node]) -> Any:
    """The nearest node of a kind that holds this one."""
    while node is not None and not isinstance(node, kind):
        node = node.parent
    return node


def headings(cell: nodes.entry) -> str:
    """The first cell of a cell's row and the head of its column, without what is empty."""
    row, place = cell.parent, cell.parent.index(cell)
    heads = [head[0] for head in ancestor(cell, nodes.table).findall(nodes.thead)]
    names = [
        plain(entry) for entry in (row[0], *(head[place] for head in heads)) if entry is not cell
    ]
    return ": ".join(filter(None, names))


def sentence(number: nodes.Node) -> str:
    """The sentence in which a number stands, without the others of its paragraph."""
    paragraph: nodes.Element = ancestor(number, nodes.TextElement)
    while isinstance(paragraph, nodes.Inline):
        paragraph = paragraph.parent
    parts = NEXT_SENTENCE.split(plain(paragraph, MARK, number))
    return next((part for part in parts if MARK in part), "").replace(MARK, "")


def plain(node: nodes.Node, mark: str = "", marked: nodes.Node | None = None) -> str:
    """The text of a node on one line; `mark` stands before the node that is `marked`."""
    found = []
    for text in node.findall(nodes.Text):
        formula = isinstance(text.parent, nodes.math)
        found += [mark if text.parent is marked else "", in_line(text) if formula else text]
    return " ".join("".join(found).split())


def in_line(formula: str) -> str:
    """A formula as text; an ellipsis where it has other commands than those of SYMBOLS."""
    for command, symbol in SYMBOLS.items():
        formula = formula.replace(command, symbol)
    return "…" if "\\" in formula else formula

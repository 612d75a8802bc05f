"""The code cells of a page, as MyST-NB finds them, with their options and their places in the
page's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from docutils.parsers.rst import Directive
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser

CONFIG = Path(__file__).parents[3] / "_config.yml"
CELL = "{code-cell}"
SOLUTION_START, SOLUTION_END = "{solution-start}", "{solution-end}"
LINE_BREAK = re.compile(r"\r\n?|\n")  # what Markdown takes for one; str.splitlines knows more


@dataclass(frozen=True)
class CodeCell:
    """A cell of a page; `text[cell.span]` is its code, `text[cell.fence]` all of it from its first
    line to its last.
    """

    code: str
    options: dict
    first_line: int  # of the fence, counted from 1
    fence: slice
    span: slice
    in_solution: bool  # between solution-start and solution-end

    @property
    def tags(self) -> tuple[str, ...]:
        """The cell's tags, in order."""
        return tuple(self.options.get("tags") or ())


class CellDirective(Directive):
    """What the parser of options must know of a cell: that it has options, whatever their names,
    and content.
    """

    option_spec = {"any": True}
    optional_arguments = 1
    has_content = True


def cells(text: str) -> list[CodeCell]:
    """The cells of a page that MyST-NB would run, in order: none that stands in a directive, a list
    or a quotation.

    Raises ValueError for options that cannot be read, and for a cell that loads its code from a
    file.
    """
    places, found, in_solution = lines(text), [], False
    for fence in fences(text):
        if fence.info.startswith(CELL):
            found.append(cell(fence, places, in_solution))
        elif fence.info.startswith((SOLUTION_START, SOLUTION_END)):
            in_solution = fence.info.startswith(SOLUTION_START)
    return found


def fences(text: str) -> Iterator[Token]:
    """The fences of a page that stand in nothing else, an unclosed one included."""
    # The line break that MyST-NB adds too: without it, the last line of an unclosed fence would not
    # end.
    return (
        token for token in parser().parse(text + "\n") if token.type == "fence" and token.level == 0
    )


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The book's own Markdown parser, up to the level of blocks."""
    extensions = yaml.safe_load(CONFIG.read_text("utf-8"))["parse"]["myst_enable_extensions"]
    return create_md_parser(
        MdParserConfig(enable_extensions=set(extensions), disable_syntax=["inline"]), RendererHTML
    )


def cell(fence: Token, places: list[tuple[int, int]], in_solution: bool) -> CodeCell:
    """The cell that a fence holds, given where the page's lines are.

    Raises ValueError for options that cannot be read, and for a cell that loads its code from a
    file.
    """
    opening, after = fence.map
    found = parse_directive_text(CellDirective, "", fence.content, validate_options=False)
    if found.warnings:
        raise ValueError(
            f"line {opening + 1}: a code cell's options cannot be read: {found.warnings[0].msg}"
        )
    if "load" in found.options:
        raise ValueError(
            f"line {opening + 1}: a code cell loads a file; write its code into the page"
        )
    # Below options, MyST drops a blank last line, and then counts it as one above the code.
    dropped = int(fence.content.splitlines()[found.body_offset :] != found.body)
    first, end = found.body_offset - dropped, fence.content.count("\n") - dropped
    return CodeCell(
        "\n".join(found.body),
        found.options,
        opening + 1,
        span(places, opening, after),
        span(places, opening + 1 + first, opening + 1 + end),
        in_solution,
    )


def lines(text: str) -> list[tuple[int, int]]:
    """Start and end of every line of a text, its line break excluded, and of an empty line behind
    the text.
    """
    breaks = [found.span() for found in LINE_BREAK.finditer(text)]
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)]
    return [*zip(starts, ends), (len(text), len(text))]


def span(places: list[tuple[int, int]], first: int, after: int) -> slice:
    """The part of a text from line `first` to the one before `after`, without the last line
    break.
    """
    start = places[first][0]
    return slice(start, places[after - 1][1] if after > first else start)

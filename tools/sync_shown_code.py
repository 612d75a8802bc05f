"""Rewrite the cells that show package code from the package, and format all: `make sync`.

A cell that opens with `# rnncourse/in_torch/classifiers.py` shows definitions of that module:
functions, classes, and named constants. It goes on showing those that it names, in its own order,
as the package has them now: comments included, docstrings cut to their first paragraph, for the
rest of a docstring is for those who call the function and the page says it in prose. Lines of the
cell that define nothing (imports, calls) are kept where they stand. To show one more definition,
write its name with an empty body (`def train(): ...`) and run `make sync`.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "book"))
from format_cells import WIDTH, with_formatted_cells  # noqa: E402

from _ext.execution.code_cells import cells  # noqa: E402

HEADER = re.compile(r"\A\n*# (rnncourse/[\w/]+\.py)\n")


def shown_cells(text: str) -> list[tuple[str, str, int, int]]:
    """(module file, code below the opening line, its start, its end) of every cell of a page that
    shows the package.

    Raises ValueError for a cell whose code does not stand in the page as it is run.
    """
    found = []
    for cell in cells(text):
        if header := HEADER.match(cell.code):
            if text[cell.span] != cell.code:
                raise ValueError(
                    f"line {cell.first_line}: a cell that shows the package must not be indented"
                )
            found.append(
                (
                    header[1],
                    cell.code[header.end() :],
                    cell.span.start + header.end(),
                    cell.span.stop,
                )
            )
    return found


def name_of(node: ast.stmt) -> str | None:
    """The name that a top-level statement defines, or None."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name
    if (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
    ):
        return node.targets[0].id
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    return None


def span(node: ast.stmt, lines: list[str]) -> tuple[int, int]:
    """First and last line (counted from 0, the last excluded) of a definition, decorators and the
    comments above included.
    """
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
    while (
        first > 0 and lines[first - 1].startswith("#") and not HEADER.match(lines[first - 1] + "\n")
    ):
        first -= 1
    return first, node.end_lineno


def sources(code: str) -> dict[str, str]:
    """Map what a module's or a cell's top level defines to its source, in order."""
    lines = code.splitlines()
    found = {}
    for node in ast.parse(code).body:
        if name := name_of(node):
            first, last = span(node, lines)
            found[name] = "\n".join(lines[first:last])
    return found


def with_short_docstrings(code: str) -> str:
    """Cut every docstring in the code to its first paragraph."""
    lines = code.splitlines()
    owners = [
        n
        for n in ast.walk(ast.parse(code))
        if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    ]
    for node in sorted((n for n in owners if ast.get_docstring(n)), key=lambda n: -n.lineno):
        string = node.body[0]
        short = ast.get_docstring(node).split("\n\n")[0]
        indent = " " * string.col_offset
        block = textwrap.wrap(
            f'"""{short}"""',
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines[string.lineno - 1 : string.end_lineno] = block
    return "\n".join(lines)


def rewritten(code: str, package: dict[str, str], module: str) -> str:
    """The cell's code with every definition taken from the package, and without a line break at its
    end.

    Raises ValueError for a definition that the module does not have.
    """
    lines, out, position = code.rstrip("\n").splitlines(), [], 0
    for node in ast.parse(code).body:
        name = name_of(node)
        if not name:
            continue
        if name not in package:
            raise ValueError(
                f"a cell shows {name!r} from {module}, which has no such definition; it has "
                f"{', '.join(package)}"
            )
        first, last = span(node, lines)
        out += [*lines[position:first], *with_short_docstrings(package[name]).splitlines()]
        position = last
    return "\n".join([*out, *lines[position:]])


def synced(text: str, root: Path = ROOT) -> str:
    """The page with every cell that shows the package rewritten."""
    for module, code, start, end in reversed(shown_cells(text)):
        package = sources((root / module).read_text("utf-8"))
        text = text[:start] + rewritten(code, package, module) + text[end:]
    return text


def main() -> int:
    """Rewrite the pages, name those that changed; return 1 if a cell shows what the package does
    not have.
    """
    failed = 0
    for path in sorted((ROOT / "book").rglob("*.md")):
        text = path.read_text("utf-8")
        try:
            new = with_formatted_cells(synced(text))
        except (ValueError, OSError, SyntaxError) as error:
            print(f"{path.relative_to(ROOT)}: {error}", file=sys.stderr)
            failed = 1
            continue
        if new != text:
            path.write_text(new, "utf-8")
            print(f"rewrote {path.relative_to(ROOT)}")
    return failed


if __name__ == "__main__":
    raise SystemExit(main())

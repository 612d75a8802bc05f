"""Keep the code that nobody has to read out of the way, on the site.

The code of a cell tagged `hide-input` opens on a click on the small word "code" below what the cell
shows, so below the caption of a figure; or on the words that the cell gives as `code_prompt_show`
(of `mystnb`). Two kinds of cells that show nothing stand elsewhere: those
with imports are gathered in one fold at the end of the page's first section, and those that report
numbers leave the page, unless they also set a name that code below them uses.

A notebook keeps every cell where it runs, and print leaves all such code out.
"""

from __future__ import annotations

import ast
from html import escape
from symtable import SymbolTable, symtable

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

KEEPERS = {"report", "quoted"}  # who calls one of these keeps books
IMPORTS = (ast.Import, ast.ImportFrom)
DEFAULT = "{type}"  # in what MyST-NB says where a cell says nothing itself


class fold(nodes.General, nodes.Element):
    """What opens on a click on `word`; `name` is what a screen reader says for it."""


def visit_fold(self, node: fold) -> None:
    """Open it."""
    name, word = escape(node["name"]), escape(node["word"])
    self.body.append(f'<details class="quiet-code"><summary aria-label="{name}">{word}</summary>\n')


def depart_fold(self, node: fold) -> None:
    """Close it."""
    self.body.append("</details>\n")


class QuietCells(SphinxPostTransform):
    """Fold the hidden code of a page, or leave it out."""

    default_priority = 150  # outputs are chosen before (4); MyST-NB hides what is left after (199)
    formats = ("html",)

    def run(self, **kwargs) -> None:
        imports: list[nodes.container] = []
        used: set[str] = set()  # by the code further down that a reader can open
        for cell in reversed(cells(self.document)):
            program = parsed(source(cell).astext())
            sets, reads = names(*program.body)
            if hidden(cell):
                if not shown(cell) and keeps_books(program) and not sets & used:
                    cell.parent.remove(cell)
                    continue
                if not shown(cell) and mostly_imports(program):
                    imports.insert(0, cell)
                else:
                    put_below(cell, program, self.name_of_code(cell))
            used = used - sets | reads
        if imports:
            gather(imports, self.document)

    def name_of_code(self, cell: nodes.container) -> str:
        """Return what a cell's code is called where nobody sees beside what it stands."""
        if not (output := shown(cell)):
            return "code used further down"
        numbers = self.env.toc_fignumbers.get(self.env.docname, {}).get("figure", {})
        ids = [name for figure in output.findall(nodes.figure) for name in figure["ids"]]
        figure = next((".".join(map(str, numbers[name])) for name in ids if name in numbers), None)
        return f"code of figure {figure}" if figure else "code of the output above"


# cells
# ------------------------------------------------------------------------------------------------


def cells(page: nodes.document) -> list[nodes.container]:
    """The code cells of a page whose code is part of it, in order."""
    return [
        node
        for node in page.findall(nodes.container)
        if node.get("nb_element") == "cell_code" and part(node, "cell_code_source")
    ]


def part(cell: nodes.container, kind: str) -> nodes.container | None:
    """The part of this kind of a cell, or None where the cell lacks it or it is empty."""
    inside = cell.findall(nodes.container)
    return next((node for node in inside if node.get("nb_element") == kind and node.children), None)


def shown(cell: nodes.container) -> nodes.container | None:
    """What a cell shows below its code, or None."""
    return part(cell, "cell_code_output")


def source(cell: nodes.container) -> nodes.literal_block:
    """The code of a cell."""
    return next(cell.findall(nodes.literal_block))


def hidden(cell: nodes.container) -> bool:
    """Whether the code of a cell is hidden, and its output, if there is one, is not."""
    mode = cell.get("hide_mode")
    return mode == "input" or (mode == "all" and not shown(cell))


def put_below(cell: nodes.container, program: ast.Module, name: str) -> None:
    """Fold a cell's code below its output, without the lines that only keep books."""
    block, (box, *output) = source(cell), cell.children
    prompt = cell.get("prompt_show", DEFAULT)
    word, name = ("code", name) if DEFAULT in prompt else (prompt, prompt)
    block.rawsource = without_bookkeeping(block.astext(), program)
    block[:] = [nodes.Text(block.rawsource)]
    del cell["hide_mode"]
    cell[:] = [*output, fold("", box, word=word, name=name)]


def gather(imports: list[nodes.container], page: nodes.document) -> None:
    """Fold the code of these cells at the end of a page's first section."""
    for cell in imports:
        cell.parent.remove(cell)
    boxes = [cell.children[0] for cell in imports]
    whole = fold("", *boxes, word="imports", name="imports of this page")
    sections = [page, *page.findall(nodes.section)]  # the second is the whole page with its title
    sections[:3][-1].append(nodes.container("", whole, classes=["cell"]))


# code
# ------------------------------------------------------------------------------------------------


def parsed(code: str) -> ast.Module:
    """The code of a cell; that which is no plain Python (a magic) counts as none."""
    try:
        return ast.parse(code)
    except SyntaxError:
        return ast.Module([], [])


def keeps_books(program: ast.AST) -> bool:
    """Whether code reports a number."""
    calls = (node.func for node in ast.walk(program) if isinstance(node, ast.Call))
    return any(ast.unparse(called).rpartition(".")[2] in KEEPERS for called in calls)


def mostly_imports(program: ast.Module) -> bool:
    """Whether more than half of the statements are imports."""
    imports = [statement for statement in program.body if isinstance(statement, IMPORTS)]
    return len(imports) > len(program.body) / 2


def without_bookkeeping(code: str, program: ast.Module) -> str:
    """The code without the statements that report and set no name; all of it where it has no
    others.
    """
    lines = code.splitlines()
    for statement in reversed(program.body):
        if keeps_books(statement) and not names(statement)[0]:
            del lines[statement.lineno - 1 : statement.end_lineno]
    return "\n".join(lines).strip("\n") or code


def names(*statements: ast.stmt) -> tuple[set[str], set[str]]:
    """The names that statements set for what comes after them, and those that they read from what
    came before. The variable of a loop counts as neither.
    """
    sets, reads = set(), set()
    for statement in statements:
        if isinstance(statement, ast.For):
            turn = ast.Assign([statement.target], statement.iter, lineno=statement.lineno)
            own, taken = names(turn, *statement.body, *statement.orelse)
            own -= names(turn)[0]
        else:
            table = symtable(ast.unparse(statement), "a cell", "exec")
            symbols = table.get_symbols()
            own = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
            grown = {
                ast.unparse(node.target)
                for node in ast.walk(statement)
                if isinstance(node, ast.AugAssign)
            }
            taken = global_names(table) | own & grown
        reads |= taken - sets
        sets |= own
    return sets, reads


def global_names(table: SymbolTable) -> set[str]:
    """The names of the page that a piece of code reads, in its functions and comprehensions too."""
    symbols = table.get_symbols()
    found = {s.get_name() for s in symbols if s.is_referenced() and s.is_global()}
    return found.union(*map(global_names, table.get_children()))


def setup(app):
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_post_transform(QuietCells)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The top level of a module, read off its syntax tree: what its names are bound to.

Nothing is imported for it, and nothing but the standard library is needed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

COMPOUND = (ast.If, ast.Try, ast.With, ast.For, ast.While)

Target = tuple[
    str, ...
]  # what a name stands for: a dotted module, then names in it; nothing for a variable


@dataclass
class Module:
    """The top level of a module: what its names are bound to, and its lone statements."""

    definitions: dict[str, list[ast.stmt]] = field(default_factory=dict)
    imports: dict[str, set[Target]] = field(default_factory=dict)
    lone: list[ast.stmt] = field(default_factory=list)


def read_module(tree: ast.Module) -> Module:
    """Sort the statements at the top level by what they bind; raises ValueError for an import whose
    names cannot be told.
    """
    module = Module()
    for node in tree.body:
        sort_in(node, module)
    return module


def sort_in(node: ast.stmt, module: Module) -> None:
    """Put one statement of the top level where it belongs."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        for name, target in imported(node):
            module.imports.setdefault(name, set()).add(target)
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        for part in node.body:  # a package names there what it exports lazily
            sort_in(part, module)
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'":
        return
    else:
        names = bound_names([node])
        for name in names:
            module.definitions.setdefault(name, []).append(node)
        if isinstance(node, COMPOUND):
            for part in ast.walk(node):
                if isinstance(part, (ast.Import, ast.ImportFrom)):
                    sort_in(part, module)
        if isinstance(node, COMPOUND) or not names and not is_string(node):
            module.lone.append(node)


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Target]]:
    """Yield (name, what it stands for) for every name that an import binds; raises ValueError where
    that cannot be told.
    """
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (
                (alias.asname, (alias.name,))
                if alias.asname
                else (alias.name.split(".")[0], (alias.name.split(".")[0],))
            )
        return
    if node.level or node.module is None or node.names[0].name == "*":
        raise ValueError(
            f"line {node.lineno}, `{ast.unparse(node)}`: what code reaches is read off its "
            "imports; name the module and each name in full"
        )
    yield from ((alias.asname or alias.name, (node.module, alias.name)) for alias in node.names)


def bound_names(body: Iterable[ast.AST]) -> set[str]:
    """The names that these statements bind in their own scope: assignments, definitions, targets of
    loops, not imports.
    """
    found, elsewhere, waiting = set(), set(), list(body)
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found.add(node.name)
                continue
            case ast.Lambda():
                continue
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                found |= {
                    part.target.id for part in ast.walk(node) if isinstance(part, ast.NamedExpr)
                }
                continue
            case ast.Global() | ast.Nonlocal():
                elsewhere |= set(node.names)
            case ast.Name(ctx=ast.Store() | ast.Del()):
                found.add(node.id)
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
                | ast.MatchMapping(rest=str(name))
            ):
                found.add(name)
        waiting += ast.iter_child_nodes(node)
    return found - elsewhere


def is_string(node: ast.stmt) -> bool:
    """Whether a statement is nothing but a string, as a docstring is."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def dotted_name(node: ast.expr) -> list[str] | None:
    """["np", "linalg", "norm"] for np.linalg.norm; None where the first part is computed."""
    rest = []
    while isinstance(node, ast.Attribute):
        rest.append(node.attr)
        node = node.value
    return [node.id, *reversed(rest)] if isinstance(node, ast.Name) else None

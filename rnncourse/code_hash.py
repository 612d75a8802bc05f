"""The hash of the code that a study runs: what makes its records stale when it changes."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent
BOOKKEEPING = ("rnncourse.ledger", "rnncourse.code_hash", "rnncourse.datasets.registry", "rnncourse.datasets.editions")  # these compute no metric
LIBRARIES = {"keras": ("numpy", "keras", "tensorflow"), "torch": ("numpy", "torch")}


def code_hash(study: str, framework: str) -> str:
    """Hash the syntax trees, without docstrings, of the modules that compute the metrics of `study` in `framework`.

    These are the study's module and what it imports of this package, directly or through others, except the other
    framework's modules and the bookkeeping: data files have a hash of their own. Constants of studies do not count either, so
    that a configuration can be added: what a run depends on stands in its configuration and record.
    """
    others = tuple(f"rnncourse.in_{name}" for name in LIBRARIES if name != framework)
    trees = {}
    waiting = [f"rnncourse.studies.{study}"]
    while waiting:
        module = waiting.pop()
        path = _source(module)
        if module in trees or module.startswith(others + BOOKKEEPING) or path is None:
            continue
        tree = ast.parse(path.read_text(encoding="utf8"))
        waiting += _imports(tree)
        if module.startswith("rnncourse.studies."):
            tree.body = [node for node in tree.body if not isinstance(node, ast.Assign)]
        trees[module] = ast.dump(_without_docstrings(tree))
    joined = "\n".join(f"{module} {trees[module]}" for module in sorted(trees))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def _source(module: str) -> Path | None:
    """Return the file of a module of this package; None for packages (their __init__ holds no code) and names."""
    path = PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".py")
    return path if path.is_file() else None


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "rnncourse":
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "rnncourse")


def _without_docstrings(tree: ast.AST) -> ast.AST:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return tree

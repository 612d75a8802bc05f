"""What code can reach: the definitions of the package that a function, or the cells of a page, lead
to.

Nothing is imported for it. The syntax trees of the package are read once; names are followed
through imports (also those inside functions, and re-exports) to the functions, classes, constants
and lone statements that they stand for. Every definition is written down in a form that tells what
it computes, not where it stands: without module names, docstrings, annotations and the words of
errors, and the same in every version of Python.

Not followed: `getattr` with a computed name, and imports of computed names. A module that is handed
about as a value counts whole.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rnncourse.records.top_level import (
    Module,
    Target,
    bound_names,
    dotted_name,
    imported,
    is_string,
    read_module,
)

SAYS_NOTHING = {
    "annotation",
    "returns",
    "ctx",
    "kind",
    "type_comment",
    "type_params",
}  # fields of syntax trees
ALL, LONE = (
    "*",
    "",
)  # in place of a name: all of a module, and the statements that run when it is imported


@dataclass(frozen=True)
class Place:
    """Where a definition stands: a dotted module of the package, and a name in it, ALL or LONE."""

    module: str
    name: str


@dataclass(frozen=True)
class Definition:
    """What one definition computes, as text, and the places in the package that it names."""

    text: str
    reaches: frozenset[Place]


class Writer:
    """Writes syntax trees down without what computes nothing, and notes the places of the package
    that they name.

    `scopes` hold, from the module inwards, what names stand for.
    """

    def __init__(self, package: Package, names: dict[str, set[Target]], *, with_messages: bool):
        self.package, self.scopes, self.with_messages = package, [names], with_messages
        self.reaches: set[Place] = set()

    def write(self, node: ast.AST | list | object) -> str:
        """Return the text of a syntax tree, of a list of them, or of a plain value."""
        match node:
            case ast.Name() | ast.Attribute():
                return self.reference(node) or self.fields(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                return self.function(node)
            case ast.ClassDef():
                return self.class_(node)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                return self.fields(
                    node,
                    scope=dict.fromkeys(
                        bound_names(part.target for part in node.generators), set()
                    ),
                )
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                return self.write(ast.Assign(targets=[target], value=value))
            case ast.Import() | ast.ImportFrom():
                return self.choice(node)
            case ast.Raise(exc=ast.Call(func=error)) if not self.with_messages:
                return self.fields(node, exc=error)
            case ast.Assert() if not self.with_messages:
                return self.fields(node, msg=None)
            case ast.JoinedStr():  # Python 3.12 puts an empty string behind some of its parts
                return self.fields(
                    node,
                    values=[part for part in node.values if getattr(part, "value", None) != ""],
                )
            case ast.AST():
                return self.fields(node)
            case list():
                return f"[{', '.join(filter(None, map(self.write, node)))}]"
            case _:
                return ascii(node)

    def class_(self, node: ast.ClassDef) -> str:
        """Write a class. What its body declares with a type may be a field of a dataclass: that
        counts, and the type only where it decides.
        """
        declared = [part for part in node.body if isinstance(part, ast.AnnAssign)]
        others = [part for part in node.body if part not in declared and not is_string(part)]
        marks = [
            next(
                (
                    mark
                    for mark in ("ClassVar", "InitVar", "KW_ONLY")
                    if mark in ast.unparse(part.annotation)
                ),
                "field",
            )
            for part in declared
        ]
        texts = [f"{mark} {self.fields(part)}" for mark, part in zip(marks, declared, strict=True)]
        return f"{self.fields(node, body=others)} {texts}"

    def choice(self, node: ast.Import | ast.ImportFrom) -> str:
        """Write an import only where another one binds the same name in another case: as the room
        that it takes the name from.

        Elsewhere the names that it binds are written as what they stand for.
        """
        names = {name: targets for scope in self.scopes for name, targets in scope.items()}
        return " ".join(
            f"{name} from {'.'.join(target[0].split('.')[:2])}"
            for name, target in imported(node)
            if len(names.get(name, ())) > 1
        )

    def fields(self, node: ast.AST, scope: dict[str, set[Target]] | None = None, **changed) -> str:
        """Write a node with its fields, some of them `changed`; empty ones are left out, for
        versions of Python differ in them.
        """
        parts = {
            name: value for name, value in ast.iter_fields(node) if name not in SAYS_NOTHING
        } | changed
        self.scopes.append(scope or {})
        text = ", ".join(
            f"{name}={self.write(value)}"
            for name, value in parts.items()
            if value not in (None, [])
        )
        self.scopes.pop()
        return f"{type(node).__name__}({text})"

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> str:
        """Write a function: its names hide those outside, and the imports in it hold for all of
        it.
        """
        outside = self.write(
            [*getattr(node, "decorator_list", []), *node.args.defaults, *node.args.kw_defaults]
        )
        body = (
            [node.body]
            if isinstance(node, ast.Lambda)
            else [part for part in node.body if not is_string(part)]
        )
        parts = [part for statement in body for part in ast.walk(statement)]
        scope = dict.fromkeys(
            {part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg)}
            | bound_names(body),
            set(),
        )
        for name, target in (
            found
            for part in parts
            if isinstance(part, (ast.Import, ast.ImportFrom))
            for found in imported(part)
        ):
            scope[name] = scope.get(name, set()) | {target}
        arguments = self.fields(node.args, defaults=None, kw_defaults=None)
        inside = self.fields(node, scope=scope, args=None, decorator_list=None, body=body)
        return f"{outside} {arguments} {inside}"

    def reference(self, node: ast.Name | ast.Attribute) -> str | None:
        """Write a dotted name as what it stands for, and note its place; None for variables,
        builtins and computed values.
        """
        name, *rest = dotted_name(node) or [None]
        targets = next((scope[name] for scope in reversed(self.scopes) if name in scope), set())
        written = set()
        for target in targets:
            place, left = self.package.find((*target, *rest))
            if place is not None:
                self.reaches.add(place)
                left = (place.name, *left)
            written.add(".".join(left))
        return f"Reference({' or '.join(sorted(written))})" if written else None


class Package:
    """The definitions of the package in the folder `root`; files are read once, when they are
    needed.
    """

    def __init__(self, root: Path):
        self.root = root
        self.module, self.definition = cache(self.module), cache(self.definition)

    def modules(self) -> list[str]:
        """The dotted names of all modules, sorted."""
        paths = (
            path.relative_to(self.root.parent).with_suffix("").parts
            for path in self.root.rglob("*.py")
        )
        return sorted(".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in paths)

    def module(self, dotted: str) -> Module | None:
        """The top level of a module of this package; None for what is no module of it."""
        first, *rest = dotted.split(".")
        base = self.root.joinpath(*rest)
        path = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
        if first != self.root.name or not path.is_file():
            return None
        try:
            return read_module(ast.parse(path.read_text("utf-8")))
        except (SyntaxError, ValueError) as error:
            raise type(error)(f"{path}: {error}") from error

    def find(self, target: Target) -> tuple[Place | None, Target]:
        """Follow a name, through re-exports and down into packages, to its definition.

        Returns its place and what is left of the name: attributes of the definition. A name from
        elsewhere has no place and is left whole. Where nobody can tell what a name in a module is,
        all of the module counts.
        """
        module, *names = target
        if self.module(module) is None:
            return None, target
        while names:
            found = self.module(module)
            if names[0] in found.definitions:
                return Place(module, names[0]), tuple(names[1:])
            if names[0] in found.imports:
                return self.find((*min(found.imports[names[0]]), *names[1:]))
            if self.module(f"{module}.{names[0]}") is None:
                return Place(module, ALL), tuple(names)
            module, names = f"{module}.{names[0]}", names[1:]
        return Place(module, ALL), ()

    def definition(self, place: Place, with_messages: bool) -> Definition:
        """What stands at a place. To a name belongs what runs when its module, and the packages
        around it, are imported.
        """
        module = self.module(place.module)
        if place.name == ALL:
            taken = {
                self.find(target)[0] for targets in module.imports.values() for target in targets
            } - {None, place}
            return Definition(
                "",
                frozenset(
                    {Place(place.module, name) for name in [*module.definitions, LONE]} | taken
                ),
            )
        names = {name: {(place.module, name)} for name in module.definitions}
        for name, targets in module.imports.items():
            names[name] = names.get(name, set()) | targets
        writer = Writer(self, names, with_messages=with_messages)
        text = "\n".join(
            map(writer.write, module.lone if place.name == LONE else module.definitions[place.name])
        )
        around = [place.module.rsplit(".", n)[0] for n in range(place.module.count(".") + 1)]
        return Definition(text, frozenset(writer.reaches | {Place(name, LONE) for name in around}))

    def named_in(self, tree: ast.Module) -> set[Place]:
        """The places that a program outside the package names; raises ValueError as `read_module`
        does.
        """
        module = read_module(tree)
        writer = Writer(
            self, dict.fromkeys(module.definitions, set()) | module.imports, with_messages=True
        )
        writer.write(tree.body)
        imports = {
            self.find(target)[0] for targets in module.imports.values() for target in targets
        } - {None}
        return writer.reaches | {Place(place.module, LONE) for place in imports}

    def reach(
        self, roots: Iterable[Place], *, without: Iterable[str] = (), with_messages: bool = False
    ) -> dict[Place, str]:
        """The texts of all definitions that `roots` lead to, by place, without the modules and
        packages called `without`.

        `with_messages` keeps the words of errors.
        """
        closed = tuple(f"{name}." for name in without)
        found, waiting = {}, list(roots)
        while waiting:
            place = waiting.pop()
            if place not in found and not f"{place.module}.".startswith(closed):
                definition = self.definition(place, with_messages)
                found[place] = definition.text
                waiting += definition.reaches
        return found

"""What a page can read, found in its cells without running them.

The same walker that makes records stale follows the names in the cells to the definitions of the
package that they lead to, here with the words of errors, which a page may print. A page also names
the studies whose records it reads, and its data sets. Where that cannot be told (a magic, a string
that names the package and is no program) it is taken to be everything.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from _ext.execution.code_cells import cells
from rnncourse.records.code_hash import BOOKKEEPING
from rnncourse.records.reach import ALL, Package, Place
from rnncourse.records.top_level import dotted_name

PACKAGE = "rnncourse"
STRING = re.compile(r"Constant\(value='([\w-]+)")  # how the walker writes strings: their first word
BLOCK = re.compile(r"\{edition\}[ \t]+\w+[ \t]+([\w-]+)")  # prose for one edition of a set
READERS = ("read", "kept_run", "load_study")  # of rnncourse.records: what a page takes from a study
SURVEYS = {
    Place("rnncourse.datasets.editions.catalogue", "DATASETS"),
    Place("rnncourse.datasets.editions.registry", "resolve_all"),
    Place("rnncourse.datasets.editions.registry", "verify"),
}  # who uses these looks at all data sets


class Everything(Exception):
    """Raised where code may reach any part of the package."""


@dataclass(frozen=True)
class Reach:
    """What a page can read: definitions by place, names of studies and of data sets."""

    definitions: dict[Place, str] = field(default_factory=dict)
    studies: tuple[str, ...] = ()
    datasets: frozenset[str] = frozenset()


def programs(text: str) -> list[ast.Module]:
    """The code of a page's cells, as one program, and programs that these hold as strings.

    Raises Everything where one cannot be read, or where another string names the package.
    """
    try:
        page = ast.parse("\n".join(cell.code for cell in cells(text)))
        held = [ast.parse(string) for string in strings([page]) if PACKAGE in string]
    except SyntaxError:
        raise Everything from None
    if not all(
        any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.walk(tree))
        for tree in held
    ):
        raise Everything
    return [page, *held]


def strings(trees: list[ast.Module]) -> list[str]:
    """All strings in these programs."""
    return [
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def studies_named(trees: list[ast.Module]) -> dict[str | None, set[str]]:
    """The studies that a page takes something from, and how: {"last_names": {"read"}}; None stands
    for a computed name.
    """
    found: dict[str | None, set[str]] = {}
    for node in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)):
        chain = dotted_name(node.func)
        if chain and chain[-2:-1] == ["records"] and chain[-1] in READERS:
            name = (
                node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            )
            found.setdefault(name, set()).add(chain[-1])
    return found


class Pages:
    """Finds what pages can read in the checkout at `root`; the package is read once. `datasets` are
    the names of those at hand.
    """

    def __init__(self, root: Path, datasets: frozenset[str]):
        self.package, self.at_hand = Package(root / PACKAGE), datasets

    @cached_property
    def studies(self) -> list[str]:
        """The names of all studies."""
        return list(self.study_modules)

    @cached_property
    def study_modules(self) -> dict[str, str]:
        """The dotted names of the modules of all studies, by the studies' names."""
        names = (name for name in self.package.modules() if name.startswith(f"{PACKAGE}.studies."))
        return {
            name.rsplit(".", 1)[1]: name
            for name in names
            if "STUDY" in self.package.module(name).definitions
        }

    def reach(self, text: str) -> Reach:
        """What the cells of this page can read."""
        try:
            trees = programs(text)
            named = set().union(*(self.package.named_in(tree) for tree in trees))
        except Everything:
            everything = [Place(module, ALL) for module in self.package.modules()]
            return Reach(
                self.package.reach(everything, with_messages=True),
                tuple(self.studies),
                self.at_hand,
            )
        read = studies_named(trees)
        studies = (
            self.studies if None in read else [study for study in self.studies if study in read]
        )
        named |= {
            self.study(study)
            for study in studies
            if "load_study" in read.get(study, read.get(None, ()))
        }
        definitions = self.package.reach(named, with_messages=True)
        asking = {
            place: text
            for place, text in definitions.items()
            if not place.module.startswith(BOOKKEEPING)
        }
        if SURVEYS & named.union(
            *(self.package.definition(place, True).reaches for place in asking)
        ):
            return Reach(definitions, tuple(studies), self.at_hand)
        texts = [
            *asking.values(),
            *(self.package.definition(self.study(study), True).text for study in studies),
        ]
        words = {word for text in texts for word in STRING.findall(text)}
        words |= {string.split("/")[0] for string in strings(trees)} | set(BLOCK.findall(text))
        return Reach(definitions, tuple(studies), frozenset(words & self.at_hand))

    def study(self, name: str) -> Place:
        """Where the STUDY of this name stands."""
        return Place(self.study_modules[name], "STUDY")

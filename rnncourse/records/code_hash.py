"""The hash of the code that a study runs: what makes its records stale when it changes."""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from pathlib import Path

from rnncourse.records.reach import Package, Place
from rnncourse.records.study import PACKAGE, module_of

LIBRARIES = {"keras": ("numpy", "keras", "tensorflow"), "torch": ("numpy", "torch")}
# These compute no metric. Editions find files, whose hash stands in a record beside that of the
# code; inputs only raise; devices say where a run computes, which for a record is always the CPU.
BOOKKEEPING = (
    "rnncourse.datasets.editions",
    "rnncourse.preprocessing.inputs",
    "rnncourse.in_keras.inputs",
    "rnncourse.in_torch.inputs",
    "rnncourse.training.device",
    "rnncourse.in_keras.device",
    "rnncourse.in_torch.device",
)


@cache
def package(root: Path = PACKAGE) -> Package:
    """The definitions of this package, or of another copy of it, read once in a process."""
    return Package(root)


def code_hash(study: str, framework: str, root: Path = PACKAGE) -> str:
    """Hash what a run of `study` in `framework` computes: all definitions that the function `run`
    of its STUDY leads to.

    Left out are docstrings, annotations, the words of errors, where things stand, configurations
    that are only listed in STUDY, the bookkeeping, and the other framework, unless the STUDY says
    `both_frameworks=True`. Raises ValueError for a module without such a STUDY.
    """
    place, both_frameworks = run_of(study, root)
    others = (
        ()
        if both_frameworks
        else tuple(f"rnncourse.in_{name}" for name in LIBRARIES if name != framework)
    )
    texts = set(package(root).reach([place], without=(*BOOKKEEPING, *others)).values())
    return hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest()[:16]


def run_of(study: str, root: Path = PACKAGE) -> tuple[Place, bool]:
    """Return where the function `run` of a study stands, and whether its runs use both frameworks;
    raises ValueError.
    """
    dotted = module_of(study, root)
    module = package(root).module(dotted)
    match module and module.definitions.get("STUDY"):
        case [ast.Assign(value=ast.Call(keywords=keywords))]:
            given = {keyword.arg: keyword.value for keyword in keywords}
        case _:
            given = {}
    if not isinstance(given.get("run"), ast.Name):
        raise ValueError(
            f"{dotted} defines no STUDY = Study(..., run=<name of a function>); copy it from "
            "another study"
        )
    place, _ = package(root).find((dotted, given["run"].id))
    return place, "both_frameworks" in given and ast.literal_eval(given["both_frameworks"])

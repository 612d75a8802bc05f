"""A study: a question, the configurations and seeds that it is asked with, and how one run is
made.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Study:
    """A grid of configurations, each run with every seed.

    A configuration is a dict of plain values with a "framework" of "keras" or "torch";
    `run(configuration, seed)` returns ``{"metrics": {...}, "history": {...}}`` of plain values.
    `question` is what the study answers. A study without a `dataset` draws its data itself. A study
    that `reads_test` data runs only as committed, and its records name that commit: what was chosen
    was chosen before. Where a run in one framework uses the other too, the study says
    `both_frameworks`.

    `quick` is put over a configuration to make a short run of it, in which two versions of the code
    are compared. Of the configurations in `kept`, the run with the first seed also returns
    "weights", arrays by name, which are stored.
    """

    name: str
    dataset: str | None
    question: str
    configurations: tuple[dict, ...]
    seeds: tuple[int, ...]
    run: Callable[[dict, int], dict]
    reads_test: bool = False
    both_frameworks: bool = False
    quick: Mapping = field(default_factory=lambda: MappingProxyType({"epochs": 2}))
    kept: tuple[dict, ...] = ()

    def keeps(self, configuration: dict, seed: int) -> bool:
        """Whether the weights of this run are stored."""
        return configuration in self.kept and seed == self.seeds[0]


def unique(configurations: list[dict]) -> tuple[dict, ...]:
    """Drop repeated configurations: where two questions share a run, it is made once."""
    return tuple(c for i, c in enumerate(configurations) if c not in configurations[:i])


def load_study(name: str) -> Study:
    """Import the study `name`; raise ValueError if there is no module of that name."""
    if name not in study_names():
        raise ValueError(f"there is no study {name!r}; there are {', '.join(study_names())}")
    return importlib.import_module(module_of(name)).STUDY


def study_names(package: Path = PACKAGE) -> list[str]:
    """Return the names of all studies of this package, or of another copy of it, sorted."""
    return sorted(
        path.stem for path in (package / "studies").glob("*/*.py") if path.stem != "__init__"
    )


def file_of(study: str, package: Path = PACKAGE) -> Path:
    """Return the file of a study: it bears its name, in the folder of its data.

    Raises ValueError if `package` has no such file, or several.
    """
    paths = [path for path in (package / "studies").rglob("*.py") if path.stem == study]
    if len(paths) != 1:
        raise ValueError(
            f"{len(paths)} files below {package / 'studies'} are called {study}.py, expected one"
        )
    return paths[0]


def module_of(study: str, package: Path = PACKAGE) -> str:
    """Return the dotted name of a study's module; raises ValueError as `file_of` does."""
    return ".".join(file_of(study, package).relative_to(package.parent).with_suffix("").parts)

"""What imports what. The layers stand in pyproject.toml, where import-linter reads them; here is
what it cannot say.
"""

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import rnncourse

ROOT = Path(__file__).parents[2]
ROOMS = sorted(path.parent.name for path in (ROOT / "rnncourse").glob("*/__init__.py"))
FRAMEWORKS = {"tensorflow", "keras", "torch"}
# What importing a room may not load. Each is tried in a process of its own.
LIGHT = {
    "rnncourse": {"numpy", "pandas", "matplotlib", "sklearn", "scipy", *FRAMEWORKS},
    "rnncourse.datasets": {"pandas", "scipy", "matplotlib", *FRAMEWORKS},
    **dict.fromkeys(
        (
            f"rnncourse.{room}"
            for room in ROOMS
            if room not in ("datasets", "figures", "in_keras", "in_torch")
        ),
        {"matplotlib", *FRAMEWORKS},
    ),
    "rnncourse.figures": FRAMEWORKS,
}


def test_nothing_lies_outside_a_room():
    assert {
        path.name
        for path in (ROOT / "rnncourse").iterdir()
        if not path.name.startswith(("__", "_data", "_results"))
    } == set(ROOMS)


def test_the_map_of_the_package_names_every_room():
    assert [room for room in ROOMS if room not in rnncourse.__doc__] == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_map_of_a_room_names_every_module_in_it(room):
    package = importlib.import_module(f"rnncourse.{room}")
    names = {module.name for module in pkgutil.iter_modules(package.__path__)} - {"__main__"}
    assert [name for name in sorted(names) if name not in package.__doc__] == []
    assert len(names) <= 20, (
        "a room with more modules is hard to find one's way in: part it by kind of task"
    )


@pytest.mark.parametrize(
    "room",
    [room for room in ROOMS if hasattr(importlib.import_module(f"rnncourse.{room}"), "__all__")],
)
def test_what_a_room_exports_is_there_in_order(room):
    package = importlib.import_module(f"rnncourse.{room}")
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    with pytest.raises(AttributeError, match="nothing_of_that_name"):
        package.nothing_of_that_name  # noqa: B018


@pytest.mark.parametrize("module", LIGHT)
def test_importing_stays_light(module):
    code = (
        f"import sys, {module}; found = {LIGHT[module]!r} & sys.modules.keys(); "
        f"sys.exit(f'{module} loads {{found}}' if found else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_pages_and_tools_name_modules_that_exist_programs_in_strings_too():
    """By path and not by importing: an editable install elsewhere may have a module of that
    name.
    """
    files = [path for folder in ("book", "tools", "data") for path in (ROOT / folder).rglob("*.*")]
    named = {
        (path.relative_to(ROOT), found[1])
        for path in files
        if path.suffix in (".md", ".py")
        for found in re.finditer(r"(?:from|import) (rnncourse(?:\.\w+)+)", path.read_text("utf-8"))
    }
    places = {(path, ROOT.joinpath(*module.split("."))) for path, module in named}
    assert {
        (path, place)
        for path, place in places
        if not (place.is_dir() or place.with_suffix(".py").exists())
    } == set()

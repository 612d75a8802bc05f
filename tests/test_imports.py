"""The arrows of the package, drawn from its imports: whoever adds one, or takes one away, must do so here."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import rnncourse

ROOT = Path(__file__).parents[1]
# What each part of the package imports of the others. A part is a module or a sub-package.
ARROWS = {
    "datasets": set(),
    "encoding": set(),
    "windows": set(),
    "recipe": set(),
    "history": set(),
    "streams": set(),
    "text_history": set(),
    "stages": {"text_history"},
    "text_nets": set(),
    "intervals": {"evaluation"},
    "ngram_text": set(),
    "augmentation": set(),
    "judging": set(),
    "balancing": set(),
    "batching": set(),
    "splits": set(),
    "in_numpy": {"encoding", "history"},
    "reconstruction": set(),
    "denoising": {"reconstruction"},
    "compression": {"reconstruction"},
    "features": set(),
    "codes": set(),
    "in_keras": {"history", "recipe", "reconstruction", "streams", "text_history"},
    "in_torch": {"history", "recipe", "reconstruction", "streams", "text_history"},
    "parity": set(),
    "baselines": set(),
    "evaluation": set(),
    "generation": {"encoding"},
    "naming": {"encoding", "generation", "judging"},
    "studies": {"augmentation", "balancing", "batching", "codes", "datasets", "denoising", "encoding", "evaluation", "features", "generation",
        "in_keras", "in_torch", "naming", "ngram_text", "parity", "recipe", "records", "reconstruction", "splits",
        "stages", "streams", "windows"},
    "checks": set(),
    "records": {"datasets"},
    "figures": {"evaluation", "history"},
    "figures_foundations": {"figures"},
    "figures_names": {"evaluation", "figures"},
    "figures_activity": {"figures"},
    "figures_comparison": {"figures"},
    "figures_models": {"figures"},
    "figures_sequences": {"figures", "figures_foundations"},
    "figures_images": {"figures", "reconstruction"},
    "figures_denoising": {"figures", "reconstruction"},
    "figures_text": {"figures", "text_history"},
    "report": {"datasets", "evaluation"},
}
FRAMEWORKS = {"tensorflow", "keras", "torch"}
USES = {"in_keras": {"tensorflow", "keras"}, "in_torch": {"torch"}, "parity": {"keras", "torch"}, "studies": {"torch"},
        "records": {"torch"},           # it sets the threads of its workers
        "checks": {"keras", "torch"}}   # what students write is in either


def part(path):
    """The part of the package that a file belongs to: the first name below rnncourse."""
    return path.relative_to(ROOT / "rnncourse").parts[0].removesuffix(".py")


def imports(path):
    """The dotted names that a module imports, wherever in it, relative ones made absolute."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*package[:len(package) - node.level + 1], *filter(None, [node.module])] if node.level else [node.module]
            yield from (".".join([*base, alias.name]) for alias in node.names)


MODULES = sorted((ROOT / "rnncourse").rglob("*.py"))
NAMES = {part(path) for path in MODULES}


@pytest.mark.parametrize("own", sorted(NAMES))
def test_a_part_follows_its_arrows_and_has_no_other(own):
    names = [name.split(".") for path in MODULES if part(path) == own for name in imports(path)]
    inside = {name[1] for name in names if name[0] == "rnncourse" and len(name) > 1 and name[1] in NAMES} - {own}
    assert inside == ARROWS.get(own, set()), f"other arrows from {own}; if they are right, draw them in ARROWS"
    assert {name[0] for name in names} & FRAMEWORKS == USES.get(own, set())


def test_the_arrows_have_no_circle():
    done = set()
    while len(done) < len(ARROWS):
        free = {name for name, targets in ARROWS.items() if name not in done and targets <= done}
        assert free, f"a circle among {sorted(ARROWS.keys() - done)}"
        done |= free


def test_the_frameworks_meet_only_where_they_must():
    sides = {name: {side for side, library in (("in_keras", "keras"), ("in_torch", "torch"))
                    if side in ARROWS.get(name, set()) or library in USES.get(name, set()) or name == side} for name in NAMES}
    assert {name for name, found in sides.items() if len(found) == 2} == {"parity", "studies", "checks"}


def test_the_map_of_the_package_names_every_part():
    named = rnncourse.__doc__.split("=\n")[1]
    one_by_one = {name for name in NAMES - {"__init__"} if not name.startswith("figures_")}     # the map has "figures …"
    assert {name for name in one_by_one if not re.search(rf"\b{name}\b", named)} == set()


# What a module may not load, in the order in which one process imports them: a module that loads something heavy is told by name.
LIGHT = {
    "rnncourse": {"numpy", "pandas", "matplotlib", "tensorflow", "keras", "torch", "sklearn", "scipy"},
    **dict.fromkeys(["rnncourse.datasets", "rnncourse.datasets.names", "rnncourse.encoding", "rnncourse.datasets.activity", "rnncourse.windows",
                     "rnncourse.checks", "rnncourse.recipe", "rnncourse.in_numpy.training", "rnncourse.in_numpy.exchange"], FRAMEWORKS | {"matplotlib"}),
    **dict.fromkeys(["rnncourse.figures", "rnncourse.figures_foundations", "rnncourse.figures_sequences", "rnncourse.figures_models",
                     "rnncourse.figures_activity", "rnncourse.figures_comparison", "rnncourse.figures_text"], FRAMEWORKS),
}


def test_importing_stays_light():
    code = ("import importlib, sys\n"
            f"for module, heavy in {LIGHT!r}.items():\n"
            "    importlib.import_module(module)\n"
            "    if found := heavy & sys.modules.keys(): sys.exit(f'{module} loads {found}')")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_nothing_in_the_package_imports_a_chapter_or_a_tool():
    foreign = {"book", "tools", "tests"}
    assert not {name.split(".")[0] for path in MODULES for name in imports(path)} & foreign

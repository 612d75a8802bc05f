"""The arrows of the package, drawn from its imports: whoever adds one must add it here, and say why it is needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# What each part of the package may import of the others. A part is a module or a sub-package.
ARROWS = {
    "datasets": set(),
    "encoding": {"datasets"},
    "windows": {"datasets"},
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
    "splits": {"datasets", "encoding"},
    "in_numpy": {"encoding", "splits", "history"},
    "reconstruction": set(),
    "denoising": {"reconstruction"},
    "compression": {"reconstruction"},
    "features": set(),
    "pictures": set(),
    "codes": set(),
    "in_keras": {"reconstruction", "encoding", "windows", "splits", "history", "recipe", "streams", "text_history"},
    "in_torch": {"reconstruction", "encoding", "windows", "splits", "history", "recipe", "streams", "text_history"},
    "parity": {"in_numpy", "in_keras", "in_torch"},
    "baselines": {"encoding", "splits"},
    "evaluation": {"history"},
    "generation": {"encoding"},
    "naming": {"encoding", "generation", "judging"},
    "studies": {"reconstruction", "codes", "denoising", "features", "pictures", "datasets", "encoding", "windows", "recipe", "splits", "history", "in_keras", "in_torch", "in_numpy", "balancing", "baselines", "evaluation", "generation", "ledger", "streams", "text_history", "augmentation", "ngram_text", "naming", "stages"},
    "checks": set(),
    "code_hash": set(),
    "ledger": {"code_hash", "datasets", "evaluation", "history"},
    "figures": {"evaluation", "history", "splits"},
    "figures_foundations": {"evaluation", "figures", "history", "splits"},
    "figures_names": {"evaluation", "figures"},
    "figures_activity": {"evaluation", "figures", "history"},
    "figures_comparison": {"figures"},
    "figures_models": {"figures"},
    "figures_sequences": {"figures", "figures_foundations"},
    "figures_images": {"figures", "reconstruction"},
    "figures_denoising": {"figures", "reconstruction"},
    "figures_text": {"figures", "text_history"},
    "report": {"datasets", "evaluation"},
}
FRAMEWORKS = {"tensorflow", "keras", "torch"}
MAY_USE = {"in_keras": {"tensorflow", "keras"}, "in_torch": {"torch"}, "parity": FRAMEWORKS, "studies": FRAMEWORKS,
           "ledger": FRAMEWORKS,  # the ledger sets the threads of its workers
           "checks": FRAMEWORKS}  # what students write is in either


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


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_follows_the_arrows(path):
    own = part(path)
    names = [name.split(".") for name in imports(path)]
    inside = {name[1] for name in names if name[0] == "rnncourse" and len(name) > 1 and name[1] in NAMES} - {own}
    assert inside <= ARROWS.get(own, set()), f"new arrow from {own}; if it is right, draw it in ARROWS"
    assert {name[0] for name in names} & FRAMEWORKS <= MAY_USE.get(own, set())


def test_the_arrows_have_no_circle():
    done = set()
    while len(done) < len(ARROWS):
        free = {name for name, targets in ARROWS.items() if name not in done and targets <= done}
        assert free, f"a circle among {sorted(ARROWS.keys() - done)}"
        done |= free


def test_the_frameworks_never_meet_but_in_parity_and_studies():
    assert "in_torch" not in ARROWS["in_keras"] and "in_keras" not in ARROWS["in_torch"]
    assert {name for name, targets in ARROWS.items() if {"in_keras", "in_torch"} <= targets} == {"parity", "studies"}


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

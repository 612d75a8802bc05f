"""What makes a record stale: a change of what its run computes, in whatever module, and nothing
else.
"""

import ast
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rnncourse.records import code_hash, reach

ROOT = Path(__file__).parents[2]
STUDIES = sorted(
    path.stem for path in (ROOT / "rnncourse/studies").glob("*/*.py") if path.stem != "__init__"
)
TOY = {
    "__init__": "import os\nos.environ.setdefault('SWITCH', '0')\n",
    "records": "class Study: ...\n",
    "scores": '''"""Scores."""
import numpy as np
DIGITS = 3
def rounded(x):
    """Round."""
    return np.round(x, DIGITS)
def nobody_asks(): return 7
''',
    "in_torch/net": '''from rnncourse.scores import rounded
def train(rate=0.1, *, clip: float = 1.0) -> float:
    """Train."""
    if rate < 0:
        raise ValueError(f"rate is {rate}, expected more than 0")
    return rounded(rate * clip)
''',
    "in_keras/net": "from rnncourse import scores\ndef train(rate=0.1):\n    return "
    "scores.rounded(rate)\n",
    "studies/toy": '''"""A study."""
from rnncourse.records import Study
STEPS = 20
WIDE = {"framework": "torch", "size": 2}
def run(configuration, seed):
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import net
    else:
        from rnncourse.in_torch import net
    return net.train(STEPS)
STUDY = Study(name="toy", configurations=(WIDE,), run=run)
''',
}


def hashes(files, folder):
    """The hashes in both frameworks of the toy study in a package of these files."""
    root = folder / "rnncourse"
    shutil.rmtree(root, ignore_errors=True)
    for name, text in files.items():
        path = root / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        if not (path.parent / "__init__.py").exists():
            (path.parent / "__init__.py").touch()
    code_hash.package.cache_clear()
    return {
        framework: code_hash.code_hash("toy", framework, root) for framework in ("keras", "torch")
    }


@pytest.fixture(autouse=True)
def read_anew():
    yield
    code_hash.package.cache_clear()


def moved(folder, *edits):
    """The frameworks whose hash moves when in these modules an old text is replaced by a new
    one.
    """
    files = dict(TOY)
    for module, old, new in edits:
        assert old in files[module]
        files[module] = files[module].replace(old, new)
    before, after = hashes(TOY, folder), hashes(files, folder)
    return {framework for framework in before if before[framework] != after[framework]}


@pytest.mark.parametrize(
    "edit",
    [
        ("in_torch/net", "expected more than 0", "which is negative"),
        ("in_torch/net", 'f"rate is {rate}, expected more than 0"', "'no'"),
        ("in_torch/net", '"""Train."""', '"""Train, and say more about it."""'),
        ("in_torch/net", '    """Train."""\n', ""),
        ("in_torch/net", " -> float", ""),
        ("in_torch/net", "clip: float", "clip: int | None"),
        ("in_torch/net", "rate * clip", "(rate   # by\n        * clip)"),
        ("in_torch/net", "def train", "def evaluate(): return 1\ndef train"),
        ("scores", "return 7", "return 8"),
        ("scores", "import numpy as np", "import numpy as np\nimport pandas as pd"),
        ("scores", "DIGITS = 3", "DIGITS: int = 3"),
        ("records", "...", "name = 1"),
        ("studies/toy", "(WIDE,)", "(WIDE, WIDE | {'size': 4})"),
        ("studies/toy", '"size": 2', '"size": 3'),
        ("studies/toy", '"""A study."""', '"""A study of nothing."""'),
    ],
    ids=lambda edit: edit[2][:40],
)
def test_what_computes_nothing_makes_no_record_stale(edit, tmp_path):
    assert moved(tmp_path, edit) == set()


@pytest.mark.parametrize(
    "edit, frameworks",
    [
        (("in_torch/net", "clip: float = 1.0", "clip: float = 2.0"), {"torch"}),  # a default
        (("in_torch/net", "rate * clip", "rate / clip"), {"torch"}),  # a formula
        (("in_torch/net", "rate < 0", "rate <= 0"), {"torch"}),  # when an error is raised
        (("in_torch/net", "ValueError", "KeyError"), {"torch"}),  # and which
        (("in_keras/net", "rate=0.1", "rate=0.2"), {"keras"}),
        (("scores", "DIGITS = 3", "DIGITS = 4"), {"keras", "torch"}),  # a constant two modules away
        (
            ("scores", "import numpy as np", "import jax.numpy as np"),
            {"keras", "torch"},
        ),  # the same words for other code
        (
            ("studies/toy", "STEPS = 20", "STEPS = 30"),
            {"keras", "torch"},
        ),  # a constant of the study
        (("__init__", "'0'", "'1'"), {"keras", "torch"}),  # what runs when the package is imported
    ],
    ids=lambda value: value[2][:40] if isinstance(value, tuple) else "",
)
def test_what_a_run_computes_makes_records_stale(edit, frameworks, tmp_path):
    assert moved(tmp_path, edit) == frameworks


def test_moving_a_module_makes_no_record_stale(tmp_path):
    before = hashes(TOY, tmp_path)
    moved_files = {
        ("evaluation/" + name if name == "scores" else name): text.replace(
            "rnncourse.scores", "rnncourse.evaluation.scores"
        ).replace("from rnncourse import scores", "from rnncourse.evaluation import scores")
        for name, text in TOY.items()
    }
    assert hashes(moved_files, tmp_path) == before


def test_another_name_for_an_import_makes_no_record_stale(tmp_path):
    assert (
        moved(
            tmp_path,
            ("in_torch/net", "import rounded", "import rounded as r"),
            ("in_torch/net", "return rounded(", "return r("),
        )
        == set()
    )


def test_a_re_export_and_another_way_to_import_make_no_record_stale(tmp_path):
    before = hashes(TOY, tmp_path)
    exported = TOY | {"evaluation/__init__": "from rnncourse.scores import rounded\n"}
    exported["in_torch/net"] = (
        TOY["in_torch/net"]
        .replace("from rnncourse.scores import rounded", "from rnncourse import evaluation")
        .replace("return rounded(", "return evaluation.rounded(")
    )
    assert hashes(exported, tmp_path) == before


def test_what_is_exported_lazily_is_followed(tmp_path):
    lazy = TOY | {
        "evaluation/__init__": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from "
        "rnncourse.scores import rounded\n"
    }
    lazy["in_torch/net"] = TOY["in_torch/net"].replace(
        "from rnncourse.scores import", "from rnncourse.evaluation import"
    )
    before = hashes(lazy, tmp_path)
    assert (
        hashes(lazy | {"scores": TOY["scores"].replace("DIGITS = 3", "DIGITS = 4")}, tmp_path)
        != before
    )


def test_the_other_framework_counts_where_a_study_uses_both(tmp_path):
    both = TOY | {
        "studies/toy": TOY["studies/toy"].replace("run=run", "run=run, both_frameworks=True")
    }
    before = hashes(both, tmp_path)
    after = hashes(both | {"in_torch/net": TOY["in_torch/net"].replace("0.1", "0.2")}, tmp_path)
    assert before["keras"] == before["torch"] and after["keras"] != before["keras"]


def test_a_module_that_is_handed_about_counts_whole(tmp_path):
    handed = TOY | {
        "studies/toy": TOY["studies/toy"].replace("return net.train(STEPS)", "return net")
    }
    before = hashes(handed, tmp_path)
    after = hashes(
        handed | {"in_torch/net": TOY["in_torch/net"] + "def more(): return 1\n"}, tmp_path
    )
    assert after["torch"] != before["torch"] and after["keras"] == before["keras"]


def test_which_framework_is_taken_in_which_case_counts(tmp_path):
    swapped = (
        TOY["studies/toy"]
        .replace("in_keras", "in_other")
        .replace("in_torch", "in_keras")
        .replace("in_other", "in_torch")
    )
    both = {
        name: text.replace("run=run", "run=run, both_frameworks=True")
        for name, text in (TOY | {"studies/toy": TOY["studies/toy"]}).items()
    }
    before = hashes(both, tmp_path)
    assert (
        hashes(
            both | {"studies/toy": swapped.replace("run=run", "run=run, both_frameworks=True")},
            tmp_path,
        )["keras"]
        != before["keras"]
    )


@pytest.mark.parametrize(
    "line, moves",
    [
        ("rate = 0.1", True),
        ("rate: ClassVar[float] = 0.1", True),
        ("rate: int = 0.1", False),
        ("rate: float = 0.2", True),
    ],
)
def test_what_a_class_declares_counts_and_its_type_does_not(line, moves, tmp_path):
    recipe = (
        "from dataclasses import dataclass\n@dataclass\nclass Recipe:\n    rate: float = 0.1\ndef "
        "train(steps): return Recipe()\n"
    )
    before = hashes(TOY | {"in_torch/net": recipe}, tmp_path)
    after = hashes(TOY | {"in_torch/net": recipe.replace("rate: float = 0.1", line)}, tmp_path)
    assert (after["torch"] != before["torch"]) is moves


def test_a_variable_hides_a_function_of_its_name(tmp_path):
    hiding = TOY | {
        "in_torch/net": "from rnncourse import scores\ndef train(scores): return [scores for _ in "
        "scores]\n"
    }
    before = hashes(hiding, tmp_path)
    assert hashes(hiding | {"scores": "DIGITS = 9\n"}, tmp_path)["torch"] == before["torch"]


@pytest.mark.parametrize(
    "line", ["from rnncourse.scores import *", "from .. import scores", "from . import net"]
)
def test_an_import_that_names_nothing_is_refused(line, tmp_path):
    with pytest.raises(
        ValueError, match=r"toy\.py: line 3, `from .*name the module and each name in full"
    ):
        hashes(
            TOY | {"studies/toy": TOY["studies/toy"].replace("STEPS", f"{line}\nSTEPS", 1)},
            tmp_path,
        )


def test_a_study_without_a_run_is_refused(tmp_path):
    with pytest.raises(ValueError, match="rnncourse.studies.toy defines no STUDY"):
        hashes(TOY | {"studies/toy": "STUDY = 1\n"}, tmp_path)


def test_every_python_gives_the_same_digest():
    """Python 3.12 and 3.13 write some trees otherwise: f-strings, empty fields, type parameters.
    The digest was made with 3.11.
    """
    code = '''
import numpy as np
from os import path as p
X, *Y = {**{"a": 1}, "b": [2.5, None, ..., b"c", 1j, -0.0]}, (x := 3)
@np.vectorize
async def f(a, /, b: int = 1, *c, d=p.sep, **e) -> None:
    """Doc."""
    global Z
    try:
        assert a, f"{a!r:>{b}} {b:.2f} {c=} {{}}" "more" 'é\\U0001f600'
    except* (ValueError, KeyError) as error:
        raise TypeError("no") from error
    async with a as q: yield (lambda r, s=2: r[s:, ...])(q)
    match a:
        case {"k": [1, *rest], **others} if rest: pass
        case np.ndarray(shape=(1 | 2 as n,)) | None: return
    return [i async for i in d if i] + [*{k: v for k, v in e.items()}]
class C(dict, metaclass=type):
    """Doc."""
    y: int
    z: float = f"{X:{Y}}"
'''
    package = reach.Package(ROOT / "nowhere")
    module = reach.read_module(ast.parse(code))
    package.module = lambda dotted: module if dotted == "code" else None
    texts = package.reach([reach.Place("code", reach.ALL)]).values()
    assert hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest()[:16] == "5075c4f16bce62e0"


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_the_package_reads_the_same_in_another_python(version):
    python = shutil.which(f"python{version}")
    if python is None or subprocess.run([python, "--version"], capture_output=True).returncode:
        pytest.skip(f"there is no Python {version} here")
    script = (
        "import hashlib, sys, types; from pathlib import Path\n"
        "for name in ('rnncourse', 'rnncourse.records'):\n"  # without what stands in __init__
        "    module = sys.modules[name] = types.ModuleType(name)\n"
        f"    module.__path__ = [str(Path({str(ROOT)!r}, *name.split('.')))]\n"
        "from rnncourse.records import reach\n"
        f"package = reach.Package(Path({str(ROOT / 'rnncourse')!r}))\n"
        "texts = package.reach([reach.Place(module, reach.ALL) for module in "
        "package.modules()]).values()\n"
        "print(len(texts), hashlib.sha256('\\n'.join(sorted(texts)).encode()).hexdigest())"
    )
    here, there = (
        subprocess.run([program, "-c", script], capture_output=True, text=True, check=True).stdout
        for program in (sys.executable, python)
    )
    assert here == there


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_looks_nothing_up_by_a_computed_name(study):
    [path] = (ROOT / "rnncourse/studies").rglob(f"{study}.py")
    called = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
    }
    assert not called & {
        "getattr",
        "setattr",
        "__import__",
        "importlib.import_module",
        "import_module",
        "globals",
        "vars",
        "eval",
        "exec",
    }, "what a study reaches is read off its names; write them out"


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_that_converts_weights_says_that_it_uses_both_frameworks(study):
    place, both_frameworks = code_hash.run_of(study)
    reached = code_hash.package().reach([place], without=code_hash.BOOKKEEPING)
    assert both_frameworks or not any(
        found.module == "rnncourse.conversion.models" for found in reached
    )


def stale_after(folder, *edits):
    """The studies of the real package whose hash moves in either framework when (module, old text,
    new text) are exchanged in a copy.
    """
    root = folder / "rnncourse"
    shutil.copytree(ROOT / "rnncourse", root, ignore=shutil.ignore_patterns("__pycache__"))
    for module, old, new in edits:
        path = root / f"{module}.py"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    runs = [(study, framework) for study in STUDIES for framework in ("keras", "torch")]
    return {
        study
        for study, framework in runs
        if code_hash.code_hash(study, framework, root) != code_hash.code_hash(study, framework)
    }


def test_words_neighbours_and_configurations_make_no_real_record_stale(tmp_path):
    more = "def something_new():\n    return 1\n\n\n"
    assert (
        stale_after(
            tmp_path,
            ("preprocessing/splits", "raise ValueError(", "raise ValueError('Oh: ' + "),
            (
                "datasets/names",
                "def load_first_names_elsewhere",
                more + "def load_first_names_elsewhere",
            ),
            ("training/history", "class History(", more + "class History("),
            ("in_torch/training", "def train(", more + "def train("),
            ("studies/synthetic/memory", "seeds=(0, 1, 2, 3, 4)", "seeds=(0, 1, 2, 3, 4, 5)"),
        )
        == set()
    )


def test_constants_formulas_and_defaults_make_the_real_records_stale_that_use_them(tmp_path):
    assert stale_after(
        tmp_path,
        ("studies/synthetic/memory", "0.003, 1.0", "0.004, 1.0"),
        ("studies/activity/activity_rnn", "FOLDS = 5", "FOLDS = 4"),
        ("studies/first_names/name_codes", "HELD_OUT, SHOWN = 800", "HELD_OUT, SHOWN = 700"),
        ("studies/letters/denoising", "JUDGED = 400", "JUDGED = 300"),
        ("studies/texts/sonnets_test", "LENGTH = 3000", "LENGTH = 2000"),
    ) == {
        "memory",
        "memory_cells",
        "memory_starts",
        "activity_baselines",
        "activity_leaks",
        "activity_live",
        "activity_models",
        "activity_movement",
        "activity_norms",
        "activity_rnn",
        "activity_shared",
        "activity_test",
        "activity_turned",
        "name_codes",
        "name_starts",
        "denoising",
        "sonnets_test",
    }


def test_a_default_of_a_training_makes_the_real_records_stale_that_train_so(tmp_path):
    assert stale_after(
        tmp_path, ("in_torch/text_training", "steps: int = 1000", "steps: int = 500")
    ) == {
        "read_more_test",
        "sonnets",
        "sonnets_live",
        "sonnets_test",
        "startup_names",
        "startup_names_live",
        "startup_names_test",
        "tiny_shakespeare",
        "two_ways",
        "two_ways_rates",
    }


def test_a_default_of_the_recipe_makes_stale_what_is_trained_by_one(tmp_path):
    stale = stale_after(
        tmp_path, ("training/recipe", "learning_rate: float = 1e-3", "learning_rate: float = 2e-3")
    )
    assert {"first_names", "last_names", "sonnets", "activity_rnn", "denoising"} <= stale
    assert "memory" not in stale  # it has a loop of its own


@pytest.mark.parametrize(
    "edits",
    [
        [("preprocessing/inputs", "high >= class_count", "high > class_count")],
        [
            ("preprocessing/inputs", "if x.dtype != np.float32", "if x.dtype == np.float64"),
            ("preprocessing/inputs", "def check_texts", "LIMIT = 3\n\n\ndef check_texts"),
        ],
        [
            (f"in_{name}/inputs", 'check_array(y, f"{of}y")', 'check_numbers(y, f"{of}y")')
            for name in ("keras", "torch")
        ],
        [
            ("training/device", '"RNNCOURSE_DEVICE", "cpu"', '"RNNCOURSE_DEVICE", "gpu"'),
            ("in_keras/device", '"cpu:0"', '"cpu:1"'),
            ("in_torch/device", "allow_tf32 = False", "allow_tf32 = True"),
        ],
    ],
    ids=["a check", "what is refused", "checks of a framework", "devices"],
)
def test_checks_and_devices_make_no_real_record_stale(edits, tmp_path):
    assert stale_after(tmp_path, *edits) == set()

"""Make the exported notebooks ready to run anywhere: `python tools/notebooks.py FOLDER` writes them
there.

`make book` writes them to _build/notebooks, which the workflow publishes, and to the site's
downloads.
"""

import os
import sys
from pathlib import Path

import nbformat
import yaml
from practice_notebooks import variants

from rnncourse import __version__

ROOT = Path(__file__).resolve().parents[1]
WHEEL = "RNNCOURSE_WHEEL"
SETUP = """\
# Run this cell first. It installs the course's package, with its data, where Python finds none.
# The text of this notebook was written for the bundled editions of the data: it uses those.
import importlib.util, os, shlex, subprocess, sys
os.environ.setdefault("RNNCOURSE_EDITION", "bundled")
os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0")
if "keras" in sys.modules and sys.modules["keras"].backend.backend() != "tensorflow":
    raise RuntimeError("Keras runs without TensorFlow. Restart the kernel and run this cell first.")

def version():
    try:
        from rnncourse import __version__
    except ImportError:  # nothing is there, or a folder that merely has this name
        return []
    return [int(number) for number in __version__.split(".")]

if version() < {version}:
    command = [sys.executable, "-m", "pip", "install", "--quiet",
               "{requirement}"]
    if not getattr(importlib.util.find_spec("tensorflow"), "origin", None):  # nor tensorflow-cpu
        command.append("rnncourse[tensorflow]")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr + "\\nThe installation failed. Are you online? Mend what is "
                           "said above, and run this cell again. It ran: " + shlex.join(command))
    for name in [name for name in sys.modules if name.split(".")[0] == "rnncourse"]:
        del sys.modules[name]  # what stood in the way
    importlib.invalidate_caches()
    assert version() >= {version}, "Rename what is called rnncourse here, and restart the kernel."
    print("Installed: rnncourse", sys.modules["rnncourse"].__version__)"""


def requirement(config: Path = ROOT / "_config.yml") -> str:
    """What the set-up cell installs: the repository, or the wheel that RNNCOURSE_WHEEL names.

    Raises FileNotFoundError for a wheel that is not there.
    """
    if wheel := os.environ.get(WHEEL):
        if not Path(wheel).is_file():
            raise FileNotFoundError(
                f"{WHEEL} is {wheel!r}, which is no file; build one with `pip wheel --no-deps .`"
            )
        return f"rnncourse @ {Path(wheel).resolve().as_uri()}"
    url = yaml.safe_load(config.read_text("utf-8"))["repository"]["url"].rstrip("/")
    return f"rnncourse @ git+{url.removesuffix('.git')}.git"


def with_setup(notebook: nbformat.NotebookNode, what: str) -> nbformat.NotebookNode:
    """Put the set-up cell below the title."""
    cell = nbformat.v4.new_code_cell(
        SETUP.format(requirement=what, version=[int(part) for part in __version__.split(".")]),
        id="set-up",
        metadata={"tags": ["set-up"]},
    )
    notebook.cells.insert(1, cell)
    nbformat.validate(notebook)
    return notebook


def publish(source: Path, *targets: Path) -> list[Path]:
    """Make the notebooks of every target those of `source`, each with a set-up cell; return their
    names.

    A practice page becomes a student's and a solution notebook.
    """
    for old in (path for target in targets for path in target.rglob("*.ipynb")):
        old.unlink()
    names, what = [], requirement()
    for path in sorted(source.rglob("*.ipynb")):
        notebook = with_setup(nbformat.read(path, as_version=4), what)
        for name, variant in variants(path.relative_to(source), notebook):
            names.append(name)
            text = nbformat.writes(variant) + "\n"
            for target in targets:
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (target / name).write_text(text, "utf-8")
    return names


if __name__ == "__main__":
    for name in publish(ROOT / "_build/jupyter", Path(sys.argv[1])):
        print(name)

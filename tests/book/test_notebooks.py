"""The notebooks run where nothing but their own set-up cell has installed the package, data
included.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib.metadata import version
from pathlib import Path

import notebooks
import pytest

from _ext.execution.lots import shuffled_by_commit

ROOT = Path(__file__).parents[2]


COUNT = "NOTEBOOKS_TO_RUN"


def drawn(paths):
    """All notebooks or, where NOTEBOOKS_TO_RUN names a number, so many of them, drawn by lot:
    others for every commit.
    """
    if not (count := os.environ.get(COUNT)):
        return paths
    return sorted(shuffled_by_commit(paths)[: int(count)])


BUILT = drawn(
    sorted(
        path
        for path in (ROOT / "_build/notebooks").rglob("*.ipynb")
        if not path.stem.endswith("-student")
    )
)  # those fail on purpose: test_student_notebooks.py


def test_fewer_notebooks_are_drawn_alike_in_every_process(monkeypatch):
    paths = [Path(f"{number}.ipynb") for number in range(30)]
    monkeypatch.delenv(COUNT, raising=False)
    assert drawn(paths) == paths
    monkeypatch.setenv(COUNT, "4")
    assert drawn(paths) == drawn(paths) and len(set(drawn(paths))) == 4
    assert drawn(paths[:2]) == paths[:2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The package's wheel, built from a copy, for setuptools leaves its work beside the sources."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("rnncourse", "data", "results"):
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__")
            )
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source / name)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            target,
            source,
        ],
        check=True,
        timeout=300,
    )
    return next(target.glob("rnncourse-*.whl"))


def test_the_wheel_carries_the_data_without_the_scripts_that_made_them(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    carried = {
        Path(name).relative_to("rnncourse/_data").as_posix()
        for name in names
        if name.startswith("rnncourse/_data/")
    }
    tracked = {
        path.relative_to(ROOT / "data").as_posix()
        for path in (ROOT / "data").rglob("*")
        if path.is_file()
        and path.suffix != ".py"
        and not path.name.startswith(".")
        and "__pycache__" not in path.parts
    }
    assert carried == tracked
    records = {
        Path(name).relative_to("rnncourse/_results").as_posix()
        for name in names
        if name.startswith("rnncourse/_results/")
    }
    assert {name for name in records if name.endswith(".npz")} and not any(
        Path(name).name.startswith(".") for name in records
    )


def test_the_wheel_stays_small(wheel):
    assert wheel.stat().st_size <= 40_000_000


def test_the_installed_wheel_finds_its_data(wheel, tmp_path):
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            tmp_path,
            wheel,
        ],
        check=True,
    )
    code = (
        "import rnncourse, sys; from rnncourse.datasets.names import load_last_names; assert "
        "sys.argv[1] in rnncourse.__file__;"
        "print(len(load_last_names()))"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path), "RNNCOURSE_EDITION": "bundled"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 and int(done.stdout) > 20_000, done.stderr


def test_the_set_up_cell_installs_the_wheel_that_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv(notebooks.WHEEL, str(tmp_path / "absent.whl"))
    with pytest.raises(FileNotFoundError, match="absent.whl"):
        notebooks.requirement()
    (tmp_path / "absent.whl").touch()
    assert notebooks.requirement().startswith("rnncourse @ file:///")


def test_the_set_up_cell_is_derived_from_the_repository(monkeypatch, tmp_path):
    monkeypatch.delenv(notebooks.WHEEL, raising=False)
    (tmp_path / "_config.yml").write_text(
        "repository:\n  url: https://github.com/someone/course/\n"
    )
    assert (
        notebooks.requirement(tmp_path / "_config.yml")
        == "rnncourse @ git+https://github.com/someone/course.git"
    )


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """The Python of a new environment that sees this one's libraries, but not the course's package.

    The libraries are linked, not copied: downloading two frameworks again would take minutes and
    prove nothing more.
    """
    folder = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv/bin/python"
    (folder / "libraries").mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if (
            "rnncourse" not in entry.name
            and entry.suffix != ".pth"
            and entry.name.split("-")[0] not in ("pip", "setuptools")
        ):
            (folder / "libraries" / entry.name).symlink_to(entry)
    claim_tensorflow(folder / "libraries")
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    Path(site.stdout.strip(), "libraries.pth").write_text(f"{folder / 'libraries'}\n")
    return python


def claim_tensorflow(folder):
    """Say that tensorflow is installed: its CPU build, which the book uses on Linux, goes by
    another name.
    """
    if not list(folder.glob("tensorflow-*.dist-info")):
        info = folder / f"tensorflow-{version('tensorflow-cpu')}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: tensorflow\nVersion: {version('tensorflow-cpu')}\n"
        )
        (info / "INSTALLER").write_text("test\n")


@pytest.mark.site
@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom_in_a_clean_environment(
    path, wheel, clean, tmp_path, monkeypatch
):
    monkeypatch.setenv(notebooks.WHEEL, str(wheel))
    notebooks.publish(ROOT / "_build/jupyter", tmp_path)
    subprocess.run([clean, "-m", "pip", "uninstall", "--quiet", "--yes", "rnncourse"], check=True)
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "RNNCOURSE", "JUPYTER"))
    }
    done = subprocess.run(
        [
            clean,
            "-c",
            "from nbclient.cli import main; main()",  # jupyter execute
            "--timeout=900",
            tmp_path / path.relative_to(ROOT / "_build/notebooks"),
        ],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    where = subprocess.run(
        [clean, "-c", "import rnncourse; print(rnncourse.__file__)"],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert str(clean.parents[1]) in where.stdout, (
        "the package came from elsewhere than the notebook's own wheel"
    )


@pytest.mark.site
def test_there_are_notebooks_to_run():
    assert BUILT, "build the book first: make book"

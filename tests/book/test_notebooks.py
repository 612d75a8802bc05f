"""The notebooks run where nothing but their own set-up cell has installed the package, data
included.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import nbformat
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


PIP = """
import sys
from pathlib import Path
Path("asked.txt").write_text(" ".join(sys.argv[1:]))
if {fails}:
    sys.exit("No route to host")
Path("site/rnncourse").mkdir(parents=True, exist_ok=True)
Path("site/rnncourse/__init__.py").write_text("__version__ = '0.10.0'")
"""
REQUIREMENT = "rnncourse @ git+https://github.com/someone/course.git"
INSTALLED = "Installed: rnncourse 0.10.0\n"


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """A reader's computer, with `site` on Python's path: runs the set-up cell of a notebook that
    was made with version 0.10.0 in the folder `tmp_path`, and returns (what it printed, the error's
    text, what it asked pip for).
    """
    monkeypatch.setattr(notebooks, "__version__", "0.10.0")
    page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A page")])
    cell = notebooks.with_setup(page, REQUIREMENT).cells[1].source

    def run(before="", after="", fails=False, **environment):
        (tmp_path / "pip.py").write_text(PIP.format(fails=fails))
        done = subprocess.run(
            [sys.executable, "-S", "-c", f"{before}\n{cell}\n{after}"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "site"), **environment},
            capture_output=True,
            text=True,
        )
        asked = tmp_path / "asked.txt"
        return done.stdout, done.stderr, asked.read_text() if asked.exists() else ""

    return run


def write(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_set_up_cell_installs_what_is_missing_and_says_what(reader):
    asked = f"install --quiet {REQUIREMENT} rnncourse[tensorflow]"
    assert reader() == (INSTALLED, "", asked)


@pytest.mark.parametrize("version", ["0.10.0", "0.11.2", "1.0.0"])
def test_the_set_up_cell_does_nothing_where_the_package_is(reader, tmp_path, version):
    write(tmp_path / "site/rnncourse/__init__.py", f"__version__ = '{version}'")
    assert reader() == ("", "", "")


@pytest.mark.parametrize("before", ["", "import rnncourse, rnncourse.rnncourse"])
def test_a_folder_of_the_packages_name_is_no_package(reader, tmp_path, before):
    write(tmp_path / "rnncourse/rnncourse/__init__.py", "__version__ = '0.10.0'")
    printed, error, asked = reader(before, "import rnncourse; print(rnncourse.__file__)")
    assert printed.startswith(INSTALLED) and str(tmp_path / "site") in printed
    assert not error and REQUIREMENT in asked


def test_an_older_package_is_replaced_even_where_it_is_in_use(reader, tmp_path):
    write(tmp_path / "site/rnncourse/__init__.py", "__version__ = '0.9.0'")
    write(tmp_path / "site/rnncourse/checks.py")
    after = "import sys; print('rnncourse.checks' in sys.modules)"
    printed, error, asked = reader("import rnncourse.checks", after)
    assert (printed, error) == (f"{INSTALLED}False\n", "") and REQUIREMENT in asked


def test_a_failing_pip_stops_the_notebook_and_names_reason_remedy_and_command(reader):
    printed, error, _ = reader(after="print('ran on')", fails=True)
    assert not printed and "RuntimeError: No route to host" in error
    assert "Are you online?" in error and f"-m pip install --quiet '{REQUIREMENT}'" in error


def test_a_package_that_python_cannot_find_after_all_stops_the_notebook(reader, tmp_path):
    write(tmp_path / "rnncourse.py")
    printed, error, _ = reader()
    assert not printed and "Rename what is called rnncourse here, and restart the kernel." in error


def test_tensorflow_is_not_installed_once_more_under_another_name(reader, tmp_path):
    write(tmp_path / "site/tensorflow/__init__.py")  # as tensorflow-cpu brings it
    assert reader() == (INSTALLED, "", f"install --quiet {REQUIREMENT}")


def test_a_folder_called_tensorflow_is_not_tensorflow(reader, tmp_path):
    write(tmp_path / "tensorflow/README.md")
    assert "rnncourse[tensorflow]" in reader()[2]


KERAS = """
import sys
from types import SimpleNamespace as fake
sys.modules["keras"] = fake(backend=fake(backend=lambda: "{}"))
"""


def test_keras_takes_tensorflow_whatever_the_reader_has_set(reader):
    after = "print(os.environ['KERAS_BACKEND'])"
    assert reader(after=after, KERAS_BACKEND="torch")[0] == f"{INSTALLED}tensorflow\n"


@pytest.mark.parametrize("backend, stops", [("tensorflow", False), ("torch", True)])
def test_keras_on_another_back_end_stops_the_notebook(reader, backend, stops):
    printed, error, _ = reader(KERAS.format(backend))
    assert ("Restart the kernel and run this cell first." in error) == stops
    assert printed == ("" if stops else INSTALLED)


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
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    Path(site.stdout.strip(), "libraries.pth").write_text(f"{folder / 'libraries'}\n")
    return python


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

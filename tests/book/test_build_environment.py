"""A build has folders, settings and a package of its own, whatever the reader has set up."""

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import build_book
import pytest

ROOT = Path(__file__).parents[2]
SHOW = """
import json, os, sys
sys.path.insert(0, os.environ["TOOLS"])
import build_environment
build_environment.prepare_environment()
print(json.dumps(dict(os.environ)))
"""


@pytest.fixture
def checkout(tmp_path):
    """A folder with what the environment of a build needs."""
    return make_checkout(tmp_path / "checkout")


def make_checkout(folder):
    for name in ("tools/build_environment.py", "book/_ext/execution/quick_start.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "rnncourse").mkdir()
    (folder / "rnncourse/__init__.py").write_text("")
    return folder


def prepared(checkout, cwd=None, **environment):
    """Return (exit status, the environment that was prepared, what was said)."""
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=cwd or checkout,
        env=os.environ | {"TOOLS": str(checkout / "tools")} | environment,
        capture_output=True,
        text=True,
    )
    return done.returncode, json.loads(done.stdout or "{}"), done.stderr


@pytest.mark.parametrize("given", ["../data", "{tmp}/data", "~/data"])
def test_a_folder_of_data_means_the_same_in_text_and_cells(checkout, tmp_path, given):
    (tmp_path / "data").mkdir()
    given = given.format(tmp=tmp_path)
    _, environment, _ = prepared(checkout, HOME=str(tmp_path), RNNCOURSE_DATA=given)
    assert environment["RNNCOURSE_DATA"] == str(tmp_path / "data")


def test_a_relative_folder_begins_where_the_reader_is(checkout, tmp_path):
    (tmp_path / "data").mkdir()
    _, environment, _ = prepared(checkout, cwd=tmp_path, RNNCOURSE_DATA="data")
    assert environment["RNNCOURSE_DATA"] == str(tmp_path / "data")


@pytest.mark.parametrize("variable", ["RNNCOURSE_DATA", "RNNCOURSE_WHEEL"])
@pytest.mark.parametrize("given", ["../nowhere", "~nobody-of-this-name/data"])
def test_a_path_that_is_not_there_is_said_before_anything_is_built(checkout, variable, given):
    status, _, said = prepared(checkout, **{variable: given})
    assert status == 1 and f"{variable} is {given!r}" in said and "Traceback" not in said
    assert not (checkout / "_build").exists()


def test_a_file_is_no_folder_of_data(checkout):
    assert "is no folder" in prepared(checkout, RNNCOURSE_DATA="rnncourse/__init__.py")[2]


def test_cells_import_the_package_of_their_own_folder(checkout, tmp_path):
    other = make_checkout(tmp_path / "other")  # as if installed from there
    _, environment, _ = prepared(checkout, PYTHONPATH=str(other))
    asked = [sys.executable, "-c", "import rnncourse; print(rnncourse.__file__)"]
    found = subprocess.check_output(asked, cwd=tmp_path, env=environment, text=True)
    assert found.strip() == str(checkout / "rnncourse/__init__.py")


def test_a_folder_whose_package_cells_would_not_import_is_refused(tmp_path):
    status, _, said = prepared(make_checkout(tmp_path / f"a{os.pathsep}b"))
    assert status == 1 and "the cells would not import" in said and "Traceback" not in said


READERS = {
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "jupyter",
    "JUPYTER_PATH": "kernels",
    "KERAS_BACKEND": "torch",
    "KERAS_HOME": "keras",
    "KERAS_MAX_EPOCHS": "1",
    "MATPLOTLIBRC": "matplotlibrc",
    "MPLBACKEND": "TkAgg",
    "MPLCONFIGDIR": "matplotlib",
    "PYTHONIOENCODING": "latin-1",
}


@pytest.mark.parametrize("home", ["/dev/null", "/nowhere", ""])
def test_the_readers_own_settings_and_home_stay_out(checkout, home):
    status, environment, said = prepared(checkout, HOME=home, **READERS)
    assert status == 0, said
    kept = {name for name, value in READERS.items() if environment.get(name) == value}
    assert not kept and environment["KERAS_BACKEND"] == "tensorflow"
    for name in ("IPYTHONDIR", "KERAS_HOME", "MPLCONFIGDIR", "JUPYTER_RUNTIME_DIR"):
        assert Path(environment[name]).is_relative_to(checkout / "_build")


def test_the_cache_of_data_stays_the_readers(checkout, tmp_path):
    _, environment, _ = prepared(checkout, HOME="/nowhere", XDG_CACHE_HOME=str(tmp_path))
    assert (environment["HOME"], environment["XDG_CACHE_HOME"]) == ("/nowhere", str(tmp_path))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_folder_with_foreign_letters_needs_no_locale_of_its_own(tmp_path, encoding):
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    checkout = make_checkout(tmp_path / "naïve ü")
    status, environment, said = prepared(checkout, **ascii_only, PYTHONIOENCODING=encoding)
    assert status == 0, said
    assert environment["IPYTHONDIR"] == str(checkout / "_build/.ipython")


def test_a_build_folder_that_cannot_be_made_is_said(tmp_path, monkeypatch):
    (tmp_path / "_build").write_text("no folder")
    monkeypatch.setattr(build_book, "BUILD", tmp_path / "_build")
    with pytest.raises(SystemExit, match="_build cannot be written: File exists. Make room"):
        build_book.main()


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_cannot_be_written_is_said_before_and_while_building(
    tmp_path, monkeypatch, fault
):
    def fail(*words, **options):
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(build_book, "BUILD", tmp_path)
    with pytest.raises(SystemExit, match=os.strerror(fault)), build_book.alone():
        fail()
    monkeypatch.setattr(build_book.tempfile, "TemporaryFile", fail)
    with pytest.raises(SystemExit, match=f"{tmp_path} cannot be written: {os.strerror(fault)}"):
        build_book.main()


def test_of_a_copy_that_fails_the_target_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(build_book, "BUILD", tmp_path)
    with pytest.raises(SystemExit, match="to cannot be written"), build_book.alone():
        raise OSError(errno.ENOSPC, "No space left on device", "from", None, "to")


def test_a_fault_of_the_tools_keeps_its_traceback(tmp_path, monkeypatch):
    monkeypatch.setattr(build_book, "BUILD", tmp_path)
    with pytest.raises(FileNotFoundError), build_book.alone():
        open(tmp_path / "nowhere")

"""The environment that make keeps in .venv belongs to the folder, to its Python and to the
requirements.

These are real environments of small checkouts, with a pip that installs nothing but the link to the
package.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
# A Python that says it is another version, and gives the environments that it makes our pip.
PYTHON = """
import sys, venv
from pathlib import Path

if sys.argv[2] == "-c":
    sys.version_info = tuple(map(int, sys.argv[1].split(".")))
    exec(sys.argv[3])
else:
    venv.create(".venv", symlinks=True)
    Path(".venv/lib/python{VERSION}/site-packages/pip.py").write_text({PIP!r})
"""
PIP = """
import os, sys, sysconfig
from pathlib import Path

with open("calls", "a") as calls:
    print(*sys.argv[1:], file=calls)
if "--editable" in sys.argv:
    Path(sysconfig.get_path("purelib"), "link.pth").write_text(os.getcwd())
sys.exit(Path("no network").exists())
"""
SHOW = "import rnncourse, sys; print(rnncourse.__file__); print(sys.prefix)"


def python(path, version=VERSION):
    """Write a program that stands for a Python of this version on the machine."""
    code = path.with_suffix(".code")
    code.write_text(PYTHON.replace("{VERSION}", VERSION).replace("{PIP!r}", repr(PIP)))
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{code}" {version} "$@"\n')
    path.chmod(0o755)
    return path


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Run `make sync` in a checkout, with the machine's python3; return what it says."""
    (tmp_path / "bin").mkdir()
    python(tmp_path / "bin/python3")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    for name in ("PYTHON", "MAKEFLAGS", "MAKELEVEL"):
        monkeypatch.delenv(name, raising=False)

    def run(folder, *words, status=0):
        done = subprocess.run(
            ["make", "sync", *words], cwd=folder, stdout=-1, stderr=subprocess.STDOUT, text=True
        )
        assert (done.returncode == 0) == (status == 0), done.stdout
        return done.stdout

    return run


@pytest.fixture
def checkout(tmp_path, make):
    """A checkout with its environment."""
    folder = tmp_path / "checkout"
    for name in ("tools", "rnncourse"):
        (folder / name).mkdir(parents=True)
    for name in ("Makefile", "tools/install.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "tools/sync_shown_code.py").write_text(SHOW)
    (folder / "requirements.txt").write_text("torch==1.2.3\n")
    for name in ("rnncourse/__init__.py", "pyproject.toml", "setup.py"):
        (folder / name).touch()
    assert runs_in(folder, make(folder))
    return folder


def runs_in(folder, said):
    """Whether the package and the environment that were run are those of this folder."""
    return said.splitlines()[-2:] == [str(folder / "rnncourse/__init__.py"), str(folder / ".venv")]


def copy(checkout, name):
    return shutil.copytree(checkout, checkout.with_name(name), symlinks=True)


def calls(folder):
    return (folder / "calls").read_text().splitlines()


def test_what_is_installed_stays(checkout, make):
    before = calls(checkout)
    said = make(checkout)
    assert said.splitlines()[0] == ".venv/bin/python tools/sync_shown_code.py"
    assert runs_in(checkout, said) and calls(checkout) == before


@pytest.mark.parametrize("name", ["moved", "o'brien's (100% naïve) book", "a#b; & \\c"])
def test_a_folder_that_was_moved_has_its_environment_made_anew(checkout, make, name):
    moved = checkout.rename(checkout.with_name(name))
    assert "made anew" in (said := make(moved)) and runs_in(moved, said)
    assert "made anew" not in (said := make(moved)) and runs_in(moved, said)


def test_a_folder_that_was_copied_runs_its_own_package_and_leaves_the_other_alone(checkout, make):
    before = calls(checkout)
    copied = copy(checkout, "copied")
    assert "made anew" in (said := make(copied)) and runs_in(copied, said)
    assert runs_in(checkout, make(checkout)) and calls(checkout) == before


def test_a_copy_of_an_unfinished_environment_is_not_gone_on_with(checkout, make):
    (checkout / ".venv/.installed").unlink()
    copied = copy(checkout, "copied")
    assert "made anew" in (said := make(copied)) and runs_in(copied, said)


def test_an_environment_that_nobody_knows_is_made_anew(checkout, make):
    (checkout / ".venv/.belongs").unlink()
    (checkout / ".venv/old").touch()
    assert "made anew" in make(checkout) and not (checkout / ".venv/old").exists()


def test_a_checkout_is_the_same_through_a_link(checkout, make):
    before = calls(checkout)
    link = checkout.with_name("link")
    link.symlink_to(checkout)
    assert runs_in(checkout, make(link)) and runs_in(checkout, make(checkout))
    assert calls(checkout) == before


def test_an_environment_of_another_checkout_behind_a_link_is_left_to_it(checkout, make):
    before = calls(checkout)
    copied = copy(checkout, "copied")
    shutil.rmtree(copied / ".venv")
    (copied / ".venv").symlink_to(checkout / ".venv")
    assert "made anew" in (said := make(copied)) and runs_in(copied, said)
    assert runs_in(checkout, make(checkout)) and calls(checkout) == before


def test_packages_of_another_checkout_on_the_path_do_not_answer(checkout, make, monkeypatch):
    other = copy(checkout, "other")
    monkeypatch.setenv("PYTHONPATH", str(other))
    assert runs_in(checkout, make(checkout))


def test_packages_of_the_user_do_not_answer(checkout, make, monkeypatch):
    other = copy(checkout, "other")
    user = checkout.with_name("user")
    shutil.copytree(other / ".venv/lib", user / "lib")
    monkeypatch.setenv("PYTHONUSERBASE", str(user))
    assert runs_in(checkout, make(checkout))


def test_another_python_that_is_named_makes_the_environment_anew_and_stays(checkout, make):
    other = python(checkout.with_name("other"), "3.13" if VERSION != "3.13" else "3.12")
    assert "made anew" in make(checkout, f"PYTHON={other}")
    assert "made anew" not in make(checkout)
    same = python(checkout.with_name("same"))
    assert "made anew" not in make(checkout, f"PYTHON={same}")


def test_the_machines_python_may_become_another(checkout, make, tmp_path):
    python(tmp_path / "bin/python3", "3.14")
    assert "made anew" not in make(checkout)


def test_an_environment_whose_python_has_gone_is_made_anew(checkout, make):
    program = checkout / ".venv/bin/python"
    program.unlink()
    program.symlink_to("/nowhere/python")
    assert "made anew" in (said := make(checkout)) and runs_in(checkout, said)


def test_an_environment_whose_python_is_a_newer_one_now_is_made_anew(checkout, make):
    program = checkout / ".venv/bin/python"
    program.unlink()
    python(program, "3.99")
    assert "made anew" in (said := make(checkout)) and runs_in(checkout, said)


def test_an_install_that_was_interrupted_goes_on(checkout, make):
    (checkout / "no network").touch()
    (checkout / "requirements.txt").touch()
    make(checkout, status=1)
    (checkout / "no network").unlink()
    (checkout / ".venv/kept").touch()
    assert "made anew" not in (said := make(checkout)) and runs_in(checkout, said)
    assert (checkout / ".venv/kept").exists()
    assert calls(checkout)[-1].endswith("--editable .")


def test_new_requirements_are_installed_into_the_same_environment(checkout, make):
    before = calls(checkout)
    (checkout / "requirements.txt").touch()
    assert "made anew" not in make(checkout)
    assert calls(checkout) == 2 * before


@pytest.mark.parametrize("version, why", [("3.8", "old"), ("3.10", "old"), ("3.14", "new")])
def test_a_python_that_will_not_do_is_refused_before_anything_is_deleted(
    checkout, make, version, why
):
    unfit = python(checkout.with_name("unfit"), version)
    said = make(checkout, f"PYTHON={unfit}", status=2)
    assert f"Python {version} is too {why}: 3.11, 3.12 or 3.13 is needed" in said
    assert "make PYTHON=python3.12" in said
    assert "made anew" not in make(checkout)


def test_make_and_the_package_and_the_readme_agree_on_the_pythons():
    makefile, project, readme = (
        (ROOT / name).read_text("utf-8") for name in ("Makefile", "pyproject.toml", "README.md")
    )
    lowest, above = re.search(r"\(3, (\d+)\) <= v < \(3, (\d+)\)", makefile).groups()
    wanted = tomllib.loads(project)["project"]["requires-python"]
    assert wanted == f">=3.{lowest},<3.{above}"
    *some, last = (f"3.{minor}" for minor in range(int(lowest), int(above)))
    named = f"{', '.join(some)} or {last}"
    assert f"{named} is needed" in makefile and f"With Python {named} " in readme

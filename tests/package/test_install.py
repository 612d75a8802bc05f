"""PyTorch's CPU build is installed from its own index where that can be reached, and otherwise the
ordinary one.

With the real pip, in an empty environment, and indexes of this machine that offer a package named
torch which holds nothing.
"""

import functools
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path

import install
import pip
import pytest

ROOT = Path(__file__).parents[2]
PIN = "1.2.3"
REFUSED = "http://127.0.0.1:9/"  # where nothing listens
SAID = "is not to be had from"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere the ordinary index has CPU builds"
)


def wheel(folder, name, version, needs=""):
    """Write a wheel that holds nothing into a folder; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        "WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
        "RECORD": "",
    }
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        for fact, text in facts.items():
            archive.writestr(f"{name}-{version}.dist-info/{fact}", text)
    return folder


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    """The address of two indexes, /cpu/ and /ordinary/, with torch and what it needs."""
    folder = tmp_path_factory.mktemp("indexes")
    for torch in (f"{PIN}+cpu", "1.2.4+cpu"):
        wheel(folder / "cpu/torch", "torch", torch, "Requires-Dist: shared")
    wheel(folder / "cpu/shared", "shared", "2")
    wheel(folder / "ordinary/torch", "torch", PIN, "Requires-Dist: shared")
    wheel(folder / "ordinary/shared", "shared", "1")
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=folder)
    ) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def run(tmp_path, indexes):
    """Run tools/install.py in an empty environment; return what it says and what is then there."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "env"], check=True)
    [site] = (tmp_path / "env/lib").glob("python*/site-packages")
    (site / "pip").symlink_to(Path(pip.__file__).parent)
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools/install.py", tmp_path / "tools")
    (tmp_path / "requirements.txt").write_text(f"torch=={PIN}   # exactly\n")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    clean |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": f"{indexes}/ordinary/"}

    def run(**variables):
        said = subprocess.run(
            [tmp_path / "env/bin/python", "tools/install.py", "-r", "requirements.txt"],
            env=clean | variables,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ).stdout
        found = metadata.distributions(path=[str(site)])
        return said, {package.name: package.version for package in found}

    return run


def test_the_cpu_build_comes_from_its_own_index_and_what_it_needs_does_not(run, indexes):
    said, there = run(TORCH_INDEX=f"{indexes}/cpu/")
    assert there == {"torch": f"{PIN}+cpu", "shared": "1"} and SAID not in said


@pytest.mark.parametrize("index", [REFUSED, "{}/ordinary/"])
def test_without_it_the_build_of_the_ordinary_index_is_taken_and_said(run, indexes, index):
    said, there = run(TORCH_INDEX=index.format(indexes))
    assert there["torch"] == PIN
    assert f"PyTorch {PIN} without CUDA {SAID} {index.format(indexes)};" in said and "3 GB" in said


def test_a_variable_that_is_empty_leaves_it_to_pip(run):
    said, there = run(TORCH_INDEX="")
    assert there["torch"] == PIN and SAID not in said


def test_a_wheel_at_hand_is_taken_and_stays_without_asking_anybody(run, tmp_path):
    folder = str(wheel(tmp_path / "wheels", "torch", f"{PIN}+cpu"))
    for more in ({"PIP_FIND_LINKS": folder}, {"PIP_NO_INDEX": "1"}):
        said, there = run(TORCH_INDEX=REFUSED, PIP_INDEX_URL=REFUSED, **more)
        assert there == {"torch": f"{PIN}+cpu"} and SAID not in said


def test_an_index_that_does_not_answer_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(install, "SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begin = time.monotonic()
        assert not install.is_offered("1.2.3+cpu", f"http://127.0.0.1:{silent.getsockname()[1]}/")
        assert 2 <= time.monotonic() - begin < 10


def test_the_book_pins_torch_where_the_installer_looks(monkeypatch):
    asked = []
    monkeypatch.setenv("TORCH_INDEX", "http://cpu/")
    monkeypatch.setattr(install, "install_cpu_build", lambda *words: asked.append(words))
    monkeypatch.setattr(install, "pip", lambda *words: subprocess.CompletedProcess(words, 3))
    assert install.main() == 3
    assert asked == [(metadata.version("torch").partition("+")[0], "http://cpu/")]

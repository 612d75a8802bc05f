"""Ask packed nets in JavaScript what they answer, in node and in Chromium."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MODULES = Path(os.environ.get("NODE_PATH") or ROOT / "node_modules")
NODE = shutil.which("node") or shutil.which("node", path=Path(sys.executable).parent)
CHROMIUM = Path(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
WHERE = ["node", pytest.param("chromium", marks=pytest.mark.site)]


def job(packed, **asked):
    """What is asked of a packed net, as net_answers.mjs reads it."""
    data = base64.b64encode(packed.data).decode()
    return {"manifest": packed.manifest, "data": data, **asked}


def skip_without(where):
    """Skip the test where this machine lacks what runs JavaScript there."""
    if not NODE:
        pytest.skip("there is no node on this machine")
    if where == "chromium" and not CHROMIUM.exists():
        pytest.skip("there is no Chromium on this machine; CHROMIUM names one")
    if where == "chromium" and not (MODULES / "playwright-core").exists():
        pytest.skip("there is no playwright-core on this machine; make check-site installs it")


def ask(where, jobs):
    """Ask the nets of {name: job} in "node" or "chromium"; return {name: answers}."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "jobs.json")
        path.write_text(json.dumps(jobs))
        return json.loads(run_script("run_nets.mjs", where, ROOT / "book/live", path))


def run_script(name, where, *words):
    """Run a script of this folder with Node; return what it prints."""
    skip_without(where)
    done = subprocess.run(
        [NODE, HERE / name, where, *words],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "NODE_PATH": str(MODULES), "CHROMIUM": str(CHROMIUM)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout

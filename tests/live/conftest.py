import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIVE = ROOT / "book/live"
MODULES = Path(os.environ.get("NODE_PATH") or ROOT / "node_modules")
NODE = shutil.which("node") or shutil.which("node", path=Path(sys.executable).parent)


def job(packed, **asked):
    """What is asked of a packed net, as answers.mjs reads it."""
    data = base64.b64encode(packed.data).decode()
    return {"manifest": packed.manifest, "data": data, **asked}


def missing(where):
    """What this machine lacks to run JavaScript there, or None."""
    if not NODE:
        return "node"
    if where == "chromium":
        if not Path(os.environ.get("CHROMIUM", "/usr/bin/chromium")).exists():
            return "Chromium"
        if not (MODULES / "playwright-core").exists():
            return "playwright-core, which make check-site installs"
    return None


@pytest.fixture(scope="session")
def ask(tmp_path_factory):
    """Ask packed nets in JavaScript, `where` is "node" or "chromium"; return {name: answers}."""

    def run(where, **jobs):
        if lacking := missing(where):
            pytest.skip(f"this machine has no {lacking}")
        path = tmp_path_factory.mktemp("jobs") / "jobs.json"
        path.write_text(json.dumps(jobs))
        done = subprocess.run(
            [NODE, Path(__file__).with_name("run.mjs"), where, LIVE, path],
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "NODE_PATH": str(MODULES)},
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def job_of():
    return job

import json
import shutil
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).with_name("run.mjs")


@pytest.fixture(scope="session")
def node():
    """The machine's Node; without one, the test is skipped."""
    found = shutil.which("node")
    return found or pytest.skip("no node on this machine")


@pytest.fixture(scope="session")
def live(node):
    """Call functions of book/live: `live([[module, name, *arguments], …])` returns the results."""

    def call(calls):
        done = subprocess.run([node, RUN], input=json.dumps(calls), text=True, capture_output=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return call

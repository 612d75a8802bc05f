"""Two builds in one folder wait for each other, in words."""

import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).parents[2] / "tools"
BUILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import build_book
build_book.BUILD = Path(sys.argv[2])
with build_book.alone():
    log = build_book.BUILD / "log"
    with log.open("a") as file: file.write("in ")
    time.sleep(1)
    with log.open("a") as file: file.write("out ")
"""


def test_a_second_build_says_that_it_waits_and_then_goes_on(tmp_path):
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", BUILD, str(TOOLS), str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [build.communicate()[0] for build in builds]
    assert [build.returncode for build in builds] == [0, 0]
    assert (tmp_path / "log").read_text() == "in out in out "
    assert sorted(said) == [
        "",
        "another build is at work in this folder; this one begins when that one has ended\n",
    ]

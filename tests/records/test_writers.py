"""Several processes write records, and one of them is killed: what was finished is there, whole."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from rnncourse.records import store

RECORD = {
    "edition": None,
    "configuration": {"framework": "torch"},
    "data_hash": None,
    "code_hash": "x",
}
WRITE = """
import sys
from pathlib import Path
from rnncourse.records import store
folder, writer, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
store.results_folder = lambda: folder
for number in range(count):
    store.append("toy", {"seed": number, "writer": writer, "padding": "x" * 2000, **__RECORD__})
""".replace("__RECORD__", repr(RECORD))


def writer(folder, number, count):
    """Start a process that writes so many records."""
    return subprocess.Popen([sys.executable, "-c", WRITE, str(folder), str(number), str(count)])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "results_folder", lambda: tmp_path)
    return tmp_path


def test_all_lines_of_two_writers_arrive(folder):
    for process in [writer(folder, number, 300) for number in (1, 2)]:
        assert process.wait() == 0
    lines = [json.loads(line) for line in (folder / "toy.jsonl").read_text().splitlines()]
    assert sorted((line["writer"], line["seed"]) for line in lines) == [
        (number, seed) for number in (1, 2) for seed in range(300)
    ]


def test_a_writer_that_is_killed_loses_no_finished_line_and_blocks_nobody(folder):
    process = writer(folder, 1, 100_000)
    path = folder / "toy.jsonl"
    while not path.exists() or path.stat().st_size < 50_000:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    found = len(store.stored("toy"))
    assert found >= 20
    assert writer(folder, 2, 1).wait() == 0
    seeds = [(record["writer"], record["seed"]) for record in store.stored("toy")]
    assert seeds == [*((1, seed) for seed in range(found)), (2, 0)]

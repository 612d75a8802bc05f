"""Two versions of the code, side by side: does a change that should change nothing change nothing?

A run made again is compared with its record only where the processor is the one of the record, for
others round otherwise. Here the code of a commit and today's make the same short runs on the same
machine. Where these agree, the records of that commit's code are as good as made with today's.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rnncourse.records.code_hash import LIBRARIES, code_hash
from rnncourse.records.store import append, check_writable, key_of, latest, tidy
from rnncourse.records.study import PACKAGE, Study
from rnncourse.records.sweep import outcome

SHORT = {"epochs": 2}  # how long a short run is, unless its study says otherwise
ROUNDING = 1e-6  # how far apart, relatively, numbers may be that only rounding parts
# Runs with whatever version of the package stands in the folder where it is started; without the
# checks of a real run.
SHORT_RUNS = """
import json, os, sys
try:
    from rnncourse.records import load_study
except ImportError:
    from rnncourse.ledger import load_study
name, configurations, seed = json.load(sys.stdin)
if configurations[0]["framework"] == "torch":
    import torch
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
for configuration in configurations:
    made = load_study(name).run(configuration, seed)
    print("OUTCOME", json.dumps({part: made[part] for part in ("metrics", "history")}), flush=True)
"""


def confirm_against(study: Study, commit: str) -> None:
    """Keep the stale records of `study` that the code of `commit` made, where short runs with both
    versions of the code agree.

    For each configuration, in the edition in use: equal to the last digit, or but for rounding. The
    kept records, of all seeds and editions, get today's code hash and, as `confirmed`, the date and
    how it was found. Raises NotWritable, before any run, where no record could be written, and
    subprocess.CalledProcessError for an unknown commit.
    """
    check_writable(study.name)
    with checked_out(commit) as tree:
        stale = made_with(study, tree)
        for framework in LIBRARIES:
            configurations = [
                records[0]["configuration"]
                for records in stale.values()
                if records[0]["configuration"]["framework"] == framework
            ]
            if not configurations:
                continue
            short = [configuration | SHORT | study.quick for configuration in configurations]
            pairs = zip(
                configurations, *side_by_side([tree, PACKAGE.parent], study, short), strict=True
            )
            for configuration, before, after in pairs:
                verdict = agreement(before, after)
                print(
                    f"{study.name} {json.dumps(configuration)}: {verdict or 'not the same'}",
                    flush=True,
                )
                now = latest(study.name)
                for record in stale[json.dumps(configuration, sort_keys=True)] if verdict else ():
                    if now[key_of(record)] != record:  # made again meanwhile
                        continue
                    append(
                        study.name,
                        record
                        | {
                            "code_hash": code_hash(study.name, framework),
                            "confirmed": f"{time.strftime('%Y-%m-%d')}, a short run beside the "
                            f"code of {commit}: {verdict}",
                        },
                    )
    tidy(study)


def made_with(study: Study, tree: Path) -> dict[str, list[dict]]:
    """Return the records that the code in `tree` made and today's would not be said to have made,
    by configuration.
    """
    before, today = (
        {framework: code_hash(study.name, framework, root) for framework in LIBRARIES}
        for root in (tree / "rnncourse", PACKAGE)
    )
    found: dict[str, list[dict]] = {}
    for record in latest(study.name).values():
        framework = record["configuration"]["framework"]
        if record["code_hash"] == before[framework] != today[framework]:
            found.setdefault(json.dumps(record["configuration"], sort_keys=True), []).append(record)
    return found


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Check a commit out into a folder for a while; raises subprocess.CalledProcessError for an
    unknown one.
    """
    git = ["git", "-C", str(PACKAGE.parent), "worktree"]
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def side_by_side(trees: list[Path], study: Study, configurations: list[dict]) -> list[list[dict]]:
    """Make the same runs of `study` with the code in each of `trees`, at the same time; return what
    came out, a list for each tree.

    Raises RuntimeError if one of them fails.
    """
    asked = json.dumps([study.name, configurations, study.seeds[0]])
    threads = dict.fromkeys(
        ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
    )
    started = []
    for tree in trees:
        process = subprocess.Popen(
            [sys.executable, "-c", SHORT_RUNS],
            cwd=tree,
            env=os.environ | threads | {"PYTHONPATH": str(tree), "RNNCOURSE_DEVICE": "cpu"},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        process.stdin.write(asked)
        process.stdin.close()
        started.append(process)
    found = []
    for tree, process in zip(trees, started, strict=True):
        with process:
            said = process.stdout.read()
        if process.returncode:
            raise RuntimeError(
                f"the short runs of {study.name} failed with the code in {tree}; the reason stands "
                "above"
            )
        found.append(
            [
                json.loads(line.removeprefix("OUTCOME "))
                for line in said.splitlines()
                if line.startswith("OUTCOME ")
            ]
        )
    return found


def agreement(before: dict, after: dict) -> str | None:
    """Say how far two outcomes agree, seconds aside: to the last digit, but for rounding, or (None)
    not.
    """
    before, after = outcome(before), outcome(after)
    if before == after:
        return "equal to the last digit"
    return "equal but for rounding" if close(before, after) else None


def close(one: object, other: object) -> bool:
    """Whether two nested plain values are the same but for rounding of their numbers."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(close(one[name], other[name]) for name in one)
        case list(), list():
            return len(one) == len(other) and all(map(close, one, other))
        case float() | int(), float() | int():
            return (
                one == other
                or math.isclose(one, other, rel_tol=ROUNDING)
                or (math.isnan(one) and math.isnan(other))
            )
    return one == other

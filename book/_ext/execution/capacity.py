"""How many chapters run side by side: as many as there are cores, and as the memory holds."""

from __future__ import annotations

import os
from pathlib import Path

import joblib
import psutil
from sphinx.errors import ExtensionError

JOBS = "RNNCOURSE_JOBS"
CHAPTER = 2_000_000_000  # bytes; most chapters load both frameworks, and take 1.1 to 1.7 of them
GROUPS, OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")  # where the kernel tells of groups
LIMITS = ("memory.max", "memory.limit_in_bytes")  # of version 2 and 1


def jobs() -> int:
    """Return how many chapters run at a time: what RNNCOURSE_JOBS says, or what there is room for.

    Raises ExtensionError where it says no number above 0.
    """
    asked = os.environ.get(JOBS)
    if not asked:
        return max(1, min(joblib.cpu_count(), memory() // CHAPTER))
    if not asked.isdecimal() or int(asked) < 1:
        raise ExtensionError(
            f"{JOBS} is {asked!r}, expected how many chapters may run side by side, such as 2; set "
            "or unset it"
        )
    return int(asked)


def advice(running: int) -> str:
    """Return what to do where the memory did not suffice for the chapters that ran at a time."""
    return (
        f"{running} at a time, with {memory() / 1e9:.1f} GB of memory for all: close other "
        f"programs, or let fewer chapters run side by side ({JOBS}=1 make book); if a kernel dies "
        "even then, a cell ends its own process"
    )


def memory() -> int:
    """Return the bytes of memory that are free here: on the machine, or below the limit that a
    container or another group of processes has.
    """
    limits = [psutil.virtual_memory().available]
    for folder in groups():
        for name in LIMITS:
            try:
                limits.append(int((folder / name).read_text("ascii")))
            except (OSError, ValueError):  # no such limit: not here, or "max"
                continue
    return min(limits)


def groups() -> list[Path]:
    """Return the folders of the control groups of this process, and of those around them."""
    try:
        lines = OWN.read_text("utf-8").splitlines()
    except OSError:
        return []
    found = []
    for _, controllers, path in (line.split(":", 2) for line in lines):
        if controllers in ("", "memory"):
            root = GROUPS / controllers
            group = root / path.lstrip("/")
            found += [group, *(outer for outer in group.parents if outer.is_relative_to(root))]
    return found

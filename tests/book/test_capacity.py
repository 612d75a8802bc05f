"""How many chapters run side by side: what the reader says, or what cores and memory hold."""

from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from _ext.execution import capacity


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """Make a machine of so many cores and gigabytes, with limits in files of control groups, {file:
    bytes}; this process is in the group a/b.
    """

    def make(cores, gigabytes, limits=()):
        free = SimpleNamespace(available=int(gigabytes * 1e9))
        (tmp_path / "own").write_text("7:cpu:/a\n4:memory:/a/b\n0::/a/b\n")
        monkeypatch.delenv(capacity.JOBS, raising=False)
        monkeypatch.setattr(capacity.joblib, "cpu_count", lambda: cores)
        monkeypatch.setattr(capacity.psutil, "virtual_memory", lambda: free)
        monkeypatch.setattr(capacity, "GROUPS", tmp_path)
        monkeypatch.setattr(capacity, "OWN", tmp_path / "own")
        for name, limit in dict(limits).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(f"{limit}\n")

    return make


@pytest.mark.parametrize(
    "cores, gigabytes, expected", [(8, 64, 8), (8, 8, 4), (8, 4.1, 2), (8, 0.9, 1), (1, 64, 1)]
)
def test_chapters_need_a_core_and_memory(machine, cores, gigabytes, expected):
    machine(cores, gigabytes)
    assert capacity.jobs() == expected


@pytest.mark.parametrize(
    "limits, expected",
    [
        ({"memory.max": 4_000_000_000}, 2),
        ({"a/memory.max": 4_000_000_000, "a/b/memory.max": "max"}, 2),
        ({"memory/a/b/memory.limit_in_bytes": 4_000_000_000}, 2),
        ({"memory/memory.limit_in_bytes": 2**63 - 4096, "memory.max": "max"}, 8),
        ({"c/memory.max": 4_000_000_000}, 8),  # another group
        ({}, 8),
    ],
)
def test_a_container_may_have_less_memory_than_its_machine(machine, limits, expected):
    machine(8, 64, limits)
    assert capacity.jobs() == expected


def test_without_control_groups_the_machine_counts(machine, tmp_path):
    machine(8, 4.1, {"memory.max": 1})
    (tmp_path / "own").unlink()
    assert capacity.jobs() == 2


def test_the_number_that_is_asked_for_is_taken(machine, monkeypatch):
    machine(8, 3)
    monkeypatch.setenv(capacity.JOBS, "6")
    assert capacity.jobs() == 6


@pytest.mark.parametrize("asked", ["0", "-1", "all", "1.5", " "])
def test_a_number_below_one_is_refused(machine, monkeypatch, asked):
    machine(8, 64)
    monkeypatch.setenv(capacity.JOBS, asked)
    with pytest.raises(ExtensionError, match="expected how many chapters may run"):
        capacity.jobs()

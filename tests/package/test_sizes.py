"""What readers download stays small: data, results, the wheel, a clone."""

import subprocess
from pathlib import Path

import pytest

from rnncourse.records import weights

ROOT = Path(__file__).parents[2]
MB = 1_000_000


def tracked(*folders):
    """Bytes of the files in these folders that belong to the project."""
    names = subprocess.run(
        ["git", "ls-files", "-z", *folders], cwd=ROOT, capture_output=True, text=True
    ).stdout.split("\0")
    if not any(names):
        pytest.skip("this is no checkout: nobody can tell which files belong to the project")
    return sum(
        (ROOT / name).stat().st_size for name in filter(None, names) if (ROOT / name).is_file()
    )


@pytest.mark.parametrize(
    "folder, most", [("data", 20 * MB), ("results", 25 * MB), ("results/weights", 15 * MB)]
)
def test_a_folder_stays_small(folder, most):
    assert 0 < tracked(folder) <= most


def test_a_file_of_weights_may_not_be_larger_than_the_design_says():
    assert weights.LARGEST == 0.6 * MB


def test_a_clone_stays_small():
    """How well a pack is pressed depends on how its objects came here: they are packed again."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    objects = subprocess.run(
        ["git", "rev-list", "--objects", "HEAD"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    pack = subprocess.run(
        ["git", "pack-objects", "--no-reuse-delta", "--stdout", "--quiet"],
        cwd=ROOT,
        input=objects,
        capture_output=True,
        check=True,
    ).stdout
    assert len(pack) + tracked(".") <= 80 * MB

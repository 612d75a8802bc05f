"""Drawing by lot what one run of CI looks at: others for every commit, the same in every
process.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[3]


def shuffled_by_commit(items: Iterable[str]) -> list[str]:
    """The items in an order that the checked-out commit decides; sorted and shuffled alike where
    there is no history.
    """
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True
    ).stdout
    found = sorted(items)
    random.Random(commit).shuffle(found)
    return found

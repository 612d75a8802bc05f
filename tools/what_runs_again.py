"""Name the chapters that run again and the records that become stale because of what was edited:
`python tools/what_runs_again.py [COMMIT]`.

The working tree is compared with COMMIT (HEAD, if none is given), in the editions at hand. Nothing
is run.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "book")]

from _ext.execution import pkg_cache_key  # noqa: E402
from _ext.execution.code_cells import cells  # noqa: E402
from rnncourse.records.against import checked_out  # noqa: E402
from rnncourse.records.code_hash import LIBRARIES, code_hash  # noqa: E402
from rnncourse.records.study import study_names  # noqa: E402


def chapters(root: Path) -> dict[str, list[str]]:
    """What decides whether a chapter runs again: its key and its code, by page."""
    keys = pkg_cache_key.Keys(root)
    texts = {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted((root / "book").rglob("*.md"))
    }
    return {
        page: [keys.key(text), *(cell.code for cell in cells(text))]
        for page, text in texts.items()
        if pkg_cache_key.is_notebook(text)
    }


def records(root: Path) -> dict[str, str]:
    """The code hash of every study in each framework."""
    return {
        f"{study} ({framework})": code_hash(study, framework, root / "rnncourse")
        for study in study_names(root / "rnncourse")
        for framework in LIBRARIES
    }


def changed(before: dict, after: dict) -> list[str]:
    """The names whose value is another one, or new."""
    return [name for name, value in after.items() if before.get(name) != value]


def main(commit: str = "HEAD") -> None:
    """Print both lists."""
    with checked_out(commit) as tree:
        for what, found in (
            ("chapters run again", changed(chapters(tree), chapters(ROOT))),
            ("studies have stale records", changed(records(tree), records(ROOT))),
        ):
            print(f"{len(found)} {what}{': ' if found else ''}{', '.join(found)}")


if __name__ == "__main__":
    main(*sys.argv[1:2])

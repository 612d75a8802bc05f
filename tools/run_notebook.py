"""Run notebooks from top to bottom, each in a new kernel of this Python: `python
tools/run_notebook.py FILE...`.
"""

import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def run(path: Path, timeout: int = 900) -> str | None:
    """Run one notebook in an empty folder; return None, or the traceback of the cell that
    failed.
    """
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=timeout,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute()
        except CellExecutionError as error:
            return str(error)
    return None


def main(paths: list[str]) -> int:
    """Run them all; return 1 if any failed."""
    failed = 0
    for path in map(Path, paths):
        start = time.monotonic()
        problem = run(path)
        print(
            f"{path}: {'failed' if problem else 'ran'} after {time.monotonic() - start:.0f} s",
            flush=True,
        )
        if problem:
            print(problem, file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

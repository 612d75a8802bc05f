"""Last names with their language, first names with their gender or country, and the folding that
makes them one alphabet.
"""

import re
import string
import unicodedata
from pathlib import Path

import pandas as pd
from anyascii import anyascii

from rnncourse.datasets.editions.model import DataError, first_few, opened_zip
from rnncourse.datasets.editions.registry import Resolved, resolve

COLUMNS = ["name", "spelling", "language"]
FIRST_COLUMNS = ["name", "spelling", "gender"]
GENDERS = ("female", "male")
# The 56 symbols of the lecture on first names, in an order that is always the same; END also fills
# up short names.
LECTURE_ALPHABET = (*string.ascii_letters, " ", "-", "'", "END")
# The reference files hold one row that is a link's text, and rows with a footnote mark or
# punctuation at their end.
NOT_NAMES = {"To The First Page"}
TRAILING_MARKS = re.compile(r"(?:[\d:,]+|/\w)$")
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻʹ´`′＇", "'"))
LETTERS = {"Lu", "Ll", "Lt"}  # the categories: clicks and subscripts are called Latin as well


def fold_name(name: str, longest: int = 40) -> str:
    """Fold a name in Latin script to lower-case ASCII letters, space, apostrophe and hyphen:
    "Großé" -> "grosse".

    Runs of spaces become one and those at the ends go; typographic apostrophes and all dashes
    become plain ones; marks on letters go. Raises TypeError unless `name` is a str; ValueError for
    a name without letters, with a digit, another symbol or an invisible sign, in a script that is
    not Latin, or longer than `longest` characters. Nothing is guessed: what has no fold is refused.
    """
    if not isinstance(name, str):
        raise TypeError(
            f"a name must be a str, not {type(name).__name__} ({name!r}); pass text such as "
            '"O\'Neil"'
        )
    text = " ".join(unicodedata.normalize("NFC", name).translate(APOSTROPHES).split())
    if len(text) > longest:
        raise ValueError(_too_long(text, len(text), longest))
    folded = " ".join("".join(_fold_character(character, text) for character in text).split())
    if len(folded) > longest:
        raise ValueError(_too_long(text, len(folded), longest))
    if not any(character.isalpha() for character in folded):
        raise ValueError(
            f"{text!r} holds no letter; a name needs at least one letter of the Latin script"
        )
    return folded


def _fold_character(character: str, text: str) -> str:
    category = unicodedata.category(character)
    if character in " '":
        return character
    if category == "Pd":
        return "-"
    known = unicodedata.name(character, "unnamed character")
    if known.startswith("COMBINING") and unicodedata.combining(character):
        return ""  # a mark that no single letter with it exists for
    if category in LETTERS and "LATIN" in known.split():
        folded = anyascii(character).lower()
        if folded.isascii() and folded.isalpha():
            return folded
    raise ValueError(
        f"{ascii(character)} ({known}) in the name {ascii(text)} is not a letter of the Latin "
        "script; "
        "write the name with Latin letters, spaces, apostrophes and hyphens"
    )


def _too_long(text: str, length: int, longest: int) -> str:
    return (
        f"the name {text[:20] + '…'!r} has {length} characters, expected at most {longest}; "
        "shorten it, or pass a larger `longest`"
    )


def family(name: str) -> str:
    """The key that the forms of one surname share: ivanov, ivanova, ivanoff -> ivan; novacek,
    novackova -> novack.

    It is not a linguistic stem. It strips what gendered forms differ in: vowels of Slavic endings
    (-ov/-ova, -in/-ina, -y/-a, -ski/-ska/-skaya), Czech -ova, Greek -os/-ou, -is/-i, -as/-a, and
    the e that Czech drops; before that it evens out the ways to transliterate Russian (zh/j, kh/h,
    tz/ts, -off/-ov) and doubled letters. It is the same for every language, so unrelated names may
    share a key (rossi, rosa): too coarse wastes a little data, too fine leaks. Two letters always
    stay. Raises what `fold_name` raises.
    """
    key = re.sub("[^a-z]", "", fold_name(name))
    for variant, common in (("zh", "j"), ("kh", "h"), ("tz", "ts"), ("f", "v")):
        key = key.replace(variant, common)
    key = re.sub(r"(.)\1+", r"\1", key)
    key = re.sub("(?<=..)(?:[aeiouyj]|(?<=[aeiouyj])s|ov)+$", "", key)
    return re.sub("(?<=.[^aeiouy])e(?=[^aeiouy]$)", "", key)


def load_last_names() -> pd.DataFrame:
    """Last names of the edition at hand, one row for each distinct (name, language), sorted by
    language and name.

    Columns: `name` (folded by `fold_name`), `spelling` (as in the source, NFC), `language` (its
    English name). `attrs` holds "dataset", "edition", "removed" ({why: rows left out}) and "mended"
    ({what was done: rows}). Raises `DataError` where files are missing or damaged. Sources: see the
    data set's datasheet.
    """
    found = resolve("last-names")
    return read_bundled(found) if found.edition == "bundled" else read_reference(found)


def read_bundled(found: Resolved) -> pd.DataFrame:
    """Read the bundled CSV (name, spelling, language, source); raises `DataError` where it is no
    such table.
    """
    return _labelled(
        _read_table(found.paths["last_names.csv"], COLUMNS), found, removed={}, mended={}
    )


def _read_table(path: Path, columns: list[str]) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(
            f"{path} cannot be read as a UTF-8 table ({error}); restore it from the repository"
        ) from error
    if missing := [column for column in columns if column not in table]:
        expected = ", ".join(columns)
        raise DataError(
            f"{path} has no column {missing[0]!r}, expected {expected}; restore it from the "
            "repository"
        )
    return table[columns]


def read_reference(found: Resolved) -> pd.DataFrame:
    """Read one text file per language, a name a line, and clean it; raises `DataError` for what is
    not UTF-8 text of names.
    """
    removed = {"not a name": 0, "the same name again in its language": 0}
    mended = {"mark at the end taken off": 0}
    rows: dict[tuple[str, str], str] = {}
    for file_name, path in sorted(found.paths.items()):
        language = Path(file_name).stem
        for line in _lines(path):
            spelling = TRAILING_MARKS.sub("", line)
            if spelling in NOT_NAMES:
                removed["not a name"] += 1
                continue
            mended["mark at the end taken off"] += spelling != line
            key = (language, _folded_or_refused(spelling, path))
            removed["the same name again in its language"] += key in rows
            rows.setdefault(key, spelling)
    ordered = [(name, spelling, language) for (language, name), spelling in sorted(rows.items())]
    return _labelled(pd.DataFrame(ordered, columns=COLUMNS), found, removed, mended)


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text ({error}); fetch it again") from error
    return _tidy(text)


def _tidy(text: str) -> list[str]:
    lines = [unicodedata.normalize("NFC", " ".join(line.split())) for line in text.splitlines()]
    return [line for line in lines if line]


def _folded_or_refused(spelling: str, path: Path) -> str:
    try:
        return fold_name(spelling)
    except ValueError as error:
        raise DataError(f"{path} holds a line that is no name: {error}") from error


def load_first_names() -> pd.DataFrame:
    """First names of the edition at hand, one row for each distinct (name, gender), sorted by
    gender and name.

    Columns: `name` (folded by `fold_name`; `name.title()` has capitals and stays within
    LECTURE_ALPHABET), `spelling` (as in the source), `gender` ("female" or "male": the list that
    the name stands in). A name that stands in both lists has two rows. `attrs` as for
    `load_last_names`. Raises `DataError` where files are missing or damaged.
    """
    found = resolve("first-names")
    return read_bundled_first(found) if found.edition == "bundled" else read_reference_first(found)


def load_first_names_elsewhere() -> pd.DataFrame:
    """First names of other countries, one row for each distinct (country, gender, name), sorted so.

    Columns: those of `load_first_names`, and `country` (its English name). There is one edition.
    Raises `DataError` where its file is missing or damaged.
    """
    found = resolve("first-names-elsewhere")
    table = _read_table(found.paths["elsewhere.csv"], [*FIRST_COLUMNS, "country"])
    return _labelled(_gendered(table, found.paths["elsewhere.csv"]), found, removed={}, mended={})


def load_first_names_by_country() -> pd.DataFrame:
    """First names of twenty countries, one row for each distinct (country, name), sorted so.

    Columns: `name` (folded by `fold_name`), `spelling` (as in the source), `country` (its English
    name: the list that the name stands in). A name that stands in the lists of several countries
    has a row for each. `attrs` as for `load_last_names`. There is one edition. Raises `DataError`
    where its file is missing or damaged.
    """
    found = resolve("first-names-by-country")
    table = _read_table(found.paths["countries.csv"], ["name", "spelling", "country"])
    return _labelled(table, found, removed={}, mended={})


def read_bundled_first(found: Resolved) -> pd.DataFrame:
    """Read the bundled CSV (name, spelling, gender, source); raises `DataError` where it is no such
    table.
    """
    path = found.paths["first_names.csv"]
    return _labelled(
        _gendered(_read_table(path, FIRST_COLUMNS), path), found, removed={}, mended={}
    )


def _gendered(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    if unknown := sorted(set(table["gender"]) - set(GENDERS)):
        raise DataError(
            f"{path} holds gender {unknown[0]!r}, expected {' or '.join(GENDERS)}; restore it from "
            "the repository"
        )
    return table


def read_reference_first(found: Resolved) -> pd.DataFrame:
    """Read female.txt and male.txt of the archive, a name a line; raises `DataError` for what is no
    such archive.
    """
    path = found.paths["names.zip"]
    removed = {"the same name again for its gender": 0}
    rows: dict[tuple[str, str], str] = {}
    for gender in GENDERS:
        for spelling in _archived_lines(path, f"names/{gender}.txt"):
            key = (gender, _folded_or_refused(spelling, path))
            removed["the same name again for its gender"] += key in rows
            rows.setdefault(key, spelling)
    ordered = [(name, spelling, gender) for (gender, name), spelling in sorted(rows.items())]
    return _labelled(pd.DataFrame(ordered, columns=FIRST_COLUMNS), found, removed, mended={})


def _archived_lines(path: Path, member: str) -> list[str]:
    with opened_zip(path, path, "fetch it again") as bundle:
        try:
            return _tidy(bundle.read(member).decode("utf-8"))
        except (KeyError, UnicodeDecodeError) as error:
            raise DataError(
                f"{path} has no text {member} that can be read ({error}); it holds "
                f"{first_few([repr(name) for name in bundle.namelist()])}; fetch it again"
            ) from error


def _labelled(
    table: pd.DataFrame, found: Resolved, removed: dict[str, int], mended: dict[str, int]
) -> pd.DataFrame:
    if table.empty:
        remedy = "restore it" if found.edition == "bundled" else "fetch it again"
        raise DataError(f"the {found.edition} edition of {found.dataset} holds no names; {remedy}")
    table = table.reset_index(drop=True)
    table.attrs = {
        "dataset": found.dataset,
        "edition": found.edition,
        "removed": removed,
        "mended": mended,
    }
    return table

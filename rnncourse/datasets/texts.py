"""Texts to learn from: sonnets, verse, names of companies, and Tiny Shakespeare."""

from __future__ import annotations

import csv
from pathlib import Path

from rnncourse.datasets.editions.model import DataError
from rnncourse.datasets.editions.registry import Resolved, resolve


def load_sonnets() -> str:
    """Return the sonnets of the edition at hand as one text, a blank line between two of them.

    A byte-order mark at the beginning, which would count as a symbol of its own, is left out.
    Raises `DataError` where the file is missing, damaged or not UTF-8. Sources: see the data set's
    datasheet.
    """
    [path] = resolve("sonnets").paths.values()
    return _read(path)


def load_verse() -> str:
    """Return long speeches in verse from the plays as one text, a blank line between two of them.

    They have no character that the sonnets lack, and no line of theirs. Raises `DataError` as
    `load_sonnets` does. Sources: see the data set's datasheet.
    """
    [path] = resolve("verse").paths.values()
    return _read(path)


def load_company_names() -> list[str]:
    """Return the distinct company names of the edition at hand, in the order of the file.

    Names of the reference edition that were read in the wrong encoding are repaired. Raises
    `DataError` where the file is missing, damaged or holds no names. Sources: see the data set's
    datasheet.
    """
    found = resolve("company-names")
    [path] = found.paths.values()
    rows = [row[0] for row in csv.reader(_read(path).splitlines()) if row]
    names = rows[1:] if found.edition == "bundled" else [repair_mac_roman(row) for row in rows]
    names = list(dict.fromkeys(filter(None, names)))
    if not names:
        raise DataError(f"{path} holds no names; restore it")
    return names


def read_bundled_companies(found: Resolved) -> list[str]:
    """Return the distinct names of the bundled edition in the order of the file, as
    `load_company_names` does; raises `DataError` where it is damaged.
    """
    rows = csv.reader(_read(found.paths["company_names.csv"]).splitlines())
    return list(dict.fromkeys(row[0] for row in list(rows)[1:] if row and row[0]))


def repair_mac_roman(text: str) -> str:
    """Repair text in the encoding Mac Roman that was read as Latin-1: "Aunt FannieÕs" -> "Aunt
    Fannie’s".

    Every row of the reference edition that is not ASCII came about this way. Text that cannot have
    is returned as it is.
    """
    try:
        return " ".join(text.encode("latin-1").decode("mac_roman").split())
    except UnicodeEncodeError:
        return text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read as UTF-8 text ({error}); restore it") from error


def load_tiny_shakespeare() -> str:
    """Return the text of the plays. Raises `DataError` where the file is not at hand or damaged;
    there is no bundled edition.
    """
    [path] = resolve("tiny-shakespeare").paths.values()
    return path.read_text(encoding="utf-8")

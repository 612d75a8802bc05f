"""Poems in two halves a line, and their metres: Hafez's ghazals, and the Arabic
couplets of MetRec.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from rnncourse.datasets.editions.model import DataError, opened_zip
from rnncourse.datasets.editions.registry import resolve, resolve_bundled
from rnncourse.preprocessing.arabic_script import plain_letters
from rnncourse.preprocessing.splits import Split, split_by_group

# The eight metres of Hafez that have enough ghazals to learn from.
COMMON = (
    "ramal-8 makhbun",
    "mujtass",
    "muzari",
    "ramal-8",
    "hazaj-8",
    "hazaj-6",
    "muzari akhrab",
    "hazaj-8 akhrab",
)
SURE = 0.2  # least margin (prices of the rule a hemistich) of a ghazal that is learnt from
SHORTEST = 2  # words of a hemistich that is not cut off


def load_ghazals() -> pd.DataFrame:
    """Return Hafez's ghazals, a table with the columns "ghazal", "metre", "margin", "hemistichs",
    a tuple of them, and "listed".

    The metre is the one that a rule of scansion finds, with its margin; "listed" is the one of an
    independent list, if the reference edition of the data set hafez-metres is at hand, else None.
    Raises `DataError` where a file is missing or damaged. Source: the data set's datasheet.
    """
    table = _ghazals_by_rule()
    found = resolve("hafez-metres")
    if found.edition == "bundled":
        return table.assign(listed=None)
    [path] = found.paths.values()
    listed = pd.read_csv(path, comment="#").set_index("package_id")["metre_key"]
    return table.assign(listed=table["ghazal"].map(listed))  # pyright: ignore


def _ghazals_by_rule() -> pd.DataFrame:
    [path] = resolve_bundled("hafez-metres").paths.values()
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read as UTF-8 text ({error}); restore it") from error
    return pd.DataFrame(
        {
            "ghazal": [int(row["ghazal"]) for row in rows],
            "metre": [row["metre"] for row in rows],
            "margin": [float(row["margin"]) for row in rows],
            "hemistichs": [tuple(row["hemistichs"].split(" / ")) for row in rows],
        }
    )


def couplets_of(ghazals: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each couplet of `ghazals`: "poem", "first" and "second" hemistich, "metre",
    and "part", which is empty: nobody has shared them out.
    """
    rows = [
        (ghazal.ghazal, *pair, ghazal.metre, "")  # pyright: ignore
        for ghazal in ghazals.itertuples()
        for pair in zip(ghazal.hemistichs[::2], ghazal.hemistichs[1::2])  # pyright: ignore
    ]
    return pd.DataFrame(rows, columns=["poem", "first", "second", "metre", "part"])


def load_couplets() -> pd.DataFrame:
    """Return couplets with the columns "poem", "first", "second", "metre" and "part".

    Bundled: those of `load_hafez_couplets`. Reference: MetRec, each couplet a poem of its own,
    since nobody knows which belong together; "part" is "train" or "test", as it was shared out.
    Left out of MetRec are couplets with a hemistich that is cut off, that stand twice, with two
    metres, or in both parts. Raises `DataError` where a file is missing or damaged.
    """
    found = resolve("poem-metres")
    if found.edition == "bundled":
        return load_hafez_couplets()
    [path] = found.paths.values()
    return distinct(_read_metrec(path))


def load_hafez_couplets() -> pd.DataFrame:
    """Return Hafez's couplets in the metres COMMON, of ghazals whose margin is SURE, with the
    columns of `couplets_of`. Raises `DataError` where the file is missing or damaged.
    """
    ghazals = _ghazals_by_rule()
    kept = ghazals["metre"].isin(COMMON) & (ghazals["margin"] >= SURE)
    return couplets_of(ghazals[kept])  # pyright: ignore


def _read_metrec(path: Path) -> pd.DataFrame:
    with opened_zip(path, path.name, "restore it") as archive:
        names, *parts = (
            archive.read(f"final_baits/{name}.txt").decode("utf-8").splitlines()
            for name in ("labels", "train", "test")
        )
    rows = []
    for part, lines in zip(("train", "test"), parts):
        for line in lines:
            number, _, couplet = line.partition(" ")
            halves = [plain_letters(half) for half in couplet.split("#")]
            if len(halves) == 2 and min(len(half.split()) for half in halves) >= SHORTEST:
                rows.append((*halves, names[int(number)], part))
    table = pd.DataFrame(rows, columns=["first", "second", "metre", "part"])
    return table.assign(poem=np.arange(len(table)))


def distinct(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `table` without couplets that have two metres or stand in two parts, and
    each of the others once.
    """
    couplet = ["first", "second"]
    several = table.groupby(couplet)[["metre", "part"]].transform("nunique")
    kept = table[(several == 1).all(axis=1)]  # pyright: ignore
    return kept.drop_duplicates(couplet).reset_index(drop=True)  # pyright: ignore


def split_couplets(table: pd.DataFrame, *, seed: int = 0) -> Split:
    """Share out the rows of `table`: poems stay together, and a part "test" stays what it is.

    Of Hafez, a tenth of the ghazals of each metre go to validation and a fifth to test; of MetRec,
    4,000 of the training couplets to validation.
    """
    if (table["part"] == "").all():  # pyright: ignore
        return split_by_group(table["poem"], table["metre"], seed=seed, validation=0.1, test=0.2)
    train = np.random.default_rng(seed).permutation(np.flatnonzero(table["part"] == "train"))
    test = np.flatnonzero(table["part"] == "test")
    return Split(np.sort(train[4000:]), np.sort(train[:4000]), test)

"""First names by country: what the table and its datasheet say, and that it is refused where it is
damaged.
"""

import csv
import re
from collections import Counter

import pytest

from rnncourse.datasets import DATASETS, DataError, Resolved, bundled_folder, fetch, names
from rnncourse.datasets.names import family, fold_name, load_first_names_by_country
from rnncourse.preprocessing.splits import leak_audit, split_by_group

FOLDER = bundled_folder() / "first_names_by_country"
SHEET = DATASETS["first-names-by-country"].datasheet.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def table():
    return load_first_names_by_country()


def test_a_table_holds_folded_distinct_names_in_order(table):
    assert list(table.columns) == ["name", "spelling", "country"]
    assert not table.duplicated(["name", "country"]).any()
    assert table.equals(table.sort_values(["country", "name"]).reset_index(drop=True))
    assert table["name"].map(fold_name).equals(table["name"])


def test_no_space_and_no_hyphen_gives_a_country_away(table):
    assert set("".join(table["name"])) <= set("abcdefghijklmnopqrstuvwxyz'")


def test_every_list_is_long_enough_to_be_split_in_three(table):
    assert table["country"].nunique() == 20 and table["country"].value_counts().min() > 350


def test_no_list_is_mostly_that_of_another_country(table):
    lists = table.groupby("country")["name"].agg(set)
    assert max(len(a & b) / len(a) for a in lists for b in lists if a is not b) < 0.65


def test_names_of_several_countries_and_their_families_stand_in_one_part(table):
    families = table["name"].map(family)
    split = split_by_group(families, table["country"], seed=0)
    audit = leak_audit(split, {"name": table["name"], "family": families})
    assert audit[["validation", "test"]].to_numpy().sum() == 0


def test_the_datasheet_counts_what_the_table_holds(table):
    lists = Counter(table["name"])
    told = dict(re.findall(r"^\| ([\w ]+) \| (\d+) \| \d+ \| faker", SHEET, re.M))
    assert told == table["country"].value_counts().astype(str).to_dict()
    shared = sum(count > 1 for count in lists.values())
    assert f"{len(table)} rows, {len(lists)} distinct names, {shared} of them in more" in SHEET


def test_every_row_names_its_source_and_the_notices_lie_beside():
    with (FOLDER / "countries.csv").open(encoding="utf-8") as file:
        sources = {row["source"].split(":")[0] for row in csv.DictReader(file)}
    notices = (FOLDER / "NOTICES.txt").read_text(encoding="utf-8")
    assert sources == {"faker", "faker-js"}
    assert "Faker 40.54.0\n" in notices and "@faker-js/faker 10.6.0\n" in notices
    assert "Permission is hereby granted" in notices


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cannot be read"),
        (b"name,spelling\nann,Ann\n", "no column 'country'"),
        (b"name,spelling,country\n", "holds no names"),
    ],
)
def test_a_damaged_table_is_refused(tmp_path, monkeypatch, content, why):
    path = tmp_path / "countries.csv"
    path.write_bytes(content)
    found = Resolved("first-names-by-country", "bundled", "a test", {path.name: path}, "")
    monkeypatch.setattr(names, "resolve", lambda _: found)
    with pytest.raises(DataError, match=why):
        load_first_names_by_country()


def test_there_is_one_edition_whatever_is_asked_for(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    assert load_first_names_by_country().attrs["edition"] == "bundled"
    with pytest.raises(DataError, match="no reference edition to fetch"):
        fetch("first-names-by-country")

"""First names: the bundled and the reference edition, those of other countries, and what their
datasheet says.
"""

import csv
import io
import re
import zipfile
from collections import Counter

import pytest

from rnncourse.datasets import DATASETS, DataError, Resolved, bundled_folder, fetch, resolve
from rnncourse.datasets.names import (
    LECTURE_ALPHABET,
    fold_name,
    load_first_names,
    load_first_names_elsewhere,
    read_bundled_first,
    read_reference_first,
)
from rnncourse.preprocessing.splits import leak_audit, split_by_group

COUNTS = {
    "bundled": ({"female": 4944, "male": 3897}, 419),
    "reference": ({"female": 4997, "male": 2943}, 365),
}
SHEET = DATASETS["first-names"].datasheet


@pytest.fixture(params=["bundled", "reference"])
def names(request, monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", request.param)
    if request.param == "reference":
        try:
            resolve("first-names")
        except DataError:
            pytest.skip("the reference edition is not at hand: set RNNCOURSE_DATA, or fetch it")
    return load_first_names()


@pytest.fixture
def elsewhere():
    return load_first_names_elsewhere()


# the tables


def test_each_edition_holds_the_names_that_are_known_to_be_in_it(names):
    counts, in_both = COUNTS[names.attrs["edition"]]
    assert Counter(names.gender) == counts
    assert (names.groupby("name").size() > 1).sum() == in_both


def test_a_table_holds_folded_distinct_names_in_order(names):
    assert list(names.columns) == ["name", "spelling", "gender"]
    assert not names.duplicated(["name", "gender"]).any()
    assert names.equals(names.sort_values(["gender", "name"]).reset_index(drop=True))
    assert (names.spelling.map(fold_name) == names.name).all()
    assert names.attrs["dataset"] == "first-names"


def test_names_of_both_lists_have_two_rows_and_never_stand_in_two_parts(names):
    split = split_by_group(names.name, names.gender, seed=0)
    assert (
        leak_audit(split, {"same name": names.name}).loc["same name", ["validation", "test"]].sum()
        == 0
    )
    assert set(names[names.name.duplicated(keep=False)].groupby("name").gender.nunique()) == {2}


def test_capitalised_names_stay_within_the_alphabet_of_the_lecture(names, elsewhere):
    assert len(LECTURE_ALPHABET) == len(set(LECTURE_ALPHABET)) == 56
    assert set("".join(names.name.str.title()) + "".join(elsewhere.name.str.title())) <= set(
        LECTURE_ALPHABET
    )


def test_other_countries_have_both_genders_and_a_name_once_for_each(elsewhere):
    assert list(elsewhere.columns) == ["name", "spelling", "gender", "country"]
    assert elsewhere.groupby(["country", "gender"]).size().unstack().min().min() >= 70
    assert not elsewhere.duplicated(["country", "gender", "name"]).any()
    assert (elsewhere.spelling.map(fold_name) == elsewhere.name).all()


# the reference edition, whole and damaged


def archive(folder, members) -> Resolved:
    path = folder / "names.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        for name, content in members.items():
            bundle.writestr(f"names/{name}.txt", content)
    return Resolved("first-names", "reference", "a test", {"names.zip": path}, "")


def test_spaces_go_and_a_name_that_comes_again_in_its_list_is_counted(tmp_path):
    table = read_reference_first(
        archive(tmp_path, {"female": "Gale\nGale \nJoAnn\nJoann\nE'Lane\n\n", "male": "Gale\n"})
    )
    assert list(zip(table.name, table.spelling, table.gender, strict=True)) == [
        ("e'lane", "E'Lane", "female"),
        ("gale", "Gale", "female"),
        ("joann", "JoAnn", "female"),
        ("gale", "Gale", "male"),
    ]
    assert table.attrs["removed"] == {"the same name again for its gender": 2}


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"female": "Ann\n"}, "no text names/male.txt"),
        ({"female": "Ann\n", "male": b"J\xfcrg\n"}, "can't decode"),
        ({"female": "Ann\n", "male": "<html>404</html>\n"}, "is no name"),
        ({"female": "", "male": ""}, "holds no names"),
    ],
)
def test_a_damaged_archive_is_refused(tmp_path, members, why):
    with pytest.raises(DataError, match=why):
        read_reference_first(archive(tmp_path, members))


@pytest.mark.parametrize("content", [b"", b"<html>404</html>", b"PK\x03\x04"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "names.zip"
    path.write_bytes(content)
    with pytest.raises(DataError, match="not a zip file.*fetch it again"):
        read_reference_first(
            Resolved("first-names", "reference", "a test", {"names.zip": path}, "")
        )


def test_an_archive_that_python_cannot_unpack_is_refused(tmp_path, locked):
    path = tmp_path / "names.zip"
    path.write_bytes(locked({"names/female.txt": "Ann\n", "names/male.txt": "Bob\n"}))
    with pytest.raises(DataError, match="names.zip cannot be unpacked .*; fetch it again"):
        read_reference_first(
            Resolved("first-names", "reference", "a test", {"names.zip": path}, "")
        )


def test_an_archive_of_another_layout_is_refused_with_what_it_holds(tmp_path):
    path = tmp_path / "names.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("female.txt", "Ann\n")
    with pytest.raises(DataError, match="no text names/female.txt .*it holds 'female.txt'"):
        read_reference_first(
            Resolved("first-names", "reference", "a test", {"names.zip": path}, "")
        )


def test_an_archive_cut_short_is_refused(tmp_path):
    found = archive(tmp_path, {"female": "Ann\n" * 100, "male": "Bob\n"})
    path = found.paths["names.zip"]
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DataError, match="fetch it again"):
        read_reference_first(found)


# the bundled edition, damaged


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"name,spelling\nann,Ann\n", "no column 'gender'"),
        (b"name,spelling,gender\n", "holds no names"),
        (b"name,spelling,gender\nann,Ann,F\n", "holds gender 'F', expected female or male"),
        (b'name,spelling,gender\n"ann,Ann', "cannot be read"),
    ],
)
def test_a_damaged_table_is_refused(tmp_path, content, why):
    path = tmp_path / "first_names.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=why):
        read_bundled_first(Resolved("first-names", "bundled", "a test", {path.name: path}, ""))


def test_names_of_other_countries_have_one_edition_whatever_is_asked_for(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    assert load_first_names_elsewhere().attrs["edition"] == "bundled"
    with pytest.raises(DataError, match="no reference edition to fetch"):
        fetch("first-names-elsewhere")


# the datasheet


def test_the_datasheet_counts_what_the_tables_hold(monkeypatch, elsewhere):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    names, sheet = load_first_names(), SHEET.read_text(encoding="utf-8")
    genders, in_both = Counter(names.gender), int((names.groupby("name").size() > 1).sum())
    assert (
        f"{len(names)} rows, {genders['female']} female and {genders['male']} male; {in_both} "
        "names stand in both lists"
    ) in sheet
    told = {
        (country, gender): int(count)
        for country, female, male in re.findall(r"\| ([\w ]+) \| (\d+) \| (\d+) \| faker", sheet)
        for gender, count in (("female", female), ("male", male))
    }
    assert (
        told == dict(elsewhere.groupby(["country", "gender"]).size())
        and f"{len(elsewhere)} rows" in sheet
    )


def test_the_datasheet_counts_what_the_reference_edition_lost(names):
    if names.attrs["edition"] != "reference":
        pytest.skip("about the reference edition")
    removed = names.attrs["removed"]["the same name again for its gender"]
    in_both = int((names.groupby("name").size() > 1).sum())
    sheet = SHEET.read_text(encoding="utf-8")
    assert (
        f"{len(names)} rows stay: {removed} rows repeat a name of their list" in sheet
        and f"{in_both} names stand in both lists" in sheet
    )


def test_the_notices_of_the_packages_lie_beside_the_tables():
    notices = (bundled_folder() / "first_names" / "NOTICES.txt").read_text(encoding="utf-8")
    assert (
        "Public Domain\nDedication" in notices
        and "CC0 1.0" in notices
        and "Permission is hereby granted" in notices
    )


def test_every_row_of_the_bundled_tables_names_its_source():
    for name, package in (("first_names.csv", "stdlib"), ("elsewhere.csv", "faker")):
        text = (bundled_folder() / "first_names" / name).read_text(encoding="utf-8")
        assert {row["source"].split(":")[0] for row in csv.DictReader(io.StringIO(text))} == {
            package
        }

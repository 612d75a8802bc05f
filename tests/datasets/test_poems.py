"""Poems: what the tables and the datasheet say, how MetRec is read, splits without leaks."""

import runpy
import zipfile

import numpy as np
import pandas as pd
import pytest

from rnncourse.datasets import DATASETS, bundled_folder
from rnncourse.datasets import poems as module
from rnncourse.datasets.poems import (
    COMMON,
    SURE,
    couplets_of,
    distinct,
    load_ghazals,
    load_hafez_couplets,
    split_couplets,
)
from rnncourse.preprocessing.arabic_script import plain_letters
from rnncourse.preprocessing.splits import leak_audit

FOLDER = bundled_folder() / "hafez"
SHEET = DATASETS["poem-metres"].datasheet.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ghazals():
    return load_ghazals()


@pytest.fixture(scope="module")
def couplets():
    return load_hafez_couplets()


def test_ghazals_are_whole_couplets_of_letters(ghazals):
    assert ghazals["ghazal"].tolist() == list(range(1, 496))
    assert all(len(hemistichs) % 2 == 0 for hemistichs in ghazals["hemistichs"])
    lines = [line for hemistichs in ghazals["hemistichs"] for line in hemistichs]
    assert len(lines) == 8384 and lines == [plain_letters(line) for line in lines]


def test_couplets_are_of_sure_ghazals_in_common_metres(ghazals, couplets):
    assert set(couplets["metre"]) == set(COMMON)
    by_ghazal = ghazals.set_index("ghazal")
    assert (by_ghazal["margin"][couplets["poem"].unique()] >= SURE).all()
    first = couplets[couplets["poem"] == 1].iloc[0]
    assert (first["first"], first["second"]) == by_ghazal["hemistichs"][1][:2]


def test_the_datasheet_counts_what_the_tables_hold(ghazals, couplets):
    lines = ghazals["hemistichs"].map(len).sum()
    assert f"{len(ghazals)} ghazals with {lines} hemistichs" in SHEET
    assert f"{(ghazals['margin'] >= SURE).sum()} ghazals have a margin of {SURE}" in SHEET
    assert f"with {len(couplets)} couplets" in SHEET
    for metre, count in ghazals["metre"].value_counts().items():
        assert f"{metre} {count}" in SHEET


def test_the_build_labels_and_cleans_poems():
    build = runpy.run_path(str(FOLDER / "build.py"))
    text = '[{"id": 7, "poem": ["که عشق آسان نمود، اول", "ولی افتاد مشکل\u200cها"]}]'
    [(number, metre, margin, hemistichs)] = build["ghazals"](text)
    assert number == 7 and hemistichs == ["که عشق آسان نمود اول", "ولی افتاد مشکل ها"]
    assert metre == "hazaj-6" or margin >= 0


def test_the_notice_of_the_package_lies_beside():
    assert "Kaveh Bakhtiyari" in (FOLDER / "NOTICES.txt").read_text(encoding="utf-8")
    assert DATASETS["hafez-metres"].bundled.licence == "MIT"


def test_no_ghazal_stands_in_two_parts_and_all_metres_in_each(couplets):
    split = split_couplets(couplets)
    audit = leak_audit(split, {"same poem": couplets["poem"].tolist()})
    assert audit[["validation", "test"]].to_numpy().sum() == 0
    rows = np.concatenate([split.train, split.validation, split.test])
    assert np.array_equal(np.sort(rows), np.arange(len(couplets)))
    for part in (split.train, split.validation, split.test):
        assert set(couplets["metre"].iloc[part]) == set(COMMON)


def test_the_listed_metres_agree_but_for_six(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "auto")
    table = load_ghazals()
    if table["listed"].isna().all():
        pytest.skip("the list of metres is not on this machine")
    assert (table["metre"] != table["listed"]).sum() == 6
    assert (table["metre"] == table["listed"])[table["margin"] >= SURE].all()


METREC = {
    "labels": ["wafer", "kamel"],
    "train": [
        "0 كتب الولد الدرس#قرأ الولد الدرس",
        "0 كَتَبَ الولد الدرس#قرأ الولد الدرس",  # the same, with marks
        "1 هذا بيت آخر#وهذا نصفه",
        "0 هذا بيت آخر ثان#وهذا نصفه",
        "1 هذا بيت آخر ثان#وهذا نصفه",  # with two metres
        "1 مبتور#نصف كامل هنا",  # a half of one word
        "1 بلا نصف ثان",
        "0 في الجزأين معا#نصفه هنا",
    ],
    "test": ["0 في الجزأين معا#نصفه هنا", "1 بيت جديد هنا#نصف جديد"],
}


def test_metrec_is_read_without_marks_cut_off_halves_and_repetitions(tmp_path):
    path = tmp_path / "baits.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, lines in METREC.items():
            archive.writestr(f"final_baits/{name}.txt", "\n".join(lines))
    table = distinct(module._read_metrec(path))
    assert table["part"].tolist() == ["train", "train", "test"]
    assert table["metre"].tolist() == ["wafer", "kamel", "kamel"]
    assert table["first"].tolist() == ["كتب الولد الدرس", "هذا بيت آخر", "بيت جديد هنا"]


def test_test_couplets_stay_what_they_are():
    parts = ["train"] * 5000 + ["test"] * 100
    table = pd.DataFrame({"part": parts, "metre": "wafer", "poem": range(5100)})
    split = split_couplets(table)
    assert np.array_equal(split.test, np.arange(5000, 5100)) and len(split.validation) == 4000
    assert not np.intersect1d(split.train, split.validation).size


def test_couplets_follow_their_poem():
    ghazals = pd.DataFrame(
        {"ghazal": [3], "hemistichs": [("a", "b", "c", "d")], "metre": ["hazaj-8"], "margin": [1.0]}
    )
    found = couplets_of(ghazals)
    assert found[["poem", "first", "second"]].to_numpy().tolist() == [[3, "a", "b"], [3, "c", "d"]]

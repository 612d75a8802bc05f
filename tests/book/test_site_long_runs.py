"""A page built on stale records says so, and the table of studies tells what was recorded."""

import json
import re
from pathlib import Path

import pytest

import rnncourse.records
from _ext.content import long_runs
from rnncourse.records import store
from rnncourse.records.study import Study, study_names

ROOT = Path(__file__).parents[2]

STUDY = Study(
    "toy",
    None,
    "does it add up?",
    ({"framework": "torch", "units": 4},),
    (0, 1),
    lambda configuration, seed: {},
)


@pytest.fixture
def records(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "results_folder", lambda: tmp_path)
    monkeypatch.setattr(store, "load_study", lambda name: STUDY)
    monkeypatch.setattr(rnncourse.records, "load_study", lambda name: STUDY)
    monkeypatch.setattr(store, "code_hash", lambda study, framework: "new")

    def write(*hashes):
        lines = [
            json.dumps(
                {
                    "study": "toy",
                    "configuration": STUDY.configurations[0],
                    "seed": seed,
                    "edition": None,
                    "data_hash": None,
                    "code_hash": code,
                    "machine": "x86_64, 2 cores",
                    "date": f"2026-11-2{seed}",
                    "seconds": 1800.0,
                    "metrics": {},
                    "history": {},
                }
            )
            for seed, code in enumerate(hashes)
        ]
        (tmp_path / "toy.jsonl").write_text("".join(line + "\n" for line in lines))

    return write


def test_the_studies_of_a_page_are_those_that_its_cells_name():
    page = (
        '```{code-cell}\nrecords.read("two", edition)\nx = records.read(\n    "one", '
        'None)\nmy_records.read("three")\n```\nrecords.read("four")\n'
    )
    assert long_runs.studies_read(page) == ["one", "two"]


def test_stale_records_are_told_with_the_name_of_the_study_and_the_remedy(records):
    records("new", "old")
    text = long_runs.notice(["toy"]).astext()
    assert "toy" in text and "older version of the code" in text and "make sweeps" in text


def test_current_records_and_no_records_need_no_notice(records):
    assert long_runs.notice(["toy"]) is None
    records("new", "new")
    assert long_runs.notice(["toy"]) is None and long_runs.notice([]) is None


def test_the_summary_adds_up_runs_hours_dates_and_machines(records):
    records("new", "new")
    assert long_runs.summary("toy") == {
        "question": "does it add up?",
        "edition": "",
        "runs": 2,
        "hours": 1.0,
        "dates": ["2026-11-20", "2026-11-21"],
        "machines": ["x86_64, 2 cores"],
        "stale": 0,
        "confirmed": 0,
    }


def test_every_study_that_a_chapter_reads_exists_and_has_records():
    in_the_book = re.findall(r"(?:root|file): (\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
    for page in [ROOT / f"{name}.md" for name in in_the_book]:
        for name in long_runs.studies_read(page.read_text("utf-8")):
            assert name in study_names(), page
            assert store.stored(name), f"{page} reads {name}, which has no record: run make sweeps"

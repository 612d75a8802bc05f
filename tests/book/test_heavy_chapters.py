"""The chapters that take more than their budget of processor time: the list only shrinks, and the
build names what is new on it.
"""

import json
from pathlib import Path

import build_book

ROOT = Path(__file__).parents[2]

# The list as it was first measured. Take a chapter from build_book.HEAVY when it has become
# quicker; add none.
FIRST = {
    "book/beyond/autoencoders",
    "book/beyond/denoising",
    "book/classifying/activity-models",
    "book/classifying/activity-rnn",
    "book/classifying/class-imbalance",
    "book/classifying/first-names",
    "book/classifying/last-names",
    "book/foundations/sequences",
    "book/foundations/two-frameworks",
    "book/generating/shakespeare",
    "book/generating/startup-names",
    "book/practice/activity",
    "book/practice/last-names",
    "book/review/generative",
    "book/review/recurrent-nets",
}


def test_the_list_only_shrinks():
    assert set(build_book.HEAVY) <= FIRST and len(set(build_book.HEAVY)) == len(build_book.HEAVY)


def test_every_chapter_on_the_list_is_in_the_book():
    assert all((ROOT / f"{page}.md").exists() for page in build_book.HEAVY)


def test_the_build_adds_the_seconds_up_and_tells_what_is_over_the_budget_and_new(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(build_book, "SECONDS", tmp_path / "cpu_seconds.json")
    assert build_book.processor_seconds() == ""
    known = build_book.HEAVY[0]
    (tmp_path / "cpu_seconds.json").write_text(
        json.dumps({"book/light": 10.0, known: 1000.0, "book/new": 40.6})
    )
    assert build_book.processor_seconds() == (
        f"Processor seconds of the chapters: 1,051, 350 each on average; over 40:\n  {known} "
        "1000\n  book/new 41, which is new"
    )

"""What an edit costs, told by the tool: nothing for what was not edited."""

from pathlib import Path

import what_runs_again

from rnncourse.records import study_names

ROOT = Path(__file__).parents[2]


def test_nothing_runs_again_where_nothing_was_edited():
    records = what_runs_again.records(what_runs_again.ROOT)
    assert (
        len(records) == 2 * len(study_names())
        and what_runs_again.changed(records, dict(records)) == []
    )


def test_every_chapter_has_a_key_and_an_edit_is_told():
    chapters = what_runs_again.chapters(what_runs_again.ROOT)
    page = "book/classifying/last-names.md"
    edited = chapters | {page: [*chapters[page], "print(1)"]}
    with_code = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "book").rglob("*.md")
        if "```{code-cell}" in path.read_text("utf-8")
    }
    assert set(chapters) == with_code and what_runs_again.changed(chapters, edited) == [page]

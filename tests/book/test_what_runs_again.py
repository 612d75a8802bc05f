"""What an edit costs, told by the tool: nothing for what was not edited."""

import what_runs_again


def test_nothing_runs_again_where_nothing_was_edited():
    records = what_runs_again.records(what_runs_again.ROOT)
    assert len(records) == 50 and what_runs_again.changed(records, dict(records)) == []


def test_every_chapter_has_a_key_and_an_edit_is_told():
    chapters = what_runs_again.chapters(what_runs_again.ROOT)
    page = "book/classifying/last-names.md"
    edited = chapters | {page: [*chapters[page], "print(1)"]}
    assert len(chapters) == 25 and what_runs_again.changed(chapters, edited) == [page]

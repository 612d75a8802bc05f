"""The tables of exercises lead to sections of chapters; one that is only named must stand there
under that very name.
"""

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2] / "book"
PLACE = re.compile(r"\{doc\}`\.\./([\w/-]+)`(?P<sections>(?:(?:, |,? and |,? to )\*[^*]+\*)+)")


def named_sections(text):
    """(chapter, section) of every section in italics behind a link to a chapter."""
    return [
        (place[1], section)
        for place in PLACE.finditer(text)
        for section in re.findall(r"\*([^*]+)\*", place["sections"])
    ]


def headings(chapter):
    return re.findall(r"^#+ (.+)$", (BOOK / f"{chapter}.md").read_text("utf-8"), re.M)


def exercises(text):
    """The rows of the tables of exercises, without their heads."""
    sheets = re.findall(r"^## Practical work.*?(?=^## |\Z)", text, re.M | re.S)
    return [row for sheet in sheets for row in re.findall(r"^\| \d.*$", sheet, re.M)]


TEXT = (BOOK / "reference" / "handouts.md").read_text("utf-8")
NAMED = named_sections(TEXT)


def test_every_exercise_leads_to_a_section_of_each_chapter_that_works_it():
    assert len(exercises(TEXT)) > 50
    for row in exercises(TEXT):
        places = row.split(" | ")[2].split("; ")
        missing = [p for p in places if "{ref}`" not in p and "not yet" not in p]
        assert not missing, f"no link to a section: {row}"


@pytest.mark.parametrize(
    ("chapter", "section"), NAMED, ids=[f"{chapter}: {section}" for chapter, section in NAMED]
)
def test_every_section_that_the_table_of_exercises_names_exists(chapter, section):
    assert section in headings(chapter), (
        "the heading has changed; name it in book/reference/handouts.md as it is now"
    )


def test_sections_are_found_behind_a_link_and_nowhere_else():
    text = (
        "| 1 | *a* task | {doc}`../a/b`, *One* and *Two* to *Three*; {doc}`../a/c` | *not this* |"
    )
    assert named_sections(text) == [("a/b", "One"), ("a/b", "Two"), ("a/b", "Three")]

"""What a number is, in words made from its key; and the words among which it stands."""

import re
from pathlib import Path

import pytest
from docutils import nodes

from _ext.content.key_words import in_words
from _ext.content.surroundings import surroundings

BOOK = Path(__file__).parents[2] / "book"
KEYS = {
    path.relative_to(BOOK).as_posix(): set(re.findall(r"\{glue:text\}`([^`:]*)", path.read_text()))
    for path in BOOK.rglob("*.md")
}
PAGES = [page for page, keys in KEYS.items() if keys]


@pytest.mark.parametrize(
    "key, words",
    [
        ("last-names/bptt/accuracy", "Accuracy, backpropagation by hand"),
        ("last-names/elman/torch/validation", "Validation set, Elman, PyTorch"),
        ("letters/auto/few/20", "Labels a letter, 20"),
        ("new/place/macro-f1", "Macro-F1, new, place"),
        ("new", "New"),
        ("bptt", "Bptt"),
    ],
)
def test_a_key_is_said_with_its_measure_first_and_its_place_last(key, words):
    assert in_words(key) == words


@pytest.mark.parametrize("page", PAGES)
def test_no_two_keys_of_a_page_are_the_same_in_words_which_have_no_slash(page):
    said = {}
    for key in sorted(key for key in KEYS[page] if not key.endswith("/interval")):
        words = in_words(key)
        assert words and "/" not in words
        assert said.setdefault(words, key) == key, (
            f"{words!r} is said of {said[words]!r} and of {key!r}; name one of them otherwise, or "
            "mend the lists in book/_ext/content/key_words.py"
        )


def paragraph(*content):
    """A paragraph of texts and nodes, and the number in it."""
    found = nodes.paragraph()
    found += [nodes.Text(part) if isinstance(part, str) else part for part in content]
    return next(found.findall(nodes.inline))


def number():
    return nodes.inline("0.5", "0.5")


@pytest.mark.parametrize(
    "content, words",
    [
        (["Before. Here ", number(), " are right. And after."], "Here 0.5 are right."),
        ([number(), " are right! (And after.)"], "0.5 are right!"),
        (["First. ", number(), " are."], "0.5 are."),
        (
            [nodes.math("", r"\lambda k"), " and ", nodes.math("", r"\frac12"), ": ", number()],
            "λ k and …: 0.5",
        ),
        (["About 0.3, i.e. ", number(), ", of them"], "About 0.3, i.e. 0.5, of them"),
    ],
)
def test_a_number_of_the_text_stands_in_its_sentence(content, words):
    assert surroundings(paragraph(*content)) == words


def test_a_number_within_emphasis_stands_in_the_sentence_around_it():
    found = number()
    nodes.paragraph("", "", nodes.Text("So "), nodes.strong("", "", found), nodes.Text(" it is."))
    assert surroundings(found) == "So 0.5 it is."


def row(*cells):
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


@pytest.mark.parametrize(
    "head, words", [("gap", "GRU, 64: gap"), ("", "GRU, 64")], ids=["head", "none"]
)
def test_a_number_of_a_table_stands_under_the_heads_of_its_row_and_column(head, words):
    found = number()
    top = nodes.thead("", row(nodes.Text("model"), nodes.Text(head)))
    body = nodes.tbody("", row(nodes.Text("GRU, 64"), found))
    nodes.table("", nodes.tgroup("", top, body))
    assert surroundings(found) == words


def test_a_number_without_text_stands_nowhere():
    found = nodes.inline("", "")
    nodes.paragraph("", "", found)
    assert surroundings(found) == ""

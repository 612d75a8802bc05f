"""Pronunciations: what the table and its datasheet say, what a stem merges, a split without leaks,
and what is refused.
"""

import runpy

import numpy as np
import pytest

from rnncourse.datasets import DATASETS, DataError, Resolved, bundled_folder, fetch
from rnncourse.datasets import pronunciations as module
from rnncourse.datasets.pronunciations import (
    CONSONANTS,
    LONGEST,
    PHONEMES,
    SHORTEST,
    VOWELS,
    check_phonemes,
    check_word,
    load_pronunciations,
    sounds_apart,
    split_pronunciations,
    stem,
)
from rnncourse.preprocessing.splits import Split, leak_audit

FOLDER = bundled_folder() / "pronunciations"
SHEET = DATASETS["pronunciations"].datasheet.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def table():
    return load_pronunciations()


@pytest.fixture(scope="module")
def stressed():
    return load_pronunciations(stress=True)


@pytest.fixture(scope="module")
def split(table):
    return split_pronunciations(table)


def sounds_of(table, word):
    [found] = table["pronunciations"][table["word"] == word]
    return [" ".join(sounds) for sounds in found]


def first(table):
    return np.array([" ".join(listed[0]) for listed in table["pronunciations"]])


def test_a_table_holds_distinct_words_of_letters_in_order(table):
    assert list(table.columns) == ["word", "stem", "pronunciations"]
    assert table["word"].is_unique and table["word"].is_monotonic_increasing
    assert table["word"].str.fullmatch("[a-z]{2,12}").all()
    assert table["word"].map(check_word).equals(table["word"])


def test_the_phonemes_are_those_of_the_table(table):
    heard = {sound for listed in table["pronunciations"] for sounds in listed for sound in sounds}
    assert tuple(sorted(heard)) == PHONEMES and len(PHONEMES) == 39
    assert set(PHONEMES) == {*VOWELS, *CONSONANTS} and not set(VOWELS) & set(CONSONANTS)


def test_with_stress_every_vowel_and_no_consonant_has_a_digit(table, stressed):
    heard = {s for listed in stressed["pronunciations"] for sounds in listed for s in sounds}
    assert heard == {*CONSONANTS, *(f"{vowel}{digit}" for vowel in VOWELS for digit in "012")}
    assert stressed["word"].equals(table["word"])


def test_homographs_are_one_row_with_the_first_listed_pronunciation_first(table):
    assert sounds_of(table, "read") == ["R EH D", "R IY D"]
    assert sounds_of(table, "tomato") == ["T AH M EY T OW", "T AH M AA T OW"]


def test_pronunciations_that_differ_in_stress_alone_become_one(table, stressed):
    assert len(sounds_of(stressed, "permit")) == 2 and sounds_of(table, "permit") == ["P ER M IH T"]


def test_no_word_lists_a_pronunciation_twice(table, stressed):
    for listed in (*table["pronunciations"], *stressed["pronunciations"]):
        assert len(set(listed)) == len(listed) > 0 and all(listed)


def test_the_datasheet_counts_what_the_table_holds(stressed):
    several = (stressed["pronunciations"].map(len) > 1).sum()
    total = stressed["pronunciations"].map(len).sum()
    assert f"{len(stressed)} words of {SHORTEST} to {LONGEST} letters, {several} of them" in SHEET
    assert f"{total} pronunciations in all" in SHEET


def test_a_dictionary_is_read_without_comments_signs_and_repetitions():
    entries = runpy.run_path(str(FOLDER / "build.py"))["entries"]
    lines = [
        "zoo Z UW1",
        "aalto AA1 L T OW2 # name, finnish",
        "a EY1",
        "it's IH1 T S",
        "read R EH1 D",
        "read(2) R IY1 D",
        "read(3) R EH1 D",
        "incomprehensible IH2 N",
    ]
    assert entries("\n".join(lines)) == {
        "aalto": ["AA1 L T OW2"],
        "read": ["R EH1 D", "R IY1 D"],
        "zoo": ["Z UW1"],
    }


def test_the_notice_of_the_dictionary_lies_beside():
    notices = (FOLDER / "NOTICES.txt").read_text(encoding="utf-8")
    assert "Carnegie Mellon University" in notices and "2. Redistributions in binary" in notices
    assert DATASETS["pronunciations"].bundled.licence == "BSD-2-Clause"


@pytest.mark.parametrize(
    "forms",
    [
        "make makes maker makers making",
        "study studies studied studying",
        "run runs runner runners running",
        "happy happier happiest happiness",
        "quick quicker quickest quickly quickness",
        "state states stated statement statements",
        "miss misses missed missing",
    ],
)
def test_forms_of_a_word_share_their_stem(forms):
    assert len({stem(word) for word in forms.split()}) == 1


def test_three_letters_of_a_word_stay():
    assert [stem(word) for word in ("seed", "bed", "as", "sings")] == ["seed", "bed", "as", "sing"]


def test_no_word_and_no_form_of_it_stands_in_two_parts(table, split):
    audit = leak_audit(split, {"same word": table["word"], "same stem": table["stem"]})
    assert audit[["validation", "test"]].to_numpy().sum() == 0


def test_the_parts_hold_all_words_and_are_large_enough(table, split):
    rows = np.concatenate([split.train, split.validation, split.test])
    assert np.array_equal(np.sort(rows), np.arange(len(table)))
    assert len(split.train) > 100_000
    assert 4000 < len(split.validation) < 5500 and 6000 < len(split.test) < 8000


def test_a_split_is_drawn_by_its_seed(table, split):
    again, other = split_pronunciations(table), split_pronunciations(table, seed=1)
    assert np.array_equal(again.test, split.test) and not np.array_equal(other.test, split.test)


def test_of_what_sounds_apart_nothing_was_heard_in_training(table, split):
    apart = sounds_apart(table, split)
    audit = leak_audit(apart, {"same pronunciation": first(table)})
    assert audit[["validation", "test"]].to_numpy().sum() == 0
    assert np.array_equal(apart.train, split.train) and set(apart.test) < set(split.test)


def test_nearly_a_fifth_of_the_test_words_sound_like_a_training_word(table, split):
    audit = leak_audit(split, {"same pronunciation": first(table)})
    assert 0.15 < audit.loc["same pronunciation", "test share"] < 0.22


def test_a_word_is_left_out_for_any_of_its_pronunciations(table):
    rows = table.set_index("word").index.get_indexer(["red", "read", "reed", "dog"])
    apart = sounds_apart(table, Split(rows[:1], rows[1:3], rows[3:]))
    assert table["word"][apart.validation].tolist() == ["reed"]
    assert table["word"][apart.test].tolist() == ["dog"]


def test_a_word_in_capitals_is_written_small():
    assert check_word("Quick") == "quick" == check_word(" quick\n")


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("", "has 0 letters, expected 2 to 12"),
        ("a", "has 1 letters, expected 2 to 12"),
        ("a" * 200, "has 200 letters, expected 2 to 12"),
        ("naïve", r"'\\xef' in 'na\\xefve' is not a letter from a to z"),
        ("it's", "is not a letter from a to z"),
        ("two words", "' ' in 'two words' is not a letter"),
        ("x4", "'4' in 'x4' is not a letter"),
        ("слово", "is not a letter from a to z"),
    ],
)
def test_what_is_no_word_is_refused(word, why):
    with pytest.raises(ValueError, match=why):
        check_word(word)


@pytest.mark.parametrize("word", [None, 4, b"cat", ["cat"]])
def test_what_is_no_text_is_refused(word):
    with pytest.raises(TypeError, match="a word must be a str, not"):
        check_word(word)


def test_phonemes_that_exist_are_no_error():
    for pronunciation in (("K", "AE", "T"), ["AY"], PHONEMES):
        check_phonemes(pronunciation)


@pytest.mark.parametrize(
    ("phonemes", "why"),
    [
        ((), "there is no phoneme"),
        (("K", "AE1", "T"), "'AE1' is not a phoneme.*without digits of stress"),
        (("K", "XX"), "'XX' is not a phoneme; expected some of AA AE"),
        (("k",), "'k' is not a phoneme"),
        (("K", 4), "4 is not a phoneme"),
    ],
)
def test_phonemes_that_do_not_exist_are_refused(phonemes, why):
    with pytest.raises(ValueError, match=why):
        check_phonemes(phonemes)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is not a table of words"),
        (b"word,sounds\ncat,K AE1 T\n", "is not a table of words"),
        (b"word,pronunciations\ncat\n", "is not a table of words"),
        (b"word,pronunciations\n\xff,K AE1 T\n", "cannot be read as UTF-8"),
    ],
)
def test_a_damaged_table_is_refused(tmp_path, monkeypatch, content, why):
    path = tmp_path / "pronunciations.csv"
    path.write_bytes(content)
    found = Resolved("pronunciations", "bundled", "a test", {path.name: path}, "")
    monkeypatch.setattr(module, "resolve", lambda _: found)
    with pytest.raises(DataError, match=why):
        load_pronunciations()


def test_there_is_one_edition_whatever_is_asked_for(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    assert len(load_pronunciations()) > 100_000
    with pytest.raises(DataError, match="no reference edition to fetch"):
        fetch("pronunciations")

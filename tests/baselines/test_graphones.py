import math

import pytest

from rnncourse.baselines.graphones import Aligner, JointNgrams, LetterTable, steps

# "c" makes K before "a" and S before "e"; "h" after "t" makes nothing.
PAIRS = [
    ("cat", ("K", "AE", "T")),
    ("cab", ("K", "AE", "B")),
    ("cent", ("S", "EH", "N", "T")),
    ("cell", ("S", "EH", "L")),
    ("thin", ("TH", "IH", "N")),
    ("the", ("TH", "AH")),
    ("tax", ("T", "AE", "K", "S")),
    ("ax", ("AE", "K", "S")),
    ("tan", ("T", "AE", "N")),
    ("net", ("N", "EH", "T")),
    ("hen", ("HH", "EH", "N")),
    ("bat", ("B", "AE", "T")),
] * 3


@pytest.fixture(scope="module")
def aligner():
    return Aligner().fit(PAIRS)


@pytest.fixture(scope="module")
def aligned(aligner):
    return [aligner.align(*pair) for pair in PAIRS]


def test_a_letter_makes_none_to_two_phonemes():
    found = [chunk for i, j, chunk in steps("ax", ("AE", "K", "S")) if (i, j) == (0, 0)]
    assert found == [(), ("AE",), ("AE", "K")]


def test_probabilities_of_a_letter_sum_to_one(aligner):
    for letter in "catx":
        assert math.isclose(sum(p for (of, _), p in aligner.p.items() if of == letter), 1)


def test_letters_find_their_phonemes(aligner):
    assert aligner.align("cat", ("K", "AE", "T")) == [("c", ("K",)), ("a", ("AE",)), ("t", ("T",))]
    assert aligner.align("ax", ("AE", "K", "S"))[1] == ("x", ("K", "S"))


def test_what_letters_cannot_make_is_not_aligned(aligner):
    assert aligner.align("a", ("K", "AE", "T")) is None
    with pytest.raises(ValueError, match="no word that its letters could make"):
        Aligner().fit([("a", ("K", "AE", "T"))])


def test_a_table_knows_more_with_surroundings(aligned):
    alone, around = (LetterTable(reach).fit(aligned) for reach in (0, 2))
    assert {alone.read("can")[0], alone.read("cen")[0]} in ({"K"}, {"S"})
    assert around.read("can") == ("K", "AE", "N")
    assert around.read("cen")[0] == "S"


def test_joint_ngrams_are_probabilities(aligned):
    model = JointNgrams(3).fit(aligned)
    graphones = list(model.levels[0][()])
    for context in [(("c", ("K",)), ("a", ("AE",))), (("", ()), ("", ())), (("q", ()),) * 2]:
        assert math.isclose(sum(model.p(graphone, context) for graphone in graphones), 1)


def test_joint_ngrams_read_new_words(aligned):
    model = JointNgrams(3).fit(aligned)
    assert model.read("cax") == ("K", "AE", "K", "S")
    assert model.read("then")[0] == "TH"


def test_a_wider_beam_finds_nothing_less_likely(aligned):
    model = JointNgrams(2).fit(aligned)
    assert model.read("tent", width=50) == model.read("tent", width=20)

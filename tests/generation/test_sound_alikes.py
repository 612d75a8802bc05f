import numpy as np
import pytest

from rnncourse.evaluation.phonetic_match import phonetic_match
from rnncourse.generation.sound_alikes import (
    Pattern,
    cut,
    draw_sounds,
    frequent_patterns,
    good_names,
    hearing_letters,
    joined,
    letter_first,
    most_alike,
    onsets_of,
    similar_sounds,
    sound_alikes,
    word_beginnings,
)

MIX = ("M", "IH", "K", "S")
AIRMIX = ("EH", "R", *MIX)
ONSETS = {(), ("M",), ("K",), ("S", "P"), ("P",)}
KNOWN = [
    Pattern("onset", ("N",)),
    Pattern("onset", ("B",)),
    Pattern("onset", ("K",)),
    Pattern("rime", ("AE", "R")),
    Pattern("rime", ("IH", "K", "S")),
    Pattern("rime", ("EH", "K", "S")),
]
READ = {"mix": MIX, "airmix": AIRMIX, "airmics": AIRMIX, "armix": ("AA", "R", *MIX), "hush": ()}


def hear(words):
    return [READ.get(word, ("M",)) for word in words]


def spell(sound):
    return [("airmix", -0.5), ("airmics", -1.0), ("armix", -2.0), ("hush", -3.0)]


def test_an_onset_is_what_often_stands_before_the_first_vowel():
    sounds = [("S", "P", "IY")] * 3 + [("P", "AA")] * 2 + [("AA",), ("S",)]
    assert onsets_of(sounds, least=3) == {("S", "P"), ()}


def test_as_many_consonants_as_make_an_onset_go_to_the_later_vowel():
    found = cut(("IH", "S", "P", "AA", "K", "S", "M", "AY"), ONSETS)
    assert [" ".join(p.phonemes) for p in found] == ["IH", "S P", "AA K S", "M", "AY"]
    assert [p.kind for p in found] == ["rime", "onset", "rime", "onset", "rime"]


@pytest.mark.parametrize("sound", [AIRMIX, ("S", "T"), ("AA", "IY"), ("SH", "T", "R", "AA", "NG")])
def test_patterns_together_are_the_sound(sound):
    assert joined(cut(sound, ONSETS)) == sound


def test_nothing_and_what_is_no_phoneme_cannot_be_cut():
    with pytest.raises(ValueError, match="no phoneme"):
        cut((), ONSETS)
    with pytest.raises(ValueError, match="'AIR' is not a phoneme"):
        cut(("AIR",), ONSETS)


def test_patterns_of_few_sounds_are_not_frequent():
    sounds = [("M", "IH")] * 3 + [("K", "IH")]
    assert set(frequent_patterns(sounds, ONSETS, least=3)) == {
        Pattern("onset", ("M",)),
        Pattern("rime", ("IH",)),
    }


def test_the_patterns_most_alike_are_of_one_kind_and_do_not_hold_the_pattern_itself():
    found = most_alike(Pattern("onset", ("M",)), KNOWN, count=2)
    assert [p.phonemes for p in found] == [("N",), ("B",)]
    rime = Pattern("rime", ("IH", "K", "S"))
    assert rime not in most_alike(rime, KNOWN, count=9)


def test_similar_sounds_begin_with_the_sound_and_differ_in_two_patterns_at_most():
    patterns = cut(AIRMIX, ONSETS)
    found = similar_sounds(patterns, KNOWN, count=100)
    assert found[0] == (AIRMIX, 100)
    matches = [match for _, match in found]
    assert matches == sorted(matches, reverse=True)
    for sound, match in found:
        assert match == phonetic_match(AIRMIX, sound)
    assert ("AE", "R", "N", "IH", "K", "S") in dict(found)
    assert ("AE", "R", "N", "EH", "K", "S") not in dict(found)  # three replaced


def test_only_so_many_similar_sounds_are_returned():
    assert len(similar_sounds(cut(AIRMIX, ONSETS), KNOWN, count=3)) == 3


def test_a_letter_before_a_consonant_is_read_by_its_name_unless_words_begin_so():
    beginnings = word_beginnings(["brand"] * 3 + ["rhyme"], least=2)
    assert beginnings == {"br"}
    assert letter_first("rmix", beginnings)
    for word in ("brmix", "armix", "ramix", "yrmix", "rm", "r", ""):
        assert not letter_first(word, beginnings)


def test_what_follows_a_letter_that_is_read_by_its_name_is_read_as_a_word():
    assert hearing_letters(hear, set())(["rmix", "mix"]) == [("AA", "R", *MIX), MIX]


def test_spellings_are_sorted_by_how_they_are_heard_and_the_word_itself_is_left_out():
    found = sound_alikes("airmix", [AIRMIX], hear=hear, spell=spell, known={"armix"})
    assert [s.name for s in found] == ["airmics", "armix"]  # hush is heard as nothing
    assert found[0].match == 100
    assert found[1].match == phonetic_match(AIRMIX, ("AA", "R", *MIX))
    assert [s.exists for s in found] == [False, True]


def test_of_two_sounds_with_one_spelling_the_likelier_one_counts():
    def spelt(sound):
        return [("airmics", -1.0 if sound == MIX else -2.0)]

    [found] = sound_alikes("airmix", [AIRMIX, MIX], hear=hear, spell=spelt, known=())
    assert found.log_p == -1.0


def test_sounds_are_drawn_until_their_end_and_endless_ones_left_out():
    def model(symbols, state):  # 1 begins, 3 follows, then 3 or the end 2
        logits = np.full((len(symbols), 4), -np.inf)
        logits[:, 3] = 0
        logits[np.asarray(symbols) == 3, 2] = 0
        return logits, state

    rng = np.random.default_rng(0)
    found = draw_sounds(model, 200, start=1, end=2, longest=3, rng=rng)
    assert {len(sound) for sound in found} == {1, 2, 3}
    assert 150 < len(found) < 200
    assert set().union(*found) == {3}


def test_a_good_name_is_likely_and_read_back_as_meant_and_new():
    spelt = {MIX: "mix", AIRMIX: "airmix", ("M", "AA"): "ma", ("M",): "m"}
    nats = {MIX: 1.0, AIRMIX: 0.5, ("M", "AA"): 0.7, ("M",): 9.0}
    options = {"hear": hear, "spell": lambda sound: [(spelt[sound], -1.0)]}
    found = good_names(spelt, nats.__getitem__, most_nats=2, known=(), **options)
    assert [name for name, *_ in found] == ["airmix", "mix"]  # "ma" is heard as M, m is unlikely
    found = good_names(spelt, nats.__getitem__, most_nats=2, known={"mix"}, **options)
    assert [name for name, *_ in found] == ["airmix"]

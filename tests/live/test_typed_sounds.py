"""Words and sounds that somebody types are read, or refused in words."""

import pytest

from rnncourse.datasets.pronunciations import CONSONANTS, VOWELS


@pytest.fixture
def told(live):
    """What a function of a module says to each text."""
    return lambda module, name, texts: live([[module, "told", module, name, t] for t in texts])


def call(live, module, name, *given):
    [found] = live([[module, name, *given]])
    return found


def test_the_page_knows_the_sounds_of_the_dictionary(live):
    said = [call(live, "sounds.js", "inWords", sound) for sound in VOWELS + CONSONANTS]
    assert len({words.partition(",")[0] for words in said}) == len(VOWELS + CONSONANTS)
    assert all(sound != words.partition("as in ")[2] for sound, words in zip(VOWELS, said))


def test_every_sound_has_a_button_and_plain_letters(live):
    spoken = [call(live, "sounds.js", "plain", [sound]) for sound in VOWELS + CONSONANTS]
    assert all(text.islower() for text in spoken)
    for sound in VOWELS + CONSONANTS:
        before, letters, after = call(live, "sounds.js", "wordWith", sound)
        assert letters and (before + letters + after).isalpha()


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("K W IH K", ["K", "W", "IH", "K"]),
        ("k w ih1 k", ["K", "W", "IH", "K"]),
        ("  K-W, IH\tK.\n", ["K", "W", "IH", "K"]),
        ("", []),
        (" \u2003 ", []),
    ],
)
def test_sounds_are_read_with_small_letters_stress_and_hyphens(told, text, sounds):
    assert told("sounds.js", "readSounds", [text]) == [{"value": sounds}]


HOSTILE = [
    "XX",
    "IH12",
    "IH3",
    "<img src=x onerror=alert(1)>",
    "مرحبا",
    "🙂",
    "constructor",
    "\u202e",
]


def test_what_is_no_sound_is_refused_with_a_remedy(told):
    for answer in told("sounds.js", "readSounds", [*HOSTILE, "X" * 10_000]):
        assert "is no sound here. Press the buttons, or write" in answer["refused"]
        assert len(answer["refused"]) < 150


def test_too_many_sounds_are_refused(told):
    [answer] = told("sounds.js", "readSounds", ["K " * 200])
    assert answer["refused"] == "There are 200 sounds; 20 are the most. Take some away."


@pytest.mark.parametrize(
    ("typed", "word"),
    [("phone", "phone"), ("Größe", "grosse"), ("O’Neil", "oneil"), (" well-made ", "wellmade")],
)
def test_words_are_folded_to_letters(told, typed, word):
    [answer] = told("typed_word.js", "readWord", [typed])
    assert answer["value"]["word"] == word
    assert bool(answer["value"]["words"]) == (not typed.isalpha())


def test_no_word_is_no_refusal(told):
    assert told("typed_word.js", "readWord", ["", "  "]) == 2 * [
        {"value": {"word": "", "words": ""}}
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("a" * 200, "The word has 200 letters; 30 are the most. Write a shorter one."),
        ("ß" * 20, "The word has 40 letters; 30 are the most."),
        ("r2d2", "“\u20682\u2069” (U+0032) is no letter of the Latin script."),
        ("🙂", "is no letter of the Latin script"),
        ("<b>", "“\u2068<\u2069” (U+003C) is no letter"),
        ("مرحبا", "is no letter of the Latin script"),
        ("o\u202eb", "The sign U+202E is no letter"),
        ("'-", "There is no letter in this word. Write at least one."),
    ],
)
def test_what_is_no_word_is_refused_in_words(told, typed, words):
    [answer] = told("typed_word.js", "readWord", [typed])
    assert words in answer["refused"]

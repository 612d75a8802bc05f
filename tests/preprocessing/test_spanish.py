import pytest

from rnncourse.preprocessing.spanish import SPANISH_PHONEMES, spanish_phonemes


@pytest.mark.parametrize(
    "word, sounds",
    [
        ("García", "G A R S I A"),
        ("Quiroga", "K I R O G A"),
        ("Aguirre", "A G I RR E"),
        ("Güell", "G W E Y"),
        ("Núñez", "N U NY E S"),
        ("Vargas", "B A R G A S"),
        ("Huerta", "W E R T A"),
        ("Jiménez", "X I M E N E S"),
        ("Gil", "X I L"),
        ("Chávez", "CH A B E S"),
        ("Enrique", "E N RR I K E"),
        ("Yáñez", "Y A NY E S"),
        ("Uruguay", "U R U G W A J"),
        ("Suárez", "S W A R E S"),
        ("Ruiz", "RR W I S"),
    ],
)
def test_names_are_read_as_in_latin_america(word, sounds):
    assert spanish_phonemes(word) == tuple(sounds.split())


def test_an_accent_on_i_keeps_it_a_vowel_of_its_own():
    assert spanish_phonemes("tenia") != spanish_phonemes("tenía")


def test_all_sounds_are_in_the_list():
    assert set(spanish_phonemes("xbcdfgçhjklmnñopqrstuvwyzáéíóú")) <= set(SPANISH_PHONEMES)


@pytest.mark.parametrize("word", ["de León", "d'Or", "Öz"])
def test_what_is_no_letter_of_spanish_is_refused(word):
    with pytest.raises(ValueError, match="no letter of Spanish"):
        spanish_phonemes(word)


@pytest.mark.parametrize("word", ["", "h"])
def test_what_has_no_sound_is_refused(word):
    with pytest.raises(ValueError, match="no sound"):
        spanish_phonemes(word)

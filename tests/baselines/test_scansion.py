"""Scansion: a line read by hand, what each price is for, labels of poems, what is refused."""

import pytest

from rnncourse.baselines.scansion import (
    COMPLETE,
    METRES,
    MOST,
    PRICES,
    label,
    moves_of,
    prices_of,
    scan,
)
from rnncourse.datasets.poems import load_ghazals

# Spoken: ke esh qa san ne mu dav val va li of ta d mosh kel ha.
LINE = "که عشق آسان نمود اول ولی افتاد مشکل ها"


@pytest.fixture(scope="module")
def ghazals():
    return load_ghazals()


def test_a_line_is_scanned_as_it_is_spoken():
    syllables = scan(LINE, METRES["hazaj-8"][0])
    assert "".join(sign for _, sign in syllables) == "u---" * 4
    written = "که عش قآ سان ن مو داو ل و لی اف تا د مش کل ها".split()
    assert [letters for letters, _ in syllables] == written


def test_a_scanned_line_keeps_all_its_letters_in_their_order(ghazals):
    for ghazal in ghazals[::40].itertuples():
        for hemistich in ghazal.hemistichs[:4]:
            syllables = scan(hemistich, METRES[ghazal.metre][0])
            assert "".join(letters for letters, _ in syllables) == hemistich.replace(" ", "")


@pytest.fixture
def price_in():
    """What a hemistich costs in a pattern that is a metre for the length of a test."""

    def price(hemistich, pattern):
        METRES["tried"] = (pattern,)
        return prices_of(hemistich, ["tried"])["tried"]

    yield price
    METRES.pop("tried", None)


@pytest.mark.parametrize(
    ("hemistich", "pattern", "cost"),
    [
        ("با", "-", 0),  # a written vowel
        ("بر", "-", 0),  # a consonant that closes
        ("بکن", "u-", 0),  # an unwritten vowel, then a closed syllable
        ("آب", "-", 0),  # a last consonant is free
        ("ماند ما", "--", 0),  # n behind a long vowel does not count
        ("بدنا", "---", 2 * PRICES["stretched"]),
        ("بدن", "--", PRICES["stretched at its end"]),
        ("بو", "u", PRICES["first"]),
        ("نیا", "u-", PRICES["consonant"]),
        ("مرد از", "--", PRICES["dropped"]),
        ("دل و", "uu", PRICES["and"]),
        ("دل و", "u-", PRICES["long and"]),
        ("که تا", "u-", PRICES["silent"]),
        ("خواب", "-", PRICES["silent w"]),
        ("مردما", "--", PRICES["skipped"]),
    ],
)
def test_what_verse_allows_has_its_price(price_in, hemistich, pattern, cost):
    assert price_in(hemistich, pattern) == pytest.approx(cost)


def test_a_t_is_silent_behind_some_consonants_and_nowhere_else():
    def passed_over(before):
        return [m.price for m in moves_of("دوست", 3, before) if m.source == COMPLETE]

    assert passed_over("س") == [PRICES["silent"]] and passed_over("ر") == [PRICES["skipped"]]
    assert passed_over("") == [PRICES["skipped"]]  # at the beginning of a line


def test_a_poem_is_labelled_as_the_table_says(ghazals):
    for ghazal in ghazals[::60].itertuples():
        metre, margin = label(ghazal.hemistichs)
        assert metre == ghazal.metre and margin == pytest.approx(ghazal.margin, abs=1e-3)


def test_hemistichs_vote_and_none_decides_alone(ghazals):
    poem = ghazals.iloc[0]
    strange = "ن" * 40  # fits nowhere
    assert min(prices_of(strange).values()) > MOST
    assert label([*poem.hemistichs, strange])[0] == poem.metre


def test_the_margin_is_what_the_next_metre_costs_more():
    two = ["hazaj-8", "muzari"]
    costs = prices_of(LINE, two)
    assert label([LINE], two) == ("hazaj-8", pytest.approx(costs["muzari"] - costs["hazaj-8"]))


def test_the_cheapest_form_of_a_metre_counts(price_in):
    costs = [price_in(LINE, pattern) for pattern in METRES["mujtass"]]
    assert len(costs) == 2 and prices_of(LINE, ["mujtass"])["mujtass"] == min(costs)


@pytest.mark.parametrize("text", ["", "  ", "abc", "\u064e\u0650", "…!", "ن" * 500])
def test_what_is_no_verse_is_refused(text):
    for ask in (prices_of, lambda text: label([text]), lambda text: scan(text, "u-")):
        with pytest.raises(ValueError):
            ask(text)


def test_an_unknown_metre_and_no_line_are_refused():
    with pytest.raises(ValueError, match="no metre is called 'iambic'"):
        prices_of(LINE, ["iambic"])
    with pytest.raises(ValueError, match="no hemistich"):
        label([])


def test_a_line_that_no_reading_fits_is_refused():
    with pytest.raises(ValueError, match="cannot be read as u-"):
        scan(LINE, "u-")

"""Verse on a page is named as what it is, runs from right to left, and stays text."""

import pandas as pd
import pytest

from rnncourse.reporting.right_to_left import LANGUAGES, show_couplet, show_verses

LINE = "به نام خداوند"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_couplet_is_marked_for_browsers_and_screen_readers(language):
    html = show_couplet(LINE, LINE, language=language)._repr_html_()
    assert f'lang="{language}" dir="rtl"' in html and html.count(f"<p>{LINE}</p>") == 2


def test_only_the_named_columns_of_a_table_are_verse():
    table = pd.DataFrame({"first": [LINE], "metre": ["hazaj-8"]})
    html = show_verses(table, ["first"], language="fa")._repr_html_()
    assert f'<td><span lang="fa" dir="rtl">{LINE}</span></td>' in html
    assert "<td>hazaj-8</td>" in html


def test_markup_in_verse_stays_text():
    table = pd.DataFrame({"first": ["<b>"], "other": ["<i>"]})
    html = show_verses(table, ["first"], language="fa")._repr_html_()
    assert "&lt;b&gt;" in html and "&lt;i&gt;" in html
    assert "<b>" not in html + show_couplet("<b>", "", language="fa")._repr_html_()


def test_print_and_plain_text_have_the_verse_too():
    shown = show_couplet(LINE, LINE, language="fa")
    assert repr(shown) == f"{LINE}\n{LINE}"
    assert shown._repr_latex_().count(rf"\righttoleft{{{LINE}}}") == 2


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="language is 'de', expected one of ar, fa"):
        show_couplet(LINE, LINE, language="de")

"""Verse in the Arabic script on a page: from right to left, and named as what it is for those who
have pages read aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import pandas as pd

from rnncourse.preprocessing.arabic_script import LETTERS

LANGUAGES = {"ar": "Arabic", "fa": "Persian"}


class Shown(NamedTuple):
    """What a notebook shows: as HTML, in print, and as plain text."""

    html: str
    latex: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def _repr_latex_(self) -> str:
        return self.latex

    def __repr__(self) -> str:
        return self.text


def show_couplet(first: str, second: str, *, language: str) -> Shown:
    """Show the two hemistichs of a couplet below each other, the second further left; `language` is
    one of LANGUAGES.
    """
    lines = "".join(f"<p>{escape(half)}</p>" for half in (first, second))
    html = f'<div class="couplet" {_marked(language)}>{lines}</div>'
    return Shown(html, _in_print(first) + r"\\" + _in_print(second), f"{first}\n{second}")


def show_verses(table: pd.DataFrame, columns: Sequence[str], *, language: str) -> Shown:
    """Show a table whose `columns` hold verse in `language`, one of LANGUAGES."""

    def marked(text: str) -> str:
        return f"<span {_marked(language)}>{escape(text)}</span>"

    written = table.copy()
    for column in table.columns:
        written[column] = table[column].map(marked if column in columns else escape_any)
    html = f'<div class="verses">{written.to_html(escape=False, border=0)}</div>'
    printed = table.map(lambda value: _in_print(str(value)))
    return Shown(html, printed.style.to_latex(hrules=True), table.to_string())


def escape_any(value: object) -> str:
    """Return `value` as text that HTML shows as it is."""
    return escape(str(value))


def _marked(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"language is {language!r}, expected one of {', '.join(LANGUAGES)}")
    return f'lang="{language}" dir="rtl"'


def _in_print(text: str) -> str:
    return rf"\righttoleft{{{text}}}" if LETTERS.search(text) else text

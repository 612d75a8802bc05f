"""How the page folds a name: the table of ``book/live/folds.js``, made by
:func:`rnncourse.datasets.names.fold_name`.

``python -m rnncourse.live.folding > book/live/folds.js`` writes it anew.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from rnncourse.datasets.names import fold_name
from rnncourse.datasets.terminal import take_any_text

HEAD = "// What folds to the same letters: made from fold_name by rnncourse/live/folding.py."


def folds() -> dict[str, str]:
    """{what folds to the same text: the characters that do}, without spaces and without characters
    that stand for another one (NFC). Marks, which fold to nothing, are under "".
    """
    found: dict[str, list[str]] = {}
    for character in map(chr, range(0x10000)):
        if character.isspace() or unicodedata.normalize("NFC", character) != character:
            continue
        try:
            folded = fold_name(f"x{character}")[1:]
        except ValueError:
            continue
        found.setdefault(folded, []).append(character)
    return {folded: "".join(found[folded]) for folded in sorted(found)}


def ranges(characters: Iterable[str]) -> str:
    r"""Characters in order as a regular expression writes a set of them: "\u0300-\u034e"."""
    found = []
    for _, run in groupby(enumerate(map(ord, characters)), lambda each: each[1] - each[0]):
        first, *_, last = [f"\\u{code:04x}" for _, code in run] * 2
        found.append(first if first == last else f"{first}-{last}")
    return "".join(found)


def script() -> str:
    """The text of ``book/live/folds.js``."""
    table = folds()
    marks = ranges(table.pop(""))
    lines = [
        f"  {json.dumps(folded)}: {json.dumps(characters, ensure_ascii=False)},"
        for folded, characters in table.items()
    ]
    return (
        "\n".join(
            [
                HEAD,
                f"export const MARKS = /[{marks}]/;",
                "export const FOLDS = {",
                *lines,
                "};",
            ]
        )
        + "\n"
    )


def main() -> int:
    """Print the script."""
    print(script(), end="")
    return 0


if __name__ == "__main__":
    take_any_text()
    sys.exit(main())

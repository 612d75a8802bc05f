"""No result is typed into prose: numbers that the book measures come through `report` and
`{glue:text}`. And the prose is plain English.

The rule, in one sentence: outside code, maths, links and block quotations, a page's prose may hold
integers but no decimal number, no percentage and no ratio (3.5, .8, 94 %, one in 20, 3:1, 2/3,
twice as many as 3x), and none of the words and phrases in `STILTED`.
"""

import re
from pathlib import Path

import pytest

from _ext.execution.code_cells import cells

ROOT = Path(__file__).parents[2]

PAGES = sorted((ROOT / "book").rglob("*.md"))

FRONT_MATTER = re.compile(r"\A---\n.*?^---$", re.M | re.S)
FENCE = re.compile(
    r"^[ ]*(?P<f>`{3,}|~{3,})(?P<info>[^\n]*)\n(?P<body>.*?)^[ ]*(?P=f)[ \t]*$", re.M | re.S
)
PROSE_FENCE = re.compile(r"^\{(?!code-cell|math|code-block|code|bibliography|raw)[\w:-]+\}")
NOT_PROSE = [
    re.compile(r"\$\$.*?\$\$", re.S),  # display maths
    re.compile(r"^\\begin\{(\w+\*?)\}.*?^\\end\{\1\}", re.M | re.S),
    re.compile(r"(?<![\\$])\$(?!\s)[^$\n]+?(?<!\s)\$"),  # inline maths
    re.compile(r"(\{[\w:.+-]+\})?(`+)[^`].*?\2", re.S),  # roles and inline code
    re.compile(r"(?<=\])\([^)\s]*\)"),  # a link's address; its text is prose
    re.compile(r"<?https?://[^\s>)]+>?"),
    re.compile(r"^[ ]*>.*$", re.M),  # quotations
    re.compile(r"<!--.*?-->", re.S),
    re.compile(r"^[ ]*:[\w-]+:.*$", re.M),  # options of a directive
    re.compile(r"^[ ]*\d+\.[ ]", re.M),  # a list's own numbers
]
OFFENCES = {
    "decimal number": re.compile(r"(?<![\w.])\d*\.\d+(?![\w.]*\.\d)\b"),
    "percentage": re.compile(r"\d\s*(?:%|‰|per\s?cent|percentage points?)"),
    "ratio": re.compile(
        r"(?<![\w/])\d+\s?/\s?\d+(?![\w/])|(?<![\w:])\d+\s?:\s?\d+(?![\w:])|\b\d+(?:x|×)(?!\w)|"
        r"\b(?:one|two|three|\d+) (?:in|out of) (?:\d+|ten|a hundred)\b",
        re.I,
    ),
}
# See "How we write" in CONTRIBUTING.md. The key says what to write instead.
STILTED = {
    "again": re.compile(r"\banew\b", re.I),
    "at random": re.compile(r"\bby lot\b", re.I),
    "people": re.compile(r"\bpersons\b", re.I),
    "if you, a model that": re.compile(r"\bwho(?:so)?ever\b", re.I),
    "a model that": re.compile(r"(?:^|(?<=[.:;!?]\s)|(?<=\bfor\s))[Ww]ho\b(?=[^.!?]*[.!])", re.M),
    "the smallest": re.compile(r"\b(?:least|most) is left by\b", re.I),
    "its own": re.compile(r"\bthe own\b", re.I),
    "similar": re.compile(r"\bof like \w+", re.I),
    "in another way than": re.compile(r"\botherwise than\b", re.I),
    "really": re.compile(r"\bin truth\b", re.I),
    "also, again": re.compile(r"\blikewise\b", re.I),
    "no reason": re.compile(r"\bno licence\b", re.I),
}


def blank(match):
    """White space with the match's line breaks, so that line numbers stay true."""
    return "\n" * match.group().count("\n") or " "


def captions(options):
    """What captions and alt texts among a cell's options say."""
    for key, value in options.items():
        if isinstance(value, dict):
            yield from captions(value)
        elif key in ("caption", "alt"):
            yield str(value)


def without_cells(text):
    """The page without its code cells; what their captions say is prose and stays, on the cell's
    first line.
    """
    for cell in reversed(cells(text)):
        said = " ".join(captions(cell.options)).replace("\n", " ")
        text = (
            text[: cell.fence.start]
            + said
            + "\n" * text[cell.fence].count("\n")
            + text[cell.fence.stop :]
        )
    return text


def without_code(text):
    """The text without its fenced code; what admonitions say is prose and stays."""

    def replace(match):
        return (
            f"\n{without_code(match['body'])}\n"
            if PROSE_FENCE.match(match["info"].strip())
            else blank(match)
        )

    return FENCE.sub(replace, text)


def offences(text, forbidden=OFFENCES):
    """(line, kind, what) for everything in the prose that is forbidden."""
    prose = without_code(without_cells(FRONT_MATTER.sub(blank, text)))
    for pattern in NOT_PROSE:
        prose = pattern.sub(blank, prose)
    found = [
        (prose.count("\n", 0, match.start()) + 1, kind, match.group())
        for kind, pattern in forbidden.items()
        for match in pattern.finditer(prose)
    ]
    return sorted(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_prose_holds_no_typed_result(page):
    assert offences(page.read_text("utf-8")) == [], (
        "report the number in a cell and write {glue:text}`its key:.2f`"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_prose_is_plain(page):
    assert offences(page.read_text("utf-8"), STILTED) == [], (
        'write what the second entry says, or turn the sentence round: "How we write" in '
        "CONTRIBUTING.md"
    )


@pytest.mark.parametrize(
    "text",
    [
        "It draws the families anew.",
        "Letters were drawn by lot.",
        "The persons held out differ.",
        "Whoever reads this is lost.",
        "It is easy. Who forgets to divide gets a grey sheet.",
        "Who knows nothing is\nsurprised by 4 nats.",
        "From 5 nats for who knows nothing, to 2.",
        "Least is left by: nothing.",
        "It runs with the own learning rate of Adam.",
        "Batches of like length are quicker.",
        "```{code-cell} ipython3\n---\nmystnb:\n  figure:\n    caption: Drawn anew.\n---\nx\n```",
    ],
)
def test_a_stilted_phrase_is_found(text):
    assert len(offences(text, STILTED)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Who pays? The frequent languages.",
        "## Who is taken for whom\n\nA matrix.",
        "A person who is easy for both.",
        "`persons` is a column, $x$ a state.",
        "```python\npersons = people\n```",
        "> Whoever wrote this task, it stays as it is.",
    ],
)
def test_plain_prose_is_let_through(text):
    assert offences(text, STILTED) == []


@pytest.mark.parametrize(
    "text",
    [
        "The accuracy is 0.83 here.",
        "It reaches .8 of the best.",
        "We got 94 % right, or 94% of them.",
        "That is 3 percentage points more.",
        "A ratio of 3:1 is poor.",
        "About 2/3 of the names.",
        "It is 3x faster, or 3× as fast.",
        "Every time, one in 20 fails.",
        "- a list with 0.5 in it",
        "| a table | 0.5 |",
        "[a link with 0.5 in its text](https://example.org)",
        ":::{note}\nThe loss is 1.95 nats.\n:::",
        "````{exercise}\nReach 0.9 in it.\n````",
        "```{code-cell} ipython3\n---\nmystnb:\n  figure:\n    caption: |\n      The loss falls to "
        "1.2.\n---\nx\n```",
        "It ends with 0.83.",
        "Loss 1.95, then more.",
    ],
)
def test_a_typed_result_is_found(text):
    assert len(offences(text)) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "The net has 32 units and 18 classes; 24,790 names in 2024.",
        "Take {glue:text}`last-names/elman/accuracy:.2f` of them.",
        "The formula $0.5 \\cdot x$ and\n\n$$\nx = 0.5\n$$\n",
        "Call `dropout=0.5` in code.",
        "```python\nx = 0.5\n```",
        "```{code-cell} ipython3\n:tags: [keras]\nx = 0.5\n```",
        "```{math}\nx = 0.5\n```",
        "> Reach an accuracy of 0.9, says the task.",
        "See [the paper](https://doi.org/10.1162/neco.1997.9.8.1735) or https://example.org/1.5.",
        "---\nversion: 0.13\n---\n# Title",
        "1. first\n2. second",
        "In section 3, steps 1-4, and/or both.",
        "Python 3.11.7 is a version, not a result.",
        "Exercise 2 (a-d), at 12:",
        "<!-- 0.5 is said here to writers only -->",
    ],
)
def test_what_is_no_result_is_let_through(text):
    assert offences(text) == []


def test_the_line_of_an_offence_is_told():
    text = "---\na: 1\n---\n\n```{code-cell}\nx\n```\n\nIt is 0.5.\n"
    assert offences(text) == [(9, "decimal number", "0.5")]

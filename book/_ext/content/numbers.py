"""`{glue:text}`: a reported number in the prose, written by one rule, which says on demand what it
is.

A number stands there in normal weight: thousands separated, no negative zero, no more decimals than
its interval. On the site a dotted line tells that it can be asked: hover or a tap shows its line of
the list "Numbers on this page", with which every page that has some ends (`_static/numbers.js`).
Elsewhere it is plain text, and so is a text everywhere.
"""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.utils import glue_warning, retrieve_glue_data
from myst_nb.ext.utils import RoleBase

from _ext.content.key_words import in_words, row_id
from rnncourse.evaluation.bootstrap import Estimate
from rnncourse.reporting import interval_text

RESULTS = "book/reference/results"
INTERVAL = "/interval"  # the key of a number's interval ends so
SPEC = re.compile(r"([-+ ]?)z?,?(?:\.(\d+))?([defg%]?)")
ABOUT = (
    "Computed when the book was built, in the order of the text. A number outside the range that "
    "is expected of it stops the build. Each name leads to its row in the results."
)


class number(nodes.Inline, nodes.TextElement):
    """A number on the site; `place` is that in the list of its page."""


class numbers_here(nodes.General, nodes.Element):
    """The list at the end of a page: the `records` of its numbers, and the address of `results`."""


class Number(RoleBase):
    """`` {glue:text}`key:.1f` ``: the number that the page reported under this key, in this format;
    without one as it is.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        key, _, spec = self.text.partition(":")
        try:
            record = self.record(key)
            text = written(record["value"], spec, decimals(record))
        except (RetrievalError, ValueError) as error:
            return [], [glue_warning(str(error), self.document, self.line)]
        node = nodes.inline(text, text)
        about = self.whose_interval(key) or record
        if not isinstance(about["value"], str):
            node["record"] = about
        self.set_source_info(node)
        return [node], []

    def record(self, key: str) -> dict:
        """What `report` or `quoted` said of a key of this page."""
        return retrieve_glue_data(self.document, key).metadata["rnncourse"]

    def whose_interval(self, key: str) -> dict | None:
        """The record of the number whose interval a key names; None where it names none."""
        try:
            return self.record(key.removesuffix(INTERVAL))
        except RetrievalError:
            return None


def written(value: float | str, spec: str = "", most: int | None = None) -> str:
    """A number as the prose shows it, in the format `spec`: thousands separated, never -0.0, and
    with no more than `most` decimals. A text stays as it is.

    Raises ValueError for a format that is none of signs, decimals and one of d, e, f, g, %.
    """
    if isinstance(value, str):
        return value
    parts = SPEC.fullmatch(spec)
    if parts is None:
        raise ValueError(f"{spec!r} is no format of a number; write one such as .1f, +.2f or .0e")
    sign, places, kind = parts.groups()
    if kind == "d" or (isinstance(value, int) and not kind):
        return format(int(value), f"{sign},")
    if places and most is not None and kind == "f":
        places = min(int(places), most)
    return format(value, f"{sign}z,{'' if places is None else f'.{places}'}{kind}")


def decimals(record: dict) -> int | None:
    """The decimals of a number's interval, as it is written; None where there is no interval."""
    if not record["interval"]:
        return None
    return len(said_interval(record).split()[0].partition(".")[2])


def said_interval(record: dict) -> str:
    """The interval of a number, as the prose writes it."""
    return interval_text(Estimate(record["value"], *record["interval"]))


def said_band(low: float, high: float) -> str:
    """What a number may be, in words."""
    return f"exactly {written(low)}" if low == high else f"{written(low)} to {written(high)}"


def exactly(record: dict) -> str:
    """A number with the digits that are known, or four of them."""
    value, places = record["value"], decimals(record)
    if places is not None:
        return written(value, f".{places}f")
    if isinstance(value, int):
        return written(value)
    return written(value, ".0f" if abs(value) >= 1000 else ".4g")


def facts(record: dict) -> list[str]:
    """What is known of a number, its value first."""
    found = [exactly(record)]
    if record["interval"]:
        found.append(f"95 % interval {said_interval(record)}")
    if record["band"]:
        found.append(f"expected {said_band(*record['band'])}")
    if record["timing"]:
        found.append("a timing, different in every build")
    if record["edition"]:
        found.append(f"{record['edition']} edition of the data")
    if record["source"]:
        found.append(f"measured by others: {record['source']}")
    return found


def line(place: int, record: dict, results: str) -> str:
    """What is said of the number at this place of the list, as an item in HTML."""
    row = f"{results}#{row_id(record['key'])}"
    return (
        f'<li id="number-{place}"><a href="{escape(row)}">{escape(in_words(record["key"]))}</a>:\n'
        + escape(";\n".join(facts(record)))
        + "</li>\n"
    )


def offer(app, doctree, docname: str) -> None:
    """Let the numbers of a page of the site be asked, and end the page with the list of them."""
    if app.builder.format != "html":
        return
    records, places = [], {}
    for node in list(doctree.findall(nodes.inline)):
        if record := node.get("record"):
            if record["key"] not in places:
                records.append(record)
                places[record["key"]] = len(records)
            node.replace_self(number("", "", *node.children, place=places[record["key"]]))
    if records:
        results = app.builder.get_relative_uri(docname, RESULTS)
        page = next(doctree.findall(nodes.section))
        page += numbers_here(records=records, results=results)


def visit_number(self, node: number) -> None:
    """Open a number. It leads to its line; no stop of the Tab key, for there are many."""
    self.body.append(
        self.starttag(node, "a", "", CLASS="number", href=f"#number-{node['place']}", tabindex="-1")
    )


def depart_number(self, node: number) -> None:
    """Close it."""
    self.body.append("</a>")


def visit_numbers_here(self, node: numbers_here) -> None:
    """Write the list. It has no text in the document, so that no search finds it."""
    lines = "".join(
        line(place, record, node["results"]) for place, record in enumerate(node["records"], 1)
    )
    self.body.append(
        '<details class="numbers-here"><summary>Numbers on this page</summary>\n'
        f"<p>{ABOUT}</p>\n<ul>\n{lines}</ul>\n</details>\n"
    )
    raise nodes.SkipNode


def setup(app):
    app.setup_extension("myst_nb")
    app.add_role_to_domain("glue", "text", Number(), override=True)
    app.add_node(number, html=(visit_number, depart_number))
    app.add_node(numbers_here, html=(visit_numbers_here, None))
    app.connect("doctree-resolved", offer)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }

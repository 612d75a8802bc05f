"""The tables of reported numbers, one fold for each page."""

from __future__ import annotations

from html import escape

from docutils import nodes

from _ext.content.key_words import in_words, row_id
from _ext.content.numbers import exactly, said_band, said_interval
from _ext.content.tables import page_link, table


class results_of_page(nodes.General, nodes.Element):
    """What opens under its `summary` on the site; elsewhere it lies open."""


def visit_results_of_page(self, node: results_of_page) -> None:
    """Open it."""
    self.body.append(f'<details class="fold"><summary>{escape(node["summary"])}</summary>\n')


def depart_results_of_page(self, node: results_of_page) -> None:
    """Close it."""
    self.body.append("</details>\n")


class words_around(nodes.Inline, nodes.Element):
    """The `words` among which a number stands; not text of the document, so that a search finds
    them in their chapter alone.
    """


def visit_words_around(self, node: words_around) -> None:
    """Write them."""
    self.body.append(f'<span class="surroundings">{escape(node["words"])}</span>')
    raise nodes.SkipNode


class row_key(nodes.literal):
    """The key of a number, which is written more than a thousand times: without marks that say
    nothing more.
    """


def visit_row_key(self, node: row_key) -> None:
    """Write it."""
    named = "".join(f' id="{name}"' for name in node["ids"])
    self.body.append(f"<code{named}>{escape(node.astext())}</code>")
    raise nodes.SkipNode


def rows_in(tables: list[nodes.Node]) -> int:
    """How many rows with numbers some tables have."""
    return sum(len(body.children) for table in tables for body in table.findall(nodes.tbody))


def results(app, docname: str, records: list[dict]) -> list[nodes.Node]:
    """Every reported number with its band, page by page; quoted figures and seconds apart."""
    if not records:
        return [nodes.paragraph("", "No chapter of this build has reported a number.")]
    site, found = app.builder.format == "html", []
    for page in dict.fromkeys(record["page"] for record in records):
        own = [record for record in records if record["page"] == page]
        tables = page_results(own, app.env.rnncourse_surroundings[page] if site else None)
        summary = f"{app.env.titles[page].astext()} ({rows_in(tables)})"
        link = page_link(app, docname, page)
        if site:  # where the summary names the chapter
            link = nodes.reference("", "To the chapter", **link.attributes)
        found.append(results_of_page("", nodes.paragraph("", "", link), *tables, summary=summary))
    name_rows(found)
    return found


def name_rows(found: list[nodes.Node]) -> None:
    """Give every row its id: the first one, where the figure of others stands in two."""
    named = set()
    for literal in (literal for node in found for literal in node.findall(nodes.literal)):
        if (name := row_id(literal.astext())) not in named:
            literal["ids"].append(name)
            named.add(name)


def page_results(records: list[dict], stands: dict[str, str] | None) -> list[nodes.Node]:
    """The tables of one page: what was measured, what is quoted from others, and seconds, on which
    no two builds agree. `stands` says among which words a number stands.
    """
    quoted = [r for r in records if r.get("source")]
    timings = [r for r in records if r.get("timing")]
    measured = [
        r for r in records if r not in quoted + timings and not r["key"].endswith("/interval")
    ]  # has a column
    found = []
    if measured:
        found.append(measurements(measured, stands))
    if quoted:
        rows = [[what(r["key"], stands), value(r), r["source"]] for r in quoted]
        found += [
            nodes.paragraph("", "Quoted from others:"),
            table(["What", "Value", "Source"], rows, "cards"),
        ]
    if timings:
        rows = [[what(r["key"], stands), value(r)] for r in timings]
        found += [
            nodes.paragraph("", "Timings, which no comparison uses:"),
            table(["What", "Seconds"], rows, "cards"),
        ]
    return found


def measurements(records: list[dict], stands: dict[str, str] | None) -> nodes.table:
    """One row a number: what it is, and all that is known of it."""
    rows = [
        [
            what(r["key"], stands),
            value(r),
            said_interval(r) if r["interval"] else "",
            said_band(*r["band"]) if r["band"] else "",
            r["edition"] or "",
        ]
        for r in records
    ]
    return table(["What", "Value", "Interval", "Expected", "Edition"], rows, "cards", "measured")


def value(record: dict) -> str:
    """A value as the list of its page shows it; a text as it is."""
    return record["value"] if isinstance(record["value"], str) else exactly(record)


def what(key: str, stands: dict[str, str] | None) -> nodes.Node:
    """What a number is, in words; on the site also the key, by which one finds it, and the words
    among which it stands.
    """
    found = nodes.paragraph("", in_words(key))
    if stands is None:
        return found
    found += [nodes.Text(" "), row_key("", key)]
    if key in stands:
        found += [nodes.Text(" "), words_around(words=stands[key])]
    return found

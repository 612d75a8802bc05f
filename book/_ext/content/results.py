"""Collect the numbers that the chapters reported, check them, and show them.

`rnncourse.reporting.report.report` leaves a record in the output of its cell. The records are
gathered here while the pages are read, so that a chapter taken from the cache counts like one that
ran, and are written to `_build/results.json`. A number outside the band of its edition, or a key
that two pages report, fails the build.

Directives, filled in after all pages are read: `{results-table}`, `{studies-table}`,
`{seconds-table}`, `{build-facts}`, `{datasets-table}`; and `{datasheets}`, the datasheet of every
data set in full.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from _ext.content import editions, results_tables, tables
from _ext.content.surroundings import surroundings

LOGGER = logging.getLogger(__name__)
HEADING = re.compile(r"^(#{1,5}) ", re.M)
FENCED = re.compile(r"^(```+|~~~+).*?^\1", re.M | re.S)


class collected(nodes.General, nodes.Element):
    """Stands where a table goes until every page has been read."""


class Collected(SphinxDirective):
    """`{results-table}`, `{studies-table}`, `{seconds-table}`, `{build-facts}` and
    `{datasets-table}`.
    """

    def run(self):
        self.env.rnncourse_tables.setdefault(self.env.docname, "")
        return [collected(kind=self.name)]


class Datasheets(SphinxDirective):
    """`{datasheets}`: every datasheet once, in the registry's order, one heading level down; data
    sets may share one.
    """

    def run(self):
        from rnncourse.datasets import DATASETS

        content = nodes.Element()
        for path in dict.fromkeys(Path(dataset.datasheet) for dataset in DATASETS.values()):
            self.env.note_dependency(str(path))
            lines = lowered(path.read_text("utf-8")).splitlines()
            self.state.nested_parse(
                StringList(lines, source=str(path)), 0, content, match_titles=True
            )
        return content.children


def lowered(markdown: str) -> str:
    """The text with every heading one level down, those in fenced code left alone."""
    fences = [match.span() for match in FENCED.finditer(markdown)]

    def lower(match):
        """Set headings of a datasheet one level down."""
        inside = any(start <= match.start() < end for start, end in fences)
        return match.group() if inside else f"#{match.group()}"

    return HEADING.sub(lower, markdown)


def gather(app, doctree) -> None:
    """Keep the records of the page that was just read, and the words around its numbers."""
    env, page = app.env, app.env.docname
    env.rnncourse_records.pop(page, None)
    numbers = [node for node in doctree.findall(nodes.inline) if "record" in node]
    env.rnncourse_surroundings[page] = {
        node["record"]["key"]: surroundings(node) for node in reversed(numbers)
    }
    if not NbMetadataCollector.get_doc_data(env)[page].get("glue"):
        return
    path = Path(env.mystnb_config.output_folder, *f"{page}.glue.json".split("/"))
    outputs = json.loads(path.read_text("utf-8")).values()
    records = [
        output["metadata"]["rnncourse"]
        for output in outputs
        if "rnncourse" in output.get("metadata", {})
    ]
    env.rnncourse_records[page] = [{"page": page, **record} for record in records]


def all_records(env) -> list[dict]:
    """The records of all pages, by page and key."""
    records = [record for page in env.rnncourse_records.values() for record in page]
    return sorted(records, key=lambda record: (record["page"], record["key"]))


def complaints(records: list[dict], left_out: Collection[str] = ()) -> list[tuple[str, str]]:
    """(page, what is wrong) for every value out of its band, every key reported by two pages, every
    number of another edition.

    Pages that are `left_out` of this build's edition may report numbers of theirs.
    """
    found, owner = [], {}
    for record in records:
        page, key, value, band = (record[name] for name in ("page", "key", "value", "band"))
        if (
            owner.setdefault(key, page) != page and not record["source"]
        ):  # a quoted figure may stand on several
            found.append(
                (page, f"{key!r} is reported by {owner[key]} too; a key belongs to one page")
            )
        used = editions.resolved().get(key.split("/")[0]) if record["edition"] else None
        if used and page not in left_out and used.edition != record["edition"]:
            found.append(
                (
                    page,
                    f"{key!r} comes from the {record['edition']} edition, and this build uses the "
                    f"{used.edition} one; "
                    "the page does not say which data set it reads",
                )
            )
        if band is None:
            continue
        edition = f" of the {record['edition']} edition" if record["edition"] else ""
        if not math.isfinite(value) or not band[0] <= value <= band[1]:
            found.append(
                (
                    page,
                    f"{key!r} is {value:.6g}, outside the band {band[0]:g} to "
                    f"{band[1]:g}{edition}; "
                    "find out what changed before you move the band",
                )
            )
    return found


def check_and_write(app, env) -> list[str]:
    """Check the records, write results.json, and name the pages whose tables have changed."""
    records = all_records(env)
    for page, message in complaints(records, app.rnncourse_left_out):
        LOGGER.warning(message, location=page, type="results", subtype="record")
    path = Path(app.outdir).parent / "results.json"
    path.write_text(json.dumps(records, indent=1, ensure_ascii=False) + "\n", "utf-8")
    state = json.dumps(
        [
            records,
            env.rnncourse_surroundings,
            tables.libraries(),
            tables.seconds(app),
            tables.studies_state(),
            editions.fingerprints(),
        ],
        sort_keys=True,
        default=str,
    )
    changed = [page for page, shown in env.rnncourse_tables.items() if shown != state]
    env.rnncourse_tables = dict.fromkeys(env.rnncourse_tables, state)
    return changed


def fill(app, doctree, docname: str) -> None:
    """Put the tables where the directives left their marks."""
    for node in list(doctree.findall(collected)):
        if node["kind"] == "results-table":
            node.replace_self(results_tables.results(app, docname, all_records(app.env)))
        elif node["kind"] == "studies-table":
            node.replace_self(tables.studies(app, docname))
        elif node["kind"] == "build-facts":
            node.replace_self(tables.build_facts())
        elif node["kind"] == "seconds-table":
            node.replace_self(tables.processor_seconds(app, docname))
        else:
            node.replace_self(tables.datasets())


def prepare(app) -> None:
    """Make room in the environment for the records of pages."""
    for name in ("rnncourse_records", "rnncourse_surroundings", "rnncourse_tables"):
        if not hasattr(app.env, name):
            setattr(app.env, name, {})


def purge(app, env, docname: str) -> None:
    """Forget the records of a page that is read again."""
    env.rnncourse_records.pop(docname, None)
    env.rnncourse_surroundings.pop(docname, None)
    env.rnncourse_tables.pop(docname, None)


def setup(app):
    for name in (
        "results-table",
        "studies-table",
        "seconds-table",
        "build-facts",
        "datasets-table",
    ):
        app.add_directive(name, Collected)
    app.add_directive("datasheets", Datasheets)
    app.add_node(collected)
    plain = (lambda self, node: None, lambda self, node: None)
    app.add_node(
        results_tables.results_of_page,
        html=(results_tables.visit_results_of_page, results_tables.depart_results_of_page),
        latex=plain,
    )
    app.add_node(results_tables.words_around, html=(results_tables.visit_words_around, None))
    app.add_node(results_tables.row_key, html=(results_tables.visit_row_key, None))
    app.connect("builder-inited", prepare)
    app.connect("env-purge-doc", purge)
    app.connect("doctree-read", gather)
    app.connect("env-updated", check_and_write)
    app.connect("doctree-resolved", fill)
    return {
        "version": "1",
        "env_version": 2,
        "parallel_read_safe": False,
        "parallel_write_safe": True,
    }

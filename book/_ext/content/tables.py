"""The tables that are filled in after reading: studies, facts of the build, data sets."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version

from docutils import nodes

from _ext.content import editions, long_runs
from _ext.execution import side_by_side
from rnncourse.training import asked_device

SHOWN_LIBRARIES = (
    "tensorflow-cpu",
    "tensorflow",
    "keras",
    "torch",
    "numpy",
    "pandas",
    "scikit-learn",
    "matplotlib",
)


def table(headers: list[str], rows: list[list], *classes: str) -> nodes.table:
    """A table with header cells, which scrolls by itself where the page is narrow. One of the class
    `cards` fits every page: its rows are blocks on a phone.
    """
    group = nodes.tgroup(cols=len(headers))
    for _ in headers:
        group += nodes.colspec(colwidth=1)
    head, body = nodes.thead(), nodes.tbody()
    for part, part_rows in ((head, [headers]), (body, rows)):
        for cells in part_rows:
            row = nodes.row()
            row.extend(nodes.entry("", content(cell)) for cell in cells)
            part += row
    group.extend([head, body])
    return nodes.table("", group, classes=["colwidths-auto", "collected", *classes])


def content(cell) -> nodes.paragraph:
    """A paragraph of what a cell holds: text, or a node, if it is none yet."""
    if isinstance(cell, nodes.paragraph):
        return cell
    inner = cell if isinstance(cell, nodes.Node) else nodes.Text(str(cell))
    return nodes.paragraph("", "", inner)


def page_link(app, docname: str, page: str) -> nodes.reference:
    """A link to another page under its title."""
    title = app.env.titles[page].astext()
    return nodes.reference(
        "", title, internal=True, refuri=app.builder.get_relative_uri(docname, page)
    )


def libraries() -> list[tuple[str, str]]:
    """(name, version) of Python and of the libraries that the numbers depend on."""
    found = [("Python", platform.python_version())]
    for name in SHOWN_LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found


def seconds(app) -> list[tuple[str, float]]:
    """(chapter, processor seconds of its latest run), sorted."""
    path = side_by_side.seconds_file(app)
    found = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return sorted((page, taken) for page, taken in found.items() if page in app.env.titles)


def processor_seconds(app, docname: str) -> nodes.Node:
    """One row per chapter: how long its latest run kept a processor busy."""
    rows = [[page_link(app, docname, page), f"{taken:.0f}"] for page, taken in seconds(app)]
    rows.append([f"all {len(rows)} chapters", f"{sum(taken for _, taken in seconds(app)):,.0f}"])
    return table(["Chapter", "Processor seconds (different in every build)"], rows)


def build_facts() -> list[nodes.Node]:
    """What this build ran on: versions, the device, and editions with their reasons."""
    device = {"cpu": "the CPU", "gpu": "a GPU, as RNNCOURSE_DEVICE asks"}[asked_device()]
    data = [[found.dataset, found.edition, found.reason] for found in editions.resolved().values()]
    found = [table(["Software", "Version"], [*libraries(), ("nets computed on", device)])]
    if data:
        found.append(table(["Data set", "Edition", "Why"], data))
    return found


def datasets() -> nodes.Node:
    """One row per data set: what it resolved to here, and which editions there are."""
    from rnncourse.datasets import DATASETS

    rows = []
    for name, dataset in DATASETS.items():
        here = editions.resolved().get(name)
        for edition in filter(None, (dataset.bundled, dataset.reference)):
            used = (
                f"this build{f' ({here.variant})' if here.variant else ''}"
                if here and edition.kind == here.edition
                else ""
            )
            kind = (
                nodes.reference("", edition.kind, refuri=edition.homepage)
                if edition.homepage
                else edition.kind
            )
            rows.append([nodes.literal("", name), kind, edition.licence, used])
    return table(["Name", "Edition", "Licence", "Used by"], rows, "cards", "datasets")


def studies(app, docname: str) -> nodes.Node:
    """One row per study: its question, how many runs, when and on what machine, and the pages that
    read it.
    """
    from rnncourse import records

    readers = {
        page: long_runs.studies_read(source) for page, source in app.env.rnncourse_sources.items()
    }
    rows = []
    for name in records.study_names():
        pages = [page_link(app, docname, page) for page in sorted(readers) if name in readers[page]]
        what = nodes.inline(
            "", "", nodes.literal("", name), nodes.Text(f" {records.load_study(name).question}")
        )
        rows.append([what, *runs_made(long_runs.summary(name)), listed(pages)])
    return table(["Study", "Runs", "Made", "Read by"], rows, "cards")


def runs_made(found: dict | None) -> list[str]:
    """How many runs were recorded, and when and on what machine they were made."""
    if found is None:
        return ["none in this edition", ""]
    runs = f"{found['runs']} ({found['hours']:.1f} hours of one core)"
    runs += "".join(f", {found[state]} {state}" for state in ("confirmed", "stale") if found[state])
    dates = " to ".join(dict.fromkeys((found["dates"][0], found["dates"][-1])))
    return [runs, f"{dates}, {'; '.join(found['machines'])}"]


def listed(links: list[nodes.reference]) -> nodes.inline:
    """Links with commas between them."""
    line = nodes.inline()
    for i, link in enumerate(links):
        if i:
            line += nodes.Text(", ")
        line += link
    return line


def studies_state() -> list[str]:
    """What the table of studies depends on, besides the pages: the records, and the code that may
    make them stale.
    """
    from rnncourse.records.store import results_folder
    from rnncourse.records.study import PACKAGE

    paths = sorted([*results_folder().glob("*.jsonl"), *PACKAGE.rglob("*.py")])
    return [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths]

"""What a page takes from the records of long runs, and the notice on a page whose records are older
than the code.
"""

from __future__ import annotations

from docutils import nodes

from _ext.execution.page_reach import Everything, programs, studies_named


def studies_read(text: str) -> list[str]:
    """The names of the studies whose records the cells of a page read, as far as they are written
    out, sorted.
    """
    try:
        return sorted(filter(None, studies_named(programs(text))))
    except Everything:
        return []


def summary(name: str) -> dict | None:
    """What the records hold of a study in the edition of this build; None if it holds nothing."""
    from rnncourse import datasets, records
    from rnncourse.records import store

    study = records.load_study(name)
    edition = None if study.dataset is None else datasets.edition_of(study.dataset)
    found = [record for record in store.stored(name) if record["edition"] == edition]
    if not found:
        return None
    return {
        "question": study.question,
        "edition": edition or "",
        "runs": len(found),
        "hours": sum(r["seconds"] for r in found) / 3600,
        "dates": sorted({r["date"] for r in found}),
        "machines": sorted({r["machine"] for r in found}),
        "stale": int(records.read(name, edition)["stale"].sum()),
        "confirmed": sum("confirmed" in r for r in found),
    }


def notice(page_studies: list[str]) -> nodes.note | None:
    """A note that names the studies whose records are stale; None if there is none."""
    stale = [name for name in page_studies if (found := summary(name)) and found["stale"]]
    if not stale:
        return None
    names = ", ".join(stale)
    return nodes.note(
        "",
        nodes.paragraph(
            "",
            f"Some long runs on this page ({names}) were made with an older version of the code or "
            "of the data. "
            "Running make sweeps makes them anew.",
        ),
        classes=["stale-records"],
    )


def add_notice(app, doctree) -> None:
    """Put the notice below the title of the page that was just read."""
    page = app.env.docname
    found = notice(studies_read(app.env.rnncourse_sources.get(page, "")))
    title = next(iter(doctree.findall(nodes.title)), None)
    if found is not None and title is not None:
        title.parent.insert(title.parent.index(title) + 1, found)


def keep_source(app, docname: str, source: list[str]) -> None:
    """Keep the source of a page until it is read."""
    app.env.rnncourse_sources[docname] = source[0]


def prepare(app) -> None:
    """Make room in the environment for the sources of pages."""
    if not hasattr(app.env, "rnncourse_sources"):
        app.env.rnncourse_sources = {}


def setup(app):
    app.connect("builder-inited", prepare)
    app.connect("source-read", keep_source)
    app.connect("doctree-read", add_notice)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": False,
        "parallel_write_safe": True,
    }

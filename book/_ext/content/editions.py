"""Text that is true of one edition of a data set only.

    :::{edition} bundled last-names
    Shown where the build ran on the bundled last names.
    :::

A page that holds such a block is read again when the set resolves to another edition.

Every page is read, and its cells run, in the edition that RNNCOURSE_EDITION asks for. Where
RNNCOURSE_SHARE is 3, only every third of the pages whose data have two editions is, drawn by lot
for every commit; the others stay in the bundled edition, in which CI has built them anyway.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from _ext.execution.lots import shuffled_by_commit
from _ext.execution.page_reach import Pages
from _ext.execution.page_text import naming, text_of

LOGGER = logging.getLogger(__name__)
KINDS = ("bundled", "reference")
EDITION, SHARE = "RNNCOURSE_EDITION", "RNNCOURSE_SHARE"


def resolved() -> dict:
    """Every data set's resolved edition, by name, in the registry's order, without those that the
    book can do without.

    Raises ExtensionError where the edition that was asked for cannot be had.
    """
    return resolved_for(os.environ.get(EDITION) or "auto")


@lru_cache(maxsize=2)
def resolved_for(choice: str) -> dict:
    """What `resolved` returns while RNNCOURSE_EDITION is `choice`."""
    from rnncourse import datasets

    try:
        return datasets.resolve_all()
    except Exception as error:
        raise ExtensionError(f"the data are not at hand: {error}") from error


def fingerprints() -> dict[str, str]:
    """A line for each data set that changes with the files that it resolved to."""
    return {name: f"{name} {found.edition} {found.sha256}" for name, found in resolved().items()}


def with_two_editions() -> frozenset[str]:
    """The names of the data sets at hand that have two editions."""
    from rnncourse.datasets import DATASETS

    return frozenset(
        name for name in resolved() if DATASETS[name].bundled and DATASETS[name].reference
    )


def datasets_of(pages: Pages, env, docname: str) -> frozenset[str]:
    """The data sets that the cells of a page can read."""
    with naming(docname):
        return pages.reach(text_of(env, docname)).datasets


def leave_pages_out(app, env, added, changed, removed) -> list[str]:
    """Decide, before any page is read, which of them stay in the bundled edition: none, unless
    RNNCOURSE_SHARE is a number. Raises ExtensionError where it is anything else.
    """
    if share := os.environ.get(SHARE):
        if not share.isdecimal() or int(share) < 1:
            raise ExtensionError(
                f"{SHARE} is {share!r}, expected 3 for a third of the pages; set or unset it"
            )
        pages = Pages(Path(app.srcdir), frozenset(resolved()))
        concerned = [
            doc for doc in env.found_docs if datasets_of(pages, env, doc) & with_two_editions()
        ]
        drawn = shuffled_by_commit(concerned)[: -(-len(concerned) // int(share))]
        app.rnncourse_left_out = set(concerned) - set(drawn)
        LOGGER.info(
            "in the asked edition: %s; the other pages as bundled", ", ".join(sorted(drawn))
        )
    return []


def ask_for(app, docname: str | None) -> None:
    """Let RNNCOURSE_EDITION be what this page is read and run in, or, for no page, what was asked
    for.
    """
    os.environ[EDITION] = "bundled" if docname in app.rnncourse_left_out else app.rnncourse_asked


def before_reading(app, docname: str, source: list[str]) -> None:
    """Ask for the edition of the page that is read next."""
    ask_for(app, docname)


def after_reading(app, env) -> list[str]:
    """Ask for what was asked for again. Raises ExtensionError where the data are others by now than
    those for which the pages were read, for their cells may have met either.
    """
    ask_for(app, None)
    before = fingerprints()
    resolved_for.cache_clear()
    if changed := set(before.items()) ^ set(fingerprints().items()):
        names = ", ".join(sorted({name for name, _ in changed}))
        raise ExtensionError(f"the data changed while the book was read ({names}): build again")
    return []


class Edition(SphinxDirective):
    """Keep the content if the named set resolved to the named kind."""

    has_content = True
    required_arguments = 2

    def run(self):
        kind, name = self.arguments
        if kind not in KINDS:
            raise self.error(f"edition {kind!r} is none of {', '.join(KINDS)}")
        if name not in resolved():
            raise self.error(f"data set {name!r} is none of {', '.join(resolved())}")
        edition = resolved()[name].edition
        self.env.rnncourse_editions.setdefault(self.env.docname, {})[name] = edition
        kept = nodes.Element()
        if kind == edition:
            self.state.nested_parse(self.content, self.content_offset, kept)
        return kept.children


def outdated(app, env, added, changed, removed) -> list[str]:
    """The pages with a block whose data set has another edition now."""
    found = []
    for doc, seen in env.rnncourse_editions.items():
        ask_for(app, doc)
        if any(
            name not in resolved() or resolved()[name].edition != kind
            for name, kind in seen.items()
        ):
            found.append(doc)
    ask_for(app, None)
    return found


def prepare(app) -> None:
    """Note what was asked for, and make room for what pages say of editions."""
    app.rnncourse_asked, app.rnncourse_left_out = os.environ.get(EDITION) or "auto", set()
    if not hasattr(app.env, "rnncourse_editions"):
        app.env.rnncourse_editions = {}


def purge(app, env, docname: str) -> None:
    """Forget a page that is read again."""
    env.rnncourse_editions.pop(docname, None)


def setup(app):
    app.add_directive("edition", Edition)
    app.connect("builder-inited", prepare)
    app.connect(
        "env-get-outdated", leave_pages_out, priority=100
    )  # before any page's key is asked for
    app.connect("env-get-outdated", outdated)
    app.connect("source-read", before_reading, priority=100)
    app.connect("env-updated", after_reading, priority=100)
    app.connect("env-purge-doc", purge)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": False,
        "parallel_write_safe": True,
    }

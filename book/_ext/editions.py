"""Text that is true of one edition of a data set only.

    :::{edition} bundled last-names
    Shown where the build ran on the bundled last names.
    :::

A page that holds such a block is read again when the set resolves to another edition.
"""

from __future__ import annotations

from functools import lru_cache

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

KINDS = ("bundled", "reference")


@lru_cache(maxsize=1)
def resolved() -> dict:
    """Every data set's resolved edition, by name, in the registry's order, without those that the book can do without.

    Raises ExtensionError where the edition that was asked for cannot be had.
    """
    from rnncourse import datasets

    try:
        return datasets.resolve_all()
    except Exception as error:
        raise ExtensionError(f"the data are not at hand: {error}") from error


def fingerprints() -> dict[str, str]:
    """A line for each data set that changes with the files that it resolved to."""
    return {name: f"{name} {found.edition} {found.sha256}" for name, found in resolved().items()}


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
    return [doc for doc, seen in env.rnncourse_editions.items()
            if any(name not in resolved() or resolved()[name].edition != kind for name, kind in seen.items())]


def prepare(app) -> None:
    if not hasattr(app.env, "rnncourse_editions"):
        app.env.rnncourse_editions = {}


def purge(app, env, docname: str) -> None:
    env.rnncourse_editions.pop(docname, None)


def setup(app):
    app.add_directive("edition", Edition)
    app.connect("builder-inited", prepare)
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", purge)
    return {"version": "1", "env_version": 1, "parallel_read_safe": False, "parallel_write_safe": True}

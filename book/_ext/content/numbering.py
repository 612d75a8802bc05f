"""Number the exercises of every page from 1: in a book that grows, a number through all pages would
change with every chapter before it.

An exercise of another page is named with that page: "Exercise 3 of *Gated cells*".
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform

KIND = "exercise"


def restore(app, env, docnames) -> None:
    """Give Sphinx its own numbers back: it compares the next ones with them to see what changed."""
    env.toc_fignumbers.update(getattr(env, "rnncourse_sphinx_numbers", {}))


def renumber(app, env) -> list[str]:
    """Count the exercises of each page from 1, in their order."""
    env.rnncourse_sphinx_numbers = dict(env.toc_fignumbers)
    for docname, numbers in env.rnncourse_sphinx_numbers.items():
        if KIND in numbers:
            in_order = sorted(numbers[KIND], key=numbers[KIND].get)
            counted = {name: (count,) for count, name in enumerate(in_order, start=1)}
            env.toc_fignumbers[docname] = numbers | {KIND: counted}
    return []


class NameThePage(SphinxPostTransform):
    """Put the page's title behind a reference to an exercise that stands on another."""

    default_priority = 6  # between sphinx-exercise's choice of numbers and Sphinx' resolving

    def run(self, **kwargs) -> None:
        env: Any = self.env
        for node in list(self.document.findall(pending_xref)):
            exercise = env.sphinx_exercise_registry.get(node.get("reftarget"))
            if not exercise or node.get("refexplicit"):
                continue
            page = exercise["docname"]
            if page != self.env.docname:
                title = nodes.emphasis("", self.env.titles[page].astext())
                node.parent.insert(node.parent.index(node) + 1, [nodes.Text(" of "), title])


def setup(app):
    app.setup_extension("sphinx_exercise")
    app.connect("env-before-read-docs", restore)
    app.connect("env-get-updated", renumber, priority=900)  # after Sphinx has counted
    app.add_post_transform(NameThePage)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

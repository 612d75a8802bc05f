"""What a cell wrote to stderr: MyST-NB only says that it did, which fails the build."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
LINES = 10  # that are shown of it


def tell(app, doctree) -> None:
    """Show the first lines of what the cells of the page that was just read wrote to stderr."""
    for node in doctree.findall(nodes.literal_block):
        if "stderr" in node["classes"]:
            first, *others = node.astext().strip().splitlines()[:LINES] or [""]
            LOGGER.error(
                "the cell wrote to stderr: %s", "\n    ".join([first, *others]), location=node
            )


def setup(app):
    app.connect("doctree-read", tell)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

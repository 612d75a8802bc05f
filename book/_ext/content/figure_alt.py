"""Take a figure's alt text from the metadata of its output, and fail the build for a figure without
any.

MyST-NB reads alt text only from the cell (`mystnb: image: alt`), which goes on winning here. The
cells are told that they run in the book: their figures are then as its pages and its print need
them.
"""

from __future__ import annotations

import os
from functools import wraps

from docutils import nodes
from myst_nb.core.render import NbElementRenderer
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
IN_BOOK = "RNNCOURSE_IN_BOOK"  # read by rnncourse.figures.style


def with_alt_text(render_image):
    """Wrap MyST-NB's renderer so that an image without alt text gets the one of its output."""

    @wraps(render_image)
    def render(self, data):
        """Render an image with the alt text that its output carries."""
        images = render_image(self, data)
        alt = data.output_metadata.get(data.mime_type, {}).get("alt", "")
        for image in images:
            if alt and not image.get("alt"):
                image["alt"] = alt
        return images

    render.reads_output_metadata = True
    return render


class RequireAltText(SphinxTransform):
    """Warn, and so fail the build, for every image of a page that says nothing to those who cannot
    see it.
    """

    default_priority = 870

    def apply(self, **kwargs) -> None:
        for image in self.document.findall(nodes.image):
            if not image.get("alt", "").strip() and not image["uri"].endswith(".pdf"):
                LOGGER.warning(
                    "a figure has no alt text; draw it with rnncourse.figures, or set mystnb: "
                    "image: alt",
                    location=located(image),
                    type="figure_alt",
                    subtype="missing",
                )


def located(node: nodes.Node) -> nodes.Node:
    """The node or its nearest ancestor that knows its line."""
    while node.line is None and node.parent is not None:
        node = node.parent
    return node


def setup(app):
    os.environ[IN_BOOK] = "1"  # for the kernels, which inherit it
    if not hasattr(NbElementRenderer.render_image, "reads_output_metadata"):
        NbElementRenderer.render_image = with_alt_text(NbElementRenderer.render_image)
    app.add_transform(RequireAltText)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }

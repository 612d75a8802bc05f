"""What the front page takes from the chapters: `{picture}`, a figure of another page; {hours}, how
long a part takes; and {colab}, a link that opens a chapter's notebook.

    ```{picture} fig-last-names-typed
    :page: classifying/last-names
    ```
    {hours}`foundations`, {colab}`foundations/sequences`
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from _ext.content.minutes import minutes
from _ext.site.launch_links import BRANCH, OPENED_BY, repository

LOGGER = logging.getLogger(__name__)
ROOM = "book/"
SUFFIX = {"html": ".svg", "latex": ".pdf"}


class picture(nodes.General, nodes.Element):
    """Stands where the figure `name` of `page` goes until every page has been read."""


class hours(nodes.Inline, nodes.TextElement):
    """Stands where the time goes that the chapters of the folder `part` take."""


def note_page(env: Any) -> None:
    """Note that the page that is read shows what others hold."""
    env.rnncourse_front.add(env.docname)


class Picture(SphinxDirective):
    """`{picture} NAME` with `:page:`: the figure without its caption."""

    required_arguments = 1
    option_spec = {"page": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        note_page(self.env)
        node = picture(name=self.arguments[0], page=ROOM + self.options["page"])
        self.set_source_info(node)
        return [node]


class Hours(SphinxRole):
    """{hours}`PART`."""

    def run(self):
        note_page(self.env)
        return [hours(part=self.text)], []


class Colab(SphinxRole):
    """{colab}`PAGE`."""

    def run(self):
        owner, name = repository(self.config)
        address = OPENED_BY["Colab"].format(
            owner=owner, name=name, branch=BRANCH, page=ROOM + self.text
        )
        return [nodes.reference("", "Open in Colab", refuri=address, internal=False)], []


def image(app, wanted: picture) -> nodes.image | None:
    """The picture of a figure, in the format of the builder; None where there is no such figure."""
    if wanted["page"] not in app.env.found_docs:
        return None
    suffix = SUFFIX.get(app.builder.format, ".svg")
    for figure in app.env.get_doctree(wanted["page"]).findall(nodes.figure):
        if wanted["name"] in figure["names"]:
            pictures = [i for i in figure.findall(nodes.image) if i["uri"].endswith(suffix)]
            return pictures[0].deepcopy() if pictures else None
    return None


def in_words(count: float) -> str:
    """Minutes as a reader plans with them: 40 minutes, 2½ hours."""
    if count < 50:
        return f"{5 * round(count / 5)} minutes"
    halves = round(count / 30)
    whole, half = divmod(halves, 2)
    return f"{whole or ''}{'½' if half else ''} hour{'s' if halves > 2 else ''}"


def taken(env, part: str) -> int:
    """The minutes of all chapters in one folder."""
    pages = env.rnncourse_minutes
    return sum(
        minutes(counts)
        for page, counts in pages.items()
        if re.match(rf"{ROOM}{re.escape(part)}/", page)
    )


def fill(app, doctree, docname: str) -> None:
    """Put the pictures and the times where they go."""
    for node in list(doctree.findall(picture)):
        found = image(app, node)
        if found is None:
            LOGGER.warning(
                "there is no figure %r on the page %s; name one that has a picture there",
                node["name"],
                node["page"],
                location=node,
                type="front",
                subtype="picture",
            )
            node.parent.remove(node)
        else:
            node.replace_self(found)
    for node in list(doctree.findall(hours)):
        node.replace_self(nodes.Text(in_words(taken(app.env, node["part"]))))


def pages_to_write(app, env) -> list[str]:
    """The pages that show what others hold: written again whenever any page was read."""
    return sorted(env.rnncourse_front) if env.rnncourse_read_now else []


def note_read(app, env, docnames: list[str]) -> None:
    """Note whether any page is read in this build."""
    env.rnncourse_read_now = bool(docnames)


def prepare(app) -> None:
    """Make room in the environment for the pages with pictures."""
    if not hasattr(app.env, "rnncourse_front"):
        app.env.rnncourse_front = set()


def purge(app, env, docname: str) -> None:
    """Forget a page that is read again."""
    env.rnncourse_front.discard(docname)


def setup(app):
    app.setup_extension("_ext.content.minutes")
    app.add_node(picture)
    app.add_node(hours)
    app.add_directive("picture", Picture)
    app.add_role("hours", Hours())
    app.add_role("colab", Colab())
    app.connect("builder-inited", prepare)
    app.connect("env-before-read-docs", note_read)
    app.connect("env-purge-doc", purge)
    app.connect("env-updated", pages_to_write)
    app.connect("doctree-resolved", fill)
    return {"version": "1", "env_version": 1, "parallel_read_safe": False}

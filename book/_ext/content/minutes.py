"""The line under a chapter's title: how many minutes it takes, what it builds on, and the practice
notebook.

The minutes are counted on the page, as it opens: a minute for 180 words, for 15 lines of code (one
of brackets alone is none), for two figures, for a displayed formula. Code of the second framework,
solutions and whatever else is folded do not count. What a chapter builds on and where it is
practised, its front matter says, in addresses such as those of {doc}:

    builds_on: [recurrent-cell, ../classifying/last-names]
    practice: ../practice/last-names

A chapter of more than 30 minutes fails the build. The counts are written to `_build/minutes.json`.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
LIMIT = 30
PER_MINUTE = {"words": 180, "code": 15, "figures": 2, "formulas": 1}
UNTIMED = {"reference", "practice"}  # folders to look things up in, and to work in
WORD = re.compile(r"\S*\w\S*")
FOLDED = {"dropdown", "toggle", "sd-dropdown", "tag_hide-cell", "tag_pytorch"}
NOTHING = (nodes.raw, nodes.comment, nodes.system_message)


class chapter_line(nodes.General, nodes.Element):
    """Stands under the title of `page` until the titles of all pages are known."""


def counted(node: nodes.Node) -> Counter:
    """The words, lines of code, figures and formulas that a reader of this node sees."""
    if isinstance(node, nodes.Text):
        return Counter(words=len(WORD.findall(node)))
    if not isinstance(node, nodes.Element) or isinstance(node, NOTHING):
        return Counter()
    if FOLDED.intersection(node["classes"]):
        return Counter()
    if isinstance(node, nodes.math):
        return Counter(words=1)
    if isinstance(node, nodes.math_block):
        return Counter(formulas=1)
    if isinstance(node, nodes.image):
        return Counter(figures=1)
    if isinstance(node, nodes.literal_block):
        return Counter(code=sum(bool(WORD.search(line)) for line in node.astext().splitlines()))
    if node.get("nb_element") == "mime_bundle":  # one output in several formats
        return Counter(figures=int(any(node.findall(nodes.image))))
    return sum((counted(child) for child in seen(node)), Counter())


def seen(node: nodes.Element) -> list[nodes.Node]:
    """The parts of a node that are not hidden in a cell; of what a cell puts out, the figures."""
    if node.get("nb_element") == "cell_code_output":
        return [child for child in node.children if not isinstance(child, nodes.literal_block)]
    hidden = {
        element
        for tag, element in (
            ("tag_hide-input", "cell_code_source"),
            ("tag_hide-output", "cell_code_output"),
        )
        if tag in node["classes"]
    }
    return [
        child
        for child in node.children
        if not (isinstance(child, nodes.Element) and child.get("nb_element") in hidden)
    ]


def minutes(counts: dict[str, int]) -> int:
    """Whole minutes for these words, lines of code, figures and formulas; one at least."""
    return max(round(sum(counts[name] / pace for name, pace in PER_MINUTE.items())), 1)


def is_timed(app, docname: str) -> bool:
    """Whether a page is one to read from top to bottom."""
    return docname != app.config.root_doc and UNTIMED.isdisjoint(docname.split("/"))


def note(app, doctree) -> None:
    """Count what the page that was just read holds, and leave room under its title."""
    page = app.env.docname
    title = next(iter(doctree.findall(nodes.title)), None)
    if title is None or not is_timed(app, page):
        return
    counts = counted(doctree)
    app.env.rnncourse_minutes[page] = {name: counts[name] for name in PER_MINUTE}
    title.parent.insert(title.parent.index(title) + 1, chapter_line(page=page))


def named_pages(env, page: str, field: str) -> list[str]:
    """The pages that a field of a page's front matter names."""
    text = env.metadata[page].get(field, "[]")
    addresses = json.loads(text) if text.startswith("[") else [text]
    return [
        posixpath.normpath(posixpath.join(posixpath.dirname(page), address))
        for address in addresses
    ]


def complaints(env) -> list[tuple[str, str]]:
    """(page, what is wrong) for every page that takes too long or names a page that the book does
    not have.
    """
    found = []
    for page, counts in sorted(env.rnncourse_minutes.items()):
        taken = minutes(counts)
        if taken > LIMIT:
            found.append((page, f"takes {taken} minutes, more than {LIMIT}; fold or split it"))
        for field in ("builds_on", "practice"):
            for named in named_pages(env, page, field):
                if named not in env.found_docs:
                    found.append((page, f"its {field} names {named!r}, which is no page"))
    return found


def check_and_write(app, env) -> None:
    """Warn of what takes too long, and write minutes.json."""
    for page, message in complaints(env):
        LOGGER.warning(message, location=page, type="minutes", subtype="page")
    table = {
        page: {**counts, "minutes": minutes(counts)}
        for page, counts in sorted(env.rnncourse_minutes.items())
    }
    path = Path(app.outdir).parent / "minutes.json"
    path.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def short_title(env, page: str) -> str:
    """The title of a page without what follows its colon, of a practice page its subject."""
    title = env.titles[page].astext().removeprefix("Practice: ")
    return title.partition(":")[0]


def links(app, docname: str, pages: list[str]) -> list[nodes.Node]:
    """Links to pages, with commas between them."""
    found = []
    for page in (page for page in pages if page in app.env.titles):
        uri = app.builder.get_relative_uri(docname, page)
        link = nodes.reference("", short_title(app.env, page), internal=True, refuri=uri)
        found += [nodes.Text(", "), link] if found else [link]
    return found


def fill(app, doctree, docname: str) -> None:
    """Write the line under every chapter's title."""
    for node in list(doctree.findall(chapter_line)):
        page = node["page"]
        taken = minutes(app.env.rnncourse_minutes[page])
        paragraph = nodes.paragraph("", f"about {taken} minute{'s' if taken > 1 else ''}")
        for words, field in (("builds on ", "builds_on"), ("practice notebook: ", "practice")):
            if found := links(app, docname, named_pages(app.env, page, field)):
                paragraph.extend([nodes.Text(f" · {words}"), *found])
        node.replace_self(nodes.container("", paragraph, classes=["chapter-line"]))


def prepare(app) -> None:
    """Make room in the environment for the counts of pages."""
    if not hasattr(app.env, "rnncourse_minutes"):
        app.env.rnncourse_minutes = {}


def purge(app, env, docname: str) -> None:
    """Forget a page that is read again."""
    env.rnncourse_minutes.pop(docname, None)


def setup(app):
    app.add_node(chapter_line)
    app.connect("builder-inited", prepare)
    app.connect("env-purge-doc", purge)
    app.connect("doctree-read", note)
    app.connect("env-updated", check_and_write)
    app.connect("doctree-resolved", fill)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": False,
        "parallel_write_safe": True,
    }

"""Let a search find words, not code, and name first the chapter in which a term is put to work.

Code, formulas and what cells put out stay out of the index. For every term of the glossary, the
page of results knows the chapters that its entry links: search.js puts them first, and takes code
and formulas out of the excerpts.
"""

from __future__ import annotations

import json

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

GLOSSARY = "book/reference/glossary"
NOT_WORDS = (nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.comment)


def words_only(doctree: nodes.document) -> nodes.document:
    """A copy of a page without what nobody searches for in words."""
    page = doctree.deepcopy()
    for node in list(page.findall(lambda node: isinstance(node, NOT_WORDS))):
        node.parent.remove(node)
    return page


def index_words(app) -> None:
    """Let the builder index pages without their code."""
    if app.builder.format != "html":
        return
    index_page = app.builder.index_page
    app.builder.index_page = lambda page, doctree, title: index_page(
        page, words_only(doctree), title
    )


def chapters_by_term(env) -> dict[str, list[str]]:
    """The pages that each entry of the glossary links, by its term."""
    found = {}
    for item in env.get_doctree(GLOSSARY).findall(nodes.definition_list_item):
        links = [link["reftarget"] for link in item.findall(addnodes.pending_xref)]
        pages = [docname_join(GLOSSARY, link) for link in links]
        for term in item.findall(nodes.term):
            for name in term.astext().split(", "):
                found[name.lower()] = [page for page in pages if page in env.found_docs]
    return found


def bring_terms(app, pagename, templatename, context, doctree) -> None:
    """Give the page of results the terms and the script that uses them."""
    if pagename == "search" and GLOSSARY in app.env.found_docs:
        terms = json.dumps(chapters_by_term(app.env))
        app.add_js_file(None, body=f"const CHAPTERS_BY_TERM = {terms};")
        app.add_js_file("search.js", loading_method="defer", priority=900)


def setup(app):
    app.connect("builder-inited", index_words)
    app.connect("html-page-context", bring_terms)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

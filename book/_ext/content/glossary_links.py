"""The first use of a term on a page of the site leads to its entry in the glossary, whose text it
shows on hover.

Only running text is linked: no heading, caption, table, exercise, code or output, nothing that is
emphasised or linked already, and no term that the page itself sets in bold, for there it is
defined. A term of one common word is linked only if it has no other sense here (UNMISTAKABLE).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes

from _ext.content.minutes import is_timed
from _ext.content.surroundings import plain

GLOSSARY = "book/reference/glossary"
AROUND = (
    nodes.document,
    nodes.section,
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.list_item,
)  # what may hold a paragraph of running text
UNMISTAKABLE = {
    "augmentation",
    "autoencoder",
    "bidirectional",
    "bootstrap",
    "bottleneck",
    "bucketing",
    "callback",
    "convolution",
    "dilation",
    "dropout",
    "embedding",
    "epoch",
    "logits",
    "nat",
    "overcomplete",
    "overfitting",
    "oversampling",
    "padding",
    "perplexity",
    "pooling",
    "softmax",
    "stratified",
    "temperature",
    "unrolled",
}


@dataclass(frozen=True)
class Entry:
    """An entry of the glossary: its names, the id of its term, and its text."""

    names: tuple[str, ...]
    anchor: str
    text: str


def entries(glossary: nodes.document) -> list[Entry]:
    """What the glossary says, without the pages that it links."""
    found = []
    for item in glossary.deepcopy().findall(nodes.definition_list_item):
        for link in list(item.findall(addnodes.pending_xref)):
            link.parent.remove(link)
        text = plain(next(item.findall(nodes.definition))).rstrip(" ,")
        for term in item.findall(nodes.term):
            found.append(Entry(tuple(term.astext().split(", ")), term["ids"][0], text))
    return found


def is_safe(name: str) -> bool:
    """Whether a name has one sense: it has several words, a hyphen or a capital, or is known to."""
    return not re.fullmatch("[a-z]+", name) or name in UNMISTAKABLE


def pattern(name: str) -> str:
    """A name as a regular expression: singular or plural, also at the start of a sentence."""
    stem, ending = re.sub("(?<!s)s$", "", name), "(?:s|es)?"
    if stem.endswith("matrix"):
        stem, ending = stem[:-1], "(?:x|ces)"
    first, rest = stem[0], re.escape(stem[1:]).replace(r"\ ", r"\s+")
    return (f"[{first}{first.upper()}]" if first.islower() else first) + rest + ending


class Terms:
    """The entries that can be linked, and one expression that finds the longest of their names."""

    def __init__(self, found: list[Entry]):
        named = [(name, entry) for entry in found for name in entry.names if is_safe(name)]
        named.sort(key=lambda pair: -len(pair[0]))
        self.entries = [entry for _, entry in named]
        names = "|".join(f"({pattern(name)})" for name, _ in named)
        self.names = re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")

    def within(self, text: str) -> list[tuple[re.Match, Entry]]:
        """Every name in a text, and what it names."""
        if not self.entries:
            return []
        found = self.names.finditer(text)
        return [(match, self.entries[(match.lastindex or 1) - 1]) for match in found]


def running_texts(doctree: nodes.document) -> list[nodes.Text]:
    """The texts of a page that stand plainly in a paragraph or an item of a list."""
    found = []
    for paragraph in doctree.findall(nodes.paragraph):
        if all(isinstance(node, AROUND) for node in ancestors(paragraph)):
            join_lines(paragraph)
            found += [child for child in paragraph if isinstance(child, nodes.Text)]
    return found


def join_lines(paragraph: nodes.paragraph) -> None:
    """Make one text of those that stand side by side, as the lines of a source do."""
    children = []
    for child in paragraph:
        if children and isinstance(child, nodes.Text) and isinstance(children[-1], nodes.Text):
            children[-1] = nodes.Text(children[-1] + child)
        else:
            children.append(child)
    paragraph[:] = children


def ancestors(node: nodes.Node) -> list[nodes.Node]:
    """All that holds a node, from inside to outside."""
    return [node.parent, *ancestors(node.parent)] if node.parent else []


def link_first_uses(doctree: nodes.document, terms: Terms, glossary: str) -> None:
    """Let the first use of each term on a page lead to its entry at the address `glossary`."""
    bold = [strong.astext() for strong in doctree.findall(nodes.strong)]
    seen = {entry for text in bold for _, entry in terms.within(text)}
    for text in running_texts(doctree):
        parts, end = [], 0
        for match, entry in terms.within(text):
            if entry not in seen:
                seen.add(entry)
                parts += [nodes.Text(text[end : match.start()]), link(match[0], entry, glossary)]
                end = match.end()
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(text[end:])])


def link(words: str, entry: Entry, glossary: str) -> nodes.reference:
    """Words that lead to an entry."""
    return nodes.reference(
        words,
        words,
        internal=True,
        refuri=f"{glossary}#{entry.anchor}",
        reftitle=entry.text,
        classes=["glossary-term"],
    )


def read_glossary(app, env) -> list[str]:
    """Learn the terms; where they have changed since the last build, write every chapter again."""
    found = entries(env.get_doctree(GLOSSARY)) if GLOSSARY in env.found_docs else []
    app.rnncourse_terms = Terms(found)
    changed = found != getattr(env, "rnncourse_glossary", [])
    env.rnncourse_glossary = found
    return [page for page in env.found_docs if changed and is_timed(app, page)]


def link_terms(app, doctree, docname: str) -> None:
    """Link the terms of a chapter on the site."""
    if app.builder.format == "html" and is_timed(app, docname):
        glossary = app.builder.get_relative_uri(docname, GLOSSARY)
        link_first_uses(doctree, app.rnncourse_terms, glossary)


def setup(app):
    app.connect("env-updated", read_glossary)
    app.connect("doctree-resolved", link_terms)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }

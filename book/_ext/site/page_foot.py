"""The foot of every page: where to report an error in it, and what has changed on it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from _ext.site.launch_links import repository

FOOT = (
    '<p class="page-foot"><a href="{report}">Report an error on this page</a> · '
    '<a href="{changes}">What changed on it</a></p>\n'
)


def foot(config, docname: str, title: str) -> str:
    """The line for one page, as HTML."""
    owner, name = repository(config)
    root = f"https://github.com/{owner}/{name}"
    question = urlencode({"title": f"{title}: ", "body": f"Page: {docname}\n\n"})
    return FOOT.format(
        report=escape(f"{root}/issues/new?{question}"),
        changes=escape(f"{root}/commits/main/{docname}.md"),
    )


def add(app, pagename, templatename, context, doctree) -> None:
    """Put the line behind what a page of the book says."""
    if doctree is not None:
        context["body"] += foot(app.config, pagename, app.env.titles[pagename].astext())


def setup(app):
    app.connect("html-page-context", add)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

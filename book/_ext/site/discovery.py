"""Let the site be found and shared: addresses and descriptions in every head, sitemap.xml, and a
page for a lost reader.

Three packages together do the same (sphinxext-opengraph, sphinx-sitemap, sphinx-notfound-page),
each with options that repeat the site's address. Here it is derived from `repository.url`, as
everywhere. One picture stands for all pages, for their figures are SVG, which hardly any site shows
in a preview.
"""

from __future__ import annotations

import re
import textwrap
from html import escape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from docutils import nodes

from _ext.site.launch_links import site_url

LENGTH = 200  # characters of a description; search engines show no more
NOT_FOUND = """\
<section>
<h1>{title}</h1>
<p>The address that you followed leads nowhere on this site.
Perhaps the page was renamed, or a letter was lost on the way.</p>
<p>Begin at <a href="{home}.html">the front page</a>,
<a href="search.html">search the book</a>, or choose from the list of chapters.</p>
</section>"""
ADDRESS = re.compile(r'\b(href|src|action|data-content_root)="(?!#)([^"]*)"')
SHARED = re.compile(
    r'<meta (?:name="description"|property="og:)[^>]*>|<link '
    r'rel="canonical"[^>]*>|<title>.*?</title>',
    re.S,
)


def first_paragraph(doctree: nodes.document) -> str:
    """The text that the page opens with, cut at a word; empty for a page without text of its
    own.
    """
    paragraphs = (
        node for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section)
    )
    return next(
        (textwrap.shorten(node.astext(), LENGTH, placeholder=" …") for node in paragraphs), ""
    )


def tags(config, page: str, title: str, description: str) -> str:
    """The description and the OpenGraph properties of a page, as HTML."""
    site, (picture, alt) = site_url(config), config.discovery_picture
    properties = {
        "title": title,
        "type": "website",
        "url": f"{site}{page}.html",
        "description": description,
        "site_name": config.html_title,
        "image": f"{site}_static/{picture}",
        "image:alt": alt,
    }
    lines = [
        f'<meta property="og:{name}" content="{escape(value)}" />'
        for name, value in properties.items()
    ]
    return "\n".join([f'<meta name="description" content="{escape(description)}" />', *lines, ""])


def describe(app, pagename, templatename, context, doctree) -> None:
    """Add the tags of one page; a page without text (search, index) is described by the book's
    first paragraph.
    """
    description = first_paragraph(doctree) if doctree else ""
    description = description or first_paragraph(app.env.get_doctree(app.config.root_doc))
    title = (
        app.env.titles[pagename].astext()
        if pagename in app.env.titles
        else context.get("title", app.config.html_title)
    )
    context["metatags"] = (
        context.get("metatags", "") + "\n" + tags(app.config, pagename, title, description)
    )


def not_found(app):
    """Yield the page that is shown for an address that leads nowhere."""
    title = "There is no such page"
    yield (
        "404",
        {"title": title, "body": NOT_FOUND.format(title=title, home=app.config.root_doc)},
        "page.html",
    )


def rooted(html: str, base: str) -> str:
    """The page with addresses that hold at any depth: its host serves it for whatever address is
    not there.
    """
    return ADDRESS.sub(lambda match: f'{match[1]}="{urljoin(base, match[2])}"', html)


def finish(app, exception) -> None:
    """Write what is made from the finished pages: the 404 page's addresses, the sitemap, the front
    door.
    """
    if exception or app.builder.name != "html":
        return
    out, site, root = Path(app.outdir), site_url(app.config), app.config.root_doc
    lost = out / "404.html"
    lost.write_text(rooted(lost.read_text("utf-8"), urlsplit(site).path), "utf-8")
    places = "".join(
        f"<url><loc>{site}{escape(name)}.html</loc></url>\n" for name in sorted(app.env.found_docs)
    )
    (out / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/'
        f'sitemap/0.9">\n{places}</urlset>\n',
        "utf-8",
    )
    head = "\n".join(SHARED.findall((out / f"{root}.html").read_text("utf-8")))
    if (
        root != "index"
    ):  # the site's own address is what people share, and it has only a redirection
        (out / "index.html").write_text(
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8" />\n{head}\n'
            f'<meta http-equiv="Refresh" content="0; url={root}.html" />\n</head></html>\n',
            "utf-8",
        )


def take_address(app, config) -> None:
    """Take the site's address from the repository's."""
    config.html_baseurl = site_url(config)  # Sphinx makes the canonical links from it


def setup(app):
    app.add_config_value("discovery_picture", ("", ""), "html", (list, tuple))
    app.connect("config-inited", take_address)
    app.connect("html-collect-pages", not_found)
    app.connect("html-page-context", describe)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

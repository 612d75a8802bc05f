"""Let the old address of a page that was renamed or split lead to the new one.

    moved_pages:
      book/generating/shakespeare: book/generating/sonnets

in the book's configuration writes a small page at the old address. It moves on by itself, and holds
a link.
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path

from sphinx.errors import ExtensionError

from _ext.site.launch_links import site_url

PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8" />
<title>{title}</title>
<link rel="canonical" href="{canonical}" />
<meta http-equiv="Refresh" content="0; url={address}" />
</head><body><p>This page has moved: <a href="{address}">{title}</a>.</p></body></html>
"""


def check(app, env) -> None:
    """Refuse a mapping that would hide a page, or lead nowhere.

    Raises ExtensionError.
    """
    for old, new in app.config.moved_pages.items():
        if old in env.found_docs:
            raise ExtensionError(f"moved_pages sends {old} away, but the book has such a page")
        if new not in env.found_docs:
            raise ExtensionError(f"moved_pages sends {old} to {new}, which is no page of the book")


def redirect(app, exception) -> None:
    """Write a page at every old address."""
    if exception or app.builder.name != "html":
        return
    for old, new in app.config.moved_pages.items():
        path = Path(app.outdir, f"{old}.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        address = os.path.relpath(Path(app.outdir, f"{new}.html"), path.parent)
        parts = {
            "title": app.env.titles[new].astext(),
            "canonical": f"{site_url(app.config)}{new}.html",
            "address": Path(address).as_posix(),
        }
        path.write_text(
            PAGE.format_map({name: escape(part) for name, part in parts.items()}), "utf-8"
        )


def setup(app):
    app.add_config_value("moved_pages", {}, "html", (dict,))
    app.connect("env-check-consistency", check)
    app.connect("build-finished", redirect, priority=550)  # after page_polish has deleted old pages
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

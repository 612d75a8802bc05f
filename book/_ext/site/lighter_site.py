"""Publish only those icons and styles of the theme that a page uses: unused ones were a quarter of
what a reader had to load.

When the site is built, style sheets lose the rules for icons (.fa-…) and components (.sd-…) that
occur on no page, and the icon fonts keep the glyphs that the remaining rules show. Sphinx copies
the whole files again in every build.
"""

from __future__ import annotations

import re
from pathlib import Path

from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

CLASS = re.compile(r"\b(?:fa|sd)-[\w-]+")
IN_SELECTOR = re.compile(r"\.((?:fa|sd)-[\w-]+)")
RULE = re.compile(r"(?P<selectors>[^{}]+)\{[^{}]*\}")
GLYPH = re.compile(r"\\([0-9a-f]{2,5})\b")
COMPRESSED = re.compile(
    r'url\([^()]*/webfonts/[^()]*\.woff2\) format\("woff2"\),'
)  # needs a library of its own to write


def classes_in_use(site: Path) -> set[str]:
    """The classes of icons and components on the pages, and those that the theme's scripts add."""
    scripts = [
        *site.glob("_static/*.js"),
        site / "_static/scripts/pydata-sphinx-theme.js",
        site / "_static/scripts/sphinx-book-theme.js",
    ]
    return {
        name
        for path in [*site.rglob("*.html"), *scripts]
        for name in CLASS.findall(path.read_text("utf-8"))
    }


def without_unused(css: str, used: set[str]) -> str:
    """The style sheet without the rules whose every selector asks for an icon or a component that
    is not in `used`.
    """

    def kept(rule: re.Match) -> str:
        """Return the rule, or nothing where none of its selectors is used."""
        selectors = rule["selectors"].split(",")
        return (
            rule[0]
            if any(used.issuperset(IN_SELECTOR.findall(selector)) for selector in selectors)
            else ""
        )

    return RULE.sub(kept, COMPRESSED.sub("", css))


def keep_glyphs(font: Path, glyphs: set[int]) -> None:
    """Write the font with these code points only."""
    with TTFont(font) as full:
        subsetter = Subsetter()
        subsetter.populate(unicodes=glyphs)
        subsetter.subset(full)
        full.save(font)


def lighten(app, exception) -> None:
    """Publish only the styles and icons that a page uses."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    sheets = [*site.glob("_static/*.css"), *site.glob("_static/styles/*.css")]
    used, glyphs = classes_in_use(site), set()
    for sheet in sheets:
        css = without_unused(sheet.read_text("utf-8"), used)
        sheet.write_text(css, "utf-8")
        glyphs |= {int(code, 16) for code in GLYPH.findall(css)}
    for font in site.glob("_static/vendor/fontawesome/webfonts/*.ttf"):
        keep_glyphs(font, glyphs)
        font.with_suffix(".woff2").unlink(missing_ok=True)


def setup(app):
    app.connect("build-finished", lighten, priority=600)  # after the pages have been polished
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

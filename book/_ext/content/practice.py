"""`{practice-notebooks}`: where a practice page offers its two notebooks, which
tools/practice_notebooks.py derives.

They are published in place of the page's own, so the buttons at the top of the page lead to the
student's.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from _ext.site.launch_links import BRANCH, OPENED_BY, repository, site_url

VARIANTS = {
    "student": "Student’s notebook, with the functions left to write",
    "solution": "Solution notebook",
}
HOW = (
    "Take the student’s notebook and write its functions. Below each stands a check; run it, and "
    "it tells whether your function "
    "is right, and if not, why. This page has the same tasks in the same order, and each solution "
    "opens on a click."
)
CLASS = "practice-notebooks"


class PracticeNotebooks(SphinxDirective):
    """How to practise, and plain links: download each notebook, or open it in Colab or Binder."""

    def run(self) -> list[nodes.Node]:
        items = nodes.bullet_list("", *(self.item(variant) for variant in VARIANTS))
        return [nodes.container("", nodes.paragraph("", HOW), items, classes=[CLASS])]

    def item(self, variant: str) -> nodes.list_item:
        """Return one line of the list: what a notebook is, and where it opens."""
        owner, name = repository(self.config)
        page = f"{self.env.docname}-{variant}"
        paragraph = nodes.paragraph("", f"{VARIANTS[variant]}: ")
        paragraph += self.link(
            "download",
            f"{site_url(self.config)}_sources/{page}.ipynb",
            source=f"_sources/{page}.ipynb",
        )
        for service, address in OPENED_BY.items():
            paragraph += nodes.Text(", ")
            paragraph += self.link(
                f"open in {service}",
                address.format(owner=owner, name=name, branch=BRANCH, page=page),
            )
        return nodes.list_item("", paragraph)

    def link(self, text: str, address: str, **attributes: str) -> nodes.reference:
        """Return a link with its text."""
        return nodes.reference("", text, refuri=address, internal=False, **attributes)


def stay_on_this_site(app, doctree, docname) -> None:
    """Let the downloads of a page of the site come from where that page came from, published or
    not.
    """
    if app.builder.format == "html":
        for link in doctree.findall(nodes.reference):
            if "source" in link:
                link["refuri"] = "../" * docname.count("/") + link["source"]


def lead_to_the_students(app, pagename, templatename, context, doctree) -> None:
    """Let the buttons of a practice page download and open the student's notebook."""
    if doctree is None or not any(
        CLASS in node["classes"] for node in doctree.findall(nodes.container)
    ):
        return
    for group in context.get("header_buttons", []):
        for button in group.get("buttons", []):
            if button.get("url", "").endswith(f"{pagename}.ipynb"):
                button["url"] = f"{button['url'].removesuffix('.ipynb')}-student.ipynb"


def setup(app):
    app.add_directive("practice-notebooks", PracticeNotebooks)
    app.connect("doctree-resolved", stay_on_this_site)
    app.connect(
        "html-page-context", lead_to_the_students, priority=910
    )  # after launch_links has set them
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""`{practice-notebooks}`: where a practice page offers its two notebooks, which tools/practice_notebooks.py derives."""

from __future__ import annotations

from docutils import nodes
from launch_links import BRANCH, OPENED_BY, repository, site_url
from sphinx.util.docutils import SphinxDirective

VARIANTS = {"student": "Student’s notebook, with the functions left to write", "solution": "Solution notebook"}


class PracticeNotebooks(SphinxDirective):
    """Plain links: download each, or open it in Colab or Binder."""

    def run(self) -> list[nodes.Node]:
        items = nodes.bullet_list("", *(self.item(variant) for variant in VARIANTS))
        return [nodes.container("", items, classes=["practice-notebooks"])]

    def item(self, variant: str) -> nodes.list_item:
        owner, name = repository(self.config)
        page = f"{self.env.docname}-{variant}"
        paragraph = nodes.paragraph("", f"{VARIANTS[variant]}: ")
        paragraph += self.link("download", f"{site_url(self.config)}_sources/{page}.ipynb", source=f"_sources/{page}.ipynb")
        for service, address in OPENED_BY.items():
            paragraph += nodes.Text(", ")
            paragraph += self.link(f"open in {service}", address.format(owner=owner, name=name, branch=BRANCH, page=page))
        return nodes.list_item("", paragraph)

    def link(self, text: str, address: str, **attributes: str) -> nodes.reference:
        return nodes.reference("", text, refuri=address, internal=False, **attributes)


def stay_on_this_site(app, doctree, docname) -> None:
    """Let the downloads of a page of the site come from where that page came from, published or not."""
    if app.builder.format == "html":
        for link in doctree.findall(nodes.reference):
            if "source" in link:
                link["refuri"] = "../" * docname.count("/") + link["source"]


def setup(app):
    app.add_directive("practice-notebooks", PracticeNotebooks)
    app.connect("doctree-resolved", stay_on_this_site)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

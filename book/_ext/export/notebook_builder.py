"""Write every chapter as a notebook that Colab can open: the builder `notebooks`.

It is sphinx-tojupyter's, with what that one loses put back: a cell keeps its tags, a solution stays
closed, a caption follows its cell, a code block that is no cell stays text, a framework's cells
stand under its name, and links lead to the published site. Only pages with a kernel become
notebooks, and none may lose a cell on the way.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.util import logging
from sphinx_exercise.nodes import solution_node
from sphinx_tojupyter.builders.jupyter import JupyterBuilder
from sphinx_tojupyter.writers.jupyter import JupyterWriter
from sphinx_tojupyter.writers.translate_all import JupyterTranslator
from sphinx_tojupyter.writers.utils import JupyterOutputCellGenerators

from _ext.content import practice
from _ext.content.framework_tabs import FRAMEWORKS
from _ext.site.launch_links import site_url

LOGGER = logging.getLogger(__name__)
OUTPUTS = [
    ["notebooks", kind, rank]
    for rank, kind in enumerate(("image/svg+xml", "image/png", "text/html", "text/plain"))
]
FRAMEWORK_LABELS = {f"**{name}**" for name in FRAMEWORKS.values()}
TITLE = "# @title {} (open the cell to see it)\n"


class BookTranslator(JupyterTranslator):
    """Turn one page into cells."""

    def __init__(self, builder, document):
        super().__init__(builder, document)
        self.tags: list[str] = []
        self.in_cell = False

    # cells
    # --------------------------------------------------------------------------------------------

    def visit_container(self, node):
        """Open what a container stands for: a tab, a figure, an admonition."""
        if practice.CLASS in node["classes"]:
            raise nodes.SkipNode  # links to this notebook and its sister
        element = node.get("nb_element")
        if element == "cell_code":
            self.tags = [name[4:] for name in node["classes"] if name.startswith("tag_")]
        elif element == "cell_code_source":
            self.in_cell = True
        elif element == "cell_code_output":
            self.captions(node)
            raise nodes.SkipNode

    def depart_container(self, node):
        """Close it."""
        if node.get("nb_element") == "cell_code_source":
            self.in_cell = False

    def captions(self, output: nodes.container) -> None:
        """Keep the captions of the cell's figures: the pictures come back when the reader runs the
        cell.
        """
        for figure in output.findall(nodes.figure):
            for caption in figure.findall(nodes.caption):
                self.markdown_lines.append(f"*{self.figure_name(figure)}* ")
                for child in caption.children:
                    child.walkabout(self)
                self.markdown_lines.append(self.sep_paras)
        self.add_markdown_cell()

    def figure_name(self, figure: nodes.figure) -> str:
        """Return the number of a figure, as the page counts it."""
        numbers = self.builder.env.toc_fignumbers.get(self.builder.docname, {}).get("figure", {})
        number = next((numbers[name] for name in figure["ids"] if name in numbers), ())
        return " ".join(["Figure", ".".join(map(str, number))]).strip() + "."

    def visit_literal_block(self, node):
        """Write code as a cell where it ran, else as a block of text."""
        if not self.in_cell:
            language = node.get("language", "text")
            self.markdown_lines.append(f"```{language}\n{node.astext()}\n```\n\n")
            raise nodes.SkipNode
        super().visit_literal_block(node)
        self.output_cell_type = JupyterOutputCellGenerators.CODE

    def depart_literal_block(self, node):
        """Close the cell or the block."""
        super().depart_literal_block(node)
        cell = self.output.cells[-1]
        cell.metadata = nbformat.from_dict({"tags": self.tags} if self.tags else {})
        if "hide-input" in self.tags or "hide-cell" in self.tags:
            close(cell)

    # solutions and tabs
    # --------------------------------------------------------------------------------------------

    def visit_solution_node(self, node):
        """Open a solution: it stays closed until one asks for it."""
        self.add_markdown_cell()
        node.first_cell = len(self.output.cells)

    def depart_solution_node(self, node):
        """Close it."""
        self.add_markdown_cell()
        if "dropdown" not in node["classes"]:
            return
        title = node.get("title", "Solution")
        for cell in self.output.cells[node.first_cell :]:
            if cell.cell_type == "code":
                cell.metadata["tags"] = [*cell.metadata.get("tags", []), "solution"]
                cell.source = TITLE.format(title) + cell.source
                close(cell)
            elif cell.source not in FRAMEWORK_LABELS:
                cell.source = (
                    f"<details>\n<summary>{title}</summary>\n\n{cell.source}\n\n</details>"
                )
                cell.metadata["tags"] = ["solution"]

    def visit_title(self, node):
        """Write a heading, an exercise's with its number."""
        if isinstance(node.parent, solution_node) and "dropdown" in node.parent["classes"]:
            raise nodes.SkipNode  # the closed cells are headed by it already
        if isinstance(node.parent, nodes.Admonition):
            self.add_markdown_cell()
            self.markdown_lines.append("**")
            return
        super().visit_title(node)

    def depart_title(self, node):
        """Close it."""
        if isinstance(node.parent, nodes.Admonition):
            self.markdown_lines.append("**\n\n")
            return
        super().depart_title(node)

    def visit_exercise_enumerable_node(self, node):
        """Open an exercise with its number."""
        title = node.children[0]
        number = (
            self.builder.env.toc_fignumbers.get(self.builder.docname, {})
            .get("exercise", {})
            .get(node["label"])
        )
        if number:
            title.insert(0, nodes.Text("Exercise " + ".".join(map(str, number))))

    def depart_exercise_enumerable_node(self, node):
        """Close it."""
        self.add_markdown_cell()

    def visit_rubric(self, node):
        """Write a heading that is in no table of contents."""
        self.add_markdown_cell()
        self.markdown_lines.append("**")

    def depart_rubric(self, node):
        """Close it."""
        self.markdown_lines.append("**\n\n")
        self.add_markdown_cell()

    # text
    # --------------------------------------------------------------------------------------------

    def visit_Text(self, node):
        """Write text, with what a notebook would read as mark-up escaped."""
        if isinstance(node.parent, nodes.math):
            formula = f"${node.astext().strip()}$"
            if self.table_builder:
                self.table_builder["line_pending"] += formula
            else:
                self.markdown_lines.append(formula)
            return
        super().visit_Text(node)

    def visit_reference(self, node):
        """Write a link; one to another page leads to the published site."""
        if "refid" in node:  # a place on this page; Colab knows no anchors
            node["refuri"] = f"{self.builder.get_target_uri(self.builder.docname)}#{node['refid']}"
            node["internal"] = False
        super().visit_reference(node)

    def visit_image(self, node):
        """A picture that is not a cell's output is fetched from the published site."""
        name = Path(node["uri"]).name
        self.markdown_lines.append(
            f"![{node.get('alt', '')}]({site_url(self.builder.config)}_images/{name})"
        )

    def visit_target(self, node):
        """Leave out the target of a link."""
        # anchors do not work in Colab, and the links lead to the site

    def depart_target(self, node):
        """Close it."""

    def visit_caption(self, node):
        """Write a caption below its figure."""
        self.markdown_lines.append("*")

    def depart_caption(self, node):
        """Close it."""
        self.markdown_lines.append("*\n\n")


for _kind in (
    "attention",
    "caution",
    "danger",
    "error",
    "hint",
    "important",
    "note",
    "tip",
    "warning",
):

    def _visit(self, node, kind=_kind):
        self.add_markdown_cell()
        self.markdown_lines.append(f"**{kind.title()}.** ")

    def _depart(self, node):
        self.add_markdown_cell()

    setattr(BookTranslator, f"visit_{_kind}", _visit)
    setattr(BookTranslator, f"depart_{_kind}", _depart)


def close(cell) -> None:
    """Hide a cell's source, in Jupyter and in Colab."""
    cell.metadata["jupyter"] = {"source_hidden": True}
    cell.metadata["cellView"] = "form"


class BookWriter(JupyterWriter):
    """Writes a page as a notebook, with the translator of this book."""

    def _identify_translator(self, builder):
        return BookTranslator


class NotebookBuilder(JupyterBuilder):
    """sphinx-tojupyter's builder, for pages with a kernel, and again only where the page was read
    again.
    """

    name = "notebooks"
    epilog = "The notebooks are in %(outdir)s."
    allow_parallel = False
    _writer_class = BookWriter

    def get_outdated_docs(self):
        """Yield the pages with cells whose notebook is older than they are."""
        for docname in sorted(self.env.found_docs):
            if not self.is_notebook(docname):
                continue
            target = Path(self.outdir, f"{docname}.ipynb")
            doctree = Path(self.doctreedir, f"{docname}.doctree")
            if not target.exists() or target.stat().st_mtime < doctree.stat().st_mtime:
                yield docname

    def is_notebook(self, docname: str) -> bool:
        """Whether a page holds cells."""
        return "kernelspec" in self.env.metadata.get(docname, {})

    def get_target_uri(self, docname, typ=None):
        """Return the address of a page on the published site."""
        return f"{site_url(self.config)}{docname}.html"

    def get_relative_uri(self, from_, to, typ=None):
        """Return the same: a notebook stands alone."""
        return self.get_target_uri(to)

    def write_doc(self, docname, doctree):
        """Write one page as a notebook."""
        if not self.is_notebook(docname):
            return
        super().write_doc(docname, doctree)
        lost = self.written_cells(docname) - self.exported_cells(docname)
        for source in lost:
            LOGGER.warning(
                "a cell of the page is missing from its notebook (hide it, do not remove it): %s",
                source.splitlines()[0],
                location=docname,
                type="notebooks",
                subtype="lost",
            )

    def written_cells(self, docname: str) -> Counter:
        """The sources of the page's own code cells."""
        path = Path(self.env.mystnb_config.output_folder, f"{docname}.ipynb")
        return Counter(
            c.source.strip()
            for c in nbformat.read(path, 4).cells
            if c.cell_type == "code" and c.source.strip()
        )

    def exported_cells(self, docname: str) -> Counter:
        """The sources of the exported code cells, without the titles that close solutions."""
        cells = nbformat.read(Path(self.outdir, f"{docname}.ipynb"), 4).cells
        return Counter(
            "".join(
                line for line in c.source.splitlines(True) if not line.startswith("# @title ")
            ).strip()
            for c in cells
            if c.cell_type == "code"
        )

    def update_Metadata(self, docname, nb):  # noqa: N802  (the parent's name)
        """Name the kernel that runs the notebook."""
        nb.metadata = nbformat.from_dict(
            {
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
                "title": self.env.titles[docname].astext(),
            }
        )
        for i, cell in enumerate(nb.cells):
            cell["id"] = f"cell-{i}"
        return nb

    def finish(self):
        """Delete the notebooks of chapters that are gone. (The parent's would end the process.)"""
        for path in Path(self.outdir).rglob("*.ipynb"):
            if path.relative_to(self.outdir).with_suffix("").as_posix() not in self.env.found_docs:
                path.unlink()


def accept_outputs(app, config) -> None:
    """MyST-NB asks which kind of output a builder prefers; this one shows none, but must answer."""
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, *OUTPUTS]


def setup(app):
    app.setup_extension("sphinx_tojupyter")
    app.setup_extension("_ext.content.practice")
    app.connect("config-inited", accept_outputs)
    app.add_builder(NotebookBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

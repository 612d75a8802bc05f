"""What the printed book needs and the site does not: parts, tables as wide as the paper, and no
code that draws figures.

On the site the code of a cell tagged `hide-input` opens on a click or, where it only reports
numbers, is left out. Nobody clicks on paper, so there all of it is left out; it stands in the
chapter's notebook.
"""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.util.texescape import escape
from sphinx_exercise.utils import get_node_number


def parts(env) -> dict[str, str]:
    """The first chapter of each part, and the part's caption."""
    toctrees = env.get_doctree(env.config.root_doc).findall(addnodes.toctree)
    return {
        toctree["includefiles"][0]: toctree["caption"]
        for toctree in toctrees
        if toctree["caption"] and toctree["includefiles"]
    }


def hidden_inputs(doctree: nodes.Node) -> list[nodes.container]:
    """The code of the cells whose code is hidden until it is asked for."""
    cells = (
        node for node in doctree.findall(nodes.container) if "tag_hide-input" in node["classes"]
    )
    return [
        child
        for cell in cells
        for child in cell.children
        if "cell_input" in child.get("classes", [])
    ]


def give_widths(table: nodes.table) -> None:
    """Give each column its share of the page, so that LaTeX breaks the lines in the cells of a
    table of several pages.
    """
    rows = [[len(entry.astext()) for entry in row.children] for row in table.findall(nodes.row)]
    for column, width in zip(
        table.findall(nodes.colspec), map(max, zip(*rows, strict=True)), strict=True
    ):
        column["colwidth"] = min(max(width, 8), 50)
    table["classes"].append("colwidths-given")


def find_exercises(app, doctree: nodes.document) -> None:
    """Let links to exercises of other chapters lead there, named by their number: sphinx-exercise
    does so within a chapter only.
    """
    exercises = app.env.sphinx_exercise_registry
    for link in list(doctree.findall(nodes.reference)):
        label = link.get("refuri", "").rpartition("#")[2]
        if label in exercises:
            number = get_node_number(app, exercises[label]["node"], "exercise")
            text = (
                app.config.numfig_format["exercise"] % number
                if isinstance(link, addnodes.number_reference)
                else link.astext()
            )
            link.replace_self(
                nodes.raw("", rf"\hyperref[exercise:{label}]{{{escape(text)}}}", format="latex")
            )


def prepare(app, doctree, docname: str) -> None:
    """Begin the parts, leave out what is hidden on the site, and fit the tables to the paper."""
    if app.builder.format != "latex":
        return
    captions = parts(app.env)
    for chapter in list(doctree.findall(addnodes.start_of_file)):
        if chapter["docname"] in captions:
            part = nodes.raw(
                "", rf"\part{{{escape(captions[chapter['docname']])}}}", format="latex"
            )
            chapter.parent.insert(chapter.parent.index(chapter), part)
    for code in hidden_inputs(doctree):
        code.parent.remove(code)
    find_exercises(app, doctree)
    for table in doctree.findall(nodes.table):
        give_widths(table)


def setup(app):
    app.connect("doctree-resolved", prepare)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Printing the book: what xelatex only mentions in its log is found, and a machine without it is
told what to install.
"""

import io
from pathlib import Path

import build_pdf
import nbformat
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOT = Path(__file__).parents[2]

LOG = """\
This is XeTeX, Version 3.14
Missing character: There is no ☃ in font FreeSerif:mapping=tex-text;!
Missing character: There is no ☃ in font FreeSerif:mapping=tex-text;!
LaTeX Warning: Hyper reference `book/nowhere:x' on page 3 undefined on input line 5.
LaTeX Warning: Float too large for page by 3pt on input line 9.
Output written on rnncourse.pdf (500 pages).
"""


def test_lost_characters_and_references_are_found_once_each():
    found = build_pdf.faults(LOG)
    assert len(found) == 2 and "☃" in found[1] and "nowhere" in found[0]


def test_without_xelatex_it_is_said_what_to_install(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert build_pdf.main() == 1
    assert "apt-get install texlive-xetex" in capsys.readouterr().err


def test_the_workflow_installs_what_printing_needs():
    assert build_pdf.PACKAGES in (ROOT / ".github/workflows/book.yml").read_text("utf-8")


INDEX = """# Book

```{toctree}
:caption: Part with a name

one
two
three
```
"""
ONE = """# One

````{exercise-start} Count
:label: ex-count
````
How many?
````{exercise-end}
````
"""
TWO = "# Two\n\n| where | what |\n|---|---|\n| {ref}`ex-count` | {ref}`a count <ex-count>` |\n"


@pytest.fixture(scope="module")
def latex(tmp_path_factory):
    """The LaTeX of a small book of two chapters, a part and a cell whose code is hidden."""
    folder = tmp_path_factory.mktemp("printed")
    source = folder / "book"
    source.mkdir()
    for name, text in (("index", INDEX), ("one", ONE), ("two", TWO)):
        (source / f"{name}.md").write_text(text, "utf-8")
    cells = [
        nbformat.v4.new_markdown_cell("# Three"),
        nbformat.v4.new_code_cell("hidden = 1", metadata={"tags": ["hide-input"]}),
        nbformat.v4.new_code_cell("shown = 1"),
    ]
    python = {"language_info": {"name": "python", "pygments_lexer": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=python), source / "three.ipynb")
    settings = {
        "extensions": ["myst_nb", "sphinx_exercise", "_ext.export.printing"],
        "nb_execution_mode": "off",
        "master_doc": "index",
        "numfig": True,
        "latex_documents": [("index", "book.tex", "Book", "its authors", "manual")],
    }
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():
        Sphinx(
            source,
            None,
            folder / "latex",
            folder / "doctrees",
            "latex",
            settings,
            status=None,
            warning=warnings,
        ).build()
    assert not warnings.getvalue()
    return (folder / "latex/book.tex").read_text("utf-8")


def test_a_part_begins_before_its_first_chapter(latex):
    assert latex.index(r"\part{Part with a name}") < latex.index(r"\chapter{One}")


def test_an_exercise_of_another_chapter_is_named_by_its_number_and_found(latex):
    assert (
        r"\label{exercise:ex-count}" in latex
        and r"\hyperref[exercise:ex-count]{Exercise 1}" in latex
    )
    assert r"\hyperref[exercise:ex-count]{a count}" in latex


def test_code_that_the_site_hides_is_not_printed(latex):
    assert "shown" in latex and "hidden" not in latex

"""The cells of a page are those that MyST-NB runs, and where they stand in its text is told
exactly.
"""

from pathlib import Path

import pytest
import yaml
from myst_nb.core.config import NbParserConfig
from myst_nb.core.read import create_nb_reader, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig

from _ext.execution.code_cells import cells

ROOT = Path(__file__).parents[2]

PAGES = sorted((ROOT / "book").rglob("*.md"))
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
MYST = MdParserConfig(enable_extensions=set(CONFIG["parse"]["myst_enable_extensions"]))


def read(text):
    """(code, options) of every cell."""
    return [(cell.code, cell.options) for cell in cells(text)]


def run(notebook):
    """The same of the cells that MyST-NB would run."""
    return [
        (cell.source, dict(cell.metadata)) for cell in notebook.cells if cell.cell_type == "code"
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_cells_of_a_page_are_those_that_myst_nb_runs(page):
    text = page.read_text("utf-8")
    reader = create_nb_reader(str(page), MYST, NbParserConfig(), text)
    assert read(text) == (run(reader.read(text)) if reader else [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_places_of_the_cells_of_a_page_are_exact(page):
    text = page.read_text("utf-8")
    for cell in cells(text):
        first, *_, last = text[cell.fence].split("\n")
        assert text[cell.span] == cell.code
        assert first.startswith("```{code-cell}") and last == "```"
        assert first == text.split("\n")[cell.first_line - 1]


def test_the_book_has_cells():
    assert any(cells(page.read_text("utf-8")) for page in PAGES)


FOUND = {
    "an ordinary one": (
        "Text.\n\n```{code-cell} ipython3\nx = 1\n\ny = 2\n```\nMore.\n",
        ["x = 1\n\ny = 2"],
    ),
    "two, in order": ("```{code-cell}\nb\n```\n```{code-cell}\na\n```\n", ["b", "a"]),
    "in tildes": ("~~~{code-cell} ipython3\nx = '''\n```\n'''\n~~~\n", ["x = '''\n```\n'''"]),
    "in a longer fence": ("````{code-cell}\nx = '''\n```\n'''\n````\n", ["x = '''\n```\n'''"]),
    "closed by a longer fence": (
        "```{code-cell}\nx\n`````\n\n```{code-cell}\ny\n```\n",
        ["x", "y"],
    ),
    "closed with a blank": ("```{code-cell}\nx\n``` \ny\n", ["x"]),
    "unclosed": ("```{code-cell}\nx\n\nText.\n", ["x\n\nText.\n"]),
    "unclosed, without a last line break": ("```{code-cell}\nx", ["x"]),
    "unclosed and empty": ("```{code-cell}", [""]),
    "empty": ("```{code-cell}\n```\n", [""]),
    "empty but for options": ("```{code-cell}\n:tags: [a]\n```\n", [""]),
    "empty but for a blank line": ("```{code-cell}\n\n```\n", [""]),
    "a blank line at the end": ("```{code-cell}\nx\n\n```\n", ["x\n"]),
    "a blank line at the end, below options": ("```{code-cell}\n:tags: [a]\nx\n\n```\n", ["x"]),
    "blank lines around, below options": (
        "```{code-cell}\n---\na: 1\n---\n\nx\n\n\n```\n",
        ["x\n"],
    ),
    "blank lines at the top": ("```{code-cell}\n\n\nx\n```\n", ["\nx"]),
    "options that are never closed": ("```{code-cell}\n---\na: 1\n```\n", [""]),
    "inside an exercise": (
        "````{exercise-start}\n````\n```{code-cell}\nx\n```\n````{exercise-end}\n````\n",
        ["x"],
    ),
    "below front matter": ("---\na: 1\n---\n```{code-cell}\nx\n```\n", ["x"]),
    "below display maths": ("$$\nx\n$$\n```{code-cell}\ny\n```\n", ["y"]),
}
NO_CELLS = {
    "other fences": "```python\nx\n```\n\n```{code-block} "
    "python\nx\n```\n\n```{raw-cell}\nx\n```\n",
    "inside a longer fence": "````md\n```{code-cell}\nx\n```\n````\n",
    "inside a fence of the other kind": "~~~\n```{code-cell}\nx\n```\n~~~\n",
    "inside a directive": "````{note}\n```{code-cell}\nx\n```\n````\n",
    "inside a directive of colons": ":::{note}\n```{code-cell}\nx\n```\n:::\n",
    "with colons": ":::{code-cell}\nx\n:::\n",
    "in a list": "- Text.\n\n  ```{code-cell}\n  x\n  ```\n",
    "in a quotation": "> ```{code-cell}\n> x\n> ```\n",
    "in a comment": "<!--\n```{code-cell}\nx\n```\n-->\n",
    "in display maths": "$$\n```{code-cell}\nx\n```\n$$\n",
    "in front matter": "---\na: |\n  ```{code-cell}\n  x\n  ```\n---\n",
    "in prose": "Write {code-cell} and then\n{code-cell} again.\n",
    "in inline code": "Write `{code-cell}` or\n```{code-cell} ipython3``` here.\n",
    "indented by four": "Text.\n\n    ```{code-cell}\n    x\n    ```\n",
    "after a blank": "``` {code-cell}\nx\n```\n",
    "two ticks": "``{code-cell}\nx\n``\n",
}


@pytest.mark.parametrize("text, codes", FOUND.values(), ids=FOUND)
def test_a_cell_is_found_with_its_code_and_place(text, codes):
    assert [cell.code for cell in cells(text)] == codes == [text[cell.span] for cell in cells(text)]
    assert read(text) == run(read_myst_markdown_notebook(text, MYST))


@pytest.mark.parametrize("text", NO_CELLS.values(), ids=NO_CELLS)
def test_what_myst_nb_does_not_run_is_no_cell(text):
    assert cells(text) == []
    assert run(read_myst_markdown_notebook(text, MYST)) == []


@pytest.mark.parametrize(
    "options",
    [
        ":tags: [keras, hide-input]\n:name: a-cell\n",
        "---\ntags: [keras, hide-input]\nname: a-cell\n---\n",
    ],
)
@pytest.mark.parametrize("between", ["", "\n"])
def test_options_of_both_kinds_are_read_and_are_no_code(options, between):
    text = f"```{{code-cell}} ipython3\n{options}{between}x = 1\n```\n"
    (cell,) = cells(text)
    assert cell.options == {"tags": ["keras", "hide-input"], "name": "a-cell"}
    assert cell.tags == ("keras", "hide-input")
    assert cell.code == text[cell.span] == "x = 1"


def test_options_keep_their_structure():
    (cell,) = cells(
        "```{code-cell}\n---\nmystnb:\n  figure:\n    caption: |\n      One.\n      "
        "Two.\n---\nx\n```\n"
    )
    assert cell.options == {"mystnb": {"figure": {"caption": "One.\nTwo.\n"}}} and cell.code == "x"


def test_a_cell_without_options_has_no_tags():
    (cell,) = cells("```{code-cell}\nx = {'a': 1}\n```\n")
    assert cell.options == {} and cell.tags == ()


@pytest.mark.parametrize("options", [":tags: [keras\n", "---\n- a\n---\n"])
def test_options_that_cannot_be_read_are_refused_with_their_line(options):
    with pytest.raises(ValueError, match="line 3: a code cell's options cannot be read"):
        cells(f"Text.\n\n```{{code-cell}}\n{options}x\n```\n")


def test_a_cell_that_loads_a_file_is_refused():
    with pytest.raises(ValueError, match="line 1: a code cell loads a file"):
        cells("```{code-cell}\n:load: a.py\n```\n")


def test_the_line_breaks_of_windows_change_nothing_but_the_text_that_a_span_cuts_out():
    text = "Text.\n\n```{code-cell}\n:tags: [a]\nx = 1\n\ny = 2\n```\nMore.\n"
    theirs = text.replace("\n", "\r\n")
    (cell,) = cells(theirs)
    assert cell.code == "x = 1\n\ny = 2" and cell.tags == ("a",) and cell.first_line == 3
    assert theirs[cell.span] == "x = 1\r\n\r\ny = 2"
    assert theirs[cell.fence] == text[cells(text)[0].fence].replace("\n", "\r\n")


def test_the_fence_goes_from_the_first_line_to_the_last():
    text = "Text.\n\n~~~~{code-cell} ipython3\n:tags: [a]\nx\n~~~~~\nMore.\n"
    (cell,) = cells(text)
    assert (
        text[cell.fence] == "~~~~{code-cell} ipython3\n:tags: [a]\nx\n~~~~~"
        and cell.first_line == 3
    )


def test_a_character_that_only_python_takes_for_a_line_break_moves_no_place():
    text = "A\x0cB\u2028C\n\n```{code-cell}\nx\n```\n"
    (cell,) = cells(text)
    assert text[cell.span] == "x"


def test_the_cells_of_solutions_are_told_from_the_others():
    def directive(name):
        return f"````{{{name}}} ex\n````\n\n"

    def cell(code):
        return f"```{{code-cell}}\n{code}\n```\n\n"

    text = (
        cell("a")
        + directive("exercise-start")
        + cell("b")
        + directive("exercise-end")
        + directive("solution-start")
        + cell("c")
        + cell("d")
        + directive("solution-end")
        + cell("e")
        + directive("solution-start")
        + cell("f")
        + directive("solution-end")
    )
    assert [found.code for found in cells(text) if found.in_solution] == ["c", "d", "f"]

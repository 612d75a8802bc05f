"""`make book` on a one-chapter book in a folder with a space in its name: what fails it, and what
runs again.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
TOC = (
    "format: jb-book\nroot: book/index\nparts:\n  - caption: Chapters\n    chapters:\n      - "
    "file: book/chapter\n"
)
INDEX = "# A book\n\n```{build-facts}\n```\n\n```{seconds-table}\n```\n"
CHAPTER = """---
file_format: mystnb
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A chapter

Some prose.

```{code-cell} ipython3
from rnncourse.reporting import report
report("chapter/answer", 42, band=(40, 45))
```

The answer is {glue:text}`chapter/answer`, see [the index](index.md).

```{code-cell} ipython3
:tags: [hide-input]
6 * 7
```

```bash
not a cell
```

````{exercise-start}
:label: ex-one
````
Compute it.
````{exercise-end}
````

````{solution-start} ex-one
:class: dropdown
````

Multiply.

```{code-cell} ipython3
:tags: [keras]
print("by Keras")
```

```{code-cell} ipython3
:tags: [pytorch]
print("by PyTorch")
```

````{solution-end}
````
"""


class Book:
    """A copy of the machinery with one chapter of its own."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("_config.yml", "references.bib", "requirements.txt"):
            shutil.copy(ROOT / name, folder / name)
        for name in ("book/_ext", "book/live", "tools", "data"):
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        shutil.copytree(
            ROOT / "book/_static", folder / "book/_static", ignore=shutil.ignore_patterns("katex")
        )
        shutil.copytree(
            ROOT / "rnncourse", folder / "rnncourse", ignore=shutil.ignore_patterns("__pycache__")
        )
        (folder / "_toc.yml").write_text(TOC)
        (folder / "book/index.md").write_text(INDEX)

    def build(self, chapter=CHAPTER, **environment):
        """Return (exit status, what was printed)."""
        path = self.folder / "book/chapter.md"
        if not path.exists() or path.read_text() != chapter:
            path.write_text(chapter)
        env = {**os.environ, "RNNCOURSE_EDITION": "bundled", **environment}
        done = subprocess.run(
            [sys.executable, "tools/build_book.py"],
            cwd=self.folder,
            env=env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
        )
        return done.returncode, done.stdout

    def notebook(self):
        return nbformat.read(self.folder / "_build/notebooks/book/chapter.ipynb", as_version=4)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return Book(tmp_path_factory.mktemp("a book"))


@pytest.fixture(scope="module")
def built(book):
    status, said = book.build()
    assert status == 0, said
    return book


def ran(said):
    return "chapter 1 of 1 has run" in said


def with_cell(code):
    return CHAPTER.replace("6 * 7", code)


def test_a_failing_cell_fails_the_build(book):
    status, said = book.build(with_cell("raise ValueError('broken on purpose')"))
    assert status != 0 and "broken on purpose" in said and "The book was not built" in said


def test_a_warning_on_a_page_fails_the_build_from_the_cache_too(book):
    for _ in range(2):
        status, said = book.build(with_cell("import sys; print('a warning', file=sys.stderr)"))
        assert status != 0 and "stderr was found" in said
        assert "chapter.md:22: ERROR: the cell wrote to stderr: a warning" in said


def test_what_a_build_leaves(built):
    assert "A chapter" in (built.folder / "_build/html/book/chapter.html").read_text("utf-8")
    assert (built.folder / "_build/html/_sources/book/chapter.ipynb").exists()
    assert [r["key"] for r in json.loads((built.folder / "_build/results.json").read_text())] == [
        "chapter/answer"
    ]


def test_the_site_can_be_found_and_opened_elsewhere(built):
    html = built.folder / "_build/html"
    chapter = (html / "book/chapter.html").read_text("utf-8")
    site = re.search(r'property="og:url" content="(https://.*/)book/chapter\.html"', chapter)[1]
    assert f"<loc>{site}book/chapter.html</loc>" in (html / "sitemap.xml").read_text("utf-8")
    assert f'href="{site}404.html"' in (html / "404.html").read_text("utf-8")
    picture = re.search(f'property="og:image" content="{site}([^"]*)"', chapter)[1]
    assert (html / picture).exists() and 'content="Some prose."' in chapter
    assert "mybinder.org" in chapter and "mybinder.org" not in (html / "book/index.html").read_text(
        "utf-8"
    )


def test_the_notebook_has_every_cell_and_its_set_up_first(built):
    cells = built.notebook().cells
    assert cells[0].source.startswith("# A chapter") and cells[1].metadata.tags == ["set-up"]
    assert "rnncourse @ git+https://" in cells[1].source and "bundled editions" in cells[1].source
    code = [c.source for c in cells[2:] if c.cell_type == "code"]
    assert any("report(" in c for c in code) and "6 * 7" in code
    assert not any("not a cell" in c for c in code)
    assert any("```bash\nnot a cell" in c.source for c in cells if c.cell_type == "markdown")
    assert any("The answer is 42" in c.source and "github.io" in c.source for c in cells)


def test_a_solution_stays_closed_in_the_notebook_and_keeps_its_tags(built):
    solution = [
        c
        for c in built.notebook().cells
        if c.cell_type == "code" and "solution" in c.metadata.get("tags", [])
    ]
    assert [c.metadata.tags[0] for c in solution] == ["keras", "pytorch"]
    assert all(c.metadata.jupyter.source_hidden and c.metadata.cellView == "form" for c in solution)
    assert all(c.source.startswith("# @title Solution (open") for c in solution)
    prose = next(c for c in built.notebook().cells if "Multiply." in c.source)
    assert prose.source.startswith("<details>") and prose.source.endswith("</details>")


def test_prose_and_a_lost_site_come_back_from_the_cache(built):
    status, said = built.build(CHAPTER.replace("Some prose.", "Other prose."))
    assert status == 0 and not ran(said)
    assert "Other prose." in (built.folder / "_build/html/book/chapter.html").read_text("utf-8")
    before = (built.folder / "_build/results.json").read_text()
    shutil.rmtree(built.folder / "_build/html")
    status, said = built.build(CHAPTER.replace("Some prose.", "Other prose."))
    assert status == 0 and not ran(said)
    assert "Other prose." in (built.folder / "_build/html/book/chapter.html").read_text("utf-8")
    assert (built.folder / "_build/results.json").read_text() == before
    assert (built.folder / "_build/html/_sources/book/chapter.ipynb").exists()


def test_a_change_of_what_the_chapter_reaches_runs_it_again_and_other_words_do_not(built):
    path = built.folder / "rnncourse/reporting/report.py"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("Check `value` and make it", "Check it and make it")
        + "\n\ndef other(): ...  # edited\n",
        "utf-8",
    )
    status, said = built.build()
    assert status == 0 and not ran(said)
    assert re.search(r"Processor seconds of the chapters: \d+, \d+ each on average\n", said)
    assert "Processor seconds (different in every build)" in (
        built.folder / "_build/html/book/index.html"
    ).read_text("utf-8")
    path.write_text(text.replace("is outside", "lies outside"), "utf-8")
    status, said = built.build()
    assert status == 0 and ran(said)


def test_a_cell_that_the_page_removes_may_not_be_lost_to_the_notebook(built):
    status, said = built.build(CHAPTER.replace(":tags: [hide-input]", ":tags: [remove-cell]"))
    assert status != 0 and "a cell of the page is missing from its notebook" in said


EDITIONS = """
:::{edition} bundled last-names
The text is bundled.
:::

:::{edition} reference last-names
The text is reference.
:::

```{code-cell} ipython3
import rnncourse
from rnncourse.datasets import resolve
print("The cell is", resolve("last-names").edition)
print("of", rnncourse.__path__[0])
```
"""
REFERENCE = """

from dataclasses import replace
_FILE = File("a.txt", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", 1)
for _name, _set in DATASETS.items():
    if _set.bundled:
        DATASETS[_name] = replace(_set, reference=None, stand_in=None)
_EDITION = replace(LAST_NAMES.reference, folder="mine", files=(_FILE,))
DATASETS["last-names"] = replace(LAST_NAMES, reference=_EDITION)
"""


@pytest.mark.parametrize("asked", ["auto", "reference", "bundled"])
def test_the_text_and_the_cells_of_a_page_are_of_one_edition_and_one_package(built, asked):
    catalogue = built.folder / "rnncourse/datasets/editions/catalogue.py"
    if REFERENCE not in catalogue.read_text("utf-8"):
        catalogue.write_text(catalogue.read_text("utf-8") + REFERENCE, "utf-8")
    (built.folder.parent / "data/mine").mkdir(parents=True, exist_ok=True)
    (built.folder.parent / "data/mine/a.txt").write_text("a")
    environment = {"RNNCOURSE_DATA": "../data", "RNNCOURSE_EDITION": asked}
    status, said = built.build(CHAPTER + EDITIONS, **environment)
    page = (built.folder / "_build/html/book/chapter.html").read_text("utf-8")
    edition = "bundled" if asked == "bundled" else "reference"
    assert status == 0, said
    assert re.findall("<p>The text is (.*).</p>", page) == [edition]
    assert f"The cell is {edition}\nof {built.folder}/rnncourse" in page

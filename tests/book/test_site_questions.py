"""Exercises are numbered page by page, and questions with answers to choose from know the right
one.
"""

import re

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

QUESTION = """
# {page}

```{{exercise}} Which letter
:label: {page}-letter

Which comes second?

- a) the **first**
- b) the second
```

```{{solution}} {page}-letter
:class: dropdown

**{answer}**. It does.
```

```{{exercise}} Free
:label: {page}-free

- a thing
- another, after {{ref}}`{other}-free` and {{ref}}`{page}-letter`
```
"""


@pytest.fixture
def build(tmp_path):
    """Build the pages one and two, with the answer given; return their HTML and what was
    complained of.
    """
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.md").write_text("# Index\n\n```{toctree}\none\ntwo\n```\n")

    def run(answer="b"):
        for page, other in (("one", "two"), ("two", "one")):
            text = QUESTION.format(page=page, other=other, answer=answer)
            (source / f"{page}.md").write_text(text)
        settings = {
            "nb_execution_mode": "off",
            "extensions": ["myst_nb", "_ext.content.numbering", "_ext.content.choices"],
            "numfig": True,
            "exercise_style": "solution_follow_exercise",
        }
        warnings = tmp_path / "warnings"
        with patch_docutils(), docutils_namespace(), warnings.open("w") as file:
            app = Sphinx(
                source, None, tmp_path / "out", tmp_path / "doctrees", "html", settings,
                status=None, warning=file,
            )  # fmt: skip
            app.build()
        read = [page for page in ("one", "two") if page in app.env.found_docs]
        return {p: (tmp_path / f"out/{p}.html").read_text() for p in read}, warnings.read_text()

    return run


def numbers(html):
    return re.findall(r'caption-number">Exercise (\d+)', html)


def test_each_page_counts_its_exercises_from_one(build):
    pages, _ = build()
    assert numbers(pages["one"]) == numbers(pages["two"]) == ["1", "2"]
    again, _ = build()  # from what the first build has kept
    assert numbers(again["one"]) == numbers(again["two"]) == ["1", "2"]


def test_an_exercise_of_another_page_is_named_with_that_page(build):
    pages, _ = build()
    text = re.sub(r"<[^>]*>", "", pages["one"])
    assert "after Exercise 2 of two and Exercise 1\n" in text


def test_a_list_of_answers_knows_the_right_one_and_other_lists_stay(build):
    pages, complaints = build("b")
    [found] = re.findall(r'<ol class="(.*?choices.*?)"', pages["one"])
    assert "answer-b" in found.split()
    assert "a) " not in pages["one"]
    assert "<strong>first</strong>" in pages["one"]
    assert "<li><p>a thing</p></li>" in pages["one"]
    assert not complaints


@pytest.mark.parametrize("answer", ["c", "bb", "The second"])
def test_a_solution_without_the_letter_of_an_answer_is_a_warning(build, answer):
    pages, complaints = build(answer)
    assert f"opens with '{answer}'" in complaints
    assert "choices" not in pages["one"]


def test_the_title_of_a_solution_is_no_link_that_would_jump_instead_of_opening(build):
    pages, _ = build()
    assert re.search(r'<p class="admonition-title">Solution</p>', pages["one"])

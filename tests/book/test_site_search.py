"""A search finds words and not code, and knows in which chapter a term of the glossary is put to
work.
"""

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from _ext.site import better_search


def page(text):
    document = new_document("page", get_default_settings(Parser))
    Parser().parse(text, document)
    return document


def test_code_and_formulas_are_not_indexed_and_words_are():
    doctree = page("Title\n=====\n\nSome words, :math:`W_{hh}`.\n\n::\n\n   secret = 1\n")
    left = better_search.words_only(doctree).astext()
    assert "Some words" in left and "Title" in left
    assert "secret" not in left and "W_{hh}" not in left
    assert "secret" in doctree.astext()  # the page itself keeps them
    assert any(doctree.findall(nodes.math))


def test_a_term_of_the_glossary_leads_to_the_chapters_that_its_entry_links(tmp_path):
    source = tmp_path / "source"
    (source / "book/reference").mkdir(parents=True)
    (source / "book/gates.md").write_text("# Gates\n")
    (source / "book/reference/glossary.md").write_text(
        "# Glossary\n\n:::{glossary}\ngate, valve\n  It opens. {doc}`../gates`, {doc}`glossary`\n\n"
        "state\n  It stays.\n:::\n"
    )
    (source / "index.md").write_text(
        "# Index\n\n```{toctree}\nbook/gates\nbook/reference/glossary\n```\n"
    )
    settings = {
        "nb_execution_mode": "off",
        "extensions": ["myst_nb"],
        "myst_enable_extensions": ["colon_fence"],
    }
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            source, None, tmp_path / "out", tmp_path / "doctrees", "html", settings,
            status=None, warning=None,
        )  # fmt: skip
        app.build()
        found = better_search.chapters_by_term(app.env)
    both = ["book/gates", "book/reference/glossary"]
    assert found == {"gate": both, "valve": both, "state": []}

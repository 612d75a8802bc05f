"""The first use of a term in a chapter leads to the glossary, and nothing else does."""

import re
from html import unescape

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from _ext.content.glossary_links import GLOSSARY, is_safe, pattern

CHAPTER = """# Hidden state

The **GRU** is a GRU. A state is code. *Hidden states* and `hidden states`,
[hidden states](gates.md) and $hidden state$ are left alone; hidden
states are not, but the next hidden state is.

| hidden state | dropout |
|---|---|
| dropout | 1 |

- The Dropout-like, non-dropout; then dropout, and n-grams.
- An orthogonal matrix, two orthogonal matrices.

```{note}
A perplexity of 3.
```

## Denoising autoencoder

A denoising autoencoder is no other autoencoder.
"""
TERMS = """# Glossary

:::{glossary}
autoencoder
  Answers with its input.

code
  Few numbers.

denoising autoencoder
  Is given noise.

dropout
  Sets numbers to zero.

GRU
  Has gates.

hidden state
  What is kept, times $\\lambda$. {doc}`gates`, {doc}`../gates`

Markov chain, n-gram
  Counts.

orthogonal matrix
  Turns.

perplexity
  Hesitates.

state
  Stays.
:::
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Build a small book; return a function from a page's name to its HTML."""
    folder = tmp_path_factory.mktemp("book")
    sources = {
        "book/page": CHAPTER,
        "book/gates": "# Gates\n\nA hidden state again.\n",
        "book/reference/gates": "# Looked up\n\nA hidden state.\n",
        GLOSSARY: TERMS,
        "index": "# Index\n\n```{toctree}\n:glob:\nbook/*\nbook/reference/*\n```\n",
    }
    for name, text in sources.items():
        path = folder / "source" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    settings = {
        "extensions": ["myst_nb", "_ext.content.glossary_links"],
        "nb_execution_mode": "off",
        "myst_enable_extensions": ["colon_fence", "dollarmath"],
        "html_theme": "basic",
    }
    with patch_docutils(), docutils_namespace():
        Sphinx(
            folder / "source", None, folder / "out", folder / "doctrees", "html", settings,
            status=None, warning=None,
        ).build()  # fmt: skip
    return lambda name: (folder / "out" / f"{name}.html").read_text("utf-8")


def links(html):
    """(words, address) of every link to the glossary on a page."""
    tags = re.findall(r'<a class="glossary-term[^>]*href="([^"]*)"[^>]*>([^<]*)</a>', html)
    return [(" ".join(words.split()), address) for address, words in tags]


def test_the_first_use_of_each_term_in_the_running_text_is_linked(pages):
    assert links(pages("book/page")) == [
        ("hidden states", "reference/glossary.html#term-hidden-state"),
        ("dropout", "reference/glossary.html#term-dropout"),
        ("n-grams", "reference/glossary.html#term-Markov-chain-n-gram"),
        ("orthogonal matrix", "reference/glossary.html#term-orthogonal-matrix"),
        ("denoising autoencoder", "reference/glossary.html#term-denoising-autoencoder"),
        ("autoencoder", "reference/glossary.html#term-autoencoder"),
    ]


def test_every_link_leads_to_an_entry(pages):
    anchors = set(re.findall(r'id="(term-[^"]*)"', pages(GLOSSARY)))
    assert {address.partition("#")[2] for _, address in links(pages("book/page"))} <= anchors


def test_a_link_says_what_the_term_means_without_the_chapters(pages):
    title = re.search(r'title="(What is kept[^"]*)"', pages("book/page"))[1]
    assert unescape(title) == "What is kept, times λ."


def test_every_page_links_a_term_anew_and_pages_to_look_things_up_link_none(pages):
    assert [words for words, _ in links(pages("book/gates"))] == ["hidden state"]
    assert links(pages("book/reference/gates")) == links(pages(GLOSSARY)) == []


@pytest.mark.parametrize(
    "name, safe",
    [("state", False), ("hidden state", True), ("LSTM", True), ("n-gram", True), ("nat", True)],
)
def test_one_common_word_is_no_safe_name_unless_it_is_known_to_be(name, safe):
    assert is_safe(name) == safe


@pytest.mark.parametrize(
    "name, texts, others",
    [
        ("logits", ["logits", "logit", "Logits"], ["logitss"]),
        ("focal loss", ["focal loss", "Focal losses", "focal\nloss"], ["focal los"]),
        ("orthogonal matrix", ["orthogonal matrix", "orthogonal matrices"], ["orthogonal matrixs"]),
        ("Adam", ["Adam"], ["adam"]),
        ("t-SNE", ["t-SNE"], ["t-sne"]),
    ],
)
def test_a_name_is_found_in_the_singular_and_the_plural(name, texts, others):
    assert all(re.fullmatch(pattern(name), text) for text in texts)
    assert not any(re.fullmatch(pattern(name), text) for text in others)

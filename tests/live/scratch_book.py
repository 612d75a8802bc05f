"""A small book with the three live models that need no trained net, built as the site is."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOT = Path(__file__).parents[2]
STILL = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><path d="M0 0H60"/></svg>'
PAGE = """
---
jupytext: {{text_representation: {{format_name: myst}}}}
kernelspec: {{name: python3, display_name: Python 3}}
---
# {name}

```{{figure}} still.svg
:name: {still}
:alt: A still picture.

The same, standing still.
```

{snippet}
"""
# By page: the figure of the chapter that shows the same, and what a chapter writes.
SNIPPETS = {
    "gradients": (
        "fig-bptt-radius",
        """
```{live} gradients
:title: How long is the gradient, some steps back?
:still: fig-bptt-radius
:options: {"start": "random", "activation": "identity"}

1. Move the spectral radius to 0.9, then to 1.1. Far back, each step multiplies the length by the
   radius, and on this scale the line is straight.
2. Choose tanh, and raise the input strength. The states come near 1 and −1, where the tanh is flat,
   and the line falls faster.
3. Keep this curve, choose LSTM, and move the gate bias from 0 to 4. How much more is left?
```
""",
    ),
    "lstm_unit": (
        "fig-gated-cells-lstm",
        """
```{live} lstm_unit
:title: One unit of an LSTM reads ten values
:still: fig-gated-cells-lstm

1. Change the value at step 1. The unit begins as Keras begins, with a forget gate that is half
   open: how many steps until the memory shows nothing of your change?
2. Load the memory by hand, and go through the steps. Only the marked step opens the input gate; the
   forget gate stays open, so the memory keeps what it wrote.
3. Press Elman. The same values flow through a unit without gates: turn over the sign of the first
   one, and compare what the two units show at step 10.
```
""",
    ),
    "cell_by_hand": (
        "fig-recurrent-cell-step",
        """
```{live} cell_by_hand
:title: A recurrent cell of two units, step by step
:still: fig-recurrent-cell-step

1. Go forward, line by line. At each step the same weights act on a new input and on the state that
   the step before has left.
2. Go on to step 4. Its input is zero: where does its state come from?
3. Set all four weights from state to state to 0. What does the state still know of the steps
   before?
```
""",
    ),
}


def build(folder: Path, builder: str = "html") -> tuple[Path, str]:
    """Build the small book; return where it lies, and what was complained of."""
    source, out, complaints = folder / "source", folder / builder, folder / f"{builder}.txt"
    source.mkdir(exist_ok=True)
    (source / "still.svg").write_text(STILL)
    names = "\n".join(SNIPPETS)
    (source / "index.md").write_text(f"# A small book\n\n```{{toctree}}\n{names}\n```\n")
    for name, (still, snippet) in SNIPPETS.items():
        page = PAGE.format(name=name, still=still, snippet=snippet)
        (source / f"{name}.md").write_text(page.lstrip())
    settings = {
        "extensions": ["myst_nb", "_ext.content.live", "_ext.export.notebook_builder"],
        "nb_execution_mode": "off",
        "numfig": True,
        "html_theme": "sphinx_book_theme",
        "html_theme_options": {"repository_url": "https://github.com/Someone/course"},
        "html_css_files": ["course.css"],
        "html_static_path": [str(ROOT / "book/_static")],
    }
    with patch_docutils(), docutils_namespace(), complaints.open("w") as warning:
        doctrees = folder / f"{builder}-trees"
        app = Sphinx(source, None, out, doctrees, builder, settings, status=None, warning=warning)
        app.build()
    return out, complaints.read_text()

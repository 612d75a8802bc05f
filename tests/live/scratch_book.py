"""A small book with the three live models that need no trained net, built as the site is."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOT = Path(__file__).parents[2]
STILL = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'
PAGE = """
---
jupytext: {{text_representation: {{format_name: myst}}}}
kernelspec: {{name: python3, display_name: Python 3}}
---
# {name}

```{{figure}} still.svg
:name: fig-{name}
:alt: A still picture.

The same, standing still.
```

```{{live}} {name}
:title: {title}
:still: fig-{name}
:options: {options}

{steps}
```
"""
MODELS = {
    "gradients": (
        "How long is the gradient, some steps back?",
        '{"start": "random", "activation": "identity"}',
        "1. Move the spectral radius from 1 to 0.9 and to 1.1. Watch the line stay straight and tilt.\n"
        "2. Choose tanh, then raise the input strength. The states reach the flat ends of the tanh, "
        "and the line falls faster.\n"
        "3. Keep this curve, choose LSTM, and move the bias from 0 to 4. Which bias keeps the gradient?",
    ),
    "lstm_unit": (
        "One unit of an LSTM, step by step",
        "{}",
        "1. Change a value at step 1 and watch how soon the memory has forgotten it.\n"
        "2. Memory by hand loads the exercise. Which gate is open at which step?\n"
        "3. Elman shows what a unit without gates keeps of the same inputs.",
    ),
    "cell_by_hand": (
        "A cell by hand",
        "{}",
        "1. Forward goes one line further: products, sums, states.\n"
        "2. Follow the first input through the states. Where does it stand after three steps?\n"
        "3. Set the weights W hh to 0. What does the state still know?",
    ),
}
THEME = {
    "html_theme": "sphinx_book_theme",
    "html_css_files": ["course.css"],
    "html_static_path": [str(ROOT / "book/_static")],
}


def build(folder: Path, builder: str = "html", **settings: object) -> tuple[Path, str]:
    """Build the small book; return where it lies, and what was complained of."""
    source, out, complaints = folder / "source", folder / builder, folder / f"{builder}.txt"
    source.mkdir(exist_ok=True)
    (source / "still.svg").write_text(STILL)
    names = "\n".join(MODELS)
    (source / "index.md").write_text(f"# A small book\n\n```{{toctree}}\n{names}\n```\n")
    for name, (title, options, steps) in MODELS.items():
        page = PAGE.format(name=name, title=title, options=options, steps=steps)
        (source / f"{name}.md").write_text(page.lstrip())
    settings = {
        "extensions": ["myst_nb", "_ext.content.live", "_ext.export.notebook_builder"],
        "nb_execution_mode": "off",
        "numfig": True,
        "html_theme_options": {"repository_url": "https://github.com/Someone/course"},
        **settings,
    }
    with patch_docutils(), docutils_namespace(), complaints.open("w") as warning:
        doctrees = folder / f"{builder}-trees"
        app = Sphinx(source, None, out, doctrees, builder, settings, status=None, warning=warning)
        app.build()
    return out, complaints.read_text()

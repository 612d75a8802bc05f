"""A small book with the live models, built as the site is; its nets are small."""

import base64
import json
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from torch import nn

from rnncourse import live
from rnncourse.baselines import hand_feature_classifier, ngram_classifier
from rnncourse.datasets.activity import CHANNELS, Activities
from rnncourse.in_torch.language_models import language_model
from rnncourse.in_torch.movement_classifiers import recurrent
from rnncourse.in_torch.pairs.encoder_decoder import encoder_decoder
from rnncourse.in_torch.poems.line_readers import line_reader
from rnncourse.live.packing import MIME, PREFIX
from rnncourse.preprocessing import Vocab, cut_windows
from rnncourse.studies.pair_nets import vocabularies

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
TYPED = {
    "label": "A last name",
    "nets": {"GRU": "a-gru", "n-grams": "some-ngrams"},
    "examples": ["O’Neil", "Großmann"],
    "limits": "The models know the spelling of lists, not people.",
}
WRITTEN = {
    "nets": {"GRU": "a-writer", "small GRU": "small-writer", "Kneser–Ney": "counted"},
    "start": "Shall I",
    "unit": "line",
    "real": "counted",
    "known": "known-names",
    "game": {
        "title": "Which is Shakespeare?",
        "author": "Shakespeare",
        "truth": "is by Shakespeare",
        "question": "One of these is by Shakespeare. Which?",
    },
    "limits": "The models have read nothing but sonnets.",
}
PLAYED = {
    "nets": {"Regression": "some-features", "GRU": "some-gru"},
    "arrays": {"recordings": "some-recordings"},
    "recordings": ["somebody", "somebody else"],
    "words": {"SIT": "sitting", "RUN": "running"},
    "limits": "Nobody has moved so.",
}
SAID = {"nets": {"sounds": "some-sounds"}, "limits": "The map shows where the net looks, not why."}
SPELT = {
    "nets": {"sounds": "some-sounds", "letters": "some-letters"},
    "examples": ["phone", "colonel"],
    "limits": "Whether a domain is free, only its registry knows.",
}
COUPLET = {"nets": {"metre": "a-line-reader"}, "limits": "Nobody knows how it sounded."}
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
    "type_a_name": (
        "fig-of-no-use",
        f"""
```{{live}} type_a_name
:title: Type a name
:from: nets
:still: fig-typed
:options: {json.dumps(TYPED)}

1. Press *Großmann*, and read the shades from left to right.
2. Take a letter out, by mouse, by finger, or by Delete.
3. Switch to the n-grams.
```
""",
    ),
    "read_a_couplet": (
        "fig-of-no-use-for-verse",
        f"""
```{{live}} read_a_couplet
:title: Watch a metre settle
:from: nets
:still: fig-typed
:options: {json.dumps(COUPLET)}

1. Press a couplet.
2. Move the slider back, by mouse, by finger, or by the arrows.
3. Take out the second half.
```
""",
    ),
    "write_a_text": (
        "fig-of-no-use-at-all",
        f"""
```{{live}} write_a_text
:title: A box to write in
:from: nets
:still: fig-typed
:options: {json.dumps(WRITTEN)}

1. Press *A line* three times.
2. Take it back, lower the temperature, and write again.
3. Switch to Kneser–Ney.
```
""",
    ),
    "play_a_recording": (
        "fig-of-no-use-at-last",
        f"""
```{{live}} play_a_recording
:title: Play along a recording
:from: nets
:still: fig-typed
:options: {json.dumps(PLAYED)}

1. Press *Play*.
2. Drag the window over two parts.
3. Press *Next disagreement*.
```
""",
    ),
    "say_a_word": (
        "fig-of-no-use-to-hear",
        f"""
```{{live}} say_a_word
:title: Type a word
:from: nets
:still: fig-typed
:options: {json.dumps(SAID)}

1. Press *phone*, and read the map from top to bottom.
2. Press the second answer.
3. Press *colonel*.
```
""",
    ),
    "spell_sounds": (
        "fig-of-no-use-to-spell",
        f"""
```{{live}} spell_sounds
:title: Spell what you hear
:from: nets
:still: fig-typed
:options: {json.dumps(SPELT)}

1. Press *phone*.
2. Take a sound back.
3. Press other sounds.
```
""",
    ),
    "adjust_logits": (
        "fig-of-no-use-either",
        """
```{live} adjust_logits
:title: Move the border
:from: nets
:still: fig-typed
:options: {"arrays": {"logits": "some-logits"}}

1. Go from 0 to 1. Which languages gain?
2. Go on to 2. Who pays?
3. Find the largest balanced accuracy.
```
""",
    ),
    "share_persons": (
        "fig-of-no-use-here",
        """
```{live} share_persons
:title: From whole people to random windows
:from: nets
:still: fig-typed
:options: {"arrays": {"shares": "some-shares"}}

1. Go from 0 % to 100 %. Which score rises?
2. Stop where a quarter is trained on.
3. Compare the dots.
```
""",
    ),
}
CLASSES = [f"Language {letter}" for letter in "ABCDEFGHI"]
SYMBOLS = " '-abcdefghijklmnopqrstuvwxyz"


@cache
def nets() -> dict[str, live.Packed]:
    """A net that reads edges, untrained, and n-grams that do not, fitted to next to nothing."""
    symbols = SYMBOLS + "^$"
    parts = [nn.Embedding(len(symbols), 8), nn.GRU(8, 16, batch_first=True), nn.Linear(16, 9)]
    texts = [f"{name} {other}" for name in CLASSES for other in (name, SYMBOLS)]
    grams = ngram_classifier(longest=3).fit(
        [text.lower().replace("language", "") for text in texts], sorted(2 * CLASSES)
    )
    return (
        writers()
        | players()
        | speakers()
        | {
            "a-line-reader": line_reader_packed(),
            "a-gru": live.pack(parts, symbols=symbols, classes=CLASSES),
            "some-ngrams": live.pack(grams, symbols=SYMBOLS, classes=CLASSES, dtype="int8"),
            "some-logits": some_logits(),
            "some-shares": some_shares(),
        }
    )


def line_reader_packed() -> live.Packed:
    """A net that nobody has trained, which tells two metres."""
    patterns = {"hazaj-8": "∪–––∪–––∪–––∪–––", "ramal-8": "–∪–––∪–––∪–––∪–"}
    examples = [{"first": "به نام خداوند جان", "second": "کزین برتر اندیشه", "metre": "hazaj-8"}]
    letters = sorted({*"".join(examples[0]["first"] + examples[0]["second"])})
    net = line_reader(len(letters), 8, len(patterns), filters=6, bidirectional=True, seed=0)
    facts = {"language": "fa", "patterns": patterns, "examples": examples}
    return live.pack(net, symbols=letters, classes=patterns, facts=facts)


@cache
def writers() -> dict[str, live.Packed]:
    """Two nets that write, untrained, a model that is counted from a few sonnets, and names."""
    vocab, text = writers_read()
    sizes = {"a-writer": 24, "small-writer": 8}
    nets = {
        name: live.pack(language_model(len(vocab), H, cell="gru", seed=H), symbols=vocab.symbols)
        for name, H in sizes.items()
    }
    counted = live.pack(live.Counted(5, vocab.encode(text)), symbols=vocab.symbols)
    return nets | {"counted": counted, "known-names": live.pack_keys(["acme", "initech"])}


@cache
def speakers() -> dict[str, live.Packed]:
    """Two nets that nobody has trained: from letters to sounds, and back."""
    examples = [
        {"word": "phone", "sounds": [["F", "OW", "N"]], "learnt": True},
        {"word": "colonel", "sounds": [["K", "ER", "N", "AH", "L"]], "learnt": False},
    ]
    facts = {"some-sounds": {"examples": examples}, "some-letters": {}}
    ways = {"some-sounds": vocabularies("to phonemes"), "some-letters": vocabularies("to letters")}
    return {
        name: live.pack_pairs(
            encoder_decoder(*map(len, ways[name]), 8, attention="dot", seed=0),
            *ways[name],
            facts=facts[name],
        )
        for name in ways
    }


@cache
def players() -> dict[str, live.Packed]:
    """A regression that tells how fast a sensor swings, a net that is untrained, and recordings."""
    rng, classes = np.random.default_rng(0), ("SIT", "WALK", "RUN")
    t = np.arange(640)[:, None] / 50

    def signal(label: int) -> np.ndarray:
        swing = np.sin(2 * np.pi * ((label + 0.5) * t + rng.random(len(CHANNELS))))
        return swing + rng.normal(0, 0.2, swing.shape)

    windows = [cut_windows(signal(label), 128, 64).astype(np.float32) for label in range(3)]
    x, y = np.concatenate(windows), np.repeat(range(3), len(windows[0]))
    person = np.zeros(len(y), int)
    activities = Activities(x, y, person, person > 0, classes, "bundled")
    parts = [[[300, 0], [300, 2], [200, 1]], [[640, 1]]]
    played = [
        (np.concatenate([signal(label)[:length] for length, label in each]), each) for each in parts
    ]
    features = live.OfWindows(hand_feature_classifier().fit(x, y))
    net = live.OfWindows(recurrent(18, 8, 3, filters=4, seed=0).eval(), x)
    return {
        "some-features": live.pack(features, classes=classes),
        "some-gru": live.pack(net, classes=classes),
        "some-recordings": live.pack_recordings(played, activities),
    }


def writers_read() -> tuple[Vocab, str]:
    """The alphabet of the nets that write, and the text of the model that is counted."""
    text = (ROOT / "data/sonnets/sonnets.txt").read_text("utf-8")[:20_000]
    return Vocab.from_texts(text), text


def some_logits() -> live.Packed:
    """What nobody has answered to 60 rows, of which each class has fewer than the one before."""
    rng = np.random.default_rng(0)
    y = np.sort(np.minimum(rng.geometric(0.3, 60) - 1, len(CLASSES) - 1))
    shares = 0.7 ** np.arange(len(CLASSES)) * 0.3
    logits = rng.integers(0, 60, (60, len(CLASSES))) + 5 * np.arange(len(CLASSES))
    trained = {"tau": 1, "recall": [0.5] * len(CLASSES)}
    facts = {
        "classes": CLASSES,
        "step": 0.1,
        "log_shares": np.log(shares).tolist(),
        "training_counts": (1000 * shares).round().tolist(),
        "trained": trained | {"accuracy": 0.5, "balanced_accuracy": 0.6, "macro_f1": 0.4},
    }
    arrays = {"logits": logits.astype(np.uint8), "y": y.astype(np.uint8)}
    return live.pack_arrays(arrays, facts=facts)


def some_shares() -> live.Packed:
    """Accuracies that nobody has measured, of two folds for each of five shares."""
    facts = {
        "shares": [0, 0.25, 0.5, 0.75, 1],
        "theirs": [0, 0.2, 0.4, 0.6, 0.8],
        "others": [1, 0.95, 0.9, 0.85, 0.8],
        "scored": 0.2,
        "promised": [[0.7, 0.8], [0.75, 0.85], [0.8, 0.9], [0.9, 0.95], [0.95, 1.0]],
        "worth": [[0.75, 0.75], [0.7, 0.72], [0.7, 0.8], [0.74, 0.76], [0.73, 0.75]],
    }
    return live.pack_arrays({"shares": np.array([0, 25, 50, 75, 100], np.uint8)}, facts=facts)


def output(name: str, packed: live.Packed, **changes) -> nbformat.NotebookNode:
    """What `publish` leaves in the output of its cell."""
    content = {
        "name": name,
        "manifest": packed.manifest | changes,
        "data": base64.b64encode(packed.data).decode(),
    }
    return nbformat.v4.new_output(
        "display_data",
        {PREFIX + MIME: content},
        metadata={"scrapbook": {"name": f"live/{name}", "mime_prefix": PREFIX}},
    )


def page_of_nets() -> nbformat.NotebookNode:
    """A page that has run and has published the nets, with a figure."""
    text = "# Nets\n\n```{figure} ../still.svg\n:name: fig-typed\n:alt: Bars.\n\nBars.\n```"
    outputs = [output(name, packed) for name, packed in nets().items()]
    cell = nbformat.v4.new_code_cell("publish()", outputs=outputs, execution_count=1)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_markdown_cell(text), cell]
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def build(folder: Path, builder: str = "html") -> tuple[Path, str]:
    """Build the small book; return where it lies, and what was complained of."""
    source, out, complaints = folder / "source", folder / builder, folder / f"{builder}.txt"
    source.mkdir(exist_ok=True)
    (source / "still.svg").write_text(STILL)
    (source / "book").mkdir(exist_ok=True)
    nbformat.write(page_of_nets(), source / "book/nets.ipynb")
    names = "\n".join([*SNIPPETS, "book/nets"])
    (source / "index.md").write_text(f"# A small book\n\n```{{toctree}}\n{names}\n```\n")
    for name, (still, snippet) in SNIPPETS.items():
        page = PAGE.format(name=name, still=still, snippet=snippet)
        (source / f"{name}.md").write_text(page.lstrip())
    settings = {
        "extensions": ["myst_nb", "_ext.content.live_weights", "_ext.export.notebook_builder"],
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

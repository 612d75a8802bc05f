import nbclient
import nbformat
import numpy as np
import pandas as pd
import pytest

from rnncourse import figures
from rnncourse.encoding import Vocab, encode_texts
from rnncourse.evaluation import Estimate
from rnncourse.history import History

HISTORY = History([1.0, 0.5], [0.4, 0.8], [1.1, 0.9], [0.3, 0.6], 2.0)
VOCAB = Vocab("abc")
DRAWN = {
    "class_counts": lambda: figures.class_counts(["a", "a", "b"]),
    "one_hot_vectors": lambda: figures.one_hot_vectors("cab", encode_texts(["cab"], VOCAB, 4)[0], VOCAB.symbols),
    "learning_curves": lambda: figures.learning_curves({"Keras": HISTORY, "PyTorch": HISTORY}),
    "sweep": lambda: figures.sweep(
        pd.DataFrame({"units": [8, 8, 16, 16], "accuracy": [0.5, 0.6, 0.7, 0.8], "batch": [32, 32, 32, 64]}),
        "units", "accuracy", by="batch", labels={"units": "units", "accuracy": "accuracy", "batch": "batch size"}),
    "estimates": lambda: figures.estimates({"GRU": Estimate(0.7, 0.6, 0.8)}, what="accuracy", spread={"GRU": [0.69, 0.71]}),
    "confusion_matrix": lambda: figures.confusion_matrix(np.array([[9, 1], [4, 6]]), ["a", "b"]),
    "class_probabilities": lambda: figures.class_probabilities({"rossi": np.array([0.9, 0.1])}, ["Italian", "Irish"]),
    "probabilities_by_letter": lambda: figures.probabilities_by_letter(
        {"ro": np.array([[0.3, 0.6, 0.1], [0.8, 0.1, 0.1]])}, ["Italian", "Irish", "Czech"]),
    "recall_by_class": lambda: figures.recall_by_class([5, 90], {"none": np.array([0.1, 0.9]), "weights": np.array([0.5, 0.7])}, ["a", "b"]),
    "trade": lambda: figures.trade(pd.DataFrame({"model": ["w", "n"], "accuracy": [0.6, 0.7], "recall": [0.6, 0.5]}), "accuracy", "recall",
                                   by="model", labels={"accuracy": "accuracy", "recall": "recall"}),
}
EXPECTED = {
    "class_counts": "a has most, 2, and b fewest, 1",
    "one_hot_vectors": "4 steps of 'cab' and a column for each of 3 symbols",
    "learning_curves": "for Keras, validation loss falls from 1.10 to 0.90 (epoch 2)",
    "sweep": "batch size 32: 0.550 at 8, 0.700 at 16; batch size 64: 0.800 at 16",
    "estimates": "GRU 0.700, from 0.600 to 0.800",
    "confusion_matrix": "the largest confusion is b taken for a, 40",
    "class_probabilities": "rossi: Italian 0.90 and Irish 0.10",
    "probabilities_by_letter": "for ro: r Irish, o Italian",
    "recall_by_class": "b (90 names) 0.90 none, 0.70 weights; a (5 names) 0.10 none, 0.50 weights",
    "trade": "n: accuracy 0.700, recall 0.500; w: accuracy 0.600, recall 0.600",
}


pytestmark = pytest.mark.usefixtures("book_style")


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_the_same_figure_gives_the_same_bytes(kind):
    first, again = (figures._render(DRAWN["learning_curves"]().figure, kind)[0] for _ in range(2))
    assert first == again


def test_figures_are_transparent_and_undated():
    svg, _ = figures._render(DRAWN["class_counts"]().figure, "svg")
    assert "<dc:date>" not in svg
    assert "fill: #ffffff" not in svg


def test_a_notebook_shows_figures_as_svg_with_their_alt_text():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(
        "from rnncourse import figures\nfigures.use_book_style()\nfigures.class_counts(['a', 'a', 'b']);")])
    nbclient.NotebookClient(notebook, timeout=120).execute()
    (output,) = notebook.cells[0].outputs
    assert set(output["data"]) == {"image/svg+xml", "application/pdf", "text/plain"}
    assert EXPECTED["class_counts"] in output["metadata"]["image/svg+xml"]["alt"]

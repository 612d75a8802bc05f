"""Checked numbers for the prose.

``report("last-names/elman/accuracy", value, bundled=(0.7, 0.8), reference=(0.7, 0.85))`` checks the value against the
band of the edition that is in use and hands it to ``{glue:text}`` under its key. The record travels in the cell's
output, so that a chapter taken from the cache reports all the same; a value out of its band fails the build of the book.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rnncourse import datasets
from rnncourse.evaluation import Estimate

PREFIX = "application/papermill.record/"  # how myst_nb.glue marks what {glue:text} may read


@dataclass(frozen=True)
class Quotation:
    """A figure that others measured, and where it stands."""

    value: float
    source: str


QUOTED = {
    "lecture/first-names/accuracy": Quotation(0.80, "lecture 'Recurrent Neural Networks', part 1, test accuracy of one Elman layer"),
    "lecture/first-names/mlp-parameters": Quotation(56834, "lecture 'Recurrent Neural Networks', part 1, 'an according MLP'"),
    "lecture/sonnets/characters": Quotation(94652, "lecture 'Recurrent Neural Networks', part 1, length of the corpus of sonnets"),
    "lecture/sonnets/symbols": Quotation(62, "lecture 'Recurrent Neural Networks', part 1, unique characters of that corpus"),
    "lecture/sonnets/parameters": Quotation(97598, "lecture 'Recurrent Neural Networks', part 1, summary of the many-to-one and of the many-to-many model"),
    "participants/startup-names/parameters": Quotation(23510, "notebook of former participants, practical work 13, SimpleRNN of 64 units and 150 characters"),
    "participants/startup-names/loss": Quotation(2.154, "the same notebook, training loss of the fifth epoch, windows of 10 characters, skip 3, batches of 128"),
    "summer-school/poem-meters/one-direction": Quotation(9.280, "summer school, Arabic poem metres, line 1-GRU of the table, accuracy in per cent"),
    "summer-school/poem-meters/one-layer": Quotation(0.8908, "summer school, Arabic poem metres, one bidirectional GRU layer, validation"),
    "summer-school/poem-meters/five-layers": Quotation(0.945, "summer school, Arabic poem metres, five bidirectional GRU layers, validation"),
    "summer-school/poem-meters/six-layers": Quotation(0.9269, "summer school, Arabic poem metres, six bidirectional GRU layers, validation"),
    "lecture/activity/l2": Quotation(0.005, "lecture 'Recurrent Neural Networks', part 1, human activity recognition, weight of the L2 regularisation"),
    "lecture/activity/clip-value": Quotation(0.5, "lecture 'Recurrent Neural Networks', part 1, human activity recognition, results including gradient clipping"),
    "chevalier/lstm/l2": Quotation(0.0015, "github.com/guillaume-chevalier/LSTM-Human-Activity-Recognition, lambda_loss_amount in lstm.py"),
    "chevalier/residual/l2": Quotation(0.005, "github.com/guillaume-chevalier/HAR-stacked-residual-bidir-LSTMs, lambda_loss_amount in config_dataset_HAR_6_classes.py"),
    "burns/temporal": Quotation(0.994, "Burns et al. 2018, twenty people, cross-validation over time, convolutional recurrent net"),
    "burns/by-person": Quotation(0.889, "Burns et al. 2018, twenty people, cross-validation over persons, convolutional recurrent net"),
    "participants/activity/elman": Quotation(0.668, "notebook of a former participant (2018), one SimpleRNN of 40 units, 20 epochs, test accuracy"),
    "participants/activity/elman-regularised": Quotation(0.775, "notebook of a former participant (2018), the same with L2 and clipping, 30 epochs, test accuracy"),
    "participants/activity/two-layers": Quotation(0.818, "notebook of a former participant (2018), two SimpleRNNs of 40 units with dropout, L2 and clipping, last epoch, test accuracy"),
    "participants/activity/softmax": Quotation(0.498, "notebook of a former participant, UCI HAR, one softmax layer on the flattened window, test, 10 epochs"),
    "participants/activity/four-conv1d": Quotation(0.918, "notebook of a former participant, UCI HAR, four Conv1d layers, test, last epoch"),
    "participants/activity/four-conv1d-best": Quotation(0.935, "the same notebook, best of all epochs by test accuracy"),
    "participants/letters/error": Quotation(0.0275, "notebook of a former participant (2018), notMNIST, dense autoencoder with a code of 32 numbers, squared error, test"),
    "participants/letters/loss": Quotation(0.188, "notebook of a former participant (2024), the same with the binary cross-entropy as its loss, test"),
    "participants/letters/accuracy": Quotation(0.90, "notebooks of former participants, linear SVM on the codes of 32 numbers, notMNIST, test"),
    "participants/last-names/leaked": Quotation(0.94, "notebooks of former participants, five languages, oversampled before the split"),
}


def report(key: str, value: float | str | Estimate, *, bundled: tuple[float, float] | None = None,
           reference: tuple[float, float] | None = None, band: tuple[float, float] | None = None,
           timing: bool = False) -> None:
    """Check `value` and make it available to the prose under `key`.

    The part of `key` before the first slash names the data set, whose edition selects the band, or the chapter, if it
    uses none; then pass `band`. Numbers need a band, texts have none. Of an Estimate, the value is checked, and
    the interval is available under ``key/interval``. `timing` marks seconds, which differ from run to run.
    Raises ValueError on a number that is not finite, or that has no band.
    """
    interval = None
    if isinstance(value, Estimate):
        interval = [value.low, value.high]
        _emit(key + "/interval", interval_text(value), {})
        value = value.value
    if isinstance(value, str):
        value = str(value)                                              # not NumPy's kind of text
    else:
        value = value.item() if hasattr(value, "item") else value        # {glue:text} cannot format NumPy's numbers
        if not math.isfinite(value):
            raise ValueError(f"{key} is {value}, not a finite number; look for a division by zero or a diverged training")
    edition = datasets.resolve(key.split("/")[0]).edition if band is None and (bundled or reference) else None
    band = {None: band, "bundled": bundled, "reference": reference}[edition]
    if not isinstance(value, str) and band is None:
        raise ValueError(f"{key} = {value} has no band for edition {edition}; pass bundled=(low, high), reference=(low, high)")
    if band is not None and not band[0] <= value <= band[1]:
        print(f"{key} = {value:.4g} is outside {band[0]:g} … {band[1]:g}, where the book expects it")
    _emit(key, value, {"band": band and list(band), "edition": edition, "timing": timing, "interval": interval})


def interval_text(estimate: Estimate) -> str:
    """Write an interval with two significant digits of its width: 0.721 to 0.738, -1.0 to 0.6."""
    width = estimate.high - estimate.low
    decimals = min(max(1 - math.floor(math.log10(width)), 1), 4) if width > 0 else 2
    return f"{estimate.low:z.{decimals}f} to {estimate.high:z.{decimals}f}"


def quoted(key: str) -> float:
    """Return a figure of others from the one table that has their sources, and make it available to the prose.

    Raises KeyError on a key that the table does not have.
    """
    if key not in QUOTED:
        raise ValueError(f"nothing is quoted as {key!r}; add it with its source to rnncourse.report.QUOTED")
    quotation = QUOTED[key]
    _emit(key, quotation.value, {"source": quotation.source})
    return quotation.value


def _emit(key: str, value: float | str, record: dict) -> None:
    """Write one invisible output that {glue:text} and the collector of results both read."""
    from IPython.display import display

    blank = {"band": None, "edition": None, "timing": False, "interval": None, "source": None}
    display(
        {PREFIX + "text/plain": repr(value)}, raw=True,
        metadata={"scrapbook": {"name": key, "mime_prefix": PREFIX}, "rnncourse": blank | record | {"key": key, "value": value}},
    )

import math

import numpy as np
import pytest

from rnncourse.evaluation.bootstrap import Estimate
from rnncourse.reporting.quotations import QUOTED, quoted
from rnncourse.reporting.report import PREFIX, interval_text, report


@pytest.fixture
def outputs(monkeypatch):
    """Collect what would be displayed on the page, as (data, metadata)."""
    shown = []
    monkeypatch.setattr(
        "IPython.display.display", lambda data, *, raw, metadata: shown.append((data, metadata))
    )
    return shown


@pytest.fixture
def bundled(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")


def test_a_number_is_handed_to_the_prose_with_its_record(outputs, bundled):
    report("last-names/accuracy", np.float64(0.5), bundled=(0.4, 0.6), reference=(0.9, 1.0))
    ((data, metadata),) = outputs
    assert data == {PREFIX + "text/plain": "0.5"}
    assert metadata["scrapbook"] == {"name": "last-names/accuracy", "mime_prefix": PREFIX}
    assert metadata["rnncourse"] == {
        "key": "last-names/accuracy",
        "value": 0.5,
        "band": [0.4, 0.6],
        "edition": "bundled",
        "timing": False,
        "interval": None,
        "source": None,
    }


@pytest.mark.parametrize("value, outside", [(0.39, True), (0.4, False), (0.6, False), (0.61, True)])
def test_a_value_outside_its_band_is_said_to_be(outputs, bundled, capsys, value, outside):
    report("last-names/accuracy", value, bundled=(0.4, 0.6), reference=(0.0, 1.0))
    assert ("outside 0.4 … 0.6" in capsys.readouterr().out) == outside


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused(outputs, value):
    with pytest.raises(ValueError, match="not a finite number"):
        report("bptt/loss", value, band=(0, 1))
    assert not outputs


def test_a_number_without_a_band_is_refused(outputs, bundled):
    with pytest.raises(ValueError, match="has no band"):
        report("bptt/loss", 0.5)
    with pytest.raises(ValueError, match="has no band for edition bundled"):
        report("last-names/loss", 0.5, reference=(0, 1))


def test_an_estimate_brings_its_interval_along(outputs):
    report("bptt/accuracy", Estimate(0.5, 0.41, 0.59), band=(0, 1))
    records = {metadata["rnncourse"]["key"]: metadata["rnncourse"] for _, metadata in outputs}
    assert records["bptt/accuracy/interval"]["value"] == "0.41 to 0.59"
    assert records["bptt/accuracy"]["interval"] == [0.41, 0.59]


@pytest.mark.parametrize(
    "low, high, text",
    [
        (0.7212, 0.7379, "0.721 to 0.738"),
        (-1.03, 0.57, "-1.0 to 0.6"),
        (-0.0407, -0.0032, "-0.041 to -0.003"),
        (-0.0001, 0.3, "0.00 to 0.30"),
        (31.2, 47.9, "31.2 to 47.9"),
        (0.5, 0.5, "0.50 to 0.50"),
        (0.010012, 0.010024, "0.0100 to 0.0100"),
    ],
)
def test_an_interval_is_written_with_the_digits_of_its_width(low, high, text):
    assert interval_text(Estimate((low + high) / 2, low, high)) == text


def test_a_text_needs_no_band(outputs):
    report("last-names/winner", np.array(["the GRU"])[0])
    assert outputs[0][0] == {PREFIX + "text/plain": "'the GRU'"}


def test_a_quoted_figure_has_its_source(outputs):
    key = next(iter(QUOTED))
    assert quoted(key) == QUOTED[key].value
    assert outputs[0][1]["rnncourse"]["source"] == QUOTED[key].source


def test_what_is_not_in_the_table_cannot_be_quoted():
    with pytest.raises(ValueError, match="nothing is quoted as 'hearsay'"):
        quoted("hearsay")


def test_the_page_reads_exactly_what_glue_would_have_written(monkeypatch):
    """{glue:text} must find the value: the output is that of myst_nb.glue, and more metadata."""
    from myst_nb import glue

    shown = []
    for place in ("myst_nb.ext.glue.ipy_display", "IPython.display.display"):
        monkeypatch.setattr(place, lambda data, *, raw, metadata: shown.append((data, metadata)))
    glue("key", 0.25, display=False)
    report("key", 0.25, band=(0, 1))
    (glued, glued_metadata), (reported, reported_metadata) = shown
    assert reported[PREFIX + "text/plain"] == glued[PREFIX + "text/plain"]
    assert reported_metadata["scrapbook"] == glued_metadata["scrapbook"]

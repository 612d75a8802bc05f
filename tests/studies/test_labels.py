"""Names of nets, for the pages on generators."""

import pytest

from rnncourse.studies.labels import net_name


@pytest.mark.parametrize(
    "run, name",
    [
        (
            {"cell": "gru", "hidden_size": 256, "dropout": 0.3, "framework": "keras"},
            "GRU, 256 units, dropout (Keras)",
        ),
        (
            {"cell": "lstm", "hidden_size": 128, "dropout": 0.0, "framework": "torch"},
            "LSTM, 128 units",
        ),
    ],
)
def test_a_net_is_named_by_what_tells_it_from_the_others(run, name):
    assert net_name(run) == name

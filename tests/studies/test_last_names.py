import numpy as np
import pytest

from rnncourse.datasets.names import family, load_last_names
from rnncourse.preprocessing.encoding import encode_texts
from rnncourse.preprocessing.splits import Split
from rnncourse.studies.last_names import (
    last_names,
    last_names_growth,
    last_names_rates,
    last_names_test,
)
from rnncourse.studies.last_names.last_names import prepare
from rnncourse.training.history import History


@pytest.mark.parametrize(
    "names, written",
    [("with edges", "^o brien$"), ("without edges", "o brien"), ("without spaces", "^obrien$")],
)
def test_names_are_written_as_the_configuration_says(monkeypatch, names, written):
    table = load_last_names().groupby("language").head(30).reset_index(drop=True)
    table.loc[0, "name"] = "o brien"
    monkeypatch.setattr(last_names, "load_last_names", lambda: table)
    x, y, classes, split, vocab = prepare("family", names)
    length = x.shape[1]
    np.testing.assert_array_equal(x[:1], encode_texts([written], vocab, length))
    assert (" " in vocab) == (names != "without spaces")
    families = table["name"].map(family).to_numpy()
    assert not set(families[split.train]) & set(families[split.validation])
    assert len(x) == len(y) == len(table) and len(classes) == 18


def test_a_smaller_share_holds_whole_families_that_a_larger_one_holds_too():
    families = np.repeat(np.arange(40).astype(str), 3)
    split = Split(np.arange(90), np.arange(90, 105), np.arange(105, 120))
    few, more, all_of_them = (
        last_names_growth.with_share(split, families, share).train for share in (0.1, 0.5, 1.0)
    )
    assert len(few) == 9 and set(few) < set(more) and all_of_them.tolist() == list(range(90))


def test_what_is_tested_was_chosen_on_validation_names():
    assert last_names_test.STUDY.reads_test and not last_names.STUDY.reads_test
    chosen = [c | {"framework": "torch"} for c in last_names_test.CHOSEN]
    assert all(configuration in last_names.STUDY.configurations for configuration in chosen)


def test_every_row_differs_from_another_one_in_one_thing():
    """A cell comes with its rate, a setting of units with its batches, all treatments together."""
    rows = list(last_names.STUDY.configurations)
    parts = (
        ("cell", "learning_rate"),
        ("hidden_size", "batch_size"),
        ("dropout", "letter_dropout", "weight_decay"),
    )

    def differences(a, b):
        changed = {key for key in a if a[key] != b[key]}
        return len({next((p for p in parts if key in p), key) for key in changed})

    for row in rows:
        assert min(differences(row, other) for other in rows if other != row) == 1, row


def test_the_rate_of_each_cell_is_one_of_those_that_were_tried():
    for net in (last_names.ELMAN, last_names.LSTM, last_names.GRU):
        assert net["learning_rate"] in last_names_rates.RATES[net["cell"]]


def test_the_scores_of_a_run_are_those_of_the_epoch_whose_weights_are_kept():
    history = History(validation_loss=[3.0, 1.0, 2.0], validation_accuracy=[0.1, 0.5, 0.6])
    assert last_names.best_scores(history) == {
        "validation_accuracy": 0.5,
        "validation_loss": 1.0,
        "best_epoch": 2,
    }

import numpy as np
import pytest

from rnncourse.baselines.ngram_language_model import NgramLanguageModel
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.records.compact import numbers_from_text
from rnncourse.records.study import unique
from rnncourse.studies.text_generators import build
from rnncourse.studies.texts import sonnets, sonnets_test, two_ways, two_ways_rates
from rnncourse.studies.texts.sonnets import nats_by_sonnet
from rnncourse.training.history import History

TEXT = "ab\nba\n\nbb\naa\n\nab\n"


def test_surprise_is_shared_out_among_the_sonnets_and_no_symbol_is_lost():
    vocab = Vocab.from_texts(TEXT)
    indices = vocab.encode(TEXT)
    model = NgramLanguageModel(len(vocab), 2).fit(indices)
    nats, characters = nats_by_sonnet(model.log_probabilities(indices), TEXT)
    assert characters.tolist() == [6, 7, 3]  # the very first symbol is not guessed
    assert nats.sum() / characters.sum() == pytest.approx(model.loss(indices))
    assert nats[0] == pytest.approx(6 * model.loss(indices[:7]))


def test_an_empty_line_at_the_end_begins_no_sonnet():
    text = "ab\n\nba\n\n"
    nats, characters = nats_by_sonnet(np.full(len(text) - 1, -2.0), text)
    assert characters.tolist() == [3, 4] and nats.tolist() == [6, 8]


def test_many_single_precision_numbers_are_added_up_exactly():
    text = "\n\n".join(["a" * 998] * 30)
    nats, characters = nats_by_sonnet(np.full(len(text) - 1, -1.7, "float32"), text)
    np.testing.assert_allclose(nats, np.float64(np.float32(1.7)) * characters, rtol=1e-12)


@pytest.fixture
def few_sonnets(monkeypatch):
    monkeypatch.setattr(
        sonnets, "load_sonnets", lambda: "\n\n".join(["abcab\ncabba\nbbaac"] * 40) + "\n"
    )


SMALL = {"hidden_size": 6, "streams": 2, "steps": 10, "epochs": 2, "learning_rate": 0.02}


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_what_is_spent_on_each_held_out_sonnet_adds_up_to_the_loss(few_sonnets, framework):
    _, parts = sonnets.prepare()
    metrics = sonnets.run(sonnets.BEST | SMALL | {"framework": framework}, 0)["metrics"]
    total = metrics["validation_loss"] * (len(parts["validation"]) - 1)
    assert len(metrics["surprise"]) == 4
    assert sum(metrics["surprise"]) == pytest.approx(total, abs=0.05)


def test_every_net_of_the_grid_can_be_built_and_none_stands_in_it_twice(few_sonnets):
    vocab, _ = sonnets.prepare()
    nets = sonnets.STUDY.configurations
    assert all(build(net, 0, vocab) for net in nets if net["framework"] == "torch")
    assert len(unique(list(nets))) == len(nets)


def test_the_tested_nets_were_chosen_among_those_of_the_grid():
    assert all(net in sonnets.STUDY.configurations for net in sonnets_test.STUDY.configurations)


def test_the_log_probabilities_of_the_test_sonnets_give_their_loss(few_sonnets, monkeypatch):
    monkeypatch.setattr(sonnets_test, "LENGTH", 30)
    metrics = sonnets_test.run(sonnets.BEST | SMALL, 0)["metrics"]
    log_p = numbers_from_text(metrics["log_p"])
    assert -log_p.mean() == pytest.approx(metrics["test_loss"], abs=1e-3)
    assert sum(metrics["surprise"]) == pytest.approx(-log_p.sum(), rel=1e-3)
    assert len(metrics["text"]) == len(metrics["cool_text"]) == 30


@pytest.mark.parametrize(
    "windows, streams, expected",
    [
        (
            ([2.0, 1.8, 1.9], [10, 20, 30]),
            ([2.5, 1.9, 1.7], [1, 2, 4]),
            5.0,
        ),  # 20 s for 1.8, and 4 s for less
        (([2.0, 1.5], [10, 20]), ([2.5, 1.6], [1, 2]), 0.0),
    ],
)
def test_sooner_is_measured_to_the_best_epoch_of_the_windows(windows, streams, expected):
    histories = [
        History(validation_loss=loss, seconds=seconds) for loss, seconds in (windows, streams)
    ]
    assert two_ways.times_sooner(*histories) == expected


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_both_ways_are_trained_and_timed(few_sonnets, framework):
    small = two_ways.TWO_WAYS | {
        "framework": framework,
        "hidden_size": 4,
        "window_epochs": 1,
        "window_rate": 0.01,
        "streams": 2,
        "stream_epochs": 2,
        "stream_rate": 0.01,
    }
    history = two_ways.run(small, 0)["history"]
    assert len(history["windows_seconds"]) == 1 and len(history["streams_validation_loss"]) == 2
    assert all(loss < np.log(20) for loss in history["streams_validation_loss"])


def test_both_ways_have_one_schedule_and_a_rate_from_the_same_grid():
    ways = [two_ways.of_way(two_ways.TWO_WAYS, way) for way in two_ways.OWN]
    assert all(way in two_ways_rates.STUDY.configurations for way in ways)
    assert len({(way["schedule"], way["hidden_size"]) for way in ways}) == 1
    assert {"window", "streams"} & set(ways[0]) == {"window"}
    assert {"window", "streams"} & set(ways[1]) == {"streams"}


def test_a_tried_rate_is_scored_as_it_was_trained(few_sonnets):
    for way in two_ways_rates.STUDY.configurations[:: len(two_ways_rates.RATES)]:
        small = {"hidden_size": 4, "epochs": 2, "learning_rate": 0.01}
        small |= {"streams": 2, "steps": 10} if "streams" in way else {}
        outcome = two_ways_rates.run(way | small, 0)
        losses = outcome["history"]["validation_loss"]
        assert outcome["metrics"]["best_loss"] == pytest.approx(min(losses), abs=1e-4)
        assert outcome["metrics"]["validation_loss"] == pytest.approx(losses[-1], abs=1e-4)

"""Names of nets and codes, for the pages."""

import pandas as pd
import pytest

from rnncourse.records.study import Study
from rnncourse.studies.labels import code_name, net_name, runs_of
from rnncourse.studies.letters import autoencoders


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


def test_the_runs_of_a_net_are_not_those_of_one_that_says_more():
    plain, dropped = (
        {"framework": "torch", "units": 4},
        {"framework": "torch", "units": 4, "p": 0.5},
    )
    study = Study("toy", None, "?", (plain, dropped, plain | {"units": 8}), (0, 1), run=print)
    runs = pd.DataFrame(
        [net | {"seed": seed, "loss": 1.0} for net in study.configurations for seed in (1, 0)]
    )
    assert runs_of(study, runs, plain).index.tolist() == [1, 0]
    assert runs_of(study, runs, dropped)["p"].tolist() == [0.5, 0.5]
    assert runs_of(study, runs.drop(columns="p").iloc[:2], plain)["seed"].tolist() == [0, 1]
    assert runs_of(study, runs, plain | {"units": 16}).empty
    assert runs_of(study, runs.drop(columns="p").iloc[:2], dropped).empty


def test_the_runs_of_a_net_are_found_by_lists_too():
    one, two = ({"framework": "torch", "filters": filters} for filters in ([4], [4, 4, 4]))
    study = Study("toy", None, "?", (one, two), (0, 1, 2), run=print)
    runs = pd.DataFrame([net | {"seed": seed} for net in (one, two) for seed in study.seeds])
    assert runs_of(study, runs, two).index.tolist() == [3, 4, 5]
    assert runs_of(study, runs, one | {"filters": [5]}).empty
    assert len(runs_of(study, runs.assign(clip=None), one | {"clip": None})) == 3


@pytest.mark.parametrize(
    "run, name",
    [
        (autoencoders.PIXELS[0], "pixels"),
        (autoencoders.LINEAR | {"code_size": 8}, "principal components"),
        (autoencoders.DENSE, "dense autoencoder"),
        (autoencoders.DENSE | {"framework": "keras"}, "dense autoencoder (Keras)"),
        (autoencoders.DENSE | {"learning_rate": 0.001}, "dense autoencoder, slow"),
        (autoencoders.SETTINGS[0], "dense autoencoder, ReLU code"),
        (autoencoders.SETTINGS[1], "dense autoencoder, cross-entropy"),
        (autoencoders.STACKED, "stacked autoencoder"),
        (autoencoders.PARTICIPANT, "participant's setting (Keras)"),
    ],
)
def test_a_code_is_named_by_what_tells_it_from_the_others(run, name):
    assert code_name(run) == name


def test_no_two_codes_of_a_size_have_the_same_name():
    named = [(code_name(run), run["code_size"]) for run in autoencoders.STUDY.configurations]
    assert len(set(named)) == len(named)

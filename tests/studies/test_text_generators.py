import numpy as np
import pytest

from rnncourse.in_keras import language_models as keras_generators
from rnncourse.in_keras import text_training as keras_training
from rnncourse.in_torch import text_training as torch_training
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.preprocessing.language_modelling import next_symbol_windows
from rnncourse.studies import text_generators as generators

VOCAB = Vocab("abcd\n")
TEXT = VOCAB.encode("abcd\n" * 60)
SMALL = {"cell": "gru", "hidden_size": 6, "epochs": 2, "learning_rate": 0.02}
STREAMS = SMALL | {"streams": 4, "steps": 10}
WINDOWS = SMALL | {"window": 5, "skip": 3, "batch_size": 16}


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_what_a_model_says_of_a_text_is_the_loss_of_that_text(framework):
    configuration = STREAMS | {"framework": framework}
    model, history = generators.fit(configuration, 0, VOCAB, TEXT, TEXT[:50])
    found = generators.log_probabilities(configuration, model, TEXT[:50])
    assert found.shape == (49,) and found.max() < 0
    assert -found.mean() == pytest.approx(history["validation_loss"][-1], abs=1e-5)
    if framework == "keras":
        loss = keras_training.text_loss(keras_generators.stateful_twin(model, 1), TEXT[:50])
    else:
        loss = torch_training.text_loss(model, TEXT[:50])
    assert -found.mean() == pytest.approx(loss, abs=1e-5)


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_windows_are_trained_on_where_a_configuration_has_a_window(framework):
    configuration = WINDOWS | {"framework": framework}
    model, history = generators.fit(configuration, 0, VOCAB, TEXT, TEXT[:50])
    held_out = next_symbol_windows(TEXT[:50], 5)
    if framework == "keras":
        loss = keras_training.window_loss(keras_training.last_step(model), *held_out)
    else:
        loss = torch_training.window_loss(model, *held_out)
    assert loss == pytest.approx(history["validation_loss"][-1], abs=1e-5)
    assert len(history["train_loss"]) == 2


def test_a_net_has_what_its_configuration_says_of_it():
    options = {"layers": 2, "dropout": 0.1, "recurrent_dropout": 0.2}
    options |= {"embedding_size": 6, "tied": True, "framework": "torch"}
    net = generators.build(STREAMS | options, 0, VOCAB)
    assert net.recurrent.num_layers == 2 and net.dropout.p == 0.1
    assert net.recurrent_dropout == 0.2 and net.linear.weight is net.embedding.weight


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_two_texts_are_written_and_the_same_seed_writes_the_same(framework):
    configuration = STREAMS | {"framework": framework}
    model = generators.build(configuration, 0, VOCAB)
    first, second = (generators.two_texts(configuration, 3, model, VOCAB, 40) for _ in range(2))
    assert first == second and set(first) == {"text", "cool_text"}
    assert all(len(text) == 40 for text in first.values())
    assert np.unique(VOCAB.encode(first["text"])).size > 1


def test_a_kept_run_gives_its_weights_and_losses():
    found = generators.kept_run(STREAMS | {"framework": "torch"}, 0, VOCAB, TEXT, TEXT[:50])
    assert found["weights"]["linear.weight"].shape == (len(VOCAB), 6)
    assert found["metrics"]["best_loss"] <= found["metrics"]["validation_loss"]

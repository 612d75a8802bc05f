"""Figures that others measured, each with its source: the one table that the prose quotes from."""

from __future__ import annotations

from dataclasses import dataclass

from rnncourse.reporting.report import _emit


@dataclass(frozen=True)
class Quotation:
    """A figure that others measured, and where it stands."""

    value: float
    source: str


# Millions of weights and validation accuracy in per cent, line by line.
POEM_METRES = {
    "2-NN": (0.1, 24.02),
    "3-NN": (0.2, 30.02),
    "4-NN": (0.2, 30.39),
    "1-GRU": (0.4, 9.280),
    "1-BiGRU": (0.8, 89.08),
    "2-BiGRU": (2.0, 92.91),
    "3-BiGRU": (3.2, 93.54),
    "4-BiGRU": (4.4, 94.30),
    "5-BiGRU": (5.6, 94.50),
    "6-BiGRU": (6.8, 92.69),
}

QUOTED = {
    "lecture/first-names/accuracy": Quotation(
        0.80, "lecture 'Recurrent Neural Networks', part 1, test accuracy of one Elman layer"
    ),
    "lecture/first-names/mlp-parameters": Quotation(
        56834, "lecture 'Recurrent Neural Networks', part 1, 'an according MLP'"
    ),
    "lecture/sonnets/characters": Quotation(
        94652, "lecture 'Recurrent Neural Networks', part 1, length of the corpus of sonnets"
    ),
    "lecture/sonnets/symbols": Quotation(
        62, "lecture 'Recurrent Neural Networks', part 1, unique characters of that corpus"
    ),
    "lecture/sonnets/parameters": Quotation(
        97598,
        "lecture 'Recurrent Neural Networks', part 1, summary of the many-to-one and of the "
        "many-to-many model",
    ),
    "alshaibani2020/poem-metres/test": Quotation(
        94.32,
        "Al-shaibani et al. (2020), five bidirectional GRU layers, test accuracy in per cent",
    ),
    "nanogpt/tiny-shakespeare/loss": Quotation(
        1.4697, "nanoGPT (Karpathy 2022), its README, best validation loss of the character model"
    ),
    "participants/startup-names/parameters": Quotation(
        23510,
        "notebook of former participants, practical work 13, SimpleRNN of 64 units and 150 "
        "characters",
    ),
    "participants/startup-names/loss": Quotation(
        2.154,
        "the same notebook, training loss of the fifth epoch, windows of 10 characters, skip 3, "
        "batches of 128",
    ),
    **{
        f"summer-school/poem-metres/{net}": Quotation(
            accuracy,
            f"summer school, Arabic poem metres, line {net} of the table, validation accuracy in "
            "per cent",
        )
        for net, (_, accuracy) in POEM_METRES.items()
    },
    **{
        f"summer-school/poem-metres/{net}/weights": Quotation(
            weights, f"summer school, Arabic poem metres, line {net}, millions of parameters"
        )
        for net, (weights, _) in POEM_METRES.items()
    },
    "lecture/activity/l2": Quotation(
        0.005,
        "lecture 'Recurrent Neural Networks', part 1, human activity recognition, weight of the L2 "
        "regularisation",
    ),
    "lecture/activity/clip-value": Quotation(
        0.5,
        "lecture 'Recurrent Neural Networks', part 1, human activity recognition, results "
        "including gradient clipping",
    ),
    "chevalier/lstm/l2": Quotation(
        0.0015,
        "github.com/guillaume-chevalier/LSTM-Human-Activity-Recognition, lambda_loss_amount in "
        "lstm.py",
    ),
    "chevalier/residual/l2": Quotation(
        0.005,
        "github.com/guillaume-chevalier/HAR-stacked-residual-bidir-LSTMs, lambda_loss_amount in "
        "config_dataset_HAR_6_classes.py",
    ),
    "aeon/minirocket/activity": Quotation(
        0.970,
        "MiniRocketClassifier of aeon 1.6.0 (numpy 2.3.5, numba 0.63.1) with its defaults, UCI HAR "
        "rebuilt, trained on the training persons, random_state 0 and 1, mean over test persons",
    ),
    "burns/temporal": Quotation(
        0.994,
        "Burns et al. 2018, twenty people, cross-validation over time, convolutional recurrent net",
    ),
    "burns/by-person": Quotation(
        0.889,
        "Burns et al. 2018, twenty people, cross-validation over persons, convolutional recurrent "
        "net",
    ),
    "participants/activity/elman": Quotation(
        0.668,
        "notebook of a former participant (2018), one SimpleRNN of 40 units, 20 epochs, test "
        "accuracy",
    ),
    "participants/activity/elman-regularised": Quotation(
        0.775,
        "notebook of a former participant (2018), the same with L2 and clipping, 30 epochs, test "
        "accuracy",
    ),
    "participants/activity/two-layers": Quotation(
        0.818,
        "notebook of a former participant (2018), two SimpleRNNs of 40 units with dropout, L2 and "
        "clipping, last epoch, test accuracy",
    ),
    "participants/activity/softmax": Quotation(
        0.498,
        "notebook of a former participant, UCI HAR, one softmax layer on the flattened window, "
        "test, 10 epochs",
    ),
    "participants/activity/four-conv1d": Quotation(
        0.918, "notebook of a former participant, UCI HAR, four Conv1d layers, test, last epoch"
    ),
    "participants/activity/four-conv1d-best": Quotation(
        0.935, "the same notebook, best of all epochs by test accuracy"
    ),
    "participants/letters/error": Quotation(
        0.0275,
        "notebook of a former participant (2018), notMNIST, dense autoencoder with a code of 32 "
        "numbers, squared error, test",
    ),
    "participants/letters/loss": Quotation(
        0.188,
        "notebook of a former participant (2024), the same with the binary cross-entropy as its "
        "loss, test",
    ),
    "participants/letters/accuracy": Quotation(
        0.90,
        "notebooks of former participants, linear SVM on the codes of 32 numbers, notMNIST, test",
    ),
    "participants/last-names/leaked": Quotation(
        0.94, "notebooks of former participants, five languages, oversampled before the split"
    ),
}


def quoted(key: str) -> float:
    """Return a figure of others from the one table that has their sources, and make it available to
    the prose.

    Raises ValueError on a key that the table does not have.
    """
    if key not in QUOTED:
        raise ValueError(
            f"nothing is quoted as {key!r}; add it with its source to "
            "rnncourse.reporting.quotations.QUOTED"
        )
    quotation = QUOTED[key]
    _emit(key, quotation.value, {"source": quotation.source})
    return quotation.value

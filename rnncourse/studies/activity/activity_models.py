"""Many-to-one models of activities, compared on persons held out of the training part. No test
window is read here.
"""

from __future__ import annotations

from rnncourse.records.study import Study
from rnncourse.studies.activity.activity_rnn import ELMAN, TWO_LAYERS, run

RECIPE = {
    "framework": "torch",
    "epochs": 12,
    "batch_size": 128,
    "learning_rate": 0.003,
    "cosine": True,
    "weight_decay": 0.01,
    "clip_norm": 1.0,
}
RECURRENT = RECIPE | {"model": "recurrent", "dropout": 0.2, "layers": 1, "bidirectional": False}
CONVOLUTIONAL = RECIPE | {"model": "convolutional", "width": 9, "dropout": 0.3, "cell": None}

MODELS = {
    "linear": RECIPE | {"model": "dense", "hidden_sizes": [], "dropout": 0.0},
    "dense, 128": RECIPE | {"model": "dense", "hidden_sizes": [128], "dropout": 0.5},
    "dense, 128 and 64": RECIPE | {"model": "dense", "hidden_sizes": [128, 64], "dropout": 0.5},
    "Elman, 64": ELMAN,
    "two layers of Elman, 32": TWO_LAYERS,
    "LSTM, 64": RECURRENT | {"cell": "lstm", "hidden_size": 64},
    "GRU, 64": RECURRENT | {"cell": "gru", "hidden_size": 64},
    "LSTM both ways, 32": RECURRENT | {"cell": "lstm", "hidden_size": 32, "bidirectional": True},
    "one Conv1d, 48": CONVOLUTIONAL | {"filters": [48]},
    "three Conv1d, 48": CONVOLUTIONAL | {"filters": [48, 48, 48]},
    "two Conv1d, 32, and LSTM, 64": CONVOLUTIONAL
    | {"filters": [32, 32], "width": 5, "cell": "lstm", "hidden_size": 64},
    "six dilated Conv1d, 24": RECIPE
    | {"model": "dilated", "filters": 24, "layers": 6, "width": 3, "dropout": 0.2},
}


def title(configuration: dict) -> str:
    """Name the model of `configuration`, such as "GRU, 64 (Keras)"; PyTorch's go without."""
    in_torch = configuration | {"framework": "torch"}
    [name] = [name for name, model in MODELS.items() if model == in_torch]
    return f"{name} (Keras)" if configuration["framework"] == "keras" else name


STUDY = Study(
    name="activity_models",
    dataset="activity",
    question="Which kind of model, how deep and how wide, says best what people are doing?",
    configurations=tuple(MODELS.values()),
    seeds=(0, 1, 2, 3, 4),
    run=run,
)

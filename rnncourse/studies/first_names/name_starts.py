"""Why do the two frameworks spell names so differently? The nets of `name_codes`, each started from
the weights of the other framework.
"""

from __future__ import annotations

from rnncourse.preprocessing.encoding import alphabet_of, filled_one_hot, texts_of
from rnncourse.records.study import Study
from rnncourse.studies.first_names.name_codes import (
    HELD_OUT,
    LSTM,
    STEPS,
    agreement,
    prepare,
    sequence_net,
)
from rnncourse.studies.letters.autoencoders import train_and_predict
from rnncourse.training.recipe import Recipe

OTHER = {"keras": "torch", "torch": "keras"}


def run(configuration: dict, seed: int) -> dict:
    """Train one autoencoder of names from the first weights of its twin; record how it spells names
    held out.
    """
    from rnncourse.conversion.models import copy_weights

    names, _ = prepare(seed)
    alphabet = alphabet_of(names)
    x = filled_one_hot(names, alphabet, STEPS)
    held_out, train = x[:HELD_OUT], x[HELD_OUT:]
    framework = configuration["framework"]
    nets = {
        name: sequence_net(
            configuration | {"framework": name}, len(alphabet), seed=seed
        ).autoencoder
        for name in OTHER
    }
    copy_weights(nets[OTHER[framework]], nets[framework])
    train_net, predict = train_and_predict(framework)
    history = train_net(
        nets[framework],
        train,
        train,
        validation=(held_out, held_out),
        recipe=Recipe.of(configuration | {"schedule": "cosine"}),
        loss="cross-entropy",
        seed=seed,
    )
    spelt = texts_of(predict(nets[framework], held_out), alphabet)
    return {
        "metrics": {
            **agreement(names[:HELD_OUT], spelt),
            "training_seconds": round(history.seconds, 1),
        },
        "history": history.rounded(5),
    }


STUDY = Study(
    name="name_starts",
    dataset="first-names",
    question="Is it where the weights start that makes the frameworks spell so differently?",
    configurations=tuple(LSTM | {"framework": framework} for framework in OTHER),
    seeds=(0, 1, 2),
    run=run,
    both_frameworks=True,
)

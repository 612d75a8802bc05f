"""The weights of a recorded run: stored in 16 bits beside the record, found again, and refused
where they do not belong.
"""

import numpy as np
import pytest

from rnncourse.in_keras import classifiers as keras_classifiers
from rnncourse.in_keras import weights as keras_weights
from rnncourse.in_torch import classifiers as torch_classifiers
from rnncourse.in_torch import weights as torch_weights
from rnncourse.records import store, weights
from rnncourse.records.store import kept_run
from rnncourse.records.study import load_study

FRAMEWORKS = {
    "keras": (keras_classifiers, keras_weights),
    "torch": (torch_classifiers, torch_weights),
}
ARRAYS = {
    "W_xh": np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4),
    "b_h": np.float32([0.1, 70]),
}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_weights_put_into_another_net_of_the_kind_make_it_the_same(framework):
    classifiers, module = FRAMEWORKS[framework]
    one, other = (
        classifiers.recurrent_classifier(5, 4, 3, cell="gru", layers=2, seed=seed)
        for seed in (0, 1)
    )
    module.put_weights(other, module.weights_of(one))
    assert all(
        np.array_equal(a, b)
        for a, b in zip(
            module.weights_of(one).values(), module.weights_of(other).values(), strict=True
        )
    )
    assert list(module.weights_of(one)) == list(module.weights_of(other))


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.pop(next(iter(found))),
        lambda found: found.update({next(iter(found)): np.zeros(2)}),
    ],
)
def test_weights_of_another_net_are_refused(framework, change):
    classifiers, module = FRAMEWORKS[framework]
    net = classifiers.recurrent_classifier(5, 4, 3, seed=0)
    found = module.weights_of(net)
    change(found)
    with pytest.raises(
        ValueError,
        match="the weights have names and shapes .*, expected .*; build the model as in the run",
    ):
        module.put_weights(net, found)


def test_stored_weights_come_back_as_16_bits_hold_them(tmp_path):
    found = weights.load(tmp_path, "toy", weights.store(tmp_path, "toy", ARRAYS))
    assert {name: array.dtype for name, array in found.items()} == {
        "W_xh": np.float32,
        "b_h": np.float32,
    }
    assert all(
        np.array_equal(found[name], array.astype(np.float16)) for name, array in ARRAYS.items()
    )


def test_the_same_weights_have_the_same_digest(tmp_path):
    assert weights.store(tmp_path / "a", "toy", ARRAYS) == weights.store(
        tmp_path / "b", "toy", ARRAYS
    )
    assert [path.name for path in (tmp_path / "a").rglob("*.*")] == [
        path.name for path in (tmp_path / "b").rglob("*.*")
    ]


@pytest.mark.parametrize(
    "arrays, said",
    [
        (
            {"W": np.random.default_rng(0).random(400_000)},
            "take .* bytes, expected 600,000 at most; keep those of a smaller net",
        ),
        ({"W": np.array([1e6])}, "hold numbers that 16 bits cannot"),
        ({"W": np.array([np.nan])}, "or no numbers; has the training diverged"),
    ],
)
def test_weights_that_cannot_be_stored_are_refused(tmp_path, arrays, said):
    with pytest.raises(ValueError, match=said):
        weights.store(tmp_path, "toy", arrays)
    assert not list(tmp_path.rglob("*.npz"))


def test_missing_and_damaged_weights_are_told(tmp_path):
    digest = weights.store(tmp_path, "toy", ARRAYS)
    path = tmp_path / "weights/toy" / f"{digest}.npz"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(LookupError, match="has another digest"):
        weights.load(tmp_path, "toy", digest)
    path.unlink()
    with pytest.raises(LookupError, match="is missing"):
        weights.load(tmp_path, "toy", digest)


def test_a_score_that_is_not_the_recorded_one_is_refused():
    run = weights.KeptRun({}, 0, {"validation_accuracy": 0.8}, {})
    run.check("validation_accuracy", 0.8009)
    for score in (0.8011, 0.798, float("nan")):
        with pytest.raises(AssertionError, match="0.80000 was recorded, more than 0.001 apart"):
            run.check("validation_accuracy", score)


def test_weights_without_a_record_and_of_other_code_are_refused(monkeypatch):
    study = load_study("first_names_test")
    with pytest.raises(LookupError, match="no weights are stored of first_names_test"):
        kept_run("first_names_test", "bundled", study.configurations[0])
    monkeypatch.setattr(store, "code_hash", lambda study, framework: "other code")
    with pytest.raises(LookupError, match="were made with other code or data; run `make sweeps`"):
        kept_run("first_names_test", "bundled", study.kept[0])


KEPT = [
    record
    for path in store.results_folder().glob("*.jsonl")
    for record in store.stored(path.stem)
    if "weights" in record
]


def test_every_stored_file_belongs_to_a_record():
    files = {
        path.relative_to(store.results_folder() / "weights").as_posix()
        for path in (store.results_folder() / "weights").rglob("*.npz")
    }
    assert files == {f"{record['study']}/{record['weights']}.npz" for record in KEPT} and files


@pytest.mark.parametrize(
    "record", KEPT, ids=lambda record: f"{record['study']}-{record['edition']}-{record['weights']}"
)
def test_every_kept_run_is_read_and_small_enough(record):
    arrays = weights.load(store.results_folder(), record["study"], record["weights"])
    path = store.results_folder() / "weights" / record["study"] / f"{record['weights']}.npz"
    assert arrays and path.stat().st_size <= weights.LARGEST

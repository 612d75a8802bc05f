"""Studies of autoencoders: what they train on, what they leave alone, and what they record."""

import numpy as np
import pytest

from rnncourse.baselines.image_filters import median_filter
from rnncourse.datasets.letters import Letters
from rnncourse.records.images import unpack
from rnncourse.studies.letters import autoencoders, autoencoders_test, denoising, denoising_test

FONTS = 40


@pytest.fixture
def letters(monkeypatch):
    """Two letters, bars and boxes, in 40 made-up families, each straight and once varied; families
    0 to 5 are for the test.
    """
    group, label, varied = (part.ravel() for part in np.indices((FONTS, 2, 2)))
    images = np.zeros((len(group), 28, 28), dtype=np.float32)
    for image, family, is_box, is_varied in zip(images, group, label, varied):
        image[4:24, 4 + family % 10 : 10 + family % 10 + 8 * is_box + is_varied] = 1
    made_up = Letters(
        images, label, group, group, varied.astype(bool), group < 6, (), {}, "bundled"
    )
    for study in (autoencoders, autoencoders_test, denoising, denoising_test):
        monkeypatch.setattr(study, "load_letters", lambda: made_up)
    return made_up


def short(configuration):
    """The configuration with a training of seconds."""
    return configuration | ({"epochs": 1, "batch_size": 32} if "epochs" in configuration else {})


def test_families_stay_together_and_varied_images_are_for_training_only(letters):
    split = autoencoders.hold_out(letters, 0)
    parts = [set(letters.group[rows]) for rows in (split.train, split.validation, split.test)]
    assert (
        not parts[0] & parts[1]
        and not parts[0] & parts[2]
        and not parts[1] & parts[2]
        and parts[2] == set(range(6))
    )
    assert (
        letters.varied[split.train].any()
        and not letters.varied[split.validation].any()
        and not letters.varied[split.test].any()
    )
    assert len(parts[1]) == round(0.15 * (FONTS - 6))


def test_another_seed_holds_out_other_families(letters):
    first, again, other = (
        autoencoders.hold_out(letters, seed).validation.tolist() for seed in (0, 0, 1)
    )
    assert first == again != other


@pytest.mark.parametrize(
    "configuration",
    [
        autoencoders.DENSE,
        autoencoders.PARTICIPANT,
        autoencoders.STACKED,
        autoencoders.LINEAR | {"code_size": 4},
        autoencoders.RANDOM | {"code_size": 4},
        *autoencoders.PIXELS,
    ],
    ids=["torch", "keras", "stacked", "linear", "random", "pixels"],
)
def test_a_run_records_error_accuracy_and_seconds(letters, configuration):
    metrics = autoencoders.run(short(configuration), 0)["metrics"]
    assert metrics.keys() == {"accuracy", "svm_seconds", "training_seconds", "error"}
    assert 0 <= metrics["error"] < 0.5 and metrics["accuracy"] >= 0.5


def test_the_test_images_do_not_touch_what_is_recorded_of_validation(letters, monkeypatch):
    configuration = autoencoders.LINEAR | {"code_size": 3}
    before = autoencoders.run(configuration, 0)["metrics"]["error"]
    changed = letters.images.copy()
    changed[letters.is_test] = 0.5
    spoilt = Letters(**{**vars(letters), "images": changed})
    monkeypatch.setattr(autoencoders, "load_letters", lambda: spoilt)
    assert autoencoders.run(configuration, 0)["metrics"]["error"] == before


def test_the_study_of_the_test_records_every_test_image(letters):
    metrics = autoencoders_test.run(autoencoders.LINEAR | {"code_size": 4}, 0)["metrics"]
    assert len(metrics["errors"]) == len(metrics["predicted"]) == 12
    assert np.mean(metrics["errors"]) == pytest.approx(metrics["error"], abs=1e-4)


@pytest.mark.parametrize(
    "configuration",
    [
        denoising.SMALL | {"images": 40},
        denoising.DENSE,
        *(
            denoising.CLASSICAL | {"model": name}
            for name in ("median filter", "Gaussian filter and curve", "mean image", "nothing")
        ),
    ],
    ids=lambda configuration: configuration["model"],
)
def test_every_denoiser_is_tried_on_every_noise(letters, configuration):
    metrics = denoising.run(short(configuration), 0)["metrics"]
    assert list(metrics["errors"]) == [f"{noise}, {level:g}" for noise, level in denoising.TRIED]
    assert metrics["error"] == metrics["errors"]["gaussian, 0.4"] > 0


def test_all_denoisers_of_a_seed_are_tried_on_the_same_noise(letters):
    images = letters.images[:8]
    first, again, other = (denoising.tried(images, seed) for seed in (3, 3, 4))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["gaussian, 0.4"], other["gaussian, 0.4"])


def test_the_test_of_denoising_records_each_image_and_shows_one_of_each_letter(letters):
    configuration = denoising.CLASSICAL | {"model": "median filter"}
    first, second = (denoising_test.run(configuration, seed)["metrics"] for seed in (0, 1))
    assert len(first["by_image"]) == 12 and np.mean(first["by_image"]) == pytest.approx(
        first["error"], abs=1e-4
    )
    assert list(first["drawn"]) == list(first["errors"]) and second["drawn"] == {}
    rows = denoising_test.shown_rows(letters, test := autoencoders.hold_out(letters, 0).test)
    assert letters.labels[test][rows].tolist() == [0, 1]
    drawn = unpack(first["drawn"]["covered, 8"], (2, 28, 28))
    noisy = denoising.tried(letters.images[test], 0)["covered, 8"][rows]
    assert any(np.allclose(median_filter(noisy, size), drawn, atol=0.01) for size in (3, 5))


@pytest.mark.parametrize("study", [autoencoders_test, denoising_test])
def test_what_is_tested_was_chosen_among_what_was_validated(study):
    known = {"autoencoders_test": autoencoders, "denoising_test": denoising}[
        study.STUDY.name
    ].STUDY.configurations
    assert study.STUDY.reads_test and len(study.STUDY.seeds) == 5
    assert all(configuration in known for configuration in study.CHOSEN)

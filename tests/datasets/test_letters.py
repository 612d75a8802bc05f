"""Letters: what is kept of the images, the bundled fonts, the idx files of the reference edition,
and what is refused.
"""

import csv
import dataclasses
import gzip
import hashlib
import struct
from types import MappingProxyType

import numpy as np
import pytest

from rnncourse.datasets import DATASETS, DataError, Resolved, fetch, resolve, verify
from rnncourse.datasets.editions import copies, model
from rnncourse.datasets.editions.model import Download, File
from rnncourse.datasets.letters import (
    CLASSES,
    SIDE,
    drawn_by_lot,
    kept,
    load_letters,
    read_bundled,
    read_idx,
    read_pair,
    read_reference,
)


def idx(array, *, magic=None):
    """The bytes of an idx file that holds `array`, not packed."""
    shape = array.shape
    return (
        (magic or bytes([0, 0, 8, len(shape)]))
        + struct.pack(f">{len(shape)}I", *shape)
        + array.astype(np.uint8).tobytes()
    )


def write(path, content):
    path.write_bytes(gzip.compress(content, mtime=0))
    return path


def pictures(count, seed=0, side=SIDE):
    return np.random.default_rng(seed).integers(0, 256, (count, side, side), dtype=np.uint8)


@pytest.fixture
def pair(tmp_path):
    """Six images and their labels on disk."""
    return write(tmp_path / "images.gz", idx(pictures(6))), write(
        tmp_path / "labels.gz", idx(np.array([0, 1, 2, 3, 4, 9]))
    )


# what is kept


def test_an_image_of_one_shade_is_blank_and_falls_away():
    images = pictures(4)
    images[1], images[3] = 0, 255
    rows, counts = kept(images, np.array([0, 1, 2, 8]))
    assert rows.tolist() == [0, 2] and counts == {"blank": 2, "repeated": 0, "contradictory": 0}


def test_of_equal_images_with_one_label_the_first_is_kept():
    images = pictures(5)
    images[3] = images[4] = images[1]
    rows, counts = kept(images, np.array([0, 7, 2, 7, 7]))
    assert rows.tolist() == [0, 1, 2] and counts == {"blank": 0, "repeated": 2, "contradictory": 0}


def test_equal_images_with_different_labels_all_fall_away():
    images = pictures(6)
    images[2] = images[4] = images[0]
    rows, counts = kept(images, np.array([0, 1, 0, 3, 5, 6]))
    assert rows.tolist() == [1, 3, 5] and counts == {"blank": 0, "repeated": 0, "contradictory": 3}


def test_a_difference_of_one_shade_in_one_pixel_is_a_difference():
    images = np.repeat(pictures(1), 2, axis=0)
    images[1, 0, 0] ^= 1
    assert kept(images, np.array([3, 3]))[0].tolist() == [0, 1]


def test_lots_are_drawn_for_groups_and_not_for_rows():
    group = np.repeat(np.arange(40), 3)
    is_test = drawn_by_lot(group)
    assert is_test.reshape(40, 3).all(axis=1).sum() == 6 and is_test.sum() == 18


# idx files


def test_an_idx_file_is_read_as_it_was_written(pair):
    images, labels = read_pair(*pair)
    assert np.array_equal(images, pictures(6)) and images.dtype == np.uint8
    assert labels.tolist() == [0, 1, 2, 3, 4, 9]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "has 0 bytes unpacked, expected a header of 16; fetch it again"),
        (idx(pictures(2))[:15], "has 15 bytes unpacked, expected a header of 16"),
        (
            idx(pictures(2), magic=bytes([0, 0, 8, 1])),
            "begins with the bytes 00 00 08 01, expected 00 00 08 03",
        ),
        (
            idx(pictures(2), magic=bytes([0, 0, 13, 3])),
            "begins with the bytes 00 00 0d 03, expected 00 00 08 03",
        ),
        (
            idx(pictures(2), magic=bytes([3, 8, 0, 0])),
            "begins with the bytes 03 08 00 00, expected 00 00 08 03",
        ),
        (
            b"<!DOCTYPE html><title>Not Found</title>",
            "begins with the bytes 3c 21 44 4f, expected 00 00 08 03",
        ),
        (
            idx(pictures(2))[:-1],
            r"has 1567 bytes after its header, expected 1568 for the shape \(2, 28, 28\)",
        ),
        (idx(pictures(2)) + b"\0", r"has 1569 bytes after its header, expected 1568"),
        (
            bytes([0, 0, 8, 3]) + b"\xff" * 12,
            r"has 0 bytes after its header, expected 79228162458924105385300197375",
        ),
    ],
)
def test_a_damaged_idx_file_is_refused_with_what_was_expected(tmp_path, content, complaint):
    with pytest.raises(DataError, match=complaint) as caught:
        read_idx(write(tmp_path / "images.gz", content), dimensions=3)
    assert str(tmp_path / "images.gz") in str(caught.value)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-9],
        lambda content: content[:5],
        lambda content: idx(pictures(2)),
        lambda content: content[:200] + b"\xff" * 50 + content[250:],
    ],
)
def test_a_truncated_or_damaged_gzip_is_refused(pair, damage):
    pair[0].write_bytes(damage(pair[0].read_bytes()))
    with pytest.raises(DataError, match="images.gz is not a whole gzip file .*fetch it again"):
        read_idx(pair[0], dimensions=3)


def test_a_file_that_is_not_there_is_reported(tmp_path):
    with pytest.raises(DataError, match="none.gz cannot be read .No such file"):
        read_idx(tmp_path / "none.gz", dimensions=1)


def test_images_of_another_size_are_refused(pair, tmp_path):
    with pytest.raises(DataError, match="holds images of 32 by 32 pixels, expected 28 by 28"):
        read_pair(write(tmp_path / "large.gz", idx(pictures(6, side=32))), pair[1])


@pytest.mark.parametrize(
    ("labels", "complaint"),
    [
        (
            [0, 1, 2],
            "holds 3 labels, expected 6, one for each image of images.gz; take both files from the "
            "same source",
        ),
        ([0, 1, 2, 10, 4, 5], "holds the label 10 in place 3, expected 0 to 9"),
    ],
)
def test_labels_that_do_not_fit_are_refused(pair, tmp_path, labels, complaint):
    with pytest.raises(DataError, match=complaint):
        read_pair(pair[0], write(tmp_path / "other.gz", idx(np.array(labels))))


# the reference edition


def reference(folder, **parts):
    """Write the two files of each part as `resolve` would hand them over."""
    paths = {}
    for part, (images, labels) in parts.items():
        for kind, array in (("images-idx3", images), ("labels-idx1", np.asarray(labels))):
            name = f"{part}-{kind}-ubyte.gz"
            paths[name] = write(folder / name, idx(array))
    return Resolved("letters", "reference", "made up", MappingProxyType(paths), "0" * 64, "made up")


def test_the_own_test_part_is_kept_where_all_images_are_there(tmp_path):
    letters = read_reference(
        reference(
            tmp_path,
            t10k=(pictures(4, seed=1), [0, 1, 2, 3]),
            train=(pictures(6), [4, 5, 6, 7, 8, 9]),
        )
    )
    assert letters.is_test.tolist() == [True] * 4 + [False] * 6
    assert letters.labels.tolist() == list(range(10)) and letters.variant == "made up"
    np.testing.assert_allclose(letters.images[4:], pictures(6) / 255, rtol=1e-6)


def test_an_image_that_stands_in_both_parts_is_taken_out_of_training(tmp_path):
    test, train = pictures(4, seed=1), pictures(6)
    train[2] = test[3]
    letters = read_reference(
        reference(tmp_path, t10k=(test, [0, 1, 2, 3]), train=(train, [4, 5, 3, 7, 8, 9]))
    )
    assert (
        letters.is_test.sum() == 4 and len(letters.labels) == 9 and letters.removed["repeated"] == 1
    )


def test_the_test_images_alone_are_split_by_lot(tmp_path):
    letters = read_reference(reference(tmp_path, t10k=(pictures(40), np.arange(40) % 10)))
    assert letters.is_test.sum() == 6 and not letters.varied.any() and len(set(letters.group)) == 40


# which files are taken


def git_hash(content):
    return "git:" + hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


@pytest.fixture
def world(tmp_path, monkeypatch):
    """The catalogue with four small files in place of notMNIST, an empty cache and an empty folder
    notmnist for RNNCOURSE_DATA.
    """
    dataset, content = DATASETS["letters"], {}
    for part, count in (("t10k", 20), ("train", 30)):
        for kind, array in (
            ("images-idx3", pictures(count, seed=count)),
            ("labels-idx1", np.arange(count) % 10),
        ):
            content[f"{part}-{kind}-ubyte.gz"] = gzip.compress(idx(array), mtime=0)

    def file(name):
        data = content[name]
        return (
            File(name, git_hash(data), 0)
            if name.startswith("train-images")
            else File(name, hashlib.sha256(data).hexdigest(), len(data))
        )

    changed = {
        which: dataclasses.replace(
            getattr(dataset, which),
            files=tuple(file(f.name) for f in getattr(dataset, which).files),
        )
        for which in ("reference", "stand_in")
    }
    monkeypatch.setitem(DATASETS, "letters", dataclasses.replace(dataset, **changed))
    monkeypatch.setattr(copies, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setenv("RNNCOURSE_DATA", str(tmp_path))
    monkeypatch.setenv("RNNCOURSE_EDITION", "auto")
    (tmp_path / "notmnist").mkdir()

    def put(*parts):
        for name, data in content.items():
            if name.startswith(parts):
                (tmp_path / "notmnist" / name).write_bytes(data)
        return tmp_path / "notmnist"

    return put


def test_the_test_images_alone_are_accepted_and_nothing_is_complained_about(world):
    folder = world("t10k")
    found = resolve("letters")
    assert (found.edition, found.variant) == (
        "reference",
        "10,000 images",
    ) and "passed over" not in found.reason
    assert verify("letters")[str(folder)] == "right"
    assert len(load_letters().labels) == 20


def test_all_images_are_preferred_and_the_training_images_are_known_by_their_git_hash(world):
    smaller = (world("t10k"), resolve("letters").sha256)[1]
    world("train")
    assert resolve("letters").variant == "70,000 images" and resolve("letters").sha256 != smaller
    assert len(load_letters().labels) == 50


def test_damaged_training_images_are_passed_over_but_not_in_silence(world):
    folder = world("t10k", "train")
    path = folder / "train-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-4])
    found = resolve("letters")
    assert found.variant == "10,000 images"
    assert (
        "train-images-idx3-ubyte.gz has the git hash" in found.reason
        and "passed over: " in found.reason
    )


def test_the_git_hash_is_that_of_git(tmp_path):
    (tmp_path / "hello").write_bytes(b"hello\n")
    assert (
        model.hash_of(File("hello", "git:", 0), tmp_path / "hello")
        == "git:ce013625030ba8dba906f756967f9e9ca394464a"
    )


def test_wrong_files_from_the_network_are_not_kept(world, tmp_path, monkeypatch):
    def answer(download: Download, aside, progress):
        (aside / "incoming").write_bytes(b"not the images")
        return aside / "incoming"

    monkeypatch.setattr("rnncourse.datasets.editions.download._download", answer)
    with pytest.raises(DataError, match="the download of letters has changed: .*nothing was kept"):
        fetch("letters")
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


# the editions at hand


@pytest.fixture(scope="module", params=["bundled", "reference"])
def letters(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNCOURSE_EDITION", request.param)
        try:
            yield load_letters()
        except DataError:
            if request.param == "bundled":
                raise
            pytest.skip("the reference edition is not at hand: set RNNCOURSE_DATA, or fetch it")


def test_every_image_has_ink_paper_and_a_letter(letters):
    assert letters.images.dtype == np.float32 and letters.images.shape == (
        len(letters.labels),
        SIDE,
        SIDE,
    )
    assert letters.images.min() == 0 and letters.images.max() == 1
    assert np.ptp(letters.images, axis=(1, 2)).min() > 0
    assert letters.classes == CLASSES and set(letters.labels) == set(range(10))


def test_no_image_stands_there_twice(letters):
    assert len({image.tobytes() for image in letters.images}) == len(letters.images)


def test_no_group_stands_on_both_sides_and_test_images_are_straight(letters):
    assert not set(letters.group[letters.is_test]) & set(letters.group[~letters.is_test])
    assert not letters.varied[letters.is_test].any()
    assert letters.is_test.any() and set(letters.labels[letters.is_test]) == set(range(10))


def test_images_are_read_only(letters):
    with pytest.raises(ValueError, match="read-only"):
        letters.images[0, 0, 0] = 1


def test_the_counts_of_the_reference_edition_are_those_of_its_provenance(letters):
    if letters.variant != "10,000 images":
        pytest.skip("it is about the 10,000 images alone")
    assert letters.removed == {"blank": 141, "repeated": 10000 - 141 - 9803, "contradictory": 0}


def test_the_bundled_fonts_are_many_and_those_of_a_family_stay_together(letters):
    if letters.edition != "bundled":
        pytest.skip("it is about the bundled edition")
    folder = model.bundled_folder() / "letters"
    with (folder / "fonts.csv").open(encoding="utf-8") as file:
        fonts = list(csv.DictReader(file))
    assert len(fonts) >= 450 and [font["id"] for font in fonts] == list(letters.fonts)
    families = np.array([font["family"] for font in fonts])[letters.font]
    assert len(set(zip(families, letters.group))) == len(set(families)) == len(set(letters.group))


# NumPy leaves the file open when what it holds is no archive.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-40]),
        lambda path: path.write_bytes(b""),
        lambda path: np.savez(path, images=np.zeros(3)),
    ],
)
def test_a_damaged_archive_of_fonts_is_refused(tmp_path, monkeypatch, damage):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    found = resolve("letters")
    path = tmp_path / "letters.npz"
    path.write_bytes(found.paths["letters.npz"].read_bytes())
    damage(path)
    with pytest.raises(
        DataError,
        match="letters.npz cannot be read as images of letters .*restore it from the repository",
    ):
        read_bundled(dataclasses.replace(found, paths={path.name: path}))

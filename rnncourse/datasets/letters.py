"""Letters A to J as small grey images: drawn from open fonts (bundled), or notMNIST (reference)."""

import gzip
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rnncourse.datasets.editions.model import DataError
from rnncourse.datasets.editions.registry import Resolved, resolve

SIDE = 28  # pixels
CLASSES = tuple("ABCDEFGHIJ")
# Of the groups, drawn by lot with default_rng(0), where an edition has no test part of its own.
TEST_SHARE = 0.15
UNSIGNED_BYTES = 8  # the code of the type in the header of an idx file
SHADES = 16  # of the bundled images


@dataclass(frozen=True)
class Letters:
    """Images of letters: images (N, 28, 28) float32 from 0 (paper) to 1 (ink), labels (N,) indices
    of `classes`.

    `group` (N,) tells what no split may part: the family of the font, or the image itself where the
    font is not known; `font` (N,) is the place in `fonts`, or -1. `varied` marks images that were
    sheared, scaled and moved: they are for training only. `is_test` (N,) marks the test part.
    `removed` counts the images that were taken out before the split, by reason: "blank", "repeated"
    and "contradictory". images is read-only.
    """

    images: np.ndarray
    labels: np.ndarray
    group: np.ndarray
    font: np.ndarray
    varied: np.ndarray
    is_test: np.ndarray
    fonts: tuple[str, ...]
    removed: Mapping[str, int]
    edition: str
    variant: str = ""
    classes: tuple[str, ...] = CLASSES

    def __post_init__(self):
        self.images.setflags(write=False)


def load_letters() -> Letters:
    """Load the images of the edition at hand; raise `DataError` where files are missing or damaged.

    Sources: see the data set's datasheet.
    """
    found = resolve("letters")
    return read_bundled(found) if found.edition == "bundled" else read_reference(found)


def kept(images: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, dict[str, int]]:
    """Find the rows to keep, in increasing order, and count what falls away, by reason.

    An image (28, 28) of one shade is blank. Of images that are equal the first is kept, if they all
    have the same label; if not, they contradict each other and none is.
    """
    flat = images.reshape(len(images), -1)
    blank = (flat == flat[:, :1]).all(axis=1)
    rows = np.flatnonzero(~blank)
    _, first, member = np.unique(flat[rows], axis=0, return_index=True, return_inverse=True)
    same_label = labels[rows] == labels[rows][first[member]]
    at_odds = np.zeros(len(first), dtype=bool)
    at_odds[member[~same_label]] = True
    is_first = np.arange(len(rows)) == first[member]
    contradictory = at_odds[member]
    counts = {
        "blank": int(blank.sum()),
        "repeated": int((~is_first & ~contradictory).sum()),
        "contradictory": int(contradictory.sum()),
    }
    return rows[is_first & ~contradictory], counts


def drawn_by_lot(group: np.ndarray) -> np.ndarray:
    """Tell for each row, shape (N,), whether its group was drawn by lot for the test part."""
    groups = np.unique(group)
    count = round(TEST_SHARE * len(groups))
    return np.isin(group, np.random.default_rng(0).permutation(groups)[:count])


# -- bundled edition: fonts -----------------------------------------------------------------------


def read_bundled(found: Resolved) -> Letters:
    """Read the images that data/letters/build.py drew; the varied ones of test fonts are left out.

    Raises DataError for a file that does not hold what it should.
    """
    path = found.paths["letters.npz"]
    try:
        with np.load(path) as file:
            table = dict(file)
        images, labels, font, varied = (
            table[name] for name in ("images", "label", "font", "varied")
        )
        fonts, families = table["fonts"], np.unique(table["families"], return_inverse=True)[1]
        group = families[font]
    except (
        OSError,
        ValueError,
        KeyError,
        IndexError,
        EOFError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise DataError(
            f"{path} cannot be read as images of letters ({error}); restore it from the repository"
        ) from error
    rows, removed = kept(images, labels)
    is_test = drawn_by_lot(group)
    rows = rows[~(is_test & varied)[rows]]
    return Letters(
        images[rows] / np.float32(SHADES - 1),
        labels[rows].astype(np.int64),
        group[rows].astype(np.int64),
        font[rows].astype(np.int64),
        varied[rows],
        is_test[rows],
        tuple(fonts.tolist()),
        removed,
        found.edition,
    )


# -- reference edition: notMNIST, idx files -------------------------------------------------------


def read_reference(found: Resolved) -> Letters:
    """Read notMNIST: all of it with its own test part, or the 10,000 images alone, which are then
    split by lot.

    The images for the test come first, so that one which stands in both parts is taken out of
    training.
    """
    paths = found.paths
    parts = [part for part in ("t10k", "train") if f"{part}-images-idx3-ubyte.gz" in paths]
    pairs = [
        read_pair(paths[f"{part}-images-idx3-ubyte.gz"], paths[f"{part}-labels-idx1-ubyte.gz"])
        for part in parts
    ]
    images, labels = (np.concatenate(arrays) for arrays in zip(*pairs))
    rows, removed = kept(images, labels)
    is_test = rows < len(pairs[0][0]) if len(parts) == 2 else drawn_by_lot(rows)
    return Letters(
        images[rows] / np.float32(255),
        labels[rows].astype(np.int64),
        rows,
        np.full(len(rows), -1),
        np.zeros(len(rows), dtype=bool),
        is_test,
        (),
        removed,
        found.edition,
        found.variant,
    )


def read_pair(images_path: Path, labels_path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Read images (N, 28, 28) and their labels (N,), bytes both.

    Raises `DataError` as `read_idx` does, and if the images have another size, if there are not as
    many labels as images, or if a label is not 0 to 9.
    """
    images, labels = read_idx(images_path, dimensions=3), read_idx(labels_path, dimensions=1)
    if images.shape[1:] != (SIDE, SIDE):
        raise DataError(
            f"{images_path} holds images of {images.shape[1]} by {images.shape[2]} pixels, "
            f"expected {SIDE} by {SIDE}; fetch it again"
        )
    if len(images) != len(labels):
        raise DataError(
            f"{labels_path} holds {len(labels)} labels, expected {len(images)}, one for each image "
            f"of {images_path.name}; "
            "take both files from the same source"
        )
    if len(wrong := np.flatnonzero(labels >= len(CLASSES))):
        raise DataError(
            f"{labels_path} holds the label {labels[wrong[0]]} in place {wrong[0]}, expected 0 to "
            f"{len(CLASSES) - 1}; fetch it again"
        )
    return images, labels


def read_idx(path: Path, *, dimensions: int) -> np.ndarray:
    """Read a gzipped idx file of unsigned bytes as an array with `dimensions` axes.

    The header is two zero bytes, the type's code, the number of axes, and the length of each as a
    big-endian 32-bit number; the values follow. Raises `DataError` if it cannot be unpacked, has
    another type or number of axes, or is shorter or longer than its header says. Source:
    http://yann.lecun.com/exdb/mnist.
    """
    try:
        content = gzip.decompress(path.read_bytes())
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(f"{path} is not a whole gzip file ({error}); fetch it again") from error
    except OSError as error:
        raise DataError(
            f"{path} cannot be read ({error.strerror}); mend its permissions, or fetch it again"
        ) from error
    start = 4 + 4 * dimensions
    if len(content) < start:
        raise DataError(
            f"{path} has {len(content)} bytes unpacked, expected a header of {start}; fetch it "
            "again"
        )
    expected = bytes([0, 0, UNSIGNED_BYTES, dimensions])
    if content[:4] != expected:
        raise DataError(
            f"{path} begins with the bytes {content[:4].hex(' ')}, expected {expected.hex(' ')} "
            f"(unsigned bytes along {dimensions} axes); fetch it again"
        )
    shape = tuple(int(length) for length in np.frombuffer(content, ">u4", dimensions, offset=4))
    needed = int(np.prod(shape, dtype=object))
    if len(content) - start != needed:
        raise DataError(
            f"{path} has {len(content) - start} bytes after its header, expected {needed} for the "
            f"shape {shape}; fetch it again"
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)

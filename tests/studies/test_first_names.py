"""The studies of first names: how names become vectors, and that only chosen configurations read
test names.
"""

import numpy as np
import pytest

from rnncourse.datasets.names import LECTURE_ALPHABET
from rnncourse.studies.first_names import first_names, first_names_test
from rnncourse.studies.first_names.first_names import encode_names, log_odds, prepare

END = LECTURE_ALPHABET.index("END")


def read(vectors):
    """The symbols of one-hot vectors (T, V); a zero vector is a dot."""
    return ["." if not vector.any() else LECTURE_ALPHABET[vector.argmax()] for vector in vectors]


@pytest.mark.parametrize(
    ("padding", "symbols"),
    [
        ("END", ["J", "o", "-", "A", "n", "END", "END"]),
        ("front", ["END", "END", "J", "o", "-", "A", "n"]),
        ("mask", [*"Jo-An", ".", "."]),
    ],
)
def test_a_short_name_is_filled_up_as_its_padding_says(padding, symbols):
    [vectors] = encode_names(["jo-an"], padding=padding, length=7)
    assert vectors.shape == (7, 56) and read(vectors) == symbols


@pytest.mark.parametrize("padding", ["END", "front", "mask"])
def test_a_name_of_full_length_needs_no_filling_and_a_longer_one_is_refused(padding):
    assert read(encode_names(["ann"], padding=padding, length=3)[0]) == ["A", "n", "n"]
    with pytest.raises(ValueError, match="length 4 does not fit length=3"):
        encode_names(["anna"], padding=padding, length=3)


def test_log_odds_give_the_softmax_of_the_second_class():
    logits = np.array([[0.0, np.log(3)], [2.0, 2.0]])
    assert 1 / (1 + np.exp(-log_odds(logits))) == pytest.approx([0.75, 0.5])


def test_names_are_split_so_that_both_rows_of_a_name_stay_together(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    x, y, classes, split = prepare()
    assert classes == ["female", "male"] and x.shape == (len(y), 15, 56)
    parts = [x[rows].reshape(len(rows), -1) for rows in (split.train, split.validation, split.test)]
    train, *others = [{row.tobytes() for row in part} for part in parts]
    assert all(not train & other for other in others) and not others[0] & others[1]
    assert (x[:, -1, END] == 1).mean() > 0.99


def test_the_test_names_are_read_with_configurations_that_were_validated():
    assert first_names_test.STUDY.reads_test and not first_names.STUDY.reads_test
    assert all(chosen in first_names.STUDY.configurations for chosen in first_names_test.CHOSEN)


def test_every_configuration_has_a_title_of_its_own():
    titles = [
        first_names_test.title(configuration) for configuration in first_names.STUDY.configurations
    ]
    assert len(set(titles)) == len(titles)
    assert (
        first_names_test.title(first_names.TWO_WAYS)
        == "two layers of GRU, both ways, masked (PyTorch)"
    )
    assert first_names_test.title(first_names.LECTURE) == "lecture: Elman, END (PyTorch)"


def test_one_name_is_not_taken_for_a_list_of_letters():
    with pytest.raises(
        TypeError, match=r"names is the string 'Anna', expected a list of strings: \['Anna'\]"
    ):
        encode_names("Anna")
    assert len(encode_names(["Anna"])) == 1

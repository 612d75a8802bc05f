import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from rnncourse.evaluation.edit_distance import edit_distance
from rnncourse.evaluation.homophones import (
    area_under_curve,
    homophones,
    letter_distances,
    look_alike,
)

WORDS = ["bain", "baine", "bail", "bane", "train"]
BAIN, BAIL, TRAIN = ("B", "EY", "N"), ("B", "EY", "L"), ("T", "R", "EY", "N")
SOUNDS = [(BAIN,), (BAIN,), (BAIL,), (BAIN,), (TRAIN, BAIL)]


def test_homophones_are_all_pairs_of_words_with_one_first_sound():
    assert homophones(SOUNDS) == [(0, 1), (0, 3), (1, 3)]


def test_distances_of_one_word_from_many_are_those_of_edit_distance():
    rng = np.random.default_rng(0)
    words = ["".join(rng.choice(list("abc"), size=rng.integers(1, 8))) for _ in range(60)]
    for word in words[:10]:
        expected = [edit_distance(word, other) for other in words]
        assert letter_distances(word, words).tolist() == expected


def test_a_look_alike_is_near_in_letters_and_sounds_different():
    assert WORDS[look_alike(0, WORDS, SOUNDS)] == "bail"
    assert WORDS[look_alike(2, WORDS, SOUNDS)] == "bain"  # not train, which may sound like bail


def test_where_all_words_sound_alike_there_is_no_look_alike():
    with pytest.raises(ValueError, match="all words sound like 'bain'"):
        look_alike(0, WORDS[:2], SOUNDS[:2])


def test_the_area_is_that_of_scikit_learn_and_lies_in_its_interval():
    rng = np.random.default_rng(1)
    higher, lower = rng.integers(0, 9, 80) + 2, rng.integers(0, 9, 80)  # with ties
    found = area_under_curve(higher, lower, np.arange(80) // 2)
    truth = np.repeat([1, 0], 80)
    assert found.value == pytest.approx(roc_auc_score(truth, np.concatenate([higher, lower])))
    assert found.low < found.value < found.high


def test_one_group_gives_an_interval_without_width():
    found = area_under_curve([2, 1], [0, 1], ["a", "a"])
    assert found.low == found.high == found.value == 0.875


def test_fewer_groups_make_a_wider_interval():
    rng = np.random.default_rng(2)
    block = rng.normal(size=10)
    higher, lower = np.repeat(block, 20) + 0.5, np.repeat(rng.permutation(block), 20)
    alone = area_under_curve(higher, lower, np.arange(200))
    together = area_under_curve(higher, lower, np.repeat(np.arange(10), 20))
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_scores_without_a_group_are_refused():
    with pytest.raises(ValueError, match="two scores and a group"):
        area_under_curve([1, 2], [0, 1], ["a"])

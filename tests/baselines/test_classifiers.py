import numpy as np

from rnncourse.baselines.classifiers import majority_classifier, ngram_classifier


def test_the_majority_classifier_answers_the_most_frequent_class():
    model = majority_classifier().fit(np.zeros((5, 1)), ["a", "b", "b", "b", "c"])
    assert model.predict(np.zeros((2, 1))).tolist() == ["b", "b"]


def test_ngrams_learn_what_an_ending_means():
    stems = ["petr", "vasil", "ig", "mikhail", "roman", "bor"]
    texts = [stem + ending for stem in stems for ending in ("ov", "sson")]
    model = ngram_classifier().fit(texts, ["ru", "sv"] * len(stems))
    assert model.predict(["antonov", "karlsson"]).tolist() == ["ru", "sv"]

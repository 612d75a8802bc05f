"""What a recurrent net must beat."""

from __future__ import annotations

from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline


def majority_classifier() -> DummyClassifier:
    """Always answer the most frequent class of the training rows."""
    return DummyClassifier(strategy="most_frequent")


def ngram_classifier(*, longest: int = 5, strength: float = 10.0, seed: int = 0) -> Pipeline:
    """Logistic regression on the character n-grams of a text, n = 1 …
    `longest`.

    Each text is wrapped in spaces first ("char_wb"), so that a beginning and an
    end are n-grams of their own; an n-gram must stand in two texts to count.
    `strength` is scikit-learn's C, the inverse of the L2 penalty.
    """
    ngrams = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(1, longest), min_df=2, sublinear_tf=True
    )
    regression = LogisticRegression(
        C=strength, solver="saga", tol=1e-2, max_iter=200, random_state=seed
    )
    return make_pipeline(ngrams, regression)

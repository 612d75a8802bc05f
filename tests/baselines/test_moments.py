import numpy as np

from rnncourse.baselines.moments import moment_classifier, moments


def test_the_moments_are_the_means_of_all_channels_and_then_their_deviations():
    window = np.array([[[1.0, 4.0], [3.0, 4.0]]])  # (1, 2, 2)
    assert moments(window).tolist() == [[2.0, 4.0, 1.0, 0.0]]


def still_and_shaken(rng, count):
    """Windows (2 N, 32, 2) of four classes, y (2 N,): two ways to hang, each still or shaken."""
    y = np.tile([0, 1, 2, 3], count // 2)
    noise = rng.normal(size=(len(y), 32, 2))
    return noise * np.where(y % 2, 2.0, 0.2)[:, None, None] + (y // 2)[:, None, None], y


def test_the_regression_tells_which_way_is_down_and_how_strongly_things_move():
    rng = np.random.default_rng(0)
    model = moment_classifier().fit(*still_and_shaken(rng, 60))
    assert model.score(*still_and_shaken(rng, 60)) > 0.95


def test_the_regression_does_not_see_in_which_order_things_happen():
    rng = np.random.default_rng(0)
    x, y = still_and_shaken(rng, 60)
    model = moment_classifier().fit(x, y)
    backwards = model.predict_proba(x[:, ::-1])
    assert np.allclose(model.predict_proba(x), backwards, atol=1e-9)

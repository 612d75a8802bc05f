"""Linear codes: directions that suffice for images made of them, and random ones."""

import numpy as np

from rnncourse.baselines import linear_codes
from rnncourse.evaluation.images import squared_error


def test_principal_components_draw_images_of_few_directions_without_error(bars):
    weights = np.random.default_rng(1).uniform(0, 0.4, (40, 2)).astype(np.float32)
    images = np.einsum("nk,khw->nhw", weights, bars(2, seed=3))
    code = linear_codes.principal_code(images, 2)
    assert squared_error(images, code.decode(code.encode(images))).max() < 1e-9
    assert (
        squared_error(
            images, linear_codes.random_code(images, 2, seed=0).decode(code.encode(images))
        ).mean()
        > 1e-4
    )


def test_random_directions_are_orthonormal_and_depend_on_the_seed(bars):
    code = linear_codes.random_code(bars(), 5, seed=0)
    np.testing.assert_allclose(code.directions @ code.directions.T, np.eye(5), atol=1e-6)
    assert not np.allclose(code.directions, linear_codes.random_code(bars(), 5, seed=1).directions)

"""A history is that of a training that went well, or is refused."""

import pytest

from rnncourse.training.history import ReconstructionHistory


def test_a_history_refuses_a_loss_that_is_not_finite():
    ReconstructionHistory([1.0], [0.5]).check()
    with pytest.raises(FloatingPointError, match="after epoch 2; lower learning_rate"):
        ReconstructionHistory([1.0, float("inf")], [0.5, 0.4]).check()

import matplotlib
import numpy as np
import pytest

from rnncourse import figures, figures_sequences as sequences

STEPS = ([0, 1, 2], [0.8, 0.7, 0.5])
SAME = (np.eye(4, dtype=bool) | np.eye(4, k=1, dtype=bool) | np.eye(4, k=-1, dtype=bool), 1)
CAUSAL = (np.eye(4, dtype=bool) | np.eye(4, k=-1, dtype=bool), 1)
VALID = (CAUSAL[0][1:], 2)
DRAWN = {
    "mapping": lambda: sequences.mapping("many-to-many, unaligned"),
    "in_both_frameworks": lambda: sequences.in_both_frameworks({"dense": {"Keras": STEPS, "PyTorch": STEPS}}, xlabel="blank steps", ylabel="accuracy"),
    "influence": lambda: sequences.influence({"valid": VALID, "same": SAME, "causal": CAUSAL}),
    "stacked_convolutions": lambda: sequences.stacked_convolutions({"plain": (1, 1), "doubling": (1, 2)}, kernel_size=3, steps=9),
}
EXPECTED = {
    "mapping": "whose two states have an output each",
    "in_both_frameworks": "dense, PyTorch: 0.80 at 0, 0.50 at 2",
    "influence": "valid: 3 outputs, none of which see a later input; same: 4 outputs, 3 of which see a later input; causal: 4 outputs, none",
    "stacked_convolutions": "plain: the last output sees 5 of 9 inputs; doubling: the last output sees 7 of 9 inputs",
}


pytestmark = pytest.mark.usefixtures("book_style")


@pytest.mark.parametrize("kind, inputs, outputs", [
    ("one-to-one", 1, 1), ("one-to-many", 1, 3), ("many-to-one", 3, 1), ("many-to-many, aligned", 3, 3),
    ("many-to-many, unaligned", 3, 2),
])
def test_a_mapping_has_as_many_inputs_and_outputs_as_it_says(kind, inputs, outputs):
    axes = sequences.mapping(kind)
    assert f"a net, {kind}. " in axes.figure.alt_text
    texts = [(text.get_text(), text.get_position()[1]) for text in axes.texts]
    assert sum(text.startswith("$x") for text, _ in texts) == inputs
    assert sum("hat y" in text and height > 2 for text, height in texts) == outputs


def test_only_inputs_from_the_future_are_red():
    axes = sequences.influence({"same": SAME, "causal": CAUSAL})
    same, causal = axes.figure.axes
    red = matplotlib.colors.to_rgba(sequences.RED)
    assert sum(patch.get_facecolor() == red for patch in same.patches) == 3
    assert len(causal.patches) == 7 and all(patch.get_facecolor() != red for patch in causal.patches)

import itertools

import numpy as np
import pytest

from rnncourse.generation.decoding import beam_decoding, greedy_decoding, log_softmax

START, END = 1, 2
# After START or a symbol comes: padding, START, END, 3, 4. The greedy way begins with 3, but the
# likeliest answer is (4,).
P = np.array(
    [
        [0.2, 0.2, 0.2, 0.2, 0.2],
        [0.0, 0.0, 0.1, 0.5, 0.4],
        [0.2, 0.2, 0.2, 0.2, 0.2],
        [0.0, 0.0, 0.4, 0.3, 0.3],
        [0.0, 0.0, 0.9, 0.05, 0.05],
    ]
)
CHOICE = {"start": START, "end": END}


def markov(symbols, state):
    """What comes next depends on the last symbol alone; the state counts the steps."""
    with np.errstate(divide="ignore"):
        return np.log(P[symbols]), (state[0] + 1,)


STATE = (np.zeros(1),)


def test_the_likeliest_symbol_is_taken_until_all_have_ended():
    written = greedy_decoding(markov, (np.zeros(3),), **CHOICE, longest=10)
    assert written.tolist() == [[3, END]] * 3


def test_what_never_ends_is_cut_at_the_longest():
    def on_and_on(symbols, state):
        return np.eye(5)[[4] * len(symbols)], state

    assert greedy_decoding(on_and_on, STATE, **CHOICE, longest=7).tolist() == [[4] * 7]
    assert beam_decoding(on_and_on, STATE, **CHOICE, longest=0 + 3, width=1)[0].symbols == ()


def probability(symbols):
    steps = [START, *symbols, END]
    return np.prod([P[a, b] for a, b in itertools.pairwise(steps)])


def test_a_wide_beam_finds_the_likeliest_of_all_answers():
    answers = [symbols for count in range(6) for symbols in itertools.product((3, 4), repeat=count)]
    best = sorted(answers, key=lambda symbols: -probability(symbols))[:4]
    found = beam_decoding(markov, STATE, **CHOICE, longest=12, width=4)
    assert [answer.symbols for answer in found] == best
    np.testing.assert_allclose(
        [answer.log_p for answer in found], np.log([probability(symbols) for symbols in best])
    )


def test_a_beam_of_one_that_follows_the_greedy_way_misses_the_best():
    assert beam_decoding(markov, STATE, **CHOICE, longest=12, width=4)[0].symbols == (4,)
    assert beam_decoding(markov, STATE, **CHOICE, longest=12, width=1)[0].symbols == (3,)


def test_every_answer_goes_on_from_its_own_state():
    def remembers(symbols, state):
        total = state[0] * 10 + symbols  # all that was read, as a number
        after = np.full((len(symbols), 5), -30.0)
        after[np.arange(len(symbols)), np.where(total == 134, END, 3)] = 0.0
        after[total == 1, 4] = -0.1
        after[total == 13, 4] = 0.5
        return after, (total,)

    found = beam_decoding(remembers, (np.zeros(1, int),), **CHOICE, longest=4, width=3)
    assert found[0].symbols == (3, 4)


@pytest.mark.parametrize("counts", [{"width": 0}, {"longest": 0}, {"width": -2}])
def test_no_width_and_no_length_are_refused(counts):
    with pytest.raises(ValueError, match="expected 1 or more"):
        beam_decoding(markov, STATE, **CHOICE, **({"longest": 5, "width": 3} | counts))
    if "longest" in counts:
        with pytest.raises(ValueError, match="longest is 0"):
            greedy_decoding(markov, STATE, **CHOICE, longest=0)


def test_log_probabilities_sum_to_one_and_large_logits_do_no_harm():
    found = log_softmax(np.array([[1000.0, 999.0, -1000.0], [0.0, 0.0, 0.0]]))
    np.testing.assert_allclose(np.exp(found).sum(axis=1), 1)

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.generation.sampling import (
    Windowed,
    beam_search,
    draw,
    fill,
    probabilities,
    sample,
    with_top_p,
)
from rnncourse.preprocessing.encoding import Vocab

VOCAB = Vocab("abc")


def cycle(symbols, state):
    """After a comes b, after b comes c, after c comes a, almost surely; the state counts the
    steps.
    """
    return 20.0 * np.eye(3)[(symbols + 1) % 3], (0 if state is None else state) + 1


def even(symbols, state):
    """All symbols are equally likely."""
    return np.zeros((len(symbols), 3)), None


def test_a_sure_model_is_followed_whatever_the_random_numbers():
    assert sample(cycle, VOCAB, "a", 6, count=3, rng=np.random.default_rng(0)) == ["bcabca"] * 3


def test_the_whole_start_is_read_and_one_step_is_made_per_new_symbol():
    seen = []

    def spy(symbols, state):
        seen.append(symbols.tolist())
        return cycle(symbols, state)

    assert sample(spy, VOCAB, "cab", 2, rng=np.random.default_rng(0)) == ["ca"]
    assert seen == [
        [2],
        [0],
        [1],
        [2],
    ]  # the start, and the first new symbol; nothing follows the last


def test_the_same_random_numbers_give_the_same_texts_and_others_others():
    texts = [
        sample(even, VOCAB, "a", 40, count=2, rng=np.random.default_rng(seed)) for seed in (0, 0, 1)
    ]
    assert texts[0] == texts[1] != texts[2] and texts[0][0] != texts[0][1]


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=9), st.integers(0, 2**32 - 1))
def test_draw_takes_what_numpys_choice_takes_for_the_same_numbers(weights, seed):
    p = np.array(weights) / sum(weights)
    mine, theirs = np.random.RandomState(seed), np.random.RandomState(seed)
    for _ in range(5):
        assert draw(p[None], mine.random_sample(1))[0] == theirs.choice(len(p), p=p)


@given(st.floats(0, 1, exclude_max=True), st.integers(0, 2))
def test_draw_never_takes_what_has_no_probability(uniform, impossible):
    p = np.full(3, 0.5)
    p[impossible] = 0
    assert draw(p[None], np.array([uniform]))[0] != impossible


def test_probabilities_are_the_softmax_at_temperature_1():
    logits = np.log([[0.2, 0.3, 0.5]])
    np.testing.assert_allclose(probabilities(logits), [[0.2, 0.3, 0.5]])


def test_a_low_temperature_sharpens_a_high_one_flattens_and_0_is_greedy():
    logits = np.log([[0.2, 0.3, 0.5]])
    largest = [probabilities(logits, temperature=t)[0, 2] for t in (0.0, 0.1, 1.0, 10.0)]
    assert largest == sorted(largest, reverse=True) and largest[0] == 1 and largest[-1] < 0.36
    assert probabilities(np.zeros((1, 3)), temperature=0).tolist() == [
        [1, 0, 0]
    ]  # the first of equals


def test_a_tiny_temperature_neither_overflows_nor_divides_by_zero():
    assert probabilities(np.array([[1.0, 2.0, 1000.0]]), temperature=1e-300).tolist() == [[0, 0, 1]]


def test_top_k_leaves_out_all_but_the_most_likely():
    p = probabilities(np.log([[0.1, 0.2, 0.7]]), top_k=2)
    np.testing.assert_allclose(p, [[0, 2 / 9, 7 / 9]])
    assert probabilities(np.log([[0.1, 0.2, 0.7]]), top_k=1).tolist() == [[0, 0, 1]]
    np.testing.assert_allclose(probabilities(np.log([[0.1, 0.2, 0.7]]), top_k=9), [[0.1, 0.2, 0.7]])


@pytest.mark.parametrize(
    "options, message",
    [
        ({"temperature": -0.1}, "temperature is -0.1, expected 0"),
        ({"temperature": float("nan")}, "temperature is nan, expected 0"),
        ({"top_k": 0}, "top_k is 0, expected 1 or more"),
    ],
)
def test_settings_that_make_no_sense_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        sample(even, VOCAB, "a", 3, rng=np.random.default_rng(0), **options)


@pytest.mark.parametrize(
    "row",
    [[0.0, np.nan], [0.0, np.inf], [-np.inf, -np.inf], [-np.inf, np.nan], [-np.inf, np.inf]],
    ids=str,
)
@pytest.mark.parametrize("options", [{}, {"temperature": 0}, {"top_k": 1}], ids=str)
def test_logits_of_a_diverged_model_are_refused_in_whatever_row_they_stand(row, options):
    for logits in ([row], [[0.0, 1.0], row]):
        with pytest.raises(ValueError, match="forbid every symbol; if the model has diverged"):
            probabilities(np.array(logits), **options)


@pytest.mark.parametrize(
    "options, expected",
    [
        ({}, [0.25, 0, 0.75]),
        ({"temperature": 0.5}, [0.1, 0, 0.9]),
        ({"temperature": 1e-300}, [0, 0, 1]),
        ({"temperature": 0}, [0, 0, 1]),
        ({"top_k": 3}, [0.25, 0, 0.75]),  # more than there are
        ({"top_k": 2}, [0.25, 0, 0.75]),
        ({"top_k": 1}, [0, 0, 1]),
    ],
    ids=str,
)
def test_minus_infinity_forbids_a_symbol_and_leaves_the_others_their_shares(options, expected):
    logits = np.array([[np.log(0.25), -np.inf, np.log(0.75)]])
    np.testing.assert_allclose(probabilities(logits, **options), [expected], atol=1e-12)


def test_a_forbidden_symbol_is_never_drawn_and_the_last_one_left_always_is():
    def forbidding(symbols, state):
        return np.tile([0.0, -np.inf, 0.0], (len(symbols), 1)), None

    [text] = sample(forbidding, VOCAB, "b", 200, rng=np.random.default_rng(0))
    assert set(text) == {"a", "c"}
    assert probabilities(np.array([[-np.inf, -np.inf, -1e9]])).tolist() == [[0, 0, 1]]


@pytest.mark.parametrize(
    "start, options, message",
    [
        ("", {}, "the start is empty"),
        ("abx", {}, "character 'x' is not in the vocabulary"),
        ("a", {"length": -1}, "length is -1"),
        ("a", {"count": 0}, "count 0"),
    ],
)
def test_starts_and_sizes_that_make_no_sense_are_refused(start, options, message):
    with pytest.raises(ValueError, match=message):
        sample(
            even, VOCAB, start, options.pop("length", 3), rng=np.random.default_rng(0), **options
        )


def test_no_new_symbols_are_an_empty_text():
    assert sample(even, VOCAB, "a", 0, count=2, rng=np.random.default_rng(0)) == ["", ""]


def test_a_corpus_of_one_character_can_only_be_continued_by_it():
    assert sample(
        lambda symbols, state: (np.zeros((len(symbols), 1)), None),
        Vocab("a"),
        "a",
        4,
        rng=np.random.default_rng(0),
    ) == ["aaaa"]


def windows_seen(start, length, steps):
    seen = []

    def predict_logits(windows):
        seen.append(VOCAB.decode(windows[0]))
        return cycle(windows[:, -1], None)[0]

    sample(Windowed(predict_logits, steps), VOCAB, start, length, rng=np.random.default_rng(0))
    return seen[len(start) - 1 :]


def test_a_window_moves_on_with_every_symbol():
    assert windows_seen("abc", 3, steps=3) == ["abc", "bca", "cab"]


def test_of_a_start_longer_than_the_window_the_end_is_seen_and_a_shorter_one_is_seen_whole():
    assert windows_seen("abcabc", 1, steps=2) == ["bc"]
    assert windows_seen("ab", 2, steps=5) == ["ab", "abc"]


def test_a_start_is_repeated_or_cut_to_fill_a_window_as_in_the_lecture():
    assert fill("abc", 7) == "abcabca" and fill("abcabc", 2) == "ab"
    with pytest.raises(ValueError, match="the start is empty"):
        fill("", 3)


def test_a_window_has_at_least_one_step():
    with pytest.raises(ValueError, match="steps is 0"):
        Windowed(lambda windows: windows, 0)


def always(p):
    """A model that says p (V,) whatever was before."""
    return lambda symbols, state: (np.tile(np.log(p), (len(symbols), 1)), None)


@pytest.mark.parametrize(
    "p, share, kept",
    [
        ([0.9, 0.05, 0.05], 0.8, [0]),
        ([0.2, 0.3, 0.5], 0.8, [1, 2]),
        ([0.2, 0.3, 0.5], 0.81, [0, 1, 2]),
        ([1 / 3] * 3, 0.5, [0, 1]),
        ([0.2, 0.3, 0.5], 1.0, [0, 1, 2]),
    ],
)
def test_top_p_keeps_the_fewest_symbols_that_reach_the_share(p, share, kept):
    logits, _ = with_top_p(always(p), share)(np.array([0, 1]), None)
    for row in probabilities(logits):
        assert np.flatnonzero(row).tolist() == kept
        np.testing.assert_allclose(row[kept], np.array(p)[kept] / np.array(p)[kept].sum())


def test_top_p_asks_after_the_temperature():
    p = np.array([0.2, 0.3, 0.5])
    cool, _ = with_top_p(always(p), 0.7, temperature=0.5)(np.array([0]), None)
    sharp = p**2 / (p**2).sum()  # 0.11, 0.24, 0.66: the second is still needed
    np.testing.assert_allclose(probabilities(cool)[0, 1:], sharp[1:] / sharp[1:].sum())
    assert probabilities(cool)[0, 0] == 0


def test_top_p_hands_the_state_on():
    step, state = with_top_p(cycle, 0.9), None
    for _ in range(3):
        _, state = step(np.array([0]), state)
    assert state == 3


@pytest.mark.parametrize("share, temperature", [(0, 1), (1.1, 1), (0.5, 0), (float("nan"), 1)])
def test_top_p_refuses_what_is_no_share_or_no_temperature(share, temperature):
    with pytest.raises(ValueError, match="expected more than 0 and at most 1"):
        with_top_p(even, share, temperature=temperature)


def garden(symbols, state):
    """After a, b is likelier than c; but after b all is open, and after c only c comes."""
    rows = {0: [0.0, 0.6, 0.4], 1: [1 / 3] * 3, 2: [0.0, 0.0, 1.0]}
    with np.errstate(divide="ignore"):
        return np.log([rows[int(symbol)] for symbol in symbols]), None


def test_a_beam_of_one_is_greedy_and_a_wider_one_finds_what_greed_misses():
    [(greedy, chance)] = beam_search(garden, VOCAB, "a", 3, width=1)
    assert greedy[0] == "b" and chance < np.log(0.4)
    assert greedy == sample(garden, VOCAB, "a", 3, temperature=0, rng=np.random.default_rng(0))[0]
    best = beam_search(garden, VOCAB, "a", 3, width=2)[0]
    assert best == ("ccc", pytest.approx(np.log(0.4)))


def test_a_beam_that_holds_all_texts_finds_the_likeliest_ones():
    found = beam_search(garden, VOCAB, "a", 3, width=27)
    chances = {}
    for text in itertools.product("abc", repeat=3):
        logits, _ = garden(VOCAB.encode("a" + "".join(text[:2])), None)
        chance = np.prod([np.exp(row[VOCAB.encode(s)[0]]) for row, s in zip(logits, text)])
        if chance > 0:
            chances["".join(text)] = np.log(chance)
    assert dict(found) == pytest.approx(chances)
    assert [chance for _, chance in found] == sorted(chances.values(), reverse=True)


@pytest.mark.parametrize("start, length, width", [("", 2, 1), ("a", -1, 1), ("a", 2, 0)])
def test_a_beam_of_nothing_is_refused(start, length, width):
    with pytest.raises(ValueError, match="expected at least one character"):
        beam_search(even, VOCAB, start, length, width=width)

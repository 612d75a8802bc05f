import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.preprocessing.language_modelling import Streams, next_symbol_windows, shifted_windows
from rnncourse.preprocessing.splits import split_text

TEXT = np.arange(10)


def test_every_window_is_followed_by_its_target():
    x, y = next_symbol_windows(TEXT, 3, skip=2)
    assert x.tolist() == [[0, 1, 2], [2, 3, 4], [4, 5, 6], [6, 7, 8]] and y.tolist() == [3, 5, 7, 9]


@given(st.integers(2, 40), st.integers(1, 39), st.integers(1, 5))
def test_there_are_as_many_windows_as_the_lectures_loop_makes(length, steps, skip):
    text = np.arange(length)
    if steps >= length:
        with pytest.raises(ValueError, match="holds no window"):
            next_symbol_windows(text, steps, skip)
    else:
        x, y = next_symbol_windows(text, steps, skip)
        expected = [
            (text[i : i + steps].tolist(), text[i + steps]) for i in range(0, length - steps, skip)
        ]
        assert [(a.tolist(), b) for a, b in zip(x, y)] == expected


def test_shifted_windows_give_every_step_its_own_target():
    x, y = shifted_windows(TEXT, 4, skip=4)
    assert x.tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]] and (y == x + 1).all()


@pytest.mark.parametrize("steps, skip", [(0, 1), (3, 0)])
def test_steps_and_skip_are_at_least_one(steps, skip):
    with pytest.raises(ValueError, match="expected 1 or more"):
        next_symbol_windows(TEXT, steps, skip)


def test_each_stream_goes_on_where_it_stopped():
    streams = Streams(np.arange(13), batch_size=2, steps=3)
    chunks = [(x.tolist(), y.tolist()) for x, y in streams]
    assert len(streams) == len(chunks) == 2
    assert chunks[0] == ([[0, 1, 2], [6, 7, 8]], [[1, 2, 3], [7, 8, 9]])
    assert chunks[1] == ([[3, 4, 5], [9, 10, 11]], [[4, 5, 6], [10, 11, 12]])


@given(st.integers(2, 200), st.integers(1, 6), st.integers(1, 9))
def test_streams_read_no_symbol_twice_and_always_know_the_next(length, batch_size, steps):
    try:
        streams = Streams(np.arange(length), batch_size, steps)
    except ValueError as error:
        assert (length - 1) // batch_size < steps and "too short" in str(error)
        return
    seen = np.concatenate([x.ravel() for x, _ in streams])
    assert len(set(seen.tolist())) == len(seen) > length - 1 - batch_size * (steps + 1)
    assert all((y == x + 1).all() for x, y in streams)


def test_a_text_is_cut_between_poems_and_nothing_is_lost():
    text = "\n\n".join(f"poem {i}\nits second line" for i in range(20)) + "\n"
    train, validation, test = parts = split_text(text)
    assert "".join(parts) == text and all(part.startswith("poem") for part in parts)
    assert (
        len(train.split("\n\n")) > 14
        and 1 <= len(validation.split("\n\n")) <= 4
        and test.endswith("line\n")
    )


@pytest.mark.parametrize(
    "text, shares, message",
    [
        ("one line", {}, "no border"),
        ("", {}, "no border"),
        ("a\n\nb\n\nc", {"validation": 0.0}, "must be positive"),
        ("a\n\nb\n\nc", {"validation": 0.6, "test": 0.5}, "leave a share"),
    ],
)
def test_a_text_that_cannot_be_cut_is_refused(text, shares, message):
    with pytest.raises(ValueError, match=message):
        split_text(text, **shares)

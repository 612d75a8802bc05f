"""What a page plays: recordings put together again, refused where no model could read them, and
what was done in each window.
"""

import re

import numpy as np
import pytest
from asked import WHERE, ask, job
from torch import nn

from rnncourse.datasets.activity import CHANNELS, RATE, STEPS, Activities
from rnncourse.live import Packed, pack
from rnncourse.live.recordings import medley, pack_recordings, stitched, unbroken
from rnncourse.preprocessing import cut_windows

MODULE = "recordings.js"
FACTS = {"rate": RATE, "window": STEPS, "channels": list(CHANNELS)}


def recording(steps=200, seed=0):
    return np.random.default_rng(seed).normal(size=(steps, len(CHANNELS)))


def windows_of(*recordings):
    return np.concatenate([cut_windows(each, STEPS, STEPS // 2) for each in recordings])


@pytest.fixture
def two_people():
    """Two recordings of each of two classes by each of two persons, 320 samples and more."""
    signals = [recording(320 + 64 * n, seed=n).astype(np.float32) for n in range(8)]
    counts = [len(windows_of(signal)) for signal in signals]
    made = Activities(
        windows_of(*signals),
        np.repeat([0, 0, 1, 1] * 2, counts),
        np.repeat([4, 4, 4, 4, 9, 9, 9, 9], counts),
        np.zeros(sum(counts), bool),
        ("walk", "sit"),
        "bundled",
    )
    return signals, made


# in Python
# --------------------------------------------------------------------------------------------------


def test_windows_become_the_signal_again_that_they_were_cut_from():
    signal = recording(64 * 7)
    assert np.array_equal(stitched(windows_of(signal)), signal)


def test_windows_of_two_recordings_are_told_apart_and_not_stitched():
    windows = windows_of(recording(256), recording(320, seed=1))
    assert unbroken(windows).tolist() == [0] * 3 + [1] * 4
    with pytest.raises(ValueError, match="window 3 does not begin with the second half"):
        stitched(windows)


def test_a_medley_takes_the_same_piece_of_one_recording_of_each_class(two_people):
    signals, activities = two_people
    found, parts = medley(activities, 9, 1, [1, 0], start=10, length=150)
    expected = np.concatenate([signals[7][10:160], signals[5][10:160]])
    assert np.array_equal(found, expected) and parts == [[150, 1], [150, 0]]


@pytest.mark.parametrize(
    ("take", "length", "words"),
    [(2, 100, "recording 2 of walk: there is none"), (0, 400, "it has 320 samples, expected 410")],
)
def test_a_piece_that_nobody_recorded_is_refused(two_people, take, length, words):
    with pytest.raises(ValueError, match=words):
        medley(two_people[1], 4, take, [0], start=10, length=length)


# in the page
# --------------------------------------------------------------------------------------------------


def test_packed_recordings_come_back_to_the_last_bit_of_their_16(live, two_people):
    signals, activities = two_people
    packed = pack_recordings([(signals[0], [[100, 1], [220, 0]])], activities)
    found = packed.arrays()["samples.0"] / packed.manifest["facts"]["scale"]
    assert np.abs(found - signals[0]).max() <= 0.5001 / 1024
    wish = {"steps": True, "window": 64, "column": 3}
    [played] = live([["", "playedRecording", packed.manifest, list(packed.data), 0, wish]])
    assert played["parts"] == [[100, 1], [220, 0]] and played["steps"] == 320
    assert np.array_equal(played["window"], found[64 : 64 + STEPS])
    assert np.array_equal(played["column"], found[:, 3])


def still_in_part(values):
    values[20:180, 4] = 0.1
    return values


REFUSED = {
    "shorter than a window": (
        {"values": recording(90)},
        "The recording has 90 samples, 1.8 s; a window needs 128, 2.6 s. Record for longer.",
    ),
    "empty": ({"values": recording(0)}, "The recording has 0 samples"),
    "another rate": (
        {"rate": 100},
        "has 100 samples a second, and the models have read 50; resample it first",
    ),
    "no rate": ({"rate": None}, "has null samples a second"),
    "other channels": (
        {"channels": list(CHANNELS[:6])},
        "has the channels body_acc_x, .*, and the models have read body_acc_x, .*total_acc_z",
    ),
    "no channels": ({"channels": None}, "has the channels undefined"),
    "a sensor that stands still": (
        {"values": recording() * np.r_[np.ones(4), 0, np.ones(4)]},
        "body_gyro_y is 0 at every sample: the sensor stands still",
    ),
    "what is no number": (
        {"values": np.where(np.arange(1800).reshape(200, 9) == 25, np.nan, recording())},
        "Sample 3 of total_acc_y is no number",
    ),
    "a sensor that stands still for a window": (
        {"values": still_in_part(recording()), "window": 30},
        "From 0.6 s to 3.2 s, body_gyro_y stands still",
    ),
    "a window behind the end": ({"window": 73}, "There is no window from sample 73 of 200"),
    "half a sample": ({"window": 0.5}, "There is no window from sample 0.5 of 200"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_recording_that_no_model_could_read_is_refused_in_words(live, what):
    given, words = REFUSED[what]
    whole = {"values": recording(), "rate": RATE, "channels": list(CHANNELS)} | given
    numbers = [None if np.isnan(value) else value for value in whole["values"].ravel()]
    wish = {"window": whole.pop("window", 0)}
    [found] = live([["", "readRecording", whole | {"values": numbers}, FACTS, wish]])
    assert re.search(words, found["refused"])


def test_a_recording_of_one_window_is_read(live):
    whole = {"values": recording(STEPS).ravel().tolist(), "rate": RATE, "channels": list(CHANNELS)}
    [found] = live([["", "readRecording", whole, FACTS, {"window": 0}]])
    assert np.array_equal(np.ravel(found["window"]), whole["values"])


def test_what_is_done_in_a_window_are_its_parts_with_their_shares(live):
    parts = [[100, 5], [200, 2], [100, 5]]
    asked = [(0, 100), (0, 128), (50, 100), (100, 128), (90, 220)]
    found = live([[MODULE, "doneIn", parts, start, length] for start, length in asked])
    names = [[(each["label"], round(each["share"], 3)) for each in done] for done in found]
    assert names == [
        [(5, 1)],
        [(5, 0.781), (2, 0.219)],
        [(5, 0.5), (2, 0.5)],
        [(2, 1)],
        [(5, 0.045), (2, 0.909), (5, 0.045)],
    ]


def test_of_two_activities_a_model_may_name_either(live):
    answers = [{"name": name, "p": p} for name, p in zip("abc", np.eye(3)[[0, 2, 1]].tolist())]
    done = [{"label": 2, "share": 0.9}, {"label": 1, "share": 0.1}]
    both, one = live([["recordings.js", "judged", answers, each] for each in (done, done[:1])])
    assert [each["says"] for each in both] == [0, 2, 1]
    assert [each["right"] for each in both] == [False, True, True]
    assert [each["right"] for each in one] == [False, True, False]
    assert live([["recordings.js", "disagree", found] for found in (both, both[:1])]) == [
        True,
        False,
    ]


@pytest.mark.parametrize("where", WHERE)
def test_a_layer_of_windows_refuses_other_vectors(where):
    packed = pack([nn.Linear(9, 4)])
    layer = {"name": "g", "arrays": {}}
    odd = {
        "gravity": layer | {"kind": "gravity", "units": 7},
        "features": layer | {"kind": "hand_features", "units": 150},
        "views": layer | {"kind": "movement", "units": 9},
        "kernels": layer | {"kind": "random_convolutions", "units": 5, "dilations": "1"},
    }
    jobs = {
        name: job(Packed(packed.manifest | {"layers": [each]}, packed.data), run=[[[0] * 9]])
        for name, each in odd.items()
    }
    found = ask(where, jobs)
    assert "mean of layer 1 (gravity) should have the shape 3" in found["gravity"]["refused"]
    assert "gives 153 numbers, not 9 and 150" in found["features"]["refused"]
    assert "gives 18 numbers, not 9 and 9" in found["views"]["refused"]
    assert "dilations of kernels are 1, not whole numbers" in found["kernels"]["refused"]

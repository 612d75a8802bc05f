"""What a page calculates by itself is what NumPy calculates."""

from functools import cache

import numpy as np
import pytest

from rnncourse.in_numpy import gradient_lengths as measurement
from rnncourse.in_numpy.bptt import forward
from rnncourse.in_numpy.elman import ELMAN
from rnncourse.in_numpy.gated import LSTM
from rnncourse.in_numpy.gradient_lengths import B, H

COUNT = 200
TOLERANCE = {"rtol": 1e-10, "atol": 0}


def random_settings():
    rng = np.random.default_rng(0)
    for _ in range(COUNT):
        yield {
            "seed": int(rng.integers(5)),
            "cell": str(rng.choice(["Elman", "LSTM", "GRU"])),
            "activation": str(rng.choice(["identity", "tanh", "relu"])),
            "start": str(rng.choice(["random", "orthogonal", "identity"])),
            "radius": float(rng.uniform(0.3, 1.5)),
            "input_strength": float(rng.uniform(0, 1)),
            "bias": float(rng.uniform(-2, 6)),
            "steps": int(rng.integers(2, 101)),
        }


def as_the_page_names_them(settings):
    strength = settings["input_strength"]
    rest = {name: value for name, value in settings.items() if name != "input_strength"}
    return {"inputStrength": strength, **rest}


def test_gradients_and_states_are_those_of_the_chapter(live, monkeypatch):
    monkeypatch.setattr(measurement, "draw", cache(measurement.draw))
    cases = list(random_settings())
    page = live([["", "gradientLengths", as_the_page_names_them(case)] for case in cases])
    for case, found in zip(cases, page, strict=True):
        ours = measurement.gradient_lengths(**case)
        np.testing.assert_allclose(found["lengths"], ours.lengths, **TOLERANCE, err_msg=str(case))
        last = np.array(found["last"]).reshape(B, H)
        atol = 1e-10 * max(1, abs(ours.h).max())
        np.testing.assert_allclose(last, ours.h[:, -1], rtol=0, atol=atol)


def test_the_factor_per_step_is_measured_from_step_20_on(live):
    lengths = [0.5**step if step < 20 else 0.5**20 * 0.9 ** (step - 20) for step in range(50)]
    [factor, short] = live(
        [
            ["gradient_math.js", "factorPerStep", lengths],
            ["gradient_math.js", "factorPerStep", [1, 0.5]],
        ]
    )
    assert factor == pytest.approx(0.9)
    assert short == 0.5


def test_random_numbers_are_those_of_numpy(live):
    seeds, count = [0, 1, 7, 123456789], 10_000
    drawn = live([["", "randomNumbers", {"seed": seed, "count": count}] for seed in seeds])
    for seed, (low, normal, high) in zip(seeds, drawn, strict=True):
        rng = np.random.default_rng(seed)
        assert low == rng.uniform(-1, 1, count).tolist()
        np.testing.assert_allclose(normal, rng.normal(size=count), rtol=0, atol=1e-13)
        assert high == rng.uniform(0, 5, count).tolist()  # nothing drawn twice


def test_one_lstm_unit_is_the_lstm_without_recurrent_weights(live):
    rng = np.random.default_rng(1)
    calls, ours = [], []
    for _ in range(COUNT):
        bias, mark = rng.uniform(-20, 20, 3), rng.uniform(-40, 40, 3)
        candidate, values = rng.uniform(-5, 5), rng.uniform(-3, 3, 10)
        marks = rng.integers(0, 2, 10)
        gates = [dict(zip("ifo", numbers.tolist(), strict=True)) for numbers in (bias, mark)]
        weights = {"bias": gates[0], "mark": gates[1], "candidate": candidate}
        calls.append(["by_hand.js", "lstmSteps", weights, values.tolist(), marks.tolist()])
        W_xh = np.array([[0, 0, candidate, 0], [mark[0], mark[1], 0, mark[2]]])
        b_h = np.array([bias[0], bias[1], 0, bias[2]])
        x = np.stack([values, marks], axis=1)[None]
        h, _, caches = forward(LSTM, {"W_xh": W_xh, "W_hh": np.zeros((1, 4)), "b_h": b_h}, x)
        i, f, o = ([cache[k].item() for cache, _ in caches] for k in (3, 4, 6))
        ours.append({"i": i, "f": f, "o": o, "h": h[0, :, 0]})
    for found, expected in zip(live(calls), ours, strict=True):
        for name, numbers in expected.items():
            np.testing.assert_allclose([step[name] for step in found], numbers, 1e-10, 1e-15)


def test_the_memory_by_hand_keeps_the_sign_that_an_elman_unit_forgets(live):
    values = np.random.default_rng(0).normal(size=(10, 2))[:, 0].tolist()  # as in the exercise
    bias, mark = {"i": -20, "f": 20, "o": 20}, {"i": 40, "f": 0, "o": 0}
    weights, marks = {"bias": bias, "mark": mark, "candidate": 5}, [1] + [0] * 9
    turned = [-values[0], *values[1:]]
    kept, other, elman, elman_other = live(
        [
            ["by_hand.js", "lstmSteps", weights, values, marks],
            ["by_hand.js", "lstmSteps", weights, turned, marks],
            ["by_hand.js", "elmanStates", 1, values],
            ["by_hand.js", "elmanStates", 1, turned],
        ]
    )
    assert kept[-1]["h"] == pytest.approx(np.tanh(np.tanh(5 * values[0])))
    assert kept[-1]["h"] == pytest.approx(-other[-1]["h"])
    assert abs(elman[-1] - elman_other[-1]) < 0.01


def test_a_cell_by_hand_is_the_elman_cell(live):
    rng = np.random.default_rng(2)
    cells = [
        {
            "W_xh": rng.normal(size=(2, 2)),
            "W_hh": rng.normal(size=(2, 2)),
            "b_h": rng.normal(size=2),
        }
        for _ in range(COUNT)
    ]
    x = rng.uniform(-3, 3, (COUNT, 4, 2))
    calls = [
        ["by_hand.js", "cellSteps", {name: W.tolist() for name, W in cell.items()}, sequence]
        for cell, sequence in zip(cells, x.tolist(), strict=True)
    ]
    for found, cell, sequence in zip(live(calls), cells, x, strict=True):
        h, _, _ = forward(ELMAN, cell, sequence[None])
        np.testing.assert_allclose([step["h"] for step in found], h[0], rtol=1e-10, atol=1e-15)


def test_the_products_shown_add_up_to_the_sum_shown(live):
    cell = {"W_xh": [[0.5, -1], [1, 0.5]], "W_hh": [[0, 1], [0.5, 0]], "b_h": [0, 0.1]}
    [steps] = live([["by_hand.js", "cellSteps", cell, [[1, 0], [0, 1]]]])
    for step in steps:
        for unit in step["units"]:
            products = [product for _, _, product in unit["fromX"] + unit["fromH"]]
            assert sum(products) + unit["bias"] == pytest.approx(unit["a"])
            assert all(a * w == p for a, w, p in unit["fromX"] + unit["fromH"])

"""What is typed into a field is a number, or is refused in words; axes reach what is drawn."""

import pytest

RANGE = {"min": -100, "max": 100}


def read(live, *texts):
    return live([["controls.js", "readNumber", text, RANGE] for text in texts])


def test_numbers_are_read_as_people_write_them(live):
    found = read(live, "0.5", " -2 ", "−2", "0,25", "1e-3", "+7", ".5", "3.")
    assert [result["value"] for result in found] == [0.5, -2, -2, 0.25, 0.001, 7, 0.5, 3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nothing stands here"),
        ("   ", "Nothing stands here"),
        ("NaN", "“NaN” is not a number"),
        ("Infinity", "“Infinity” is not a number"),
        ("0x10", "“0x10” is not a number"),
        ("1 2", "“1 2” is not a number"),
        ("<b>1</b>", "“<b>1</b>” is not a number"),
        ("It was the best of times. " * 1000, "“It was the best of t…” is not a number"),
        ("مرحبا", "“مرحبا” is not a number"),
        ("1e309", "1e309 is out of range"),
        ("-100.5", "-100.5 is out of range"),
        ("9" * 500, "99999999999999999999… is out of range"),
    ],
)
def test_what_is_no_number_is_refused_with_the_remedy(live, text, words):
    [found] = read(live, text)
    assert found["refusal"].startswith(words)
    assert "write a number from −100 to 100" in found["refusal"]


def test_numbers_are_shown_with_a_real_minus_and_few_digits(live):
    numbers = [0, 0.004, -0.004, 1.005, -2.5, 123456, 1e-30, 5e250]
    found = live([["controls.js", "shown", number] for number in numbers])
    expected = "0.00, 4.0 · 10⁻³, −4.0 · 10⁻³, 1.00, −2.50, 1.2 · 10⁵, 1.0 · 10⁻³⁰, 5.0 · 10²⁵⁰"
    assert ", ".join(found).replace("\u00a0", " ") == expected


def test_an_axis_has_few_ticks_and_reaches_what_is_drawn(live):
    lines = [[1, 0.9], [1, 1e-50, 0], [1, 3e17], [1, 1.3e-7, 40]]
    for line, axis in zip(
        lines, live([["chart.js", "logarithmicAxis", line] for line in lines]), strict=True
    ):
        assert 2 <= len(axis["ticks"]) <= 8, line
        assert all(0 <= place <= 1 for place, _ in axis["ticks"])
    [axis] = live([["chart.js", "linearAxis", [0.3, -37]]])
    assert [label for _, label in axis["ticks"]] == ["−50", "0", "50"]

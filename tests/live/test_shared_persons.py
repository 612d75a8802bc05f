"""What the slider from whole people to random windows says is what the numbers are."""

FACTS = {
    "shares": [0, 0.25, 1],
    "promised": [[0.71, 0.83], [0.9, 0.9], [0.84, 0.84]],
    "worth": [[0.8, 0.9], [0.85, 0.86], [0.84, 0.84]],
}


def test_the_axis_holds_every_accuracy_at_every_place(live):
    [axis] = live([["share_persons.js", "axis", FACTS]])
    assert (axis["low"], axis["high"]) == (0.7, 0.9)
    assert axis["ticks"] == [0.7, 0.75, 0.8, 0.85, 0.9]


def test_the_words_tell_means_ranges_and_what_is_promised_too_much(live):
    calls = [["share_persons.js", "sentence", FACTS, at] for at in range(3)]
    whole, quarter, all_of_them = (text.replace("\u00a0", " ") for text in live(calls))
    assert whole == (
        "Trained on none of their other windows: right about 77.0 % of the windows held out "
        "(71 % to 83 %), and about 85.0 % on new people (80 % to 90 %). "
        "It promises 8.0 points less than it is worth."
    )
    assert quarter.startswith("Trained on 25 % of their other windows: right about 90.0 %")
    assert quarter.endswith("It promises 4.5 points more than it is worth.")
    assert all_of_them.endswith("It promises as much as it is worth.")

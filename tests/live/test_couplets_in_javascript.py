"""The box of metres reads verse as Python does, and its net answers what PyTorch's answers."""

import numpy as np
import pytest
import torch
from asked import WHERE, ask, job

from rnncourse import live
from rnncourse.evaluation.lines import log_probabilities_of_sum
from rnncourse.in_torch.poems.line_readers import line_reader
from rnncourse.in_torch.poems.line_training import log_probabilities
from rnncourse.preprocessing.arabic_script import LONGEST, check_hemistich, plain_letters
from rnncourse.preprocessing.pairs import encode_sources, source_vocab

LETTERS = " آابپتجچدرزسشکگلمنوهی"
TEXTS = [
    "به نام خداوند",
    "  دُرْد   و ـ دردِ\u200cسر!  ۱۲۳ ",
    "می\u200cخواهم، و نمی\u200cدانم؟",
    "ك ي ة أ إ ؤ ئ ء",
    "کـــتاب",
    "\ufeffاب\u200fجد",
    "ا\u0653ب",
]
REFUSED = ["", " ", "latin", "آب a", "\u064e\u0650\u0652", "…!؟ ۱۲", "ن" * 500, "一", "ﻻ", "Б"]


@pytest.mark.parametrize("text", TEXTS)
def test_the_page_leaves_out_what_python_leaves_out(live, text):
    assert live([["hemistichs.js", "plainLetters", text]]) == [plain_letters(text)]


@pytest.mark.parametrize("text", REFUSED)
def test_the_page_refuses_what_python_refuses(live, text):
    with pytest.raises(ValueError):
        check_hemistich(text)
    [found] = live([["hemistichs.js", "told", "hemistichs.js", "readHemistich", text, "half"]])
    assert "half" in found["refused"] and len(found["refused"]) < 200


def test_the_page_and_python_refuse_at_the_same_length(live):
    for count in (LONGEST, LONGEST + 1):
        call = ["hemistichs.js", "told", "hemistichs.js", "readHemistich", "ن" * count, "half"]
        assert ("refused" in live([call])[0]) == (count > LONGEST)


def test_a_couplet_begins_letter_by_letter_and_the_first_half_stays(live):
    [found] = live([["read_a_couplet.js", "beginnings", ["اب", "ج"]]])
    assert found == [["ا", ""], ["اب", ""], ["اب", "ج"]]


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("options", [{}, {"filters": 9}, {"bidirectional": True, "filters": 9}])
def test_the_page_s_net_answers_what_pytorch_answers(where, options):
    vocab = source_vocab(LETTERS)
    net = line_reader(len(vocab), 12, 5, seed=3, **options).eval()
    for weights in net.parameters():
        weights.data = torch.round(256 * weights.data) / 256  # what 16 bits hold exactly
    packed = live.pack(net, symbols=vocab.symbols, classes="abcde")
    rng = np.random.default_rng(0)
    lines = ["".join(rng.choice(list(LETTERS), rng.integers(1, 40))) for _ in range(60)]
    sequences = [vocab.encode(line).tolist() for line in lines]
    answers = ask(where, {"net": job(packed, run=sequences)})["net"]
    log_p = log_probabilities_of_sum([np.array(answers["run"])])
    expected = log_probabilities(net, encode_sources(lines, vocab))
    np.testing.assert_allclose(log_p, expected, atol=1e-5)

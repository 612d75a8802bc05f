"""Readers move the live models by mouse, keyboard and touch, and whatever they write is told."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import scratch_book

BROWSER = Path(__file__).with_name("browser.mjs")
PLAYWRIGHT = [
    Path(folder, "playwright-core")
    for folder in [*os.environ.get("NODE_PATH", "").split(":"), scratch_book.ROOT / "node_modules"]
]
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif(not any(map(Path.is_dir, PLAYWRIGHT)), reason="no playwright-core here"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium; CHROMIUM names another one"),
]


def test_nothing_that_a_reader_does_breaks_a_live_model(node, tmp_path):
    site, complaints = scratch_book.build(tmp_path)
    assert not complaints
    done = subprocess.run([node, BROWSER, site], text=True, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    for name, value in found["measured"].items():
        print(f"{name}: {value}")
    assert len(found["problems"]) > 10
    assert {sentence: words for sentence, words in found["problems"].items() if words} == {}

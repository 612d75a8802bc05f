"""Does it matter how far the gates are open at first? The LSTM and the GRU of `memory`, with the
biases of their forget and update gates begun at 1, at 4, or spread over the spans to bridge.

The LSTM of `memory` has a forget bias of 1, its GRU an update bias of 0: those runs are not made
again.
"""

from __future__ import annotations

from rnncourse.records.study import Study
from rnncourse.studies.synthetic.memory import run

STARTS = (("gru", 4), ("lstm", 4), ("gru", "chrono"), ("lstm", "chrono"), ("gru", 1))
LENGTHS = (("copying", 40), ("adding", 80))


STUDY = Study(
    name="memory_starts",
    dataset=None,
    question="Does it matter how far the gates of an LSTM and a GRU are open at first?",
    configurations=tuple(
        {
            "framework": "torch",
            "task": task,
            "cell": cell,
            "start": "orthogonal",
            "gate_bias": bias,
            "length": length,
        }
        for task, length in LENGTHS
        for cell, bias in STARTS
    ),
    seeds=(0, 1, 2),
    run=run,
    quick={"steps": 100},
)

"""Text out of any model of the next symbol.

=============  ===================================================
sampling       temperature, top-k, and one sampler for every model
company_names  names written, evaluated and chosen
=============  ===================================================
"""

from rnncourse.generation.company_names import (
    LEGAL,
    LONGEST,
    as_text,
    choose,
    evaluate,
    length_distance,
    name_key,
    negative_log_likelihood,
    novelty,
    split_names,
    write_names,
)
from rnncourse.generation.sampling import NextLogits, Windowed, draw, fill, probabilities, sample

__all__ = [
    "LEGAL",
    "LONGEST",
    "NextLogits",
    "Windowed",
    "as_text",
    "choose",
    "draw",
    "evaluate",
    "fill",
    "length_distance",
    "name_key",
    "negative_log_likelihood",
    "novelty",
    "probabilities",
    "sample",
    "split_names",
    "write_names",
]

"""Text out of any model of the next symbol.

=============  ===================================================
sampling       temperature, top-k, top-p, beam search, and one sampler for
               every model
company_names  names written, evaluated and chosen
=============  ===================================================
"""

from rnncourse.generation.company_names import (
    LEGAL,
    LONGEST,
    as_text,
    choose,
    evaluate,
    name_key,
    negative_log_likelihood,
    novelty,
    split_names,
    write_names,
)
from rnncourse.generation.sampling import (
    NextLogits,
    Windowed,
    beam_search,
    draw,
    fill,
    probabilities,
    sample,
    with_top_p,
)

__all__ = [
    "LEGAL",
    "LONGEST",
    "NextLogits",
    "Windowed",
    "as_text",
    "beam_search",
    "choose",
    "draw",
    "evaluate",
    "fill",
    "name_key",
    "negative_log_likelihood",
    "novelty",
    "probabilities",
    "sample",
    "split_names",
    "with_top_p",
    "write_names",
]

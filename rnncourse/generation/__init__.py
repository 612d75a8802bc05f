"""Text out of any model of the next symbol.

=============  ===================================================
sampling       temperature, top-k, top-p, beam search, and one sampler for
               every model
decoding       answers to a source, up to their END: greedily, or by a beam
company_names  names written, evaluated and chosen
sound_alikes   names that sound like another one, and names that sound good
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
from rnncourse.generation.decoding import Answer, beam_decoding, greedy_decoding, log_softmax
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
    "Answer",
    "LEGAL",
    "LONGEST",
    "NextLogits",
    "Windowed",
    "as_text",
    "beam_decoding",
    "beam_search",
    "choose",
    "draw",
    "evaluate",
    "fill",
    "greedy_decoding",
    "log_softmax",
    "name_key",
    "negative_log_likelihood",
    "novelty",
    "probabilities",
    "sample",
    "split_names",
    "with_top_p",
    "write_names",
]

"""Text out of any model of the next symbol.

=============  ===================================================
sampling       temperature, top-k, and one sampler for every model
company_names  names written, evaluated and chosen
=============  ===================================================
"""

from rnncourse.generation.company_names import LONGEST, LEGAL, name_key, split_names, as_text, write_names, negative_log_likelihood, novelty, length_distance, evaluate, choose
from rnncourse.generation.sampling import NextLogits, probabilities, draw, sample, Windowed, fill

__all__ = ["LEGAL", "LONGEST", "NextLogits", "Windowed", "as_text", "choose", "draw", "evaluate", "fill", "length_distance", "name_key", "negative_log_likelihood", "novelty", "probabilities", "sample", "split_names", "write_names"]

"""Trained nets for the page: their weights packed into few bytes, and what a page can run of them.

==========  ===================================================================================
layers      the kinds of layers that a page can run, and whether a list of them is a net
from_keras  the layers of a Keras model
from_torch  the layers of a PyTorch model
ngrams      the layer of a logistic regression on n-grams, and a regression on fewer of them
counting    the text that a page counts, and the keys of the names that exist
pairs       an encoder and a decoder, in parts, and the answer that the page must give
movement    models of a sensor's windows: nets, hand features, random convolutions
recordings  signals put together again from their windows, for a page to play
folding     the table by which the page folds names
storage     weights in 16 or 8 bits, and back
packing     :func:`pack`, a model as a manifest and bytes; :func:`pack_arrays`, plain arrays;
            :func:`publish`, handed to the page
reference   the answer that the page must give, in NumPy and 64 bits
==========  ===================================================================================

The page's side is in ``book/live``: ``nets.js`` runs a packed net, ``encoder_decoder.js`` an
encoder and a decoder, and ``weights.js`` loads them. A layer's arrays are those of
:mod:`rnncourse.in_numpy`, whatever the framework: x W and not W x, gates in the order of Keras.
Neither framework is imported before a model of it is packed.
"""

from rnncourse.live.counting import Counted
from rnncourse.live.movement import OfWindows
from rnncourse.live.ngrams import smaller
from rnncourse.live.packing import Packed, pack, pack_arrays, pack_keys, publish
from rnncourse.live.pairs import pack_pairs
from rnncourse.live.recordings import medley, pack_recordings
from rnncourse.live.reference import forward, next_logits

__all__ = [
    "Counted",
    "OfWindows",
    "Packed",
    "forward",
    "medley",
    "next_logits",
    "pack",
    "pack_arrays",
    "pack_keys",
    "pack_pairs",
    "pack_recordings",
    "publish",
    "smaller",
]

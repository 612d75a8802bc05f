"""rnncourse: the tested code behind the course on recurrent neural networks.

A room for every kind of work. A room imports only from groups below its own:

==================  ====================================================================
studies             the long runs, in folders by kind of data
------------------  --------------------------------------------------------------------
records             the records of long runs, and what makes these stale
reporting           checked numbers for the prose, and quoted ones
figures             the figures of the book, each with its alt text
checks              is what a student wrote right, and why not
live                trained nets for the page: their weights, packed
------------------  --------------------------------------------------------------------
conversion          the same weights in another framework
------------------  --------------------------------------------------------------------
in_numpy            nets by hand: forward, loss, backward through time
in_keras, in_torch  the same models and the same training in two frameworks
------------------  --------------------------------------------------------------------
training            what the loops of both frameworks share: the recipe, the curves
generation          text out of any model of the next symbol
baselines           what a net must beat
------------------  --------------------------------------------------------------------
evaluation          scores, with intervals that respect what belongs together
------------------  --------------------------------------------------------------------
datasets            real data in two editions, found, verified and loaded
------------------  --------------------------------------------------------------------
preprocessing       raw material to arrays: encoded, cut, split, drawn in batches
==================  ====================================================================

A room's docstring is its map.

Importing ``rnncourse`` loads neither framework. It sets what must stand before TensorFlow is first
imported: that it prints nothing on the page, and that it computes without oneDNN.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

__version__ = "0.1.0"

"""rnncourse: the tested code behind the course on recurrent neural networks.

A room for every kind of work, from what the data go through first to what uses all of it:

==================  ====================================================================
preprocessing       raw material to arrays: encoded, cut, split, drawn in batches
datasets            real data in two editions, found, verified and loaded
evaluation          scores, with intervals that respect what belongs together
training            what the loops of both frameworks share: the recipe, the curves
generation          text out of any model of the next symbol
baselines           what a net must beat
in_numpy            nets by hand: forward, loss, backward through time
in_keras, in_torch  the same models and the same training in two frameworks
conversion          the same weights in another framework
records             the records of long runs, and what makes these stale
reporting           checked numbers for the prose, and quoted ones
figures             the figures of the book, each with its alt text
checks              is what a student wrote right, and why not
studies             the long runs, a module each, in folders by data set
==================  ====================================================================

A room's docstring is its map. Each imports only from those above it, and in_keras and in_torch
never from each other.

Importing ``rnncourse`` loads neither framework; it only keeps TensorFlow from
printing on the page, which must be set before TensorFlow is first imported.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

__version__ = "0.1.0"

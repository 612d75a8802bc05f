"""rnncourse: the tested code behind the course on recurrent neural networks.

A map of the package, in the order in which data flow through it:

==================  ==========================================================
datasets            real data in two editions, found and verified
encoding, streams   symbols to indices to one-hot vectors, and back; texts cut
                    into windows and streams
splits              training, validation and test rows; the leak audit
baselines           what a recurrent net must beat
in_numpy            recurrent nets by hand: forward, loss, backward through time;
                    convolution over time
in_keras, in_torch  the same models and the same training in two frameworks:
                    classifiers, generators, autoencoders
parity              the same weights in both frameworks
history, stages     what a training run leaves behind; rates that fall
evaluation          scores with confidence intervals
generation, naming  text from any model of the next symbol
judging, text_…      how good a text is, and its model
studies             long sweeps over configurations and seeds
ledger, code_hash   their records, and what makes these stale
balancing           class weights, oversampling, balanced batches
checks              is what a student wrote right, and why not
figures …           the figures of the book, each with its alt text
report              a checked number for the prose
==================  ==========================================================

Importing ``rnncourse`` loads neither framework; it only keeps TensorFlow from
printing on the page, which must be set before TensorFlow is first imported.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

__version__ = "0.1.0"

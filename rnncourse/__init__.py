"""rnncourse: the tested code behind the course on recurrent neural networks.

A map of the package, in the order in which data flow through it:

==================  ==========================================================
datasets            real data in two editions, found and verified
encoding, streams,  symbols to indices to one-hot vectors, and back; texts cut
windows             into windows and streams; windows of signals
splits              training, validation and test rows; the leak audit
batching,           batches of like length; class weights, oversampling,
balancing,          balanced batches; sensors turned about
augmentation
baselines,          what a recurrent net must beat: n-grams of names and of
ngram_text          texts
features, codes,    what an autoencoder must beat, and what its codes are good
compression,        for; noise on images, and filters that take it off
denoising
in_numpy            recurrent nets by hand: forward, loss, backward through time;
                    convolution over time
in_keras, in_torch  the same models and the same training in two frameworks:
                    classifiers, generators, autoencoders
parity              the same weights in both frameworks
recipe, stages      how to train: penalties and clipping; rates that fall
history, text_…,    what a training leaves behind: curves of classifiers, of
reconstruction      generators (text_history) and of autoencoders
evaluation,         scores with confidence intervals; means of what belongs
intervals           together
generation, naming  text from any model of the next symbol
judging, text_nets  how good a text is; the names of text nets
studies             long sweeps over configurations and seeds
records             their records, and what makes these stale
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

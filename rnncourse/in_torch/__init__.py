"""Models and training in PyTorch.

=======================  =====================================================================
cells                    the framework's recurrent layers; leaky units, layer normalisation
classifiers              a sequence in, one class out: recurrent nets
signal_classifiers       windows of signals in, one class out: dense and convolutional nets
movement_classifiers     the same, of movement, with gravity apart
language_models          after each symbol, what may come next
autoencoders             an encoder and a decoder: dense, stacked, convolutional, of sequences
shared_encoder           one encoder with one head, with two, or used twice
pairs                    attention, an encoder and a decoder, and their training
poems                    what reads the lines of a poem and tells its metre, and its training
losses                   losses of classifiers: smoothed, and against class imbalance
plain_training           the loop of a classifier in one piece, to be read
training                 the loop, for every task, and what a trained model answers
classifier_training      the task of a classifier: classes from sequences
text_training            the tasks of a language model: the next symbol, on windows and streams
reconstruction_training  the task of an autoencoder: targets from inputs
gradients                how long gradients are
inputs                   checks of what is passed to a training
device                   where it computes
weights                  a model's weights as arrays by name, and back
=======================  =====================================================================

:mod:`rnncourse.in_keras` has the same files with the same names in them. Import modules from here,
not names: which of two ``train_classifier`` is meant must be seen.
"""

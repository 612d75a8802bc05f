"""Models and training in Keras.

=======================  =====================================================================
cells                    the framework's own recurrent layers, by name
classifiers              a padded sequence in, one class out
signal_classifiers       windows of signals in, one class out
language_models          after each symbol, what may come next
autoencoders             an encoder and a decoder: dense, stacked, convolutional, of sequences
shared_encoder           one encoder with one head, with two, or used twice
losses                   losses against class imbalance
training                 the loop of the classifiers
recipe_training          the loop of the signal classifiers: a recipe, penalties, clipping
text_training            the loops of the language models: windows and streams
reconstruction_training  the loop of the autoencoders
weights                  a model's weights as arrays by name, and back
=======================  =====================================================================

:mod:`rnncourse.in_torch` has the same files with the same names in them. Import modules from here,
not names: which of two
``train`` is meant must be seen.
"""

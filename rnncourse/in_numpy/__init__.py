"""Recurrent nets by hand: forward, loss, backward through time, clipping and training, in NumPy
alone.

================  =========================================================
elman             the Elman cell, its initial weights and activations
gated             LSTM and GRU
bptt              the contract of a cell; forward and backward through time
gradient_lengths  how long the gradient is some steps before the loss
training          a classifier trained by hand
language_model    a model of the next symbol, for sampling
convolution       convolution over time
attention         a query looks up a mean of values: dot product, additive
================  =========================================================

All cells keep one contract, :class:`rnncourse.in_numpy.bptt.Cell`. The blocks of gates stand in the
order of Keras; :mod:`rnncourse.conversion.arrays` turns weights into what Keras and PyTorch store.
"""

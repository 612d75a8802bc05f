"""Pairs of sequences in Keras: one is read, the other one written.

===============  ==========================================================
attention        a mean of vectors whose weights a query chooses
encoder_decoder  one sequence in, another one out
pair_training    the task of a decoder: the next symbol, given the source
===============  ==========================================================
"""

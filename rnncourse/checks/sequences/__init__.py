"""Checks of nets that turn one sequence into another, and of nets that read verse.

============  ====================================================================
pairs         edit distance, teacher forcing, a loss without padding, greedy decoding
attention     scores, weights under a mask, the softmax backward
looking_back  a readout with attention in both frameworks; a map read
verse         lines cleaned, batched, read by a net, judged half by half, cut off
============  ====================================================================
"""

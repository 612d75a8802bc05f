"""Lines of poems in Keras: their letters in, a metre out.

=============  ========================================================
line_readers   a convolution and recurrent layers that read a line
line_training  batches of lines of one length; log-probabilities added
=============  ========================================================
"""

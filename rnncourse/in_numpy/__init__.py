"""Recurrent nets by hand: forward, loss, backward through time, clipping and training, in NumPy alone.

All cells keep one contract, :class:`rnncourse.in_numpy.through_time.Cell`. The blocks of gates stand in the order of Keras;
:mod:`rnncourse.in_numpy.exchange` turns weights into what Keras and PyTorch store.
"""

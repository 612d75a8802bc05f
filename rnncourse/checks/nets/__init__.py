"""Checks of nets that students build, in Keras or in PyTorch.

============  ==================================================================
models        recurrent classifiers of one and two layers
requirements  what is asked of a recurrent model
masking       classifiers that skip padding
carrying      nets that hand their state on, with any recurrent layer
signals       models of windows: linear, dense, recurrent, convolutional
wanted        what these are compared with, and what the usual mistakes would answer
parts         the layers of such models, whose answers a check works out itself
============  ==================================================================
"""

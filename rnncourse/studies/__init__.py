"""The long runs: a folder for each kind of data, and in it a module for each study.

===============  =========================================================================
last_names       choosing a net, treating imbalance, leaky copies, the test
first_names      choosing a net, what END does, the home country, names as codes, the tests
letters          autoencoders, denoising, and their tests
activity         nets and other models, hand features, random convolutions, leaks, the tests
texts            sonnets, names of companies, Tiny Shakespeare
pronunciations   from letters to phonemes and back
poems            metres of couplets
synthetic        how far back a net remembers
text_generators  what the studies of texts share
pair_nets        what the studies of pronunciations share
pair_boxes       what a page needs to run nets of pronunciations
labels           how pages call the nets of studies
===============  =========================================================================

A study's module holds its grid, its seeds, and how one run is made. Its name is that of its file,
in whichever of the folders that stands.
"""

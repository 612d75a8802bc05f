"""The long runs, a module a study: its grid, its seeds, and how one run is made. A folder for each
kind of data.

===========  ==============================================================
last_names   choosing a net, treating imbalance, leaky copies, the test
first_names  choosing a net, names as codes, the test
letters      autoencoders, denoising, and their tests
activity     nets and other models, turned sensors, leaks, the test
texts        sonnets, names of companies, Tiny Shakespeare
synthetic    how far back a net remembers
labels       how pages call the nets of studies
===========  ==============================================================

A study's name is that of its file, wherever that stands.
"""

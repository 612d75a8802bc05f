"""Models and training in Keras; :mod:`rnncourse.in_torch` has the same names."""

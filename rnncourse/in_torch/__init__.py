"""Models and training in PyTorch; :mod:`rnncourse.in_keras` has the same names."""

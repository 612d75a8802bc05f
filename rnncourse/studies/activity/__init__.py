"""Activities: nets, other models, turned sensors, movement and gravity apart, norms of gradients,
leaks, tests.
"""

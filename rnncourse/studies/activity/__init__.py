"""Activities: nets, other models, turned sensors, leaks, norms of gradients, and the test."""

"""Activities: nets, other models, turned sensors, leaks, and the test."""

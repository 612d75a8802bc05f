"""Activities: nets, other models, turned sensors, movement and gravity apart, leaks, tests."""

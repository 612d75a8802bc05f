"""Last names: choosing a net, treating imbalance, the leak of copied rows, and the test."""

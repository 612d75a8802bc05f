"""First names: choosing a net, names as codes, and the test."""

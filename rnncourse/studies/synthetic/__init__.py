"""Data that are drawn: how far back a net remembers."""

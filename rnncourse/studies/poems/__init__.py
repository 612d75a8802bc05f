"""Couplets and their metres."""

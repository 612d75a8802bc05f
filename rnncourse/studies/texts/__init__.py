"""Texts: sonnets, names of companies, Tiny Shakespeare."""

"""What leaves the site: notebooks and print.

================  ========================
notebook_builder  notebooks of the pages
printing          what LaTeX needs to know
================  ========================
"""

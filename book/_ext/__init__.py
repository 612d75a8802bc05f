"""The extensions of Sphinx that this book is built with.

=========  ====================================================
execution  what runs, and when
content    what a page may say
site       how the pages are published on the web
export     notebooks and print
=========  ====================================================
"""

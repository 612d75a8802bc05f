"""What runs, and when: the cells of a page, what they reach, and which pages run again.

=============  ===================================================================
page_text      the text of a page, and its name before what is wrong with it
code_cells     the code cells of a page, as MyST reads them
page_reach     what a page can read, found without running it
pkg_cache_key  decides which pages run again: the key under which outputs are kept
side_by_side   chapters run on all cores before Sphinx reads them
capacity       how many of them at a time: by cores and by memory
lots           which pages and notebooks CI takes, drawn anew for every commit
quick_start    imported first: saves seconds of every process
=============  ===================================================================
"""

"""What a page may say: editions, tabs, folded code, numbers, tables, exercises.

==============  ==========================================================================
editions        blocks for one edition of the data, and which pages get which
framework_tabs  Keras and PyTorch cells side by side
error_output    what a cell wrote to stderr, told
quiet_cells     code that nobody has to read, folded or left out
figure_alt      alt texts from the figures to the page
results         every reported number, checked and listed
numbers         a reported number in the prose, and what it is on demand
key_words       what a number is, in words made from its key
glossary_links  the first use of a term, linked to the glossary
minutes         how long a chapter takes, and what it builds on
surroundings    the words among which a number stands
results_tables  the tables of reported numbers
tables          the tables of the build and of the data sets
numbering       exercises counted page by page
choices         questions whose answers can be clicked
front           what the front page takes from the chapters
long_runs       which studies a page reads
practice        practice pages: stubs, solutions, links
live            where a model runs in the reader's browser
live_weights    nets that a page runs: their bytes beside it, their description at its end
==============  ==========================================================================
"""

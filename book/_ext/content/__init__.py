"""What a page may say: editions, tabs, folded code, numbers, tables, exercises.

==============  ===================================================================
editions        blocks for one edition of the data, and which pages get which
framework_tabs  Keras and PyTorch cells side by side
error_output    what a cell wrote to stderr, told
quiet_cells     code that nobody has to read, folded or left out
figure_alt      alt texts from the figures to the page
results         every reported number, checked and listed
numbers         a reported number in the prose, and what it is on demand
minutes         how long a chapter takes, and what it builds on
tables          the tables of results, of the build, of the data sets
numbering       exercises counted page by page
choices         questions whose answers can be clicked
front           what the front page takes from the chapters
live_weights    nets that a page runs: their bytes beside it, what is in them at its end
long_runs       which studies a page reads
practice        practice pages: stubs, solutions, links
==============  ===================================================================
"""

"""How the pages are published on the web.

=============  ===================================================
launch_links   Colab and Binder
discovery      site map, link pictures, the page that is not found
page_polish    what the theme's pages lack
lighter_site   only the icons and styles that are used
moved_pages    old addresses lead to the new ones
better_search  words and not code, the right chapter first
page_foot      report an error, see what changed
=============  ===================================================
"""

"""Last names: rates, choosing a net, more and fewer names, the test; letters as vectors; treating
imbalance, and the leak of copied rows.
"""

"""English words and how they are spoken."""

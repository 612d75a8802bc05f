"""Records of long runs."""

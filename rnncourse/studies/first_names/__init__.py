"""First names: rates, choosing a net, what END does, the test; the home country; names as codes."""

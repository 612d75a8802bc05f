"""The long sweeps, one module a study: its grid, its seeds, and how one run is made."""

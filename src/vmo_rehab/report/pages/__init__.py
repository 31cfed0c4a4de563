"""Pages to open, share and print: one file each, with nothing to fetch and nothing to run."""

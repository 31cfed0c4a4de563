"""For testers."""

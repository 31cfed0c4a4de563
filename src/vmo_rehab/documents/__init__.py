"""Text to protocol and back; the only door to files."""

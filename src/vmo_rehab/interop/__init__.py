"""Doors to other formats: patient logs."""

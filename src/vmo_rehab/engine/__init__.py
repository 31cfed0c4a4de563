"""The readable evaluation: what decides, and explains."""

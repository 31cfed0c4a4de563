"""The criteria language: tree, parser, printer, English."""

"""Single values of a file: texts, numbers, dates, ranges and changes, read from the nodes that hold them."""

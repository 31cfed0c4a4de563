"""What pytest and Hypothesis load by themselves wherever the package is installed: next to nothing.

Each module here imports its host alone, and the rest of the package when it is
asked for a case or a value.
"""

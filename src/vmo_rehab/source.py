"""Places in a text: where a thing was written."""

from __future__ import annotations

from attrs import frozen


@frozen(order=True)
class Span:
    """A stretch of one file, from its first character to just behind its last.

    Args:
        path: the file as the reader was given it, or a word such as ``<text>``.
        line: first line, counted from 1.
        col: first column, in characters, counted from 1.
        end_line: line of the end.
        end_col: column just behind the last character.
        index: offset of the first character in the file's text, from 0.
        end_index: offset just behind the last character.

    Example:
        >>> str(Span("knee.yaml", 3, 7, 3, 12, 40, 45))
        'knee.yaml:3:7'
    """

    path: str
    line: int
    col: int
    end_line: int
    end_col: int
    index: int
    end_index: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.col}"

    def holds(self, other: Span) -> bool:
        """Tell whether another stretch of the same file lies within this one."""
        return self.path == other.path and self.index <= other.index and other.end_index <= self.end_index


NOWHERE = Span("<made in code>", 1, 1, 1, 1, 0, 0)
"""The place of a thing that was not read from a file."""

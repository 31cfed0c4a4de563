"""What the YAML parser says of a text it cannot read, and the lines around that place."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text.source_text import SourceText
from vmo_rehab.source import Span

_LONGEST_SAMPLE: Final = 120


@frozen
class Complaint:
    """What the YAML parser says and where.

    Args:
        source: the text.
        problem: the parser's sentence.
        context: what it was doing.
        index: offset where it gave up.
        start: offset where what it was doing began; ``index`` where it does not say.
    """

    source: SourceText
    problem: str
    context: str
    index: int
    start: int

    @property
    def place(self) -> Span:
        """The character at which the parser gave up."""
        return self.source.span(self.index, self.index + 1)

    @property
    def char(self) -> str:
        """That character; empty at the end of the text."""
        return self.source.text[self.index : self.index + 1]

    @property
    def before(self) -> str:
        """The part of its line that stands before it."""
        return self.source.text[self.source.line_start(self.place.line) : self.index]

    @property
    def rest(self) -> str:
        """Its line from there on, without a comment."""
        return bare(self.source.line(self.place.line)[self.place.col - 1 :])

    def line_above(self) -> tuple[int, str]:
        """The nearest line above that has something on it, with its number; ``(0, "")`` where none has."""
        for number in range(self.place.line - 1, 0, -1):
            if (line := self.source.line(number)).strip():
                return number, line
        return 0, ""

    def says(self, code: str, what: str, cure: str, at: tuple[int, int] | None = None) -> Diagnostic:
        """Make a finding at these offsets; without them, where the parser gave up."""
        return self.source.diagnostic(code, what, cure, self.source.span(*at) if at else self.place)


def bare(line: str) -> str:
    """Return the rest of a line without its comment and outer blanks."""
    return re.split(r"\s#", line, maxsplit=1)[0].strip()


def in_quotes(value: str) -> str:
    """Return a text in single quotes, where it is not too long to be shown."""
    return "'" + value.replace("'", "''") + "'" if len(value) <= _LONGEST_SAMPLE else "'...'"

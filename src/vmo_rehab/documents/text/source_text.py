"""A text that was read, with its lines: turns offsets into places and places into findings."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from attrs import field, frozen

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.source import Span

_BREAK = re.compile(r"\r\n|\r|\n")
ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that cannot be seen, control characters and halves of characters."""
_LONGEST_LINE = 400
_LONGEST_SHOWN = 60


@frozen(eq=False)
class SourceText:
    r"""One file's text; every node read from it holds the same one.

    Args:
        path: the file as the reader was given it, or a word such as ``<text>``.
        text: the whole text, without a byte order mark at its start.

    Example:
        >>> source = SourceText("knee.yaml", "id: knee\nstart: squat\n")
        >>> str(source.span(16, 21)), source.line(2)
        ('knee.yaml:2:8', 'start: squat')
    """

    path: str
    text: str = field(repr=False)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *(m.end() for m in _BREAK.finditer(self.text)))

    def span(self, start: int, end: int) -> Span:
        """Return the place of ``text[start:end]``.

        Args:
            start: offset of the first character; beyond the text it is brought to the text's end.
            end: offset just behind the last; brought to lie between ``start`` and the text's end.

        Returns:
            A span that lies inside the text.
        """
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        line, last = bisect_right(self._starts, start), bisect_right(self._starts, end)
        cols = start - self._starts[line - 1] + 1, end - self._starts[last - 1] + 1
        return Span(self.path, line, cols[0], last, cols[1], start, end)

    def line(self, number: int) -> str:
        """Return line ``number``, counted from 1, without its line end; empty where there is none."""
        return self._line(number, len(self.text))

    def _line(self, number: int, most: int) -> str:
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        stop = self._starts[number] if number < len(self._starts) else len(self.text)
        # A file can be one long line with a finding on each word: never copy all of it for each.
        return self.text[start : min(stop, start + most)].rstrip("\r\n")

    def line_start(self, number: int) -> int:
        """Return the offset of the first character of line ``number``, from 1 to the last line."""
        return self._starts[number - 1]

    def diagnostic(
        self, code: str, what: str, cure: str, span: Span, related: tuple[tuple[str, Span], ...] = ()
    ) -> Diagnostic:
        """Make a finding that carries its source line.

        Args:
            code: a key of ``vmo_rehab.codes.CODES``.
            what: one sentence with the value that was found.
            cure: one sentence that says what to do; may be empty.
            span: a place in this text.
            related: other places that matter, each with a word on it.

        Returns:
            An error; a line too long to show is cut, or left out where the place lies behind the cut.

        Example:
            >>> source = SourceText("knee.yaml", "strat: squat")
            >>> print(source.diagnostic("V204", 'unknown key "strat"', "", source.span(0, 5)))
            knee.yaml:1:1: V204 error: unknown key "strat"
              1 | strat: squat
                | ^^^^^
        """
        line = self._line(span.line, _LONGEST_LINE) if span.col <= _LONGEST_LINE else ""
        return Diagnostic(code, what, cure, span, related=related, line_text=ODD.sub("\ufffd", line))


NO_TEXT = SourceText("<made in code>", "")
"""The text of a node that was not read from one."""


def cut(text: str) -> str:
    """Return ``text`` on one line, of at most 60 characters, with invisible characters made visible."""
    flat = ODD.sub("\ufffd", " ".join(text[: 4 * _LONGEST_SHOWN].split()))
    return f"{flat[: _LONGEST_SHOWN - 1]}…" if len(flat) > _LONGEST_SHOWN else flat


def shown(text: str) -> str:
    r"""Return ``text`` in quotes on one line, cut where it is long.

    Example:
        >>> print(shown("settled for\n3 sessions"), shown('"left" = side'))
        "settled for 3 sessions" '"left" = side'
    """
    flat = cut(text)
    return f"'{flat}'" if '"' in flat and "'" not in flat else f'"{flat}"'

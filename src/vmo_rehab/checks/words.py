"""How findings of a whole protocol are made."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from vmo_rehab.diagnostics import Diagnostic, Severity
from vmo_rehab.source import NOWHERE, Span


def error(code: str, what: str, cure: str, span: Span) -> Diagnostic:
    """Make a finding that has to be mended."""
    return Diagnostic(code, what, cure, begin(span))


def warning(code: str, what: str, cure: str, span: Span) -> Diagnostic:
    """Make a finding that may be meant so."""
    return Diagnostic(code, what, cure, begin(span), Severity.WARNING)


def begin(span: Span) -> Span | None:
    """Return a place on one line as it is, and of a longer one its first sign."""
    if span == NOWHERE or span.line == span.end_line:
        return None if span == NOWHERE else span
    return attrs.evolve(span, end_line=span.line, end_col=span.col + 1, end_index=span.index + 1)


def listed(words: Sequence[str], join: str = "and") -> str:
    """Join words as a sentence does.

    >>> listed(["one", "two", "three"])
    'one, two and three'
    """
    return f" {join} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""

"""Findings that a protocol lets be, each with the reason in its file."""

from __future__ import annotations

from attrs import field, frozen

from vmo_rehab.source import NOWHERE, Span


@frozen
class Accepted:
    """A finding of a check that is let be.

    Args:
        code: the finding's, such as ``V503``.
        because: the reason, in the author's words.
        of: the phase, exercise, hold, criterion or section it is found in; empty for the file as a whole.
    """

    code: str
    because: str
    of: str = ""
    span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)

"""A source that a file names."""

from __future__ import annotations

from attrs import field, frozen

from vmo_rehab.source import NOWHERE, Span


@frozen
class Reference:
    """A source: the paper as it is cited, its DOI where it has one, and how sure its evidence is.

    Args:
        cite: authors, journal, year.
        doi: without an address before it.
        evidence: such as ``unverified``.
        used: whether its key stands anywhere else in its file, remarks included.
    """

    cite: str
    doi: str = ""
    evidence: str = ""
    used: bool = field(default=True, eq=False, repr=False, kw_only=True)
    span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)

"""A source that a file names."""

from __future__ import annotations

from attrs import frozen


@frozen
class Reference:
    """A source: the paper as it is cited, its DOI where it has one, and how sure its evidence is."""

    cite: str
    doi: str = ""
    evidence: str = ""

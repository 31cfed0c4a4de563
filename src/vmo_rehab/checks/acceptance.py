"""What a file accepts: findings that become notes with their reason, and acceptances of nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from vmo_rehab.checks.words import warning
from vmo_rehab.diagnostics import Diagnostic, Severity
from vmo_rehab.protocol.accepted import Accepted
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.protocol.things import things


def settled_by_the_file(
    protocol: Protocol, found: Iterable[Diagnostic], *, dated: bool
) -> Iterator[Diagnostic]:
    """Yield the findings, those that the file accepts as notes, then what it accepts and nobody found.

    Args:
        protocol: with what it accepts.
        found: all findings.
        dated: whether a day was given; without one nobody knows whether a review is due.
    """
    asked = {(one.code, one.of): one for one in protocol.accepted}
    met: set[Accepted] = set()
    for one in found:
        reason = next((asked[one.code, of] for of in _of(protocol, one) if (one.code, of) in asked), None)
        if asked and reason:
            met.add(reason)
            yield _as_note(one, reason)
        else:
            yield one
    for entry in protocol.accepted:
        unknown = entry.code == "V507" and protocol.review_due is not None and not dated
        if entry not in met and not unknown:
            what = f"{entry.code} is accepted{f' of {entry.of}' if entry.of else ''}, and is not found there"
            yield warning("V606", what, "remove it; it would hide a finding to come", entry.span)


def _as_note(one: Diagnostic, reason: Accepted) -> Diagnostic:
    return attrs.evolve(
        one,
        what=f"accepted: {one.what}",
        cure=f"because {reason.because}",
        severity=Severity.NOTE,
        accepted=reason.because,
    )


def _of(protocol: Protocol, one: Diagnostic) -> tuple[str, ...]:
    """Return the names of the smallest thing that a finding stands in; an empty one outside of all."""
    if one.span is None or not protocol.accepted:
        return ("",)
    at = one.span.index
    around = [
        (span.end_index - span.index, name)
        for name, span in things(protocol)
        if span.index <= at < span.end_index
    ]
    least = min((wide for wide, _ in around), default=0)
    return tuple(dict.fromkeys(name for wide, name in around if wide == least)) or ("",)

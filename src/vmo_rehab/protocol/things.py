"""What findings can be of: the named parts of a protocol, with their places."""

from __future__ import annotations

from collections.abc import Iterator

from vmo_rehab.criteria.tree import Criterion, Named, children
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.source import Span


def things(protocol: Protocol) -> Iterator[tuple[str, Span]]:
    """Yield everything that a finding can be of: its name and a place of it; one name can have several.

    A named criterion has the places of its parts, since each may stand on a line of its own.
    """
    yield from (("today", rule.span) for rule in protocol.today)
    yield from (("freeze", rule.span) for rule in protocol.freezes)
    yield from (("limits", rule.span) for rule in protocol.limits)
    yield from (("variants", rule.span) for rule in protocol.variants)
    yield from ((hold.id, hold.span) for hold in protocol.holds)
    for name, criterion in protocol.criteria.items():
        yield from ((name, span) for span in _parts(criterion))
    for phase in protocol.phases:
        yield phase.id, phase.span
    for row in protocol.every_row():
        yield row.id, row.span


def _parts(criterion: Criterion) -> Iterator[Span]:
    yield criterion.span
    for part in () if isinstance(criterion, Named) else children(criterion):
        yield from _parts(part)

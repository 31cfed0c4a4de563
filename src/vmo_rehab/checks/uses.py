"""Every criterion of a protocol with what it is for: it earns a move, or it warns against one."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from attrs import frozen

from vmo_rehab.criteria.tree import Compare, Criterion, Named, Windowed, children
from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.protocol.model import Phase, Protocol


@frozen
class Use:
    """One criterion at its place.

    Args:
        criterion: what is asked.
        merit: whether it is read for merit; otherwise for harm.
        words: whose it is, as ``the way on to squat``.
        phase: the phase it belongs to; empty where it is the protocol's.
    """

    criterion: Criterion
    merit: bool
    words: str
    phase: str = ""


def uses(protocol: Protocol) -> Iterator[Use]:
    """Yield every criterion that a rule asks for, in the order of the file."""
    for door in protocol.today:
        yield Use(door.when, merit=False, words=f"a door rule ({door.do})")
    for hold in protocol.holds:
        yield Use(hold.when, merit=False, words=f"the hold {hold.id}")
        if hold.until:
            yield Use(hold.until, merit=True, words=f"the end of the hold {hold.id}")
        if hold.escalate:
            yield Use(hold.escalate.when, merit=False, words=f"the escalation of {hold.id}")
    for freeze in protocol.freezes:
        yield Use(freeze.when, merit=False, words="a freeze")
    for limit in protocol.all_limits():
        if limit.until:
            yield Use(
                limit.until,
                merit=True,
                words=f"the end of the limit on {limit.ids or limit.pattern or 'all'}",
            )
    for phase in protocol.phases:
        yield from (attrs.evolve(use, phase=phase.id) for use in _of_phase(phase))


def _of_phase(phase: Phase) -> Iterator[Use]:
    for row in phase.exercises:
        yield from _of_row(row)
    for back in phase.regress:
        yield Use(back.when, merit=False, words=f"the way {f'back to {back.to}' if back.to else 'down'}")
    for way in phase.progress:
        yield Use(way.when, merit=True, words=f"the way on to {way.to}")


def _of_row(row: Prescribed) -> Iterator[Use]:
    if row.rise:
        yield Use(row.rise, merit=True, words=f"the rise of {row.id}")
    if row.fall:
        yield Use(row.fall, merit=False, words=f"the fall of {row.id}")
    if row.unlock:
        yield Use(row.unlock.when, merit=True, words=f"the lock of {row.id}")


def bare(criterion: Criterion) -> Criterion:
    """Return what a name stands for; anything else as it is."""
    while isinstance(criterion, Named):
        criterion = criterion.of
    return criterion


def comparisons(criterion: Criterion) -> Iterator[Compare]:
    """Yield every comparison of a criterion, in the order of the text."""
    if isinstance(criterion, Compare):
        yield criterion
    for part in children(criterion):
        yield from comparisons(part)


def has_window(criterion: Criterion) -> bool:
    """Whether any window stands in a criterion."""
    return isinstance(criterion, Windowed) or any(map(has_window, children(criterion)))

"""A patient's way under two protocols: where the decisions part, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from vmo_rehab.engine.decision import Decision, Prescription


@frozen
class Outcome:
    """What two protocols make of one log.

    Args:
        parted: both decisions of the first day on which they differ; ``None`` where they never do. One of
            them is ``None`` where a protocol takes no session on that day.
        before: what the old one prescribes next, exercise by exercise.
        after: what the new one prescribes next.
    """

    parted: tuple[Decision | None, Decision | None] | None
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing is otherwise for the patient."""
        return self.parted is None and self.before == self.after


def outcome(
    old: Iterable[Decision], new: Iterable[Decision], before: Prescription, after: Prescription
) -> Outcome:
    """Hold a patient's way under one protocol against the way under another.

    Args:
        old: the decisions of the old protocol, in date order.
        new: those of the new one.
        before: what the old one prescribes next.
        after: what the new one prescribes next.
    """
    mine, other = ({one.date: one for one in decisions} for decisions in (old, new))
    days = sorted(mine.keys() | other.keys())
    pairs = ((mine.get(day), other.get(day)) for day in days)
    parted = next((pair for pair in pairs if _way(pair[0]) != _way(pair[1])), None)
    return Outcome(parted, _rows(before), _rows(after))


def _way(decision: Decision | None) -> tuple[str, str] | None:
    return (decision.kind, decision.phase_after) if decision else None


def _rows(prescription: Prescription) -> tuple[str, ...]:
    return tuple(f"{item.name}{f' {item.load}' if item.load else ''}" for item in prescription.items)

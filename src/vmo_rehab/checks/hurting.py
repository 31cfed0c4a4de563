"""What stands open however much the knee hurts: loads that rise, ways on.

A day is supposed on which every pain is as bad as can be, after sessions without any, and all else is at its
best. What compares the right way (V501) is then settled by that one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import attrs
from attrs import frozen

from vmo_rehab.checks.domains import YES, allowed, both
from vmo_rehab.checks.overlaps import nothing_else
from vmo_rehab.checks.search import EARNS, MERIT, TRAINED, Demand
from vmo_rehab.checks.witnesses import possible
from vmo_rehab.checks.words import listed, warning
from vmo_rehab.criteria.tree import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Criterion,
    Fold,
    Folded,
    Hits,
    Named,
    Spell,
    Streak,
    answers,
)
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.measures import EFFORT, Asked, Measure, Worse
from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.protocol.model import Protocol

_CURE: Final = (
    "with all: add a limit of pain on the day itself, or add a regress, hold or freeze at much pain"
)


def hurting(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each load that rises, and each way on that opens, on a day on which the knee hurts badly."""
    said: set[str] = set()
    for phase in protocol.phases:
        if phase.final:
            continue
        warns = nothing_else(protocol, phase)
        for row in protocol.rows_in[phase.id]:
            if _rises(row) and row.id not in said and (when := _when([*_of_row(row), *warns])):
                said.add(row.id)
                what = f"{row.id} grows heavier in the phase {phase.id} {when}"
                yield warning("V512", what, _CURE, row.span)
        for way in phase.progress:
            if when := _when([Demand(way.when, MERIT), *warns]):
                what = f"the way on from {phase.id} to {way.to} opens {when}"
                yield warning("V513", what, _CURE, way.when.span)


def _rises(row: Prescribed) -> bool:
    return bool(row.load and (row.scheme.rise or row.scheme.next or row.scheme.retest))


def _of_row(row: Prescribed) -> Iterator[Demand]:
    if row.rise:
        yield Demand(row.rise, MERIT)
    if row.fall:
        yield Demand(row.fall, "-fall", wanted=False)


def _when(demands: list[Demand]) -> str:
    """Say on what day all is as wanted although the knee hurts; nothing where there is none."""
    day = next((day for day in (_Day(worst=True), _Day(worst=False)) if day.possible(demands)), None)
    if day is None:
        return ""
    read = {one.measure: None for demand in demands for one in answers(demand.criterion)}
    first = {one.measure: None for one in answers(demands[0].criterion)} if demands else {}
    asked = [one for one in first if tells_pain(one)] or [one for one in read if tells_pain(one)]
    if not asked:
        return "however much the knee hurts: nothing asks about pain"
    told = listed([f"{one.title} is {one.scale.show(day.answer(one))}" for one in asked])
    return f"on a day on which {told}{', or is not answered' if day.worst else ''}"


def tells_pain(measure: Measure) -> bool:
    """Whether an answer tells how much the knee hurts: of a session, in degrees, and more is worse.

    Effort and swelling are something else, and what is only there or not has rules of its own.
    """
    if measure.red_flag or measure.from_reps or measure.scale.size <= 2 or measure.worse is Worse.NEITHER:
        return False
    of_session = measure.asked is not Asked.VISIT and not measure.is_state and measure.worse is Worse.HIGH
    return "pain" in measure.id or (of_session and measure.id != EFFORT)


@frozen
class _Day:
    """A day on which the knee hurts: as badly as the scale has it, or nearly so.

    What holds at the very worst holds too where nothing was answered.
    """

    worst: bool

    def answer(self, measure: Measure) -> int:
        """Return what is answered that day; nearly the worst is a tenth of the scale away."""
        scale = measure.scale
        less = 0 if self.worst else (scale.highest - scale.lowest) // 10
        return scale.lowest + less if measure.worse is Worse.LOW else scale.highest - less

    def possible(self, demands: Iterable[Demand]) -> bool:
        """Whether all can be as wanted that day."""
        left = []
        for demand in demands:
            kept = self._left(demand.criterion, merit=demand.merit)
            if kept is not demand.wanted and isinstance(kept, bool):
                return False
            if not isinstance(kept, bool):
                left.append(attrs.evolve(demand, criterion=kept))
        return possible(left, {TRAINED: YES, EARNS: YES})

    def _left(self, criterion: Criterion, *, merit: bool) -> Criterion | bool:
        """Return what is left to ask once every pain of the day is known."""
        match criterion:
            case Named():
                return self._left(criterion.of, merit=merit)
            case _ if not any(tells_pain(term.measure) for term in answers(criterion)):
                return criterion
            case Compare():
                return self._holds(criterion, 1)
            case All() | AnyOf() | AtLeast():
                return self._of_group(criterion, merit=merit)
            case Folded():
                return self._holds(criterion.of, criterion.sessions if criterion.fold is Fold.MEAN else 1)
            case _:
                return self._in_window(criterion, merit=merit)

    def _of_group(self, group: All | AnyOf | AtLeast, *, merit: bool) -> Criterion | bool:
        parts = [self._left(part, merit=merit) for part in group.parts]
        whole = len(parts) if isinstance(group, All) else 1
        needed = (group.needed if isinstance(group, AtLeast) else whole) - parts.count(True)
        rest = tuple(part for part in parts if not isinstance(part, bool))
        if needed <= 0 or needed > len(rest):
            return needed <= 0
        return AtLeast(needed, rest)

    def _in_window(self, window: Streak | Hits | Spell, *, merit: bool) -> bool:
        """Whether a window is true today, where all that it counts besides was without pain."""
        now = self._left(window.of, merit=merit)
        today = now is not False if merit else now is True
        match window:
            case Hits(_, hits, sessions):
                return (hits < sessions or today) if merit else (hits == 1 and today)
            case Streak(_, alone) | Spell(_, alone, _):
                return today and (merit or alone == 1)

    def _holds(self, compare: Compare, sessions: int) -> bool:
        """Compare the mean of the day and of sessions without pain; of one session its answer alone."""
        assert isinstance(compare.term, Answered)  # noqa: S101 - counts tell no pain
        measure, value = compare.term.measure, compare.value
        bound = value.steps if isinstance(value, Constant) else _best(value.measure) + value.offset
        total = self.answer(measure) + (sessions - 1) * _best(measure)
        return bool(both(((total, total),), allowed(compare, bound * sessions, wanted=True)))


def _best(measure: Measure) -> int:
    return measure.scale.highest if measure.worse is Worse.LOW else measure.scale.lowest

"""What a rule waits for in vain: training on hold, exercises not prescribed, answers of one day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import attrs
from attrs import frozen

from vmo_rehab.checks.search import HARM, MERIT, Demand
from vmo_rehab.checks.uses import Use, comparisons, uses
from vmo_rehab.checks.witnesses import never
from vmo_rehab.checks.words import warning
from vmo_rehab.criteria.printer import line
from vmo_rehab.criteria.tree import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Count,
    Counted,
    Criterion,
    Named,
    Op,
    answers,
)
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.library import catalogue
from vmo_rehab.measures import Asked, Measure
from vmo_rehab.protocol.exercise import stand_ins
from vmo_rehab.protocol.model import Protocol

NEVER: Final = Compare(Counted(Count.DAYS_IN_PHASE), Op.LT, Constant(0))
"""What is false in every session."""

Lacking = Callable[[Answered], bool]


def unasked(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield the rules that can only be true of answers which nobody gives where the rule is read."""
    yield from _not_done(protocol)
    yield from _without_training(protocol)
    yield from _of_one_day(protocol)


def _not_done(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each rule that hangs on an exercise which is prescribed to nobody it is read for.

    What earns a move counts sessions of the stay, so the exercise has to stand in the phase. A warning
    looks back on other phases, so that it need only stand somewhere.
    """
    for use in uses(protocol):
        here = use.phase if use.merit else ""
        lacking = _Elsewhere(_prescribed(protocol, here))
        if leaf := _hangs_on(use, lacking):
            named = next(term.exercise for term in answers(leaf) if lacking(term))
            where = f"in the phase {here}" if here else "in any phase"
            what = f'{use.words} waits for "{line(leaf)}", and {named} is not prescribed {where}'
            cure = "prescribe it there, or ask about an exercise that is"
            yield warning("V412", what, cure, leaf.span)


def _prescribed(protocol: Protocol, phase: str) -> frozenset[str]:
    """Return the ids of what may be prescribed in a phase, for want of equipment too; or in any."""
    rows = protocol.rows_in[phase] if phase else tuple(protocol.every_row())
    own = [exercise for row in rows for exercise in row.exercises()]
    others = (other.id for one in own for other in stand_ins(one, protocol.exercises))
    return frozenset((*(one.id for one in own), *others))


@frozen
class _Elsewhere:
    """Whether an answer is about an exercise that is not among some."""

    ids: frozenset[str]

    def __call__(self, term: Answered) -> bool:
        return bool(term.exercise) and term.exercise not in self.ids


def _without_training(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each hold whose end asks about training, which nobody does on hold."""
    for hold in protocol.holds:
        if hold.until is None:
            continue
        use = Use(hold.until, merit=True, words=f"the end of the hold {hold.id}")
        if leaf := _hangs_on(use, lambda term: term.measure.of_training):
            what = f'{use.words} waits for "{line(leaf)}", and on hold nobody is told to train'
            cure = "ask at check-in or at a visit, such as pain_before or effusion"
            yield warning("V413", what, cure, leaf.span)


def _hangs_on(use: Use, lacking: Lacking) -> Criterion | None:
    """Return the first part with a lacking answer, where the whole is never true for want of such."""
    leaf = next(_leaves(use.criterion, lacking), None)
    view = MERIT if use.merit else HARM
    if leaf is None or never(Demand(use.criterion, view)):
        return None
    return leaf if never(Demand(_without(use.criterion, lacking), view)) else None


def _leaves(criterion: Criterion, lacking: Lacking) -> Iterator[Criterion]:
    """Yield each comparison and each window that reads a lacking answer."""
    if isinstance(criterion, Named):
        yield from _leaves(criterion.of, lacking)
    elif isinstance(criterion, All | AnyOf | AtLeast):
        for part in criterion.parts:
            yield from _leaves(part, lacking)
    elif any(map(lacking, answers(criterion))):
        yield criterion


def _without(criterion: Criterion, lacking: Lacking) -> Criterion:
    """Put what is false in the place of all that reads a lacking answer.

    A window leaves out every session in which one of its questions has no meaning, so that it never fills.
    """
    if isinstance(criterion, Named):
        return _without(criterion.of, lacking)
    if isinstance(criterion, All | AnyOf | AtLeast):
        return attrs.evolve(criterion, parts=tuple(_without(part, lacking) for part in criterion.parts))
    return NEVER if any(map(lacking, answers(criterion))) else criterion


def _of_one_day(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each measure of a visit that rules read and that does not outlast its day."""
    said: set[str] = set()
    for use in uses(protocol):
        for compare in comparisons(use.criterion):
            term = compare.term
            if not isinstance(term, Answered) or term.measure.id in said:
                continue
            if term.measure.asked is Asked.VISIT and not (term.measure.is_state or term.measure.red_flag):
                said.add(term.measure.id)
                what = f"{term.measure.id} is asked at visits and counts on that day alone, in {use.words}"
                yield warning("V509", what, _lasting(term.measure, protocol), compare.span)


def _lasting(measure: Measure, protocol: Protocol) -> str:
    """Return a cure for a measure whose answers do not last: the catalogue's cannot be made to."""
    if measure.id not in catalogue().measures:
        return "add valid_for: 28 days to the measure"
    stem, *_ = measure.id.split("_")
    near = [
        one.id
        for one in protocol.measures.values()
        if one.of_training and one.scale == measure.scale and one.id.startswith(f"{stem}_")
    ]
    instead = f"; did you mean one of: {', '.join(near)}?" if near else ""
    return f"it is asked once, at the start: compare answers with it{instead}"

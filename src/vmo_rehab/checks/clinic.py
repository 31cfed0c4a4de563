"""What a protocol for patients has: red flags, a way back, sources, a review, a word on gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from vmo_rehab.checks.asked import NEVER
from vmo_rehab.checks.domains import allowed, both, key, whole
from vmo_rehab.checks.search import HARM, MERIT, Demand, TooMuch, find
from vmo_rehab.checks.truths import every_day
from vmo_rehab.checks.uses import Use, bare, comparisons, uses
from vmo_rehab.checks.words import error, warning
from vmo_rehab.criteria.printer import line
from vmo_rehab.criteria.tree import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Compare,
    Criterion,
    Folded,
    FromBaseline,
    Named,
    Windowed,
    walk,
)
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.engine.loads import changed
from vmo_rehab.measures import Measure, Worse
from vmo_rehab.protocol.dosage import Weights
from vmo_rehab.protocol.model import Phase, Protocol
from vmo_rehab.protocol.scheme import Unit
from vmo_rehab.source import Span


def clinic(protocol: Protocol, on: dt.date | None) -> Iterator[Diagnostic]:
    """Yield what is missing or out of date.

    Args:
        protocol: the protocol.
        on: the day for which a review is due or not; ``None`` asks only whether there is a date.
    """
    if not protocol.red_flags:
        cure = "list the red-flag questions under red_flags: [...]"
        yield error("V502", "no red flag is asked", cure, protocol.span)
    for phase in protocol.phases:
        if not (phase.final or phase.stays or _comes_back(phase)):
            yield _no_way_back(phase)
    yield from _gaps(protocol)
    yield from _out_of_reach(protocol)
    yield from _always_met(protocol)
    yield from _stuck(protocol)
    if not protocol.sources:
        what = "no source is named for any number"
        yield warning("V506", what, "name the papers or the sheet under sources:", protocol.span)
    if protocol.review_due is None:
        yield warning("V507", "no date of review is named", "add review_due: YEAR-MONTH-DAY", protocol.span)
    elif on is not None and protocol.review_due < on:
        what = f"the review was due on {protocol.review_due}"
        yield warning("V507", what, "review the protocol, and write the next date", protocol.span)


def _comes_back(phase: Phase) -> bool:
    """Whether something leads to an earlier phase, or down where there is a load to take down."""
    if any(back.to for back in phase.regress):
        return True
    loaded = [row for first in phase.exercises for row in first.all if row.load]
    down = bool(phase.regress)
    return any(down or row.fall or row.scheme.fall or row.scheme.next for row in loaded)


def _no_way_back(phase: Phase) -> Diagnostic:
    what = f"nothing leads back or down in the phase {phase.id}"
    if not phase.regress:
        cure = "add regress: {when: ..., dose: one level down}, or say regress: stay"
        return warning("V503", what, cure, phase.span)
    cure = "write to: EARLIER-PHASE, hold: or today: for what warns, or give an exercise a load or levels"
    return warning("V503", f"{what}: no exercise in it has a load to take down", cure, phase.span)


def _gaps(protocol: Protocol) -> Iterator[Diagnostic]:
    if protocol.lapse:
        return
    merit = (use.criterion for use in uses(protocol) if use.merit)
    window = next((one for criterion in merit for one in walk(criterion) if isinstance(one, Windowed)), None)
    if window:
        what = f'"{line(window)}" counts sessions over any gap, since no lapse says what a gap does'
        yield warning("V504", what, "add lapse: {after: 21 days, load: 70%, merit: empty}", window.span)


def _out_of_reach(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each rule that is never true of patients with some answer at the start, and is of others."""
    said: set[tuple[Criterion, bool]] = set()
    for use in uses(protocol):
        measures = _baselines(use.criterion)
        if len(measures) != 1 or (bare(use.criterion), use.merit) in said:
            continue
        said.add((bare(use.criterion), use.merit))
        (measure,) = measures
        shut = _values_without(Demand(use.criterion, MERIT if use.merit else HARM), measure)
        if shut and len(shut) < measure.scale.size:
            ends = [measure.scale.show(shut[0]), measure.scale.show(shut[-1])]
            span = ends[0] if len(shut) == 1 else f"{ends[0]} to {ends[1]}"
            does = "is shut for ever" if use.merit else "never warns"
            what = f"{use.words} {does} where {measure.id} at the start is {span}: {line(use.criterion)}"
            yield warning("V505", what, "add a fixed limit beside it with any:", use.criterion.span)


def _always_met(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each limit of what earns a move that bounds nothing with some answer at the start."""
    said: set[Span] = set()
    for use in uses(protocol):
        for compare in comparisons(use.criterion) if use.merit else ():
            if not isinstance(compare.value, FromBaseline) or compare.span in said:
                continue
            if values := _values_that_free(use, compare, compare.value):
                said.add(compare.span)
                measure = compare.value.measure
                least, most = measure.scale.show(values[0]), measure.scale.show(values[-1])
                what = f'"{line(compare)}" stands in {use.words}, and is true whatever is answered'
                what += f" where {measure.id} at the start is {least} to {most}"
                yield warning("V505", what, "add a fixed limit beside it with all:", compare.span)


def _values_that_free(use: Use, compare: Compare, value: FromBaseline) -> list[int]:
    """Return the answers at the start with which a limit bounds nothing and no other limit does.

    None where they are all among the worst fifth of the scale, which hardly anybody usually has.
    """
    scale, term = value.measure.scale, compare.term
    steps = list(range(scale.lowest, scale.highest + 1))
    if value.measure.worse is Worse.LOW:
        steps.reverse()
    free = [one for one in steps if not both(whole(term), allowed(compare, one + value.offset, wanted=False))]
    if not free or steps.index(free[0]) >= len(steps) - 1 - len(steps) // 5:
        return []
    worst = whole(term)[0][0 if isinstance(term, Answered) and term.measure.worse is Worse.LOW else 1]
    given = {**every_day(use.criterion), key(term): ((worst, worst),)}
    demands = [Demand(use.criterion, MERIT), Demand(_put_never(use.criterion, compare), MERIT, wanted=False)]
    try:
        found = find(demands, given=given, baseline={value.measure.id: free[0]}, constant=True)
    except TooMuch:
        return []
    return free if found else []


def _put_never(criterion: Criterion, compare: Compare) -> Criterion:
    """Put what is false in the place of a comparison."""
    match criterion:
        case Compare():
            return NEVER if criterion == compare else criterion
        case All() | AnyOf() | AtLeast():
            return attrs.evolve(criterion, parts=tuple(_put_never(part, compare) for part in criterion.parts))
        case Named() | Folded():
            return _put_never(criterion.of, compare)
        case _:
            return attrs.evolve(criterion, of=_put_never(criterion.of, compare))


def _stuck(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each load that its scheme raises by a percentage which its increment swallows."""
    met: set[str] = set()
    for phase in protocol.phases:
        for row in protocol.rows_in[phase.id]:
            rise, load = row.scheme.rise, row.load
            if row.id in met or not rise or not isinstance(load, Weights):
                continue
            by = rise.by.taken(row.scheme.take)
            if rise.by.unit is not Unit.PERCENT or load.start >= load.most or row.scheme.retest:
                continue
            if changed(load, load.start, by, Unit.PERCENT) == load.start:
                shown, least = load.show(load.start), load.show(load.increment)
                what = f"{by}% of {shown} is less than {least}: {row.id} never rises from there"
                yield warning("V508", what, "begin heavier, or take a smaller increment", row.span)
        met |= {row.id for row in protocol.rows_in[phase.id]}


def _baselines(criterion: Criterion) -> list[Measure]:
    values = (one.value for one in comparisons(criterion))
    return list(
        {value.measure.id: value.measure for value in values if isinstance(value, FromBaseline)}.values()
    )


def _values_without(demand: Demand, measure: Measure) -> list[int]:
    """Return the answers at the start with which a criterion is never true; none where they have a gap."""
    try:
        values = range(measure.scale.lowest, measure.scale.highest + 1)
        shut = [value for value in values if find([demand], baseline={measure.id: value}) is None]
    except TooMuch:
        return []
    return shut if shut and shut[-1] - shut[0] == len(shut) - 1 else []

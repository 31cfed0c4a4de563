"""Rules that meet in one session: two ways on at once, ways on that are always shut, to and fro."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from vmo_rehab.checks.domains import NO, YES, Intervals
from vmo_rehab.checks.search import EARNS, MERIT, TRAINED, Demand, due
from vmo_rehab.checks.uses import comparisons
from vmo_rehab.checks.witnesses import in_words, lived, never
from vmo_rehab.checks.words import error, warning
from vmo_rehab.criteria.printer import line
from vmo_rehab.criteria.tree import Answered, Criterion
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.protocol.model import Phase, Progress, Protocol, Regress

BACK = "-back"


def overlaps(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield the rules of each phase that get in each other's way."""
    for phase in protocol.phases:
        open_ = []
        for way in phase.progress:
            if never(Demand(way.when, MERIT)):
                continue
            shut = _shut(protocol, phase, way)
            if shut:
                yield shut
            else:
                open_.append(way)
        for one, other in itertools.combinations(open_, 2):
            if one.to != other.to and not (one.sign_off and other.sign_off):
                yield from _together(protocol, phase, one, other)
        for way in open_:
            for back in protocol.phase_by_id[way.to].regress:
                if back.to == phase.id:
                    yield from _to_and_fro(protocol, phase, way, back)


def _warnings(protocol: Protocol, phase: Phase) -> list[tuple[str, Demand]]:
    """Return what must be false for a way on, each with what it is called."""
    told = [
        (f"the hold {one.id}", Demand(one.when, f"-hold {one.id}", wanted=False)) for one in protocol.holds
    ]
    told += [("a freeze", Demand(one.when, "-freeze", wanted=False)) for one in protocol.freezes]
    return told + [
        (f"the way back to {one.to}" if one.to else "the way down", Demand(one.when, BACK, wanted=False))
        for one in phase.regress
    ]


def nothing_else(protocol: Protocol, phase: Phase) -> list[Demand]:
    """Demand a day on which nothing warns, and the door lets the patient train as prescribed."""
    doors = [Demand(rule.when, "-door", wanted=False) for rule in protocol.today]
    return [*(demand for _, demand in _warnings(protocol, phase)), *doors]


def _shut(protocol: Protocol, phase: Phase, way: Progress) -> Diagnostic | None:
    """Say that a way on is never open, since something that comes before it is true whenever it is."""
    wanted, given = Demand(way.when, MERIT), {EARNS: YES}
    warns = _warnings(protocol, phase)
    alone = [words for words, demand in warns if never(wanted, demand, given=given)]
    if not alone and not never(wanted, *(demand for _, demand in warns), given=given):
        return None
    by = alone[0] if alone else "a hold, freeze or way back"
    what = f"the way on from {phase.id} to {way.to} is never open: whenever it is true, {by} is true too"
    return error("V409", what, "move their limits apart", way.when.span)


def _together(protocol: Protocol, phase: Phase, one: Progress, other: Progress) -> Iterator[Diagnostic]:
    demands = [Demand(one.when, MERIT), Demand(other.when, MERIT)]
    demands += nothing_else(protocol, phase)
    given = usual_day(protocol, phase, [demand.criterion for demand in demands])
    found = lived(demands, given) if given is not None else None
    if found:
        what = f"the ways from {phase.id} to {one.to} and to {other.to} can be open in one session"
        cure = f"both hold when {in_words(found)}; nobody moves then, so let one exclude the other"
        yield warning("V408", what, cure, other.when.span)


def _to_and_fro(protocol: Protocol, phase: Phase, way: Progress, back: Regress) -> Iterator[Diagnostic]:
    there = protocol.phase_by_id[way.to]
    demands = [Demand(way.when, MERIT), *nothing_else(protocol, phase)]
    demands.append(Demand(back.when, BACK))
    criteria = [demand.criterion for demand in demands]
    given, also = usual_day(protocol, phase, criteria), usual_day(protocol, there, criteria)
    if given is None or given != also:
        return
    if found := lived(demands, given):
        what = f"a patient can go to and fro between {phase.id} and {there.id} with the same answers each day"
        cure = f'"{line(way.when)}" and "{line(back.when)}" both hold when {in_words(found)}; '
        cure += "let the way on exclude what leads back"
        yield warning("V411", what, cure, back.when.span)


def usual_day(protocol: Protocol, phase: Phase, criteria: list[Criterion]) -> dict[str, Intervals] | None:
    """Return what is so of a day of training in a phase; ``None`` where it is not the same every day."""
    terms = [one.term for criterion in criteria for one in comparisons(criterion)]
    given = {TRAINED: YES, EARNS: YES}
    given |= {str(one): NO for one in terms if isinstance(one, Answered) and one.measure.red_flag}
    for name in {term.exercise for term in terms if isinstance(term, Answered) and term.exercise}:
        rows = [row for row in protocol.rows_in[phase.id] if any(one.id == name for one in row.exercises())]
        limited = any(limit.concerns(protocol.exercises[name]) for limit in protocol.all_limits() if rows)
        if limited or any(row.instead or row.rungs or not row.always_due for row in rows):
            return None
        given[due(name)] = YES if rows else NO
    return given

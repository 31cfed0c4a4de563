"""What limits leave of the rows of a phase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from vmo_rehab.checks.words import warning
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.engine.limits import arc_left, barred
from vmo_rehab.protocol.dosage import Menu, Prescribed
from vmo_rehab.protocol.limit import Limit
from vmo_rehab.protocol.model import Phase, Protocol


def dosing(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield what is amiss between the rows of each phase and the limits."""
    for phase in protocol.phases:
        for limit in protocol.all_limits():
            yield from _ranges(phase, limit)
            yield from _menus(phase, limit)
        yield from _nothing_left(protocol, phase)


def _out(row: Prescribed, *limits: Limit) -> bool:
    """Whether limits leave out a row and all that is written instead of it."""
    return all(barred(one, one.own[0], limits) for one in row.all)


def _ranges(phase: Phase, limit: Limit) -> Iterator[Diagnostic]:
    for row in phase.exercises:
        first = row.own[0]
        if not limit.arc or not _out(row, limit) or limit.bars(first):
            continue
        usual = row.arc or first.usual_arc
        if arc_left(row, first, [limit]) is None:
            what = f"{row.id} is done in {usual}, and the limit to {limit.arc} leaves nothing of it"
            cure = f"narrow one of the two, or write forbid: true: it is left out before {limit.end}"
            yield warning("V510", what, cure, row.span)


def _menus(phase: Phase, limit: Limit) -> Iterator[Diagnostic]:
    """Yield each menu of which a limit leaves fewer than are to be chosen, on some day of the rotation."""
    listed = [(row.menu, row) for row in phase.exercises if row.menu]
    for menu, pairs in groupby(listed, key=lambda pair: pair[0]):
        rows = [row for _, row in pairs]
        for day in phase.rotation or ("",):
            offered = [row for row in rows if not row.days or day in row.days]
            if not offered or not any(_out(row, limit) for row in offered):
                continue
            if said := _too_few(menu, [row for row in offered if not _out(row, limit)]):
                when = f" on day {day}" if day else ""
                what = f"the limit on {limit} leaves {said}{when}"
                cure = f"list one that it allows: it binds before {limit.end}"
                yield warning("V511", what, cure, rows[0].span)
                break


def _nothing_left(protocol: Protocol, phase: Phase) -> Iterator[Diagnostic]:
    """Yield a phase of which locks and limits leave nothing; limits that a day ends are waited out."""
    shut = [row for row in phase.exercises if row.unlock and not _opened_elsewhere(protocol, phase, row)]
    rest = [row for row in phase.exercises if row not in shut]
    for variant in (None, *protocol.variants):
        own = variant.limits if variant else ()
        limits = [one for one in (*protocol.limits, *own) if one.until]
        if phase.exercises and all(_out(row, *limits) for row in rest):
            why = " or ".join(_why(shut, rest))
            whom = f" for {variant.fact} {variant.label}" if variant else ""
            what = f"nothing is left to do in the phase {phase.id}{whom} while every exercise is {why}"
            yield warning("V514", what, "add one that is done from the first day", phase.span)
            return


def _why(shut: Iterable[Prescribed], rest: Iterable[Prescribed]) -> Iterator[str]:
    if any(shut):
        yield "locked"
    if any(rest):
        yield "left out by a limit"


def _opened_elsewhere(protocol: Protocol, phase: Phase, row: Prescribed) -> bool:
    """Whether the same lock stands in another phase, where it may have been opened."""
    others = (one for other in protocol.phases if other is not phase for one in other.exercises)
    return any(one.id == row.id and one.unlock == row.unlock for one in others)


def _too_few(menu: Menu, left: Sequence[Prescribed]) -> str:
    """Say how little is left of a menu; nothing where it is enough."""
    if len(left) < menu.least:
        return f"{len(left) or 'none'} of the {menu.least} that are chosen from a menu"
    patterns = [row.exercise.pattern for row in left]
    for pattern, number in menu.including:
        if patterns.count(pattern) < number:
            return f"{patterns.count(pattern) or 'none'} of the {number} {pattern} that a menu must include"
    return ""

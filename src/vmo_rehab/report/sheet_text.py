"""A prescription to hand out: each exercise in full, the pain rule, when to stop and whom to call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

import attrs

from vmo_rehab.criteria.tree import All, AnyOf, AtLeast, Criterion, Named
from vmo_rehab.engine.decision import Item, Prescription
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.model import Do, Hold, Phase, Protocol, Regress, Status, TodayRule
from vmo_rehab.report.rule_text import hold_lines, today_lines
from vmo_rehab.report.words import bullets, called, count, criterion_lines, listed, titled

Rule = TypeVar("Rule", TodayRule, Hold, Regress)

_KINDS: Final = {
    Do.AS_PRESCRIBED: "Train as written here.",
    Do.REPEAT: "A repeat day: as last time; nothing is added today.",
    Do.RESCUE: "A rescue day: these exercises instead of the usual ones.",
    Do.REST: "No training for now.",
}
_NOBODY: Final = "the clinician who treats you"


def sheet_in_words(protocol: Protocol, prescription: Prescription, on: dt.date | None, side: str = "") -> str:
    """Write a prescription in full.

    Args:
        protocol: gives exercises, the pain rule and the red flags.
        prescription: what to do.
        on: the day it is written for; ``None`` where nothing has been logged.
        side: which knee, where that is known.

    Returns:
        Lines that are not folded; headings in capitals.
    """
    return "\n".join(_lines(protocol, prescription, on, side))


def _lines(protocol: Protocol, prescription: Prescription, on: dt.date | None, side: str) -> Iterator[str]:
    yield protocol.title
    yield f"Phase: {called(protocol, prescription.phase)}{f', {side} knee' if side else ''}"
    yield f"{protocol.id}, revision {protocol.revision}{f', as of {on}' if on else ''}"
    if protocol.status is Status.DRAFT or not protocol.approved_by:
        yield "A draft that no clinician has approved: not to be handed out before one has gone through it."
    if protocol.phase_by_id[prescription.phase].final:
        yield from ("", "The programme has ended.")
        return
    yield from ("", _KINDS[prescription.do])
    yield from _exercises(protocol, prescription)
    if prescription.withheld:
        yield from ("", "NOT YET", *bullets(f"{one}." for one in prescription.withheld))
    yield from ("", "THE PAIN RULE", *_pain_rule(protocol, prescription.phase))
    yield from ("", "STOP AT ONCE AND CALL", *_stop(protocol))


def _exercises(protocol: Protocol, prescription: Prescription) -> Iterator[str]:
    menu = ""
    for place, item in enumerate(prescription.items, 1):
        if item.menu and item.menu != menu:
            yield from ("", f"{item.menu[0].upper()}{item.menu[1:]}:")
        menu = item.menu
        yield ""
        yield f"{place}. {item.name}{f' (day {item.day})' if item.day else ''}"
        yield from (f"   {line}" for line in _block(item, protocol.exercises))


def _block(item: Item, exercises: Mapping[str, Exercise]) -> Iterator[str]:
    exercise = exercises.get(item.exercise)
    yield from (line for line in (_dose(item), _range(item)) if line)
    yield from (f"- {line}" for line in item.sets)
    if item.instead_of and "In the place of" not in item.note:
        yield f"In the place of: {exercises[item.instead_of].name}."
    if item.note:
        yield item.note
    if exercise and exercise.setup:
        yield f"Get ready: {' '.join(exercise.setup)}"
    if exercise:
        yield from (f"{number}) {step}" for number, step in enumerate(exercise.steps, 1))
    if item.cues:
        yield f"Think of: {'; '.join(cue.rstrip('.') for cue in item.cues)}."
    if exercise and (counted := [fault.words for fault in exercise.faults if fault.major]):
        yield f"A repetition does not count if {listed(counted, 'or')}."


def _dose(item: Item) -> str:
    load = "without weight" if item.load in ("0 kg", "0 lb") else f"with {item.load}" if item.load else ""
    often = f"{count(item.per_week, 'session')} a week" if item.per_week else ""
    told = ", ".join(word for word in (item.dose, load, often) if word)
    return f"{told[0].upper()}{told[1:]}." if told else ""


def _range(item: Item) -> str:
    arc = f"Knee {item.arc}." if item.arc else ""
    tempo = f"Tempo {item.tempo}: seconds down, held, up." if item.tempo else ""
    return f"{arc} {tempo}".strip()


def _pain_rule(protocol: Protocol, phase: str) -> Iterator[str]:
    """Write what pain and the other answers lead to, before, during and after training."""
    plain = _spelt_out(protocol)
    rules = [*_told(plain, plain.phase_by_id[phase])]
    yield from rules or ["  This protocol has no rule on pain: ask before you train with any."]


def _told(protocol: Protocol, phase: Phase) -> Iterator[str]:
    yield from (line for line in today_lines(protocol) if line.startswith("  - "))
    for rule in phase.regress:
        back = f"Back to {called(protocol, rule.to)}" if rule.to else "One level down in load"
        yield from criterion_lines(f"- {back} if", rule.when)
    for row in phase.exercises:
        if row.fall:
            yield from criterion_lines(f"- {row.exercise.name}: one level down if", row.fall)
    yield from hold_lines(protocol)


def _spelt_out(protocol: Protocol) -> Protocol:
    """Return a protocol whose warnings say what they are, where the file gives them names."""

    def opened(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(attrs.evolve(rule, when=_opened(rule.when)) for rule in rules)

    phases = (attrs.evolve(phase, regress=opened(phase.regress)) for phase in protocol.phases)
    return attrs.evolve(
        protocol,
        today=opened(protocol.today),
        holds=opened(protocol.holds),
        phases=tuple(phases),
    )


def _opened(criterion: Criterion) -> Criterion:
    match criterion:
        case Named():
            return _opened(criterion.of)
        case All() | AnyOf() | AtLeast():
            return attrs.evolve(criterion, parts=tuple(map(_opened, criterion.parts)))
    return criterion


def _stop(protocol: Protocol) -> Iterator[str]:
    whom = protocol.contact or _NOBODY
    if protocol.red_flags:
        yield f"  Stop training and call {whom} if there is:"
        yield from bullets((titled(protocol, name) for name in protocol.red_flags), 4)
    yield f"  Call {whom} as well if anything is unclear, or gets worse."

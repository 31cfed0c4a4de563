"""What stands below the exercises of a prescription: the pain rule, when to stop, whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

import attrs
from attrs import frozen

from vmo_rehab.criteria.tree import All, AnyOf, AtLeast, Criterion, Named
from vmo_rehab.protocol.model import Do, Hold, Phase, Protocol, Regress, TodayRule
from vmo_rehab.report.phase_text import way_back_in_words
from vmo_rehab.report.rule_text import YOU_COME, door_lines, hold_lines, way_out
from vmo_rehab.report.words import bullets, criterion_lines, indented, plain, titled

Rule = TypeVar("Rule", TodayRule, Hold, Regress)

_NOBODY: Final = "the clinician who treats you"
_AT_ONCE: Final = frozenset({"chest_pain"})
WHILE: Final = (
    "  If pain rises above what a rule below allows while you train: stop that exercise, and write the "
    "number down."
)

NO_RULE: Final = "  This protocol has no rule on pain: ask before you train with any."


def whom_to_call(protocol: Protocol) -> str:
    """Name the one whom a patient calls."""
    return protocol.contact or _NOBODY


def emergency_lines(names: Iterable[str]) -> Iterator[str]:
    """Write the line of chest pain and breathlessness, if that is among some red flags.

    The catalogue orders its red flags by urgency in comments alone and has no tier that could be read, so
    the one measure that is beyond doubt is named here by its id; of a red flag that a protocol adds under
    an id of its own nothing is known.

    Args:
        names: ids of red flags.
    """
    if not _AT_ONCE.isdisjoint(names):
        yield "Call the emergency number at once with chest pain or breathlessness."


def pain_rule(protocol: Protocol, phase: str) -> Iterator[str]:
    """Write what pain and the other answers lead to, before, during and after training.

    Args:
        protocol: whose rules.
        phase: in which the patient is.
    """
    spelt = _spelt_out(protocol)
    if rules := [*_told(spelt, spelt.phase_by_id[phase])]:
        yield from (WHILE, *rules)
    else:
        yield NO_RULE


@frozen
class Lights:
    """A protocol's own rules, by whether training stops or goes on with less.

    Args:
        red: those that stop training.
        amber: those under which something else or less is done.
    """

    red: tuple[str, ...]
    amber: tuple[str, ...]


def lights(protocol: Protocol, phase: str) -> Lights:
    """Sort what the pain rule says by what it leads to; neither a number nor a rule is added.

    Args:
        protocol: whose rules.
        phase: in which the patient is.
    """
    spelt = _spelt_out(protocol)
    rests = attrs.evolve(spelt, today=tuple(rule for rule in spelt.today if rule.do is Do.REST))
    others = attrs.evolve(spelt, today=tuple(rule for rule in spelt.today if rule.do is not Do.REST))
    return Lights(
        (*door_lines(rests), *hold_lines(spelt, YOU_COME)),
        (*door_lines(others), *_less(spelt, spelt.phase_by_id[phase])),
    )


def _told(protocol: Protocol, phase: Phase) -> Iterator[str]:
    yield from door_lines(protocol)
    yield from _less(protocol, phase)
    yield from hold_lines(protocol, YOU_COME)


def _less(protocol: Protocol, phase: Phase) -> Iterator[str]:
    for rule in phase.regress:
        yield from criterion_lines(f"- {way_back_in_words(protocol, rule)} if", rule.when)
    for row in phase.exercises:
        if row.fall:
            yield from criterion_lines(f"- {row.exercise.name}: one level down if", _opened(row.fall))


def ends_of_holds(protocol: Protocol, holds: Iterable[str]) -> Iterator[str]:
    """Write what ends each of some holds.

    Args:
        protocol: whose holds.
        holds: their ids; one of an earlier revision may be unknown.
    """
    known = _spelt_out(protocol).hold_by_id
    for name in dict.fromkeys(holds):
        if name in known:
            yield f'What ends "{plain(name)}":'
            yield from indented(way_out(known[name], YOU_COME), 2)


def _spelt_out(protocol: Protocol) -> Protocol:
    """Return a protocol whose warnings say what they are, where the file gives them names."""

    def opened(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(attrs.evolve(rule, when=_opened(rule.when)) for rule in rules)

    phases = (attrs.evolve(phase, regress=opened(phase.regress)) for phase in protocol.phases)
    return attrs.evolve(
        protocol,
        today=opened(protocol.today),
        holds=tuple(map(_ways_opened, opened(protocol.holds))),
        phases=tuple(phases),
    )


def _ways_opened(hold: Hold) -> Hold:
    """Spell the way out of a hold out; whom the clinician tells of it is nothing for a patient's sheet."""
    return attrs.evolve(hold, until=_opened(hold.until) if hold.until else None, escalate=None)


def _opened(criterion: Criterion) -> Criterion:
    match criterion:
        case Named():
            return _opened(criterion.of)
        case All() | AnyOf() | AtLeast():
            return attrs.evolve(criterion, parts=tuple(map(_opened, criterion.parts)))
    return criterion


def stop_lines(protocol: Protocol) -> Iterator[str]:
    """Write the red flags, and whom to call with which."""
    whom = whom_to_call(protocol)
    yield from indented(emergency_lines(protocol.red_flags), 2)
    # Told what to do once: with another order beside it nobody knows whom to call.
    if others := [name for name in protocol.red_flags if name not in _AT_ONCE]:
        yield f"  Stop training and call {whom} if there is:"
        yield from bullets((titled(protocol, name) for name in others), 4)
        yield "  If you cannot reach them at once, call the emergency number."
    yield f"  Call {whom} as well if anything is unclear, or gets worse."

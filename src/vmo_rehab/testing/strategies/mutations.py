"""Protocols with one fault each: what a slip of the hand makes of a good one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

import attrs
from attrs import frozen
from hypothesis import strategies as st

from vmo_rehab.criteria.printer import line
from vmo_rehab.criteria.tree import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Counted,
    Criterion,
    FromBaseline,
    Hits,
    Named,
    Op,
    Streak,
    walk,
)
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.model import Phase, Protocol
from vmo_rehab.protocol.reference import Reference
from vmo_rehab.source import Span
from vmo_rehab.testing.walking import a_protocol

T = TypeVar("T")

_FLIPPED: Final = {
    Op.LT: Op.GT,
    Op.LE: Op.GE,
    Op.GT: Op.LT,
    Op.GE: Op.LE,
    Op.IS: Op.IS_NOT,
    Op.EQ: Op.IS_NOT,
    Op.IS_NOT: Op.IS,
}


_WITHOUT_CRITERIA: Final = (Span, Measure, Exercise, Reference)


@frozen
class Mutant:
    """A protocol with one fault.

    Args:
        protocol: the faulty one; its digest is its own, and not that of a file.
        words: the fault, in words.
    """

    protocol: Protocol = attrs.field(repr=False)
    words: str


def mutations(protocol: Protocol) -> st.SearchStrategy[Mutant]:
    """Draw protocols with one fault each, to see whether cases and promises notice.

    Args:
        protocol: a good one.

    Returns:
        A strategy for `Mutant`: thresholds one step off, operators turned round, clauses left out, ``all``
        and ``any`` exchanged, windows one session shorter, rules, gates and red flags left out.

    Example:
        >>> from vmo_rehab import load
        >>> faults = [one.words for one in mutants(load("effusion-gate"))]
        >>> len(faults) > 20, faults[0]
        (True, 'the red flag fever is not asked')
    """
    return st.sampled_from(list(mutants(protocol)))


def mutants(protocol: Protocol) -> Iterator[Mutant]:
    """Yield every protocol with one fault, in a fixed order.

    Args:
        protocol: a good one.
    """
    for flag in a_protocol(protocol).red_flags:
        yield _mutant(
            protocol, f"the red flag {flag} is not asked", red_flags=_without(protocol.red_flags, flag)
        )
    for hold in protocol.holds:
        yield _mutant(protocol, f"no hold {hold.id}", holds=_without(protocol.holds, hold))
        if hold.rest:
            slack = attrs.evolve(hold, rest=hold.rest - 1)
            words = f"one day less of rest in {hold.id}"
            yield _mutant(protocol, words, holds=_with(protocol.holds, hold, slack))
        if hold.until:
            open_ = attrs.evolve(hold, until=None)
            yield _mutant(protocol, f"no until in {hold.id}", holds=_with(protocol.holds, hold, open_))
    for freeze in protocol.freezes:
        words = f"no freeze when {line(freeze.when)}"
        yield _mutant(protocol, words, freezes=_without(protocol.freezes, freeze))
    for door in protocol.today:
        words = f"no {door.do} at the door when {line(door.when)}"
        yield _mutant(protocol, words, today=_without(protocol.today, door))
    for phase in protocol.phases:
        yield from _of_phase(protocol, phase)
    for old in _criteria(protocol):
        for words, new in _faults(old):
            place = f"{words} ({old.span.line}:{old.span.col})"
            yield _mutant(_rewritten(protocol, _exchange(old, new)), place)


def _mutant(protocol: Protocol, words: str, **changes: Any) -> Mutant:  # noqa: ANN401 - as attrs.evolve
    # The digest of a file is not needed here, and is slow: what is wrong tells one mutant from another.
    return Mutant(attrs.evolve(protocol, **changes, digest=f"{protocol.digest}: {words}"), words)


def _without(all_: tuple[T, ...], one: T) -> tuple[T, ...]:
    return tuple(other for other in all_ if other is not one)


def _with(all_: tuple[T, ...], old: T, new: T) -> tuple[T, ...]:
    return tuple(new if one is old else one for one in all_)


def _of_phase(protocol: Protocol, phase: Phase) -> Iterator[Mutant]:
    def changed(words: str, **changes: Any) -> Mutant:  # noqa: ANN401 - as attrs.evolve
        phases = _with(protocol.phases, phase, attrs.evolve(phase, **changes))
        return _mutant(protocol, f"{words} in {phase.id}", phases=phases)

    if phase.min_stay:
        yield changed("no least stay", min_stay=0)
    if phase.not_before:
        yield changed("no earliest entry", not_before=None)
    for back in phase.regress:
        yield changed(f"no way back when {line(back.when)}", regress=_without(phase.regress, back))
    for way in phase.progress:
        if way.sign_off:
            free = attrs.evolve(way, sign_off=None)
            yield changed(f"no sign-off for {way.to}", progress=_with(phase.progress, way, free))


def _criteria(protocol: Protocol) -> list[Criterion]:
    """Return every part of every criterion once, those under a name as they stand there."""
    found: dict[tuple[object, Criterion], Criterion] = {}
    for criterion in protocol.all_criteria():
        for node in walk(criterion):
            if not isinstance(node, Named):
                found.setdefault((node.span, node), node)
    return list(found.values())


def _faults(criterion: Criterion) -> Iterator[tuple[str, Criterion]]:
    text = line(criterion)
    match criterion:
        case Compare():
            for new in _compared(criterion):
                yield f"{line(new)} in place of {text}", new
        case Streak() if criterion.sessions > 1:
            yield f"one session less: {text}", attrs.evolve(criterion, sessions=criterion.sessions - 1)
        case Hits() if criterion.hits > 1:
            yield f"one session less: {text}", attrs.evolve(criterion, hits=criterion.hits - 1)
        case AtLeast() if criterion.needed > 1:
            yield f"one part less: {text}", attrs.evolve(criterion, needed=criterion.needed - 1)
        case All() | AnyOf() if len(criterion.parts) > 1:
            other: type[All | AnyOf] = AnyOf if isinstance(criterion, All) else All
            yield (
                f"all and any exchanged: {text}",
                other(criterion.parts, criterion.source, span=criterion.span),
            )
            for part in criterion.parts:
                left = attrs.evolve(criterion, parts=_without(criterion.parts, part))
                yield f"without {line(part)}: {text}", left
        case _:
            return


def _compared(compare: Compare) -> Iterator[Compare]:
    yield attrs.evolve(compare, op=_FLIPPED[compare.op])
    for side in (-1, 1):
        value = compare.value
        if isinstance(value, FromBaseline):
            yield attrs.evolve(compare, value=attrs.evolve(value, offset=value.offset + side))
        elif isinstance(compare.term, Counted) or _on_scale(compare.term, value.steps + side):
            yield attrs.evolve(compare, value=Constant(value.steps + side))


def _on_scale(term: Answered, steps: int) -> bool:
    return term.measure.scale.lowest <= steps <= term.measure.scale.highest


def _exchange(old: Criterion, new: Criterion) -> Callable[[Any], Any]:
    def change(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a protocol
        return new if type(value) is type(old) and value == old and value.span == old.span else value

    return change


def _rewritten(value: Any, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - whatever stands in a protocol
    """Return a value with everything in it changed, from the top; what does not change is shared."""
    changed = change(value)
    if changed is not value:
        return changed
    if isinstance(value, tuple):
        parts = tuple(_rewritten(part, change) for part in value)
        return value if all(a is b for a, b in zip(value, parts, strict=True)) else parts
    if isinstance(value, Mapping):
        items = {key: _rewritten(part, change) for key, part in value.items()}
        return value if all(value[key] is part for key, part in items.items()) else items
    if not attrs.has(type(value)) or isinstance(value, _WITHOUT_CRITERIA):
        return value
    fields = [one for one in attrs.fields(type(value)) if one.init]
    new = {one.alias: _rewritten(getattr(value, one.name), change) for one in fields}
    if all(new[one.alias] is getattr(value, one.name) for one in fields):
        return value
    return attrs.evolve(value, **new)

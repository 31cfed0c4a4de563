"""Promises of one's own in the criteria language: what must never, or always, be decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Final

import attrs

from vmo_rehab.criteria.parser import parse
from vmo_rehab.criteria.tree import All, Compare, Constant, Count, Counted, Criterion, Op
from vmo_rehab.criteria.vocabulary import Vocabulary
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.engine.account import Account
from vmo_rehab.engine.apply import apply
from vmo_rehab.engine.decision import Flag, Kind
from vmo_rehab.engine.enrol import enrol
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Log, Migrated
from vmo_rehab.engine.session import Session
from vmo_rehab.engine.step import step as decide
from vmo_rehab.errors import ProtocolError
from vmo_rehab.protocol.model import FactKind, Freeze, Protocol
from vmo_rehab.record.course import Taken
from vmo_rehab.source import Span
from vmo_rehab.testing.guarantees import Guarantee, Violation
from vmo_rehab.testing.keeping import Kept
from vmo_rehab.testing.otherwise import rose
from vmo_rehab.testing.walking import Step, record_of, steps
from vmo_rehab.truth import TRUE, Truth

RISE: Final = "rise"
"""Stands among the kinds of decision for a load that goes up."""

_NEVER_TRUE: Final = Compare(Counted(Count.DAYS_IN_PHASE), Op.LT, Constant(0))


def never(*what: Kind | str, when: str = "", unless: str = "") -> Guarantee:
    """Promise that something is never decided while a criterion is true, or unless it is.

    What a clinician decides by an override is not asked.

    Args:
        what: kinds of decision, or ``rise`` for a load that goes up.
        when: a criterion as a protocol file has it, read like a warning: over the whole episode.
        unless: a criterion that must be certainly true; unknown is not enough. One of the two is given.

    Returns:
        A promise to give to `assert_guarantees`.

    Raises:
        ValueError: there is no such kind, or not exactly one criterion.

    Example:
        >>> from vmo_rehab import load
        >>> from vmo_rehab.testing import assert_guarantees
        >>> foundation, promise = load("vmo-foundation"), never("progress", "rise", when="pain_during > 7")
        >>> assert_guarantees(foundation, promise, guarantees=[], max_examples=5)
    """
    if bool(when) is bool(unless):
        raise ValueError("give a criterion as when or as unless, one of the two")
    kinds, text = _kinds(what), when or unless

    def broken(step: Step, truth: Truth) -> str:
        done = [kind for kind in kinds if _is_so(step, kind)]
        hit = truth is TRUE if when else truth is not TRUE
        return f"{' and '.join(done)}, and {text} is {truth}" if done and hit else ""

    word = "when" if when else "unless"
    return _promise(f"never {' or '.join(kinds)} {word} {text}", text, kinds, broken)


def always(*what: Kind | str, when: str) -> Guarantee:
    """Promise that one of some decisions is made whenever a criterion is certainly true.

    Args:
        what: kinds of decision.
        when: a criterion as a protocol file has it, read like a warning: over the whole episode.

    Returns:
        A promise to give to `assert_guarantees`.

    Raises:
        ValueError: there is no such kind.

    Example:
        >>> always("hold", "refer", when="effusion >= 2+").id
        'always hold or refer when effusion >= 2+'
    """
    kinds = _kinds(what)

    def broken(step: Step, truth: Truth) -> str:
        met = any(_is_so(step, kind) for kind in kinds)
        return f"{step.decision.kind}, and {when} is {truth}" if truth is TRUE and not met else ""

    return _promise(f"always {' or '.join(kinds)} when {when}", when, None, broken)


def _kinds(what: tuple[Kind | str, ...]) -> list[str]:
    known = [*(kind.value for kind in Kind), RISE]
    if unknown := [str(one) for one in what if one not in known]:
        raise ValueError(f"{', '.join(unknown)} is not decided; known: {', '.join(known)}")
    if not what:
        raise ValueError(f"name what is promised; known: {', '.join(known)}")
    return [str(one) for one in what]


def _is_asked(step: Step, kinds: list[str] | None) -> bool:
    """Whether a step can break a promise; what a clinician decided by an override is not the protocol's."""
    if Flag.OVERRIDDEN in step.decision.flags:
        return False
    return kinds is None or any(_is_so(step, kind) for kind in kinds)


def _is_so(step: Step, kind: str) -> bool:
    return bool(rose(step.before, step.after)) if kind == RISE else step.decision.kind == kind


def _promise(
    name: str, text: str, kinds: list[str] | None, broken: Callable[[Step, Truth], str]
) -> Guarantee:
    """Make a promise that looks at each step with the truth of a criterion there.

    Args:
        name: what it is called.
        text: the criterion.
        kinds: the only decisions that can break it; ``None`` where any can.
        broken: what is wrong with a step, in words.
    """
    shadows = Kept[str, Protocol](_SHADOWS)

    def look(protocol: Protocol, log: Log) -> Iterator[Violation]:
        shadow = shadows.of(protocol.digest, lambda: _watched(protocol, read(protocol, text)))
        walked = list(steps(protocol, log))
        asked = [number for number, step in enumerate(walked) if _is_asked(step, kinds)]
        if not asked:
            return
        truths = list(islice(_truths(protocol, shadow, log), asked[-1] + 1))
        for number in asked:
            if words := broken(walked[number], truths[number]):
                yield Violation(name, words, walked[number].session.date)

    return Guarantee(name, name, look)


def _watched(protocol: Protocol, criterion: Criterion) -> Protocol:
    """Return the protocol with a freeze that is never true: its criterion is remembered and evaluated."""
    watch = Freeze(All((criterion, _NEVER_TRUE)))
    digest = f"{protocol.digest} watching {criterion}"
    return attrs.evolve(protocol, freezes=(*protocol.freezes, watch), digest=digest)


def _truths(protocol: Protocol, shadow: Protocol, log: Log) -> Iterator[Truth]:
    """Yield the truth of what a shadow watches at each decided session of a log, in date order."""
    episode = enrol(shadow, log.enrolled)
    for taken in record_of(protocol, log).course(protocol).taken:
        # What was folded into the same place in another log, an ideal lead for example, is not folded again.
        _, episode, truth = _FOLLOWED.of((shadow.digest, id(taken)), partial(_follow, shadow, episode, taken))
        if truth is not None:
            yield truth


_FOLLOWED: Final = Kept[tuple[str, int], tuple[Taken, Episode, Truth | None]](50_000)
_SHADOWS: Final = 64


def _follow(shadow: Protocol, episode: Episode, taken: Taken) -> tuple[Taken, Episode, Truth | None]:
    """Take an entry of a log in, as the protocol did; give the truth of what is watched."""
    event = taken.item.event
    if taken.error or isinstance(event, Migrated):
        return taken, episode, None
    if not isinstance(event, Session):
        return taken, apply(shadow, episode, event), None
    decision, after = decide(shadow, episode, event)
    assert isinstance(decision.telling, Account)  # noqa: S101 - as `step` gives it
    return taken, after, decision.telling.day.freezes[-1][1].parts[0].truth


def read(protocol: Protocol, text: str) -> Criterion:
    """Read a criterion with the names of a protocol.

    Args:
        protocol: its measures, facts, holds, exercises and named criteria may stand in it.
        text: one line.

    Raises:
        ProtocolError: it cannot be read; the finding says what to write.
    """
    dates = [fact.id for fact in protocol.facts.values() if fact.kind is FactKind.DATE]
    holds = [hold.id for hold in protocol.holds]
    names = Vocabulary(
        protocol.measures, protocol.baseline, dates, holds, protocol.exercises, protocol.criteria
    )
    found: list[Diagnostic] = []

    def place(start: int, length: int, /) -> Span:
        return Span("promise", 1, start + 1, 1, start + length + 1, start, start + length)

    def report(code: str, what: str, cure: str, start: int, length: int, /) -> None:
        found.append(Diagnostic(code, what, cure, place(start, length), line_text=text))

    criterion = parse(text, names, report, place)
    if criterion is None:
        raise ProtocolError(found)
    return criterion

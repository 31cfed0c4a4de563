"""Promises of one's own in the criteria language: what must never, or always, be decided."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any, Final

import attrs

from vmo_rehab.checks.asked import NEVER
from vmo_rehab.checks.uses import comparisons
from vmo_rehab.criteria.tree import All, Answered, Criterion
from vmo_rehab.criteria.vocabulary import Vocabulary
from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.criteria import CriteriaReader
from vmo_rehab.documents.text.yaml_text import read as read_yaml
from vmo_rehab.engine.account import Account
from vmo_rehab.engine.apply import apply
from vmo_rehab.engine.decision import Decision, Flag, Kind
from vmo_rehab.engine.enrol import enrol
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Log, Migrated
from vmo_rehab.engine.session import Answer, Session
from vmo_rehab.engine.step import step as decide
from vmo_rehab.errors import ProtocolError, VmoRehabError
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.model import FactKind, Freeze, Protocol
from vmo_rehab.record.course import Taken
from vmo_rehab.testing.guarantees import Guarantee, Violation
from vmo_rehab.testing.keeping import Kept
from vmo_rehab.testing.otherwise import difference, rose
from vmo_rehab.testing.values import Values, in_turn, shown
from vmo_rehab.testing.walking import Step, record_of, steps
from vmo_rehab.truth import TRUE, Truth

Written = str | Mapping[str, Any]
"""A criterion as a file has it: a line, or a group as plain data."""

RISE: Final = "rise"
"""Stands among the kinds of decision for a load that goes up."""


def never(*what: Kind | str, when: Written = "", unless: Written = "") -> Guarantee:
    """Promise that something is never decided while a criterion is true, or unless it is.

    Where it is decided, every answer that the criterion reads is supposed otherwise as well: each one near a
    limit of the protocol or of the promise, and none. What a clinician decides by an override is not asked.

    Args:
        what: kinds of decision, or ``rise`` for a load that goes up.
        when: a criterion as a protocol file has it, a line or a group such as ``{"all": [...]}``, read like a
            warning: over the whole episode.
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
    kinds, written = _kinds(what), when or unless
    text = _in_words(written)

    def broken(step: Step, truth: Truth) -> str:
        done = [kind for kind in kinds if _is_so(step, kind)]
        hit = truth is TRUE if when else truth is not TRUE
        return f"{' and '.join(done)}, and {text} is {truth}" if done and hit else ""

    word = "when" if when else "unless"
    return _promise(f"never {' or '.join(kinds)} {word} {text}", written, kinds, broken)


def always(*what: Kind | str, when: Written) -> Guarantee:
    """Promise that one of some decisions is made whenever a criterion is certainly true.

    Besides what was answered, one other answer a session is supposed, as `never` does.

    Args:
        what: kinds of decision.
        when: a criterion as for `never`.

    Returns:
        A promise to give to `assert_guarantees`.

    Raises:
        ValueError: there is no such kind, or no criterion.

    Example:
        >>> always("hold", "refer", when="effusion >= 2+").id
        'always hold or refer when effusion >= 2+'
    """
    if not when:
        raise ValueError("give a criterion as when")
    kinds, text = _kinds(what), _in_words(when)

    def broken(step: Step, truth: Truth) -> str:
        met = any(_is_so(step, kind) for kind in kinds)
        return f"{step.decision.kind}, and {text} is {truth}" if truth is TRUE and not met else ""

    return _promise(f"always {' or '.join(kinds)} when {text}", when, None, broken)


def _in_words(written: Written) -> str:
    """Return a criterion in one line, a group as in a file."""
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False).replace('"', "")


def _kinds(what: tuple[Kind | str, ...]) -> list[str]:
    known = [*(kind.value for kind in Kind), RISE]
    if unknown := [str(one) for one in what if one not in known]:
        near = did_you_mean(unknown[0].lower(), known)
        raise ValueError(f"{', '.join(unknown)} is not decided; {near} (known: {', '.join(known)})")
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
    name: str, written: Written, kinds: list[str] | None, broken: Callable[[Step, Truth], str]
) -> Guarantee:
    """Make a promise that looks at each step with the truth of a criterion there.

    Args:
        name: what it is called.
        written: the criterion.
        kinds: the only decisions that can break it; ``None`` where any can.
        broken: what is wrong with a step, in words.
    """
    shadows, seen = Kept[str, Protocol](_SHADOWS), Kept[Step, Violation | None](_SEEN)

    def at(step: Step, shadow: Protocol, before: Episode, truth: Truth) -> Violation | None:
        if words := broken(step, truth):
            return Violation(name, words, step.session.date)
        for other in _supposed(step, shadow, every=kinds is not None):
            truth = _truth(decide(shadow, before, other.session)[0])
            if _is_asked(other, kinds) and (words := broken(other, truth)):
                told = f"{words} with {difference(step.session, other.session)}"
                return Violation(name, told, step.session.date, other.session)
        return None

    def look(protocol: Protocol, log: Log) -> Iterator[Violation]:
        shadow = shadows.of(protocol.digest, lambda: _watched(protocol, read(protocol, written)))
        walked = list(steps(protocol, log))
        asked = [number for number, step in enumerate(walked) if _is_asked(step, kinds)]
        if not asked:
            return
        followed = list(islice(_followed(protocol, shadow, log), asked[-1] + 1))
        for number in asked:
            if found := seen.of(walked[number], partial(at, walked[number], shadow, *followed[number])):
                yield found

    return Guarantee(name, name, look)


def _supposed(step: Step, shadow: Protocol, *, every: bool) -> Iterator[Step]:
    """Yield a step with one answer otherwise, of those that a shadow's criterion reads; or one such step.

    Args:
        step: as it was.
        shadow: tells the limits of the protocol and of the promise.
        every: whether every answer worth giving is tried; else one, which goes by the day.
    """
    values, session = Values.of(shadow, step.before.state.baseline), step.session
    others: list[tuple[str, Answer | None]] = []
    for measure in _read_today(shadow):
        if session.trained or not measure.of_training:
            answers = [None, *(shown(measure, steps) for steps in values.telling(measure))]
            others += [(measure.id, one) for one in answers if one != session.answers.get(measure.id)]
    if others and not every:
        others = [in_turn(session, others)]
    for name, answer in others:
        # Without the red flag for which a suspended patient's session was taken there is no session.
        with suppress(VmoRehabError):
            yield step.supposing({name: answer})


def _read_today(shadow: Protocol) -> tuple[Measure, ...]:
    """Return the measures that a shadow's criterion reads of a session as a whole."""
    terms = [compare.term for compare in comparisons(shadow.freezes[-1].when)]
    found = [term.measure for term in terms if isinstance(term, Answered) and not term.exercise]
    return tuple(dict.fromkeys(found))


def _watched(protocol: Protocol, criterion: Criterion) -> Protocol:
    """Return the protocol with a freeze that is never true: its criterion is remembered and evaluated."""
    watch = Freeze(All((criterion, NEVER)))
    digest = f"{protocol.digest} watching {criterion}"
    return attrs.evolve(protocol, freezes=(*protocol.freezes, watch), digest=digest)


def _followed(protocol: Protocol, shadow: Protocol, log: Log) -> Iterator[tuple[Episode, Truth]]:
    """Yield the shadow's episode before each decided session of a log, and the truth of what is watched."""
    episode = enrol(shadow, log.enrolled)
    for taken in record_of(protocol, log).course(protocol).taken:
        before = episode
        # What was folded into the same place in another log, an ideal lead for example, is not folded again.
        _, episode, truth = _FOLLOWED.of((shadow.digest, id(taken)), partial(_follow, shadow, episode, taken))
        if truth is not None:
            yield before, truth


_FOLLOWED: Final = Kept[tuple[str, int], tuple[Taken, Episode, Truth | None]](50_000)
_SHADOWS: Final = 64
_SEEN: Final = 20_000


def _follow(shadow: Protocol, episode: Episode, taken: Taken) -> tuple[Taken, Episode, Truth | None]:
    """Take an entry of a log in, as the protocol did; give the truth of what is watched."""
    event = taken.item.event
    if taken.error or isinstance(event, Migrated):
        return taken, episode, None
    if not isinstance(event, Session):
        return taken, apply(shadow, episode, event), None
    decision, after = decide(shadow, episode, event)
    return taken, after, _truth(decision)


def _truth(decision: Decision) -> Truth:
    """Return the truth of what a shadow watches on the day of one of its decisions."""
    assert isinstance(decision.telling, Account)  # noqa: S101 - as `step` gives it
    return decision.telling.day.freezes[-1][1].parts[0].truth


def read(protocol: Protocol, written: Written) -> Criterion:
    """Read a criterion with the names of a protocol.

    Args:
        protocol: its measures, facts, holds, exercises and named criteria may stand in it.
        written: a line, or a group as plain data.

    Raises:
        ProtocolError: it cannot be read; the finding says what to write.
    """
    dates = [fact.id for fact in protocol.facts.values() if fact.kind is FactKind.DATE]
    holds = [hold.id for hold in protocol.holds]
    names = Vocabulary(
        protocol.measures, protocol.baseline, dates, holds, protocol.exercises, protocol.criteria
    )
    found: list[Diagnostic] = []
    # JSON is YAML: so the reader of files says what is amiss, and where.
    node = read_yaml(json.dumps(written, ensure_ascii=False), "promise")
    criterion = CriteriaReader(names, {}, (), found).read(node)
    if found:
        raise ProtocolError(found)
    return criterion

"""The promises of the design as functions: a protocol and a log in, what is broken out, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import attrs
from attrs import field, frozen

from vmo_rehab.checks.whole import check
from vmo_rehab.engine.day import Day, evaluate_day
from vmo_rehab.engine.decision import Decision, Flag, Kind
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.evaluate import Finding
from vmo_rehab.engine.events import Amended, LateAnswer, Log, Voided
from vmo_rehab.engine.faults import with_good_reps
from vmo_rehab.engine.intake import Intake
from vmo_rehab.engine.loads import most_after
from vmo_rehab.engine.session import Session
from vmo_rehab.engine.step import step as decide
from vmo_rehab.errors import VmoRehabError
from vmo_rehab.protocol.dosage import Weights
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.canonical import from_json, to_json
from vmo_rehab.record.record import Record
from vmo_rehab.record.replay import replay
from vmo_rehab.testing.corrected import corrected
from vmo_rehab.testing.keeping import Kept
from vmo_rehab.testing.otherwise import (
    ONWARDS,
    difference,
    fillings,
    flagged,
    present_flags,
    rank,
    rose,
    unanswered_flags,
    worsened,
)
from vmo_rehab.testing.walking import Step, record_of, steps
from vmo_rehab.truth import FALSE, UNKNOWN


@frozen
class Violation:
    """A promise that was broken.

    Args:
        guarantee: which one: ``G3``, or the name of a promise of one's own.
        words: what was seen, in a sentence.
        on: the day of the session; ``None`` where it is about the whole.
        supposing: the session that breaks it, where that of the log does not: one answer is another.
    """

    guarantee: str
    words: str
    on: dt.date | None = None
    supposing: Session | None = None


@frozen
class Guarantee:
    """One promise; called with a protocol and a log it gives the violations.

    Args:
        id: ``G1`` to ``G10``.
        promise: what is promised, in a sentence.
        look: finds what is broken.
    """

    id: str
    promise: str
    _look: Callable[[Protocol, Log], Iterator[Violation]] = field(repr=False, alias="look")

    def __call__(self, protocol: Protocol, log: Log) -> list[Violation]:
        """Return what a log shows to be broken; empty if nothing is.

        Args:
            protocol: the protocol.
            log: a log that it takes.
        """
        return list(self._look(protocol, log))


Look = Callable[[Step], Iterator[str]]


def each_step(name: str, look: Look) -> Callable[[Protocol, Log], Iterator[Violation]]:
    """Make a guarantee's look of one that looks at a single step; a step is looked at once."""
    seen = Kept[Step, tuple[Violation, ...]](20_000)

    def at(step: Step) -> tuple[Violation, ...]:
        return tuple(Violation(name, words, step.session.date) for words in look(step))

    def whole(protocol: Protocol, log: Log) -> Iterator[Violation]:
        for step in steps(protocol, log):
            yield from seen.of(step, partial(at, step))

    return whole


def _again(step: Step) -> Iterator[str]:
    copy = attrs.evolve(step.before)
    kind, after = decide(step.protocol, step.before, step.session)
    if (kind, after) != (step.decision, step.after):
        yield f"decided anew it is {kind.kind}, and was {step.decision.kind}"
    if copy != step.before:
        yield "deciding changed the episode it was given"


def _flags(step: Step) -> Iterator[str]:
    kind = step.decision.kind
    raised = {*present_flags(step.protocol, step.session), *step.before.state.flags}
    if raised and kind is not Kind.REFER:
        yield f"{', '.join(sorted(raised))} is present or not cleared, and the decision is {kind}"
    if not raised and kind is Kind.REFER:
        yield "no red flag is present, and the decision is refer"
    if open_ := unanswered_flags(step.protocol, step.session):
        if kind in (*ONWARDS, Kind.RESUME):
            yield f"{', '.join(open_)} is not answered, and the decision is {kind}"
        if rows := rose(step.before, step.after):
            yield f"{', '.join(open_)} is not answered, and the load of {', '.join(rows)} rose"
    yield from _planted(step)


def _planted(step: Step) -> Iterator[str]:
    """Yield what is wrong with a red flag in the same session: present, and not answered."""
    if not (planted := flagged(step)):
        return
    name, present, unanswered = planted
    kind = decide(step.protocol, step.before, present)[0].kind
    if kind is not Kind.REFER:
        yield f"it is {kind} with {name} present"
    decision, then = decide(step.protocol, step.before, unanswered)
    if decision.kind in (*ONWARDS, Kind.RESUME):
        yield f"it is {decision.kind} with {name} not answered"
    if rows := rose(step.before, then):
        yield f"the load of {', '.join(rows)} rises with {name} not answered"


def _unknown(step: Step) -> Iterator[str]:
    kind, rows = step.decision.kind, rose(step.before, step.after)
    if kind not in (*ONWARDS, Kind.RESUME) and not rows:
        return
    yield from _warned(step, kind, rows)
    for full in fillings(step):
        other, then = decide(step.protocol, step.before, full)
        filled = partial(difference, step.session, full)
        if kind in ONWARDS and rank(other) != rank(step.decision):
            yield f"it is {kind} with an answer missing, and {other.kind} with {filled()}"
        if kind is Kind.RESUME and other.kind is not Kind.RESUME:
            yield f"it is {kind} with an answer missing, and {other.kind} with {filled()}"
        levels = then.state.levels
        lost = [name for name in rows if levels[name] < step.after.state.levels[name]]
        if lost and rank(other) < rank(step.decision) + (kind not in ONWARDS):
            yield f"the load of {', '.join(lost)} rose with an answer missing, and less with {filled()}"


def _warned(step: Step, kind: Kind, rows: list[str]) -> Iterator[str]:
    """Yield each rule that warns, or is not known to be silent, on a day that leads on all the same."""
    if Flag.OVERRIDDEN in step.decision.flags:
        return
    day = day_of_step(step, step.session)
    rules = [*_holds(day), *_ways_back(day), *(_freezes(day) if kind is not Kind.RESUME else ())]
    risen = f" and the load of {', '.join(rows)} rose" if rows else ""
    for name, found in rules:
        if found.truth is not FALSE:
            yield f"{name} is {found.truth}, the decision is {kind}{risen}"


def _settled(step: Step) -> Iterator[str]:
    before = _findings(step, step.session)
    if all(one.truth is UNKNOWN for _, one in before):
        return
    for full in fillings(step):
        for (name, one), (_, then) in zip(before, _findings(step, full), strict=True):
            if one.truth not in (UNKNOWN, then.truth):
                told = f"and is {then.truth} with {difference(step.session, full)}"
                yield f"{name} was {one.truth} with an answer missing, {told}"


def _findings(step: Step, session: Session) -> list[tuple[str, Finding]]:
    day = day_of_step(step, session)
    return [
        *_holds(day),
        *((f"the end of the hold {one.id}", found) for one, found in day.untils),
        *_ways_back(day),
        *_freezes(day),
        *((f"the way on to {way.rule.to}", way.finding) for way in day.ways),
        *((f"the door rule ({one.do})", found) for one, found in day.today),
    ]


def _holds(day: Day) -> Iterator[tuple[str, Finding]]:
    return ((f"the hold {one.id}", found) for one, found in day.holds)


def _ways_back(day: Day) -> Iterator[tuple[str, Finding]]:
    return ((f"the way back to {one.to or 'a lower dose'}", found) for one, found in day.regress)


def _freezes(day: Day) -> Iterator[tuple[str, Finding]]:
    return (("a freeze", found) for _, found in day.freezes)


def day_of_step(step: Step, session: Session) -> Day:
    """Evaluate every rule of a step's day, with another session in its place."""
    intake = Intake.of(step.protocol, session)
    return evaluate_day(step.protocol, step.before, with_good_reps(step.protocol, session), intake)


def _worse(step: Step) -> Iterator[str]:
    for worse in worsened(step):
        other, then = decide(step.protocol, step.before, worse)
        told = partial(difference, step.session, worse)
        if rank(other) > rank(step.decision):
            yield f"it is {step.decision.kind}, and {other.kind} with {told()}"
        if _exercising(step.after) and _exercising(then) and _comparable(step, other, then):
            old, here = step.after.state.levels, {row.id for row in step.protocol.rows_in[then.state.phase]}
            more = [row for row, level in then.state.levels.items() if row in here and level > old[row]]
            if more:
                yield f"the load of {', '.join(more)} is higher with {told()}"


def _exercising(episode: Episode) -> bool:
    return not episode.state.stopped


def _comparable(step: Step, other: Decision, then: Episode) -> bool:
    """Whether loads can be compared: one phase, and no open choice, with which nothing rises."""
    choices = any(question.ask == "choice" for one in (step.decision, other) for question in one.ask)
    return then.state.phase == step.after.state.phase and not choices


def _bounds(step: Step) -> Iterator[str]:
    protocol, old, new = step.protocol, step.before.state.phase, step.after.state.phase
    kind, phase = step.decision.kind, protocol.phase_by_id[old]
    kept = step.before.state.hold.kept if step.before.state.hold else None
    targets = {
        Kind.PROGRESS: {on.to for on in phase.progress},
        Kind.DISCHARGE: {on.to for on in phase.progress},
        Kind.REGRESS: {old, *(back.to for back in phase.regress)},
        Kind.RESUME: {old} | ({kept.to} if kept and kept.to else set()),
    }
    if new not in targets.get(kind, {old}) and Flag.OVERRIDDEN not in step.decision.flags:
        yield f"the decision is {kind}, and the phase went from {old} to {new}"
    here = {row.id: row for row in protocol.loads_in(old)}
    for name, level in step.after.state.levels.items():
        row, before = here[name], step.before.state.levels.get(name)
        load, most_up = row.load, row.scheme.most_up
        if load is None or before is None or before == level:
            continue
        if not min(load.least, before) <= level <= max(load.most, before):
            yield f"the load of {name} is {load.show(level)}, off its equipment"
        if old == new and isinstance(load, Weights) and level % load.increment:
            yield f"the load of {name} is {load.show(level)}, which is between two steps of its equipment"
        if level > before and most_up and level > most_after(load, before, most_up):
            yield f"the load of {name} went from {load.show(before)} to {load.show(level)} at once"
    yield from _too_fast(step)


def _too_fast(step: Step) -> Iterator[str]:
    """Yield the rows whose loads rose more often than their pace allows."""
    for row in step.protocol.loads_in(step.before.state.phase):
        practice, pace = step.after.state.practice.get(row.id), row.pace
        if pace is None or practice is None or row.id not in rose(step.before, step.after):
            continue
        days = practice.rises
        inside = [day for day in days if 0 <= (step.session.date - day).days < pace.days]
        if len(inside) > pace.steps:
            yield f"the load of {row.id} rose {len(inside)} times in {pace.days} days"
        if len(days) > 1 and (days[-1] - days[-2]).days < pace.gap:
            yield f"the load of {row.id} rose on {days[-2]} and on {days[-1]}"


def _enough(step: Step) -> Iterator[str]:
    cited = {(one.session, one.term) for one in step.decision.explanation.cited()}
    flags = {rule.name for rule in step.decision.explanation.rules if rule.role == "red flag"}
    kept = {
        name: answer
        for name, answer in step.session.answers.items()
        if name in flags
        or any(day == step.session.date and term.split(" of ")[0] == name for day, term in cited)
    }
    stripped = attrs.evolve(step.session, answers=kept)
    other, _ = decide(step.protocol, _forgetting(step, cited), stripped)
    was = step.decision
    if (other.kind, other.phase_after) != (was.kind, was.phase_after):
        left = ", ".join(name for name in step.session.answers if name not in kept)
        told = f"; not cited: {left}" if left else ""
        yield f"it is {was.kind}, and {other.kind} with only the answers that its explanation cites{told}"


def _forgetting(step: Step, cited: set[tuple[dt.date, str]]) -> Episode:
    """Forget every remembered answer that is not cited."""
    terms = {term.key: term.measure.scale for term in step.protocol.memory.terms}
    seen = tuple(
        attrs.evolve(
            one,
            readings={
                term: reading
                if (one.date, term) in cited
                else attrs.evolve(reading, low=terms[term].lowest, high=terms[term].highest)
                for term, reading in one.readings.items()
            },
        )
        for one in step.before.seen
    )
    return attrs.evolve(step.before, seen=seen)


def _whole(protocol: Protocol, log: Log) -> Iterator[Violation]:
    """Look at the graph of the phases; the log takes no part."""
    del log
    yield from _GRAPHS.of(protocol.digest, partial(_of_the_graph, protocol))


def _of_the_graph(protocol: Protocol) -> tuple[Violation, ...]:
    found = [one for one in check(protocol) if one.code in _GRAPH]
    return tuple(Violation("G7", f"{one.code}: {one.what}") for one in found)


_GRAPH: Final = ("V401", "V402", "V403", "V503")
_GRAPHS: Final = Kept[str, tuple[Violation, ...]](64)


def _as_corrected(protocol: Protocol, log: Log) -> Iterator[Violation]:
    """Compare a record with corrections to one in which everything was logged right the first time."""
    if not any(isinstance(event, LateAnswer | Amended | Voided) for event in log.events):
        return
    record = record_of(protocol, log)
    right = Record.begin(protocol, log.enrolled)
    refused = {one.item.date for one in record.course(protocol).taken if one.error}
    for event in corrected(record.events):
        try:
            right = right.append(protocol, event)
        except VmoRehabError as bad:
            day = event.date if isinstance(event, Session) else event.on
            if day not in refused:
                yield Violation("G9", f"logged right the first time it is refused: {bad}", day)
    for now, then in zip(record.fold(protocol).decisions, right.fold(protocol).decisions, strict=False):
        if now != then:
            words = f"amended it is {now.kind}, and logged right the first time {then.kind}"
            yield Violation("G9", words, now.date)


def _replayed(protocol: Protocol, log: Log) -> Iterator[Violation]:
    """Compare the readings of a record that there are: folded as it came, read back, and replayed."""
    record = record_of(protocol, log)
    text = to_json(record)
    back = from_json(Record, text)
    if back != record or to_json(back) != text:
        yield Violation("G10", "the record is another one when it is read back")
    for number, (now, then) in enumerate(
        zip(record.fold(protocol).decisions, back.fold(protocol).decisions, strict=True)
    ):
        if now != then:
            yield Violation("G10", f"decision {number} is {now.kind}, and {then.kind} read back", now.date)
    try:
        replay(protocol, back)
    except VmoRehabError as differs:
        yield Violation("G10", f"replaying it: {differs}")


G1: Final = Guarantee(
    "G1", "the same session gives the same decision, and changes nothing", look=each_step("G1", _again)
)
G2: Final = Guarantee(
    "G2",
    "a present red flag refers until it is cleared; with one unanswered nothing rises",
    look=each_step("G2", _flags),
)
G3: Final = Guarantee(
    "G3",
    "nothing leads on while a rule warns, nor with an answer missing where some answer would not",
    look=each_step("G3", _unknown),
)
G4: Final = Guarantee(
    "G4", "an answer for an absence never changes what was settled", look=each_step("G4", _settled)
)
G5: Final = Guarantee(
    "G5", "a worse answer never leads further on, nor to more load", look=each_step("G5", _worse)
)
G6: Final = Guarantee(
    "G6", "one move a session, along a rule, within bounds and pace", look=each_step("G6", _bounds)
)
G7: Final = Guarantee("G7", "every phase is reached and has a way on and a way back", look=_whole)
G8: Final = Guarantee(
    "G8", "the answers that an explanation cites suffice for its decision", look=each_step("G8", _enough)
)
G9: Final = Guarantee("G9", "an amended log decides as the corrected one", look=_as_corrected)
G10: Final = Guarantee("G10", "a record decides the same when it is read back and replayed", look=_replayed)

GUARANTEES: Final = (G1, G2, G3, G4, G5, G6, G7, G8, G9, G10)
"""The promises of the design that a log can show to be broken."""

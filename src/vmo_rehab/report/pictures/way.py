"""What is drawn of a patient's way: stays, stops, decisions, pain, loads and events, each with its days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Final

from attrs import frozen

from vmo_rehab.engine.decision import Flag, Kind
from vmo_rehab.engine.due import level_of
from vmo_rehab.engine.episode import State
from vmo_rehab.engine.session import Absent, Answer, Session
from vmo_rehab.measures import Asked, Measure
from vmo_rehab.protocol.dosage import Load, Prescribed
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.course import Course, Taken
from vmo_rehab.record.record import Record
from vmo_rehab.report.event_text import event_in_words
from vmo_rehab.scales import OffScaleError

_PAIN: Final = re.compile(r"\bpain\b")
_FIRST: Final = ("pain_during", "pain_next_morning")
_WORST: Final = 10


class Stop(StrEnum):
    """Why nothing is trained."""

    REFER = "red flag, not yet cleared"
    SUSPENDED = "suspended"
    HOLD = "on hold"


@frozen
class Stretch:
    """Some days: a stay in a phase, or a stop."""

    what: str
    first: dt.date
    last: dt.date


@frozen
class Dated:
    """Something that happened on a day, and what is told of it."""

    on: dt.date
    what: str
    told: str


@frozen
class Answers:
    """One question's answers, session by session; ``None`` where it was not answered."""

    measure: Measure
    points: tuple[tuple[dt.date, float | None], ...]


@frozen
class LoadWay:
    """One exercise's load: the level prescribed from each day on, and what was used.

    Args:
        row: as it is prescribed; its load is not ``None``.
        points: the level after each session; ``None`` where the phase does not prescribe it.
        used: the highest level of a session's sets.
    """

    row: Prescribed
    load: Load
    points: tuple[tuple[dt.date, int | None], ...]
    used: tuple[tuple[dt.date, int], ...]


@frozen
class PatientWay:
    """All that is drawn of a record, in the order of days."""

    first: dt.date
    last: dt.date
    sessions: int
    stays: tuple[Stretch, ...]
    stops: tuple[Stretch, ...]
    decisions: tuple[Dated, ...]
    events: tuple[Dated, ...]
    pain: tuple[Answers, ...]
    loads: tuple[LoadWay, ...]


def patient_way(protocol: Protocol, record: Record) -> PatientWay:
    """Gather what is drawn of a record.

    Args:
        protocol: the one it is in.
        record: all that was logged.
    """
    course = record.course(protocol)
    sessions = [one.item.event for one in course.taken if isinstance(one.item.event, Session)]
    events = sorted(_events(protocol, record, course), key=lambda one: one.on)
    first = record.enrolled.on
    last = max([first, *(one.item.date for one in course.taken), *(one.on for one in events)])
    states = [(first, course.start.state), *((one.item.date, one.after.state) for one in course.taken)]
    decided = [(one, one.decision) for one in course.taken if one.decision]
    return PatientWay(
        first,
        last,
        len(sessions),
        _stretches([(day, state.phase) for day, state in states], last),
        tuple(_stops(states, last)),
        tuple(Dated(taken.item.date, found.kind.value, found.why) for taken, found in decided),
        tuple(events),
        tuple(_pain(protocol, sessions)),
        tuple(_loads(protocol, states, course.taken)),
    )


def _stop(state: State) -> str:
    if state.flags:
        return Stop.REFER
    return Stop.SUSPENDED if state.suspended else Stop.HOLD if state.on_hold else ""


def _stops(states: Sequence[tuple[dt.date, State]], last: dt.date) -> Iterator[Stretch]:
    for one in _stretches([(day, _stop(state)) for day, state in states], last):
        if one.what and (one.first < one.last or one.last == last):
            yield one


def _stretches(states: Sequence[tuple[dt.date, str]], last: dt.date) -> tuple[Stretch, ...]:
    """Join neighbouring days of which the same is true."""
    begun = [next(group) for _, group in groupby(states, lambda one: one[1])]
    ends = [*(day for day, _ in begun[1:]), last]
    return tuple(Stretch(what, day, end) for (day, what), end in zip(begun, ends, strict=True))


def _events(protocol: Protocol, record: Record, course: Course) -> Iterator[Dated]:
    unfit = {one.number: one.why for one in course.unfit(record.events)}
    for number, event in enumerate(record.events):
        if not isinstance(event, Session):
            what, told = event_in_words(protocol, event)
            yield Dated(event.on, what, f"{told}; does not fit: {unfit[number]}" if number in unfit else told)
    for one in course.taken:
        if one.decision and Flag.LAPSED in one.decision.flags:
            gap = (one.item.date - (one.before.state.last_trained or one.item.date)).days
            yield Dated(one.item.date, "gap in training", f"back after {gap} days")


def _pain(protocol: Protocol, sessions: Sequence[Session]) -> Iterator[Answers]:
    """Yield the answers on pain, from 0 to 10: what the protocol asks for, and what was answered besides."""
    asked = {term.measure.id for term in protocol.memory.terms}
    found = [measure for measure in protocol.measures.values() if _is_pain(measure)]
    place = {name: number for number, name in enumerate(_FIRST)}
    for measure in sorted(found, key=lambda one: place.get(one.id, len(place))):
        expected = measure.id in asked and measure.asked is not Asked.VISIT
        points = [
            (session.date, value)
            for session in sessions
            if (value := _answer(measure, session)) is not None
            or (expected and (session.trained or not measure.of_training))
        ]
        if points:
            yield Answers(measure, tuple(points))


def _is_pain(measure: Measure) -> bool:
    scale = measure.scale
    within = scale.lowest >= 0 and scale.highest * scale.step <= _WORST
    named = _PAIN.search(measure.id.replace("_", " ")) or _PAIN.search(measure.title.lower())
    return bool(named) and within and not scale.labels and not scale.unit


def _answer(measure: Measure, session: Session) -> float | None:
    """Return the answer to a question; of several exercises' the worst."""
    own = _value(measure, session.answers.get(measure.id))
    if own is not None:
        return own
    found = (_value(measure, done.answers.get(measure.id)) for done in session.exercises)
    return max((value for value in found if value is not None), default=None)


def _value(measure: Measure, answer: Answer | None) -> float | None:
    if answer is None or isinstance(answer, Absent):
        return None
    try:
        written = str(answer) if isinstance(answer, float) else answer
        return float(measure.scale.read(written, unit_needed=False) * Decimal(measure.scale.step))
    except OffScaleError:
        return None


def _loads(
    protocol: Protocol, states: Sequence[tuple[dt.date, State]], taken: Iterable[Taken]
) -> Iterator[LoadWay]:
    """Yield each exercise with a load that some phase of the way prescribed."""
    done = [(one.item.date, one.item.event) for one in taken if isinstance(one.item.event, Session)]
    due = {phase: {row.id for row in rows} for phase, rows in protocol.rows_in.items()}
    own = {row.id for phase in protocol.phases for row in phase.exercises}
    for row in protocol.rows.values():
        if row.load is None:
            continue
        points = tuple(
            (day, level_of(row, state.levels) if row.id in due.get(state.phase, ()) else None)
            for day, state in states
        )
        used = tuple(_used(row, row.load, done))
        # What only stands in for another exercise is drawn once somebody has done it.
        if used or (row.id in own and any(level is not None for _, level in points)):
            yield LoadWay(row, row.load, points, used)


def _used(
    row: Prescribed, load: Load, done: Iterable[tuple[dt.date, Session]]
) -> Iterator[tuple[dt.date, int]]:
    own = {exercise.id for exercise in row.own}
    for day, session in done:
        sets = [
            performed.exercise if row.rungs else one.load
            for performed in session.exercises
            if performed.exercise in own
            for one in performed.sets
        ]
        levels = [level for written in sets if (level := load.read(written)) is not None]
        if levels:
            yield day, max(levels)


KINDS: Final = tuple(kind.value for kind in Kind)
"""The decisions, most cautious first."""

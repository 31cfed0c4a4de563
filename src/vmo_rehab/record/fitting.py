"""What is held against a record before an event is taken in: corrections above all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.engine.events import (
    Amended,
    Enrolled,
    Event,
    LateAnswer,
    Migrated,
    Overridden,
    Suspended,
    Voided,
    says,
)
from vmo_rehab.engine.intake import Intake, check_date, read_answer
from vmo_rehab.engine.session import Absent, Answer, Session
from vmo_rehab.engine.stand_ins import standing_in
from vmo_rehab.errors import EventError
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.course import Course
from vmo_rehab.record.editions import Editions
from vmo_rehab.scales import OffScaleError


def check_days(event: Event) -> None:
    """Refuse an event with a day that is no plain calendar day.

    Raises:
        LogError: it has one.
    """
    for day in _days(event):
        check_date(day)


def _days(event: Event) -> Iterator[object]:
    yield day_of(event)
    match event:
        case LateAnswer():
            yield event.session
        case Amended(session=Session() as session):
            yield session.date
        case Overridden():
            yield event.expires


def day_of(event: Event) -> dt.date:
    """Return the day an event happened or became known."""
    return event.date if isinstance(event, Session) else event.on


def fitting(events: tuple[Event, ...], course: Course, editions: Editions, event: Event) -> Event:
    """Return an event as a record takes it in, or refuse what no course could take, whatever the episode is.

    A late answer to what was answered is refused; beside a red flag, a stand-in takes its place.

    Args:
        events: those the record has.
        course: of the record.
        editions: the protocols it goes through.
        event: as it is written.

    Raises:
        EventError: it does not fit.
    """
    if isinstance(event, Enrolled):
        raise EventError("the patient is enrolled already; begin another record")
    if isinstance(event, Voided):
        _refuse_void(events, course, event)
    if isinstance(event, Amended | Voided) and not says(event.by):
        raise EventError("a correction names who made it")
    if isinstance(event, LateAnswer | Amended | Voided):
        _refuse_early(events, course, editions, event)
    if isinstance(event, Amended):
        _refuse_losing_flags(course, event)
    if isinstance(event, Suspended) and any(day > event.on for day in _decided_days(course, after=-1)):
        raise EventError(f"sessions after {event.on} were decided; a suspension begins today or later")
    if isinstance(event, Migrated):
        later = [day for day in _decided_days(course, after=-1) if day > event.on]
        if later:
            raise EventError(f"sessions up to {later[-1]} were decided before the move of {event.on}")
        here = editions.protocols[course.episode.digest]
        for name in event.phases:
            if name not in here.phase_by_id:
                cure = did_you_mean(name, here.phase_by_id)
                raise EventError(f'{here.id} {here.revision} has no phase "{name}" to move from; {cure}')
    return _answering(course, editions, event) if isinstance(event, LateAnswer) else event


def _refuse_early(
    events: tuple[Event, ...], course: Course, editions: Editions, event: LateAnswer | Amended | Voided
) -> None:
    """Refuse a correction from before what it corrects; one that reports a red flag counts all the same."""
    start = course.start.enrolled.on
    match event:
        case LateAnswer():
            about, report = event.session, Session(event.session, event.answers)
        case Amended():
            about, report = event.session.date, event.session
        case Voided():
            about, report = day_of(events[event.event]), Session(event.on)
    if event.on >= max(start, about) or _flags(course, editions, report):
        return
    if event.on < start:
        raise EventError(f"{event.on} lies before the start of the episode, {start}; correct the date")
    raise EventError(f"{about} lies after the day of the correction, {event.on}; correct one of the two")


def _answering(course: Course, editions: Editions, event: LateAnswer) -> LateAnswer:
    """Refuse a late answer to what was answered: nothing is overwritten on the quiet."""
    session = course.session_on(event.session)
    if session is None:
        if flags := _flags(course, editions, Session(event.session, event.answers)):
            what = f"there is no session on {event.session}"
            raise EventError(f"{what}; report {', '.join(flags)} in a session, or in an assessment")
        return event
    taken = _answered(_protocol_on(course, editions, event.session), session, event)
    new = {name: answer for name, answer in event.answers.items() if name not in taken}
    if taken and not _flags(course, editions, Session(event.session, new)):
        name, before = next(iter(taken.items()))
        what = f"{name} was answered in the session of {event.session}: {before}"
        raise EventError(f"{what}; to change it, amend the session")
    for name in taken:
        new |= standing_in(f"{name}, which was answered", event.answers[name])
    return attrs.evolve(event, answers=dict(sorted(new.items()))) if taken else event


def _answered(protocol: Protocol, session: Session, event: LateAnswer) -> dict[str, Answer]:
    """Return the answers of a session that a late one would change."""
    given = {} if event.exercise else session.answers
    for done in session.exercises:
        if done.exercise == event.exercise:
            given = done.answers
    found: dict[str, Answer] = {}
    for name, answer in event.answers.items():
        before = given.get(name, Absent())
        if not isinstance(before, Absent) and not _same(protocol.measures.get(name), before, answer):
            found[name] = before
    return found


def _same(measure: Measure | None, one: Answer, other: Answer) -> bool:
    """Tell whether two answers are the same value, however they are written."""
    if measure is None or isinstance(other, Absent):
        return one == other
    try:
        return read_answer(measure, one) == read_answer(measure, other)
    except OffScaleError:
        return one == other


def _flags(course: Course, editions: Editions, report: Session) -> tuple[str, ...]:
    """Name the red flags that are present in a report."""
    protocol = _protocol_on(course, editions, report.date)
    return Intake.of(protocol, report).flags(protocol)


def _protocol_on(course: Course, editions: Editions, day: dt.date) -> Protocol:
    return editions.protocols[course.before(day).digest]


def _refuse_losing_flags(course: Course, event: Amended) -> None:
    """Refuse an amendment that leaves out a red flag that was reported; it must say absent or present."""
    day, answers = event.session.date, event.session.answers
    if lost := [name for name in course.flags_raised(day) if name not in answers]:
        raise EventError(f"the session of {day} reported {', '.join(lost)}; say absent or present in it")


def _refuse_void(events: tuple[Event, ...], course: Course, event: Voided) -> None:
    number = event.event
    if not 0 <= number < len(events):
        raise EventError(f"there is no event {number}; the record has {len(events)}")
    if isinstance(events[number], Voided):
        raise EventError(f"event {number} is itself a void; append what it voided anew")
    if any(isinstance(one, Voided) and one.event == number for one in events):
        raise EventError(f"event {number} is void already")
    if isinstance(events[number], Migrated) and _decided_days(course, after=number):
        raise EventError(f"sessions were decided since event {number}; append a Migrated event back")


def _decided_days(course: Course, after: int) -> list[dt.date]:
    """Return the days of the sessions and moves that arrived after an event, in date order."""
    items = (one.item for one in course.taken)
    return [item.date for item in items if item.number > after and isinstance(item.event, Session | Migrated)]

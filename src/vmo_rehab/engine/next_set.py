"""A set that is prescribed mid-session, from the sets before it."""

from __future__ import annotations

import attrs
from attrs import frozen

from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.engine.episode import Episode, Practice
from vmo_rehab.engine.faults import with_good_reps
from vmo_rehab.engine.progression import since_entry, testing, week_of
from vmo_rehab.engine.session import Session
from vmo_rehab.engine.set_words import change_in_words, done_in_words, set_line
from vmo_rehab.engine.sets import Done, Planned, sets_done, sets_planned, tests_planned
from vmo_rehab.engine.step import door
from vmo_rehab.errors import EventError
from vmo_rehab.measures import EFFORT
from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.protocol.model import Do, Protocol
from vmo_rehab.protocol.scheme import By


@frozen
class NextSet:
    """A set that comes next.

    Args:
        number: its place, from 1.
        reps: least and most repetitions; ``None`` for as many good ones as possible.
        load: with unit, or the name of a rung; empty when nothing is loaded.
        words: the set in words.
        why: what its load follows from.
    """

    number: int
    reps: tuple[int, int] | None
    load: str
    words: str
    why: str


def next_set(protocol: Protocol, episode: Episode, exercise: str, so_far: Session) -> NextSet | None:
    """Tell the next set of an exercise, mid-session.

    Args:
        protocol: the protocol the episode is in.
        episode: as it was before the session.
        exercise: its id.
        so_far: the session up to now: its day, the answers at the door, and the sets done.

    Returns:
        The set, or ``None`` when all have been done.

    Raises:
        EventError: the exercise is not prescribed in this phase, or the day is none for training.
        LogError: something in the session cannot be used.

    Example:
        >>> import datetime as dt
        >>> from vmo_rehab import Enrolled, Performed, Session, SetDone, enrol, load
        >>> protocol = load("soreness-rules")
        >>> episode = enrol(protocol, Enrolled(dt.date(2026, 3, 2)))
        >>> at_the_door = Session(dt.date(2026, 3, 3), {"soreness_warm_up": "none"})
        >>> next_set(protocol, episode, "return-programme/session", at_the_door).load
        'session 1'
    """
    plan = door(protocol, episode, so_far)
    if plan.do in (None, Do.REST):
        raise EventError(f"no training on {so_far.date}: {plan.why}")
    rows = protocol.rescue if plan.do is Do.RESCUE else protocol.rows_in[plan.state.phase]
    fitting = {row.at(plan.levels.get(row.id, 0)).exercise.id: row for row in rows}
    if exercise not in fitting:
        cure = did_you_mean(exercise, fitting, "prescribed: {}")
        raise EventError(f'"{exercise}" is not prescribed on {so_far.date}; {cure}')
    row = fitting[exercise]
    level = plan.levels.get(row.id, row.load.start if row.load else 0)
    practice = plan.state.practice.get(row.id, Practice())
    session = with_good_reps(protocol, attrs.evolve(so_far, phase=""))
    done = sets_done(row, level, session, protocol.measures.get(EFFORT))
    week = week_of(row, level, practice)
    if row.scheme.retest and testing(row, practice, since_entry(plan.state), so_far.date):
        planned = tests_planned(row, level, row.scheme.retest, done)
    else:
        planned = sets_planned(row, level, week, done)
    if len(done) >= len(planned):
        return None
    return _told(row, planned[len(done)], planned, done)


def _told(row: Prescribed, one: Planned, planned: tuple[Planned, ...], done: tuple[Done, ...]) -> NextSet:
    load = row.load.show(one.load[0]) if row.load and one.load else ""
    return NextSet(one.number, one.reps, load, set_line(row, one), _why(row, one, planned, done))


def _why(row: Prescribed, one: Planned, planned: tuple[Planned, ...], done: tuple[Done, ...]) -> str:
    look = one.look_up
    if look is None or row.load is None or one.load is None:
        return "as prescribed"
    of, start = (place or len(done) for place in (look.of, look.start))
    low, high = done[of - 1].by(look.by)
    change = look.table.change(low if low == high else max(low, high) if look.by is By.EFFORT else low)
    told = change_in_words(row.load, change, change.taken(row.scheme.take))
    base = planned[start - 1].load or (0, 0)
    unsure = "" if low == high else "; not all is known, so it is the lightest it can be"
    return f"set {of}: {done_in_words(row.load, [done[of - 1]])}: {told} on {row.load.show(base[0])}{unsure}"

"""A set that is prescribed mid-session, from the sets before it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from attrs import frozen

from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.engine.day import evaluate_day
from vmo_rehab.engine.due import chosen, levels_within
from vmo_rehab.engine.episode import Episode, Practice
from vmo_rehab.engine.evaluate import Finding
from vmo_rehab.engine.faults import with_good_reps
from vmo_rehab.engine.intake import Intake
from vmo_rehab.engine.limits import barred, most_of
from vmo_rehab.engine.load_notes import titled_cause
from vmo_rehab.engine.loads import changed
from vmo_rehab.engine.progression import week_of
from vmo_rehab.engine.sentences import brief
from vmo_rehab.engine.session import Session
from vmo_rehab.engine.set_words import change_in_words, done_in_words, set_line
from vmo_rehab.engine.sets import Done, Planned, sets_done, sets_planned, tests_of_day
from vmo_rehab.engine.step import Plan, door
from vmo_rehab.errors import EventError
from vmo_rehab.measures import EFFORT
from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.protocol.model import Do, Protocol
from vmo_rehab.protocol.scheme import By
from vmo_rehab.truth import TRUE, UNKNOWN


@frozen
class NextSet:
    """A set that comes next.

    Args:
        number: its place, from 1.
        of: how many sets there are, as far as is known.
        reps: least and most repetitions; ``None`` for as many good ones as possible.
        load: with unit, or the name of a rung; empty when nothing is loaded.
        words: the set in words.
        why: what its load follows from.
    """

    number: int
    of: int
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
    return Opened.at(protocol, episode, so_far).next_set(exercise, so_far)


@frozen
class Opened:
    """A day of training, opened with the answers at the door; its sets are told one after another.

    Args:
        protocol: in force.
        episode: as it was before the day.
        plan: what the day is.
        fitting: every row that limits allow, with its level, by the exercise it stands for on the day.
    """

    protocol: Protocol
    episode: Episode
    plan: Plan
    fitting: Mapping[str, tuple[Prescribed, int]]

    @classmethod
    def at(cls, protocol: Protocol, episode: Episode, check_in: Session) -> Opened:
        """Open a day.

        Args:
            protocol: the protocol the episode is in.
            episode: as it is.
            check_in: the day and the answers at the door; sets are not looked at.

        Raises:
            EventError: the day is none for training.
            LogError: something in the check-in cannot be used.
        """
        plan = door(protocol, episode, check_in)
        if plan.do in (None, Do.REST):
            raise EventError(f"no training on {check_in.date}: {plan.why}")
        return cls(protocol, episode, plan, _fitting(protocol, episode, plan))

    def next_set(self, exercise: str, so_far: Session) -> NextSet | None:
        """Tell the next set of an exercise; as `next_set`, with the same answers at the door.

        Args:
            exercise: its id.
            so_far: the session up to now.

        Raises:
            EventError: the exercise is not prescribed on the day.
        """
        protocol, plan, day = self.protocol, self.plan, so_far.date
        if exercise not in self.fitting:
            cure = did_you_mean(exercise, self.fitting, "prescribed: {}")
            raise EventError(f'"{exercise}" is not prescribed on {day}; {cure}')
        row, level = self.fitting[exercise]
        practice = plan.state.practice.get(row.id, Practice())
        session = with_good_reps(protocol, attrs.evolve(so_far, phase=""))
        most, scheme = most_of(row, plan.day.binding), row.scheme
        moves = scheme.retest or scheme.between_sets or any(one.look_up for one in scheme.sets)
        held = _held_back(protocol, self.episode, session, plan) if moves else ""
        if held:
            most = level if most is None else min(most, level)
        done = sets_done(row, level, session, protocol.measures.get(EFFORT))
        planned = tests_of_day(row, level, practice, plan.state, day, done, most)
        planned = planned or sets_planned(row, level, week_of(row, level, practice), done, most)
        if len(done) >= len(planned):
            return None
        told = _told(row, planned[len(done)], planned, done, most)
        return attrs.evolve(told, why=f"{told.why}; no more than before: {held}") if held else told


def _held_back(protocol: Protocol, episode: Episode, so_far: Session, plan: Plan) -> str:
    """Say why no set is heavier today: something warns or freezes, or is not known and could be by now."""
    if plan.do is Do.REPEAT:
        return "a repeat day adds nothing"
    day = evaluate_day(protocol, episode, so_far, Intake.of(protocol, so_far))
    if any(truth is UNKNOWN for truth in day.flags.values()):
        return "red flags are not answered"
    found = [found for _, found in (*day.holds, *day.regress, *day.freezes)]
    true = [brief(one) for one in found if one.truth is TRUE]
    open_ = [titled_cause(cause) for one in found for cause in one.causes() if not _still_to_come(cause)]
    return "; ".join(dict.fromkeys([*true, *(f"not known: {one}" for one in open_)]))


def _still_to_come(cause: Finding) -> bool:
    """Whether an answer is missing because training goes on: it is asked in it, or afterwards."""
    return cause.asks is not None and cause.asks.measure.of_training


def _fitting(protocol: Protocol, episode: Episode, plan: Plan) -> dict[str, tuple[Prescribed, int]]:
    """Return every row that limits allow, with its level, by the exercise it stands for on the day."""
    firsts = protocol.rescue if plan.do is Do.RESCUE else protocol.phase_by_id[plan.state.phase].exercises
    rows, limits = [row for first in firsts for row in first.all], plan.day.binding
    levels, found = levels_within(rows, plan.levels, limits), {}
    for _, other in chosen(protocol, firsts, levels, episode.enrolled.equipment, limits):
        if other and other.stands_in and not other.withheld:
            found[other.exercise.id] = Prescribed(other.exercise, other.dose), 0
    for row in rows:
        if not barred(row, row.own[0], limits):
            found[row.at(levels[row.id]).exercise.id] = row, levels[row.id]
    return found


def _told(
    row: Prescribed, one: Planned, planned: tuple[Planned, ...], done: tuple[Done, ...], most: int | None
) -> NextSet:
    load = row.load.show(one.load[0]) if row.load and one.load else ""
    return NextSet(
        one.number, len(planned), one.reps, load, set_line(row, one), _why(row, one, planned, done, most)
    )


def _why(
    row: Prescribed, one: Planned, planned: tuple[Planned, ...], done: tuple[Done, ...], most: int | None
) -> str:
    look = one.look_up
    if look is None or row.load is None or one.load is None:
        return "as prescribed"
    of, start = (place or len(done) for place in (look.of, look.start))
    low, high = done[of - 1].by(look.by)
    change = look.table.change(low if low == high else max(low, high) if look.by is By.EFFORT else low)
    amount, base = change.taken(row.scheme.take), planned[start - 1].load or (0, 0)
    told = f"{change_in_words(row.load, change, amount)} on {row.load.show(base[0])}"
    unsure = "" if low == high else "; not all is known, so it is the lightest it can be"
    if most is not None and changed(row.load, base[0], amount, change.unit) > most:
        unsure += f"; a limit binds, at most {row.load.show(most)}"
    return f"set {of}: {done_in_words(row.load, [done[of - 1]])}: {told}{unsure}"

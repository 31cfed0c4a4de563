"""Logs that get somewhere: an ideal patient up to some day, then stretches of every kind of patient."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from vmo_rehab.engine.decision import Kind
from vmo_rehab.engine.events import Log
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Record
from vmo_rehab.testing.courses import EVERY, WHICH, course_of
from vmo_rehab.testing.strategies.days import KINDS, OF_HABIT, TELLING
from vmo_rehab.testing.strategies.patients import patients, some_patients
from vmo_rehab.testing.strategies.writing import Writer, next_day
from vmo_rehab.testing.walking import a_protocol

_REGULAR: Final = (2, 1, 3)
"""Days from one session to the next of a patient who comes regularly."""
_TAIL: Final = 10
"""Sessions after the ideal lead, at most."""


def logs(protocol: Protocol, *, min_size: int = 1, max_size: int | None = None) -> st.SearchStrategy[Log]:
    """Draw logs of a protocol that reach its late phases and come near its thresholds.

    A log begins with an ideal patient, of whose way nothing, some or most is taken, often up to just before a
    move; then come up to ten sessions in stretches: ideal, with one odd answer, with the same odd answers
    every day or every day but those on hold, steady at the limits, flaring, alarmed, patchy, over-reaching,
    or anything. There are gaps,
    missing answers of every reason, skipped exercises, late answers, amended and voided sessions, sign-offs,
    clearances, assessments and suspensions.

    Args:
        protocol: whose logs.
        min_size: sessions at least, from 1; a log that ends in a final phase may have fewer.
        max_size: sessions at most; ``None`` for the whole ideal way and ten.

    Raises:
        InvalidArgument: fewer sessions at most than at least, or fewer than one.
        TypeError: there is no protocol where one should be.

    Returns:
        A strategy for `vmo_rehab.Log`, of which a record accepts every event; failures shrink towards no
        lead, few sessions and ideal days.

    Example:
        >>> from hypothesis import Phase, find, settings
        >>> from vmo_rehab import load
        >>> quick = settings(database=None, max_examples=9, phases=[Phase.generate])
        >>> find(logs(load("soreness-rules"), max_size=2), lambda one: True, settings=quick).enrolled.on
        datetime.date(2026, 1, 5)
    """
    a_protocol(protocol)
    if min_size < 1 or (max_size is not None and max_size < min_size):
        raise InvalidArgument(f"{min_size=} and {max_size=}: give 1 or more, and at most what is the most")

    @st.composite
    def log(draw: st.DrawFn) -> Log:
        return _log(draw, protocol, min_size, max_size)

    return log()


def _log(draw: st.DrawFn, protocol: Protocol, min_size: int, max_size: int | None) -> Log:
    most = _TAIL if max_size is None else min(max_size, _TAIL)
    days = draw(st.integers(min(min_size, most), most))
    if draw(st.integers(0, 3)) < 3:
        enrolled = draw(st.sampled_from(some_patients(protocol)))
        course = course_of(protocol, enrolled, draw(st.sampled_from(WHICH)), draw(st.sampled_from(EVERY)))
        room = course.length() - 1 if max_size is None else course.length(max_size - days + 1) - 1
        least = max(0, min(min_size - days, room))
        turns = [place for place in course.turns(room) if place >= least]
        lead = st.integers(least, room)
        place = draw(lead | st.sampled_from(turns) if turns else lead)
        record, before_a_move = course.record(place), place in turns
    else:
        enrolled = draw(patients(protocol))
        record, before_a_move, place = Record.begin(protocol, enrolled), False, 0
    writer = Writer(draw, protocol, record)
    _write(writer, max(days, min_size - place), telling=before_a_move)
    return writer.log()


def _write(writer: Writer, days: int, *, telling: bool) -> None:
    """Write a number of sessions in stretches, and what happens between them; the first may tell most."""
    kind, left, habit, gap = "", 0, None, 0
    for _ in range(days):
        if writer.over:
            return
        if not left:
            kinds = TELLING if telling or writer.episode.state.on_hold else KINDS
            kind, left = writer.draw(st.sampled_from(kinds)), writer.draw(st.integers(1, 4))
            habit = None
            if kind in OF_HABIT:
                habit, gap, left = writer.habit(kind), writer.draw(st.sampled_from(_REGULAR)), left + 3
        left -= 1
        day = next_day(writer.episode, gap) if habit else writer.next_day()
        if writer.draw(st.integers(0, 3)) > 0:
            writer.clear(day)
        if writer.draw(st.integers(0, 7)) == 7:
            writer.draw(st.sampled_from([writer.visit, writer.begin_anew, writer.pause]))(day)
        free = not writer.episode.state.on_hold
        decision = writer.session(kind, day, habit)
        telling = decision is not None and decision.kind is Kind.RESUME
        held = free and writer.episode.state.on_hold
        if (held or telling) and (kind != "relapsing" or (held and writer.draw(st.booleans()))):
            # What brought the patient there, or out of it, need not go on.
            left = 0
        if decision and writer.draw(st.integers(0, 5)) > 0:
            writer.agree(decision)
        if kind in ("patchy", "wild") or writer.draw(st.integers(0, 9)) == 9:
            correct = [_nothing, writer.answer_late, writer.answer_late, writer.amend, writer.void]
            writer.draw(st.sampled_from(correct))()


def _nothing() -> None:
    """Leave everything as it was written."""

"""Logs that get somewhere: an ideal patient up to some day, then stretches of every kind of patient."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs
from attrs import define
from hypothesis import strategies as st

from vmo_rehab.engine.decision import Decision
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import (
    Amended,
    Assessment,
    BaselineReset,
    Cleared,
    Event,
    LateAnswer,
    Log,
    Suspended,
    Unsuspended,
    Voided,
)
from vmo_rehab.engine.session import Absent, Answer, Session
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Record
from vmo_rehab.testing.courses import CLINICIAN, agreed, course_of, is_over
from vmo_rehab.testing.days import KINDS, day_of, otherwise
from vmo_rehab.testing.patients import patients, some_patients
from vmo_rehab.testing.values import Values, shown
from vmo_rehab.testing.walking import remember

_GAPS: Final = (2, 1, 1, 3, 2, 1, 7, 4, 11, 22, 45)
"""Days to the next session: every tier of a lapse is reached, and most are not."""
_TAIL: Final = 10
"""Sessions after the ideal lead, at most."""


def logs(protocol: Protocol, *, min_size: int = 1, max_size: int | None = None) -> st.SearchStrategy[Log]:
    """Draw logs of a protocol that reach its late phases and come near its thresholds.

    A log begins with an ideal patient, of whose way nothing, some or most is taken; then come up to ten
    sessions in stretches: ideal, with one odd answer, steady at the limits, flaring, patchy, over-reaching,
    or anything. There are gaps, missing answers with every reason, skipped exercises, late answers, amended
    and voided sessions, sign-offs, clearances, assessments and suspensions.

    Args:
        protocol: whose logs.
        min_size: sessions at least, from 1; a log that ends in a final phase may have fewer.
        max_size: sessions at most; ``None`` for the whole ideal way and ten.

    Returns:
        A strategy for `vmo_rehab.Log`, of which a record accepts every event; failures shrink towards no
        lead, few sessions and ideal days.

    Example:
        >>> from hypothesis import find, settings
        >>> from vmo_rehab import load
        >>> quick = settings(database=None, max_examples=50)
        >>> log = find(logs(load("soreness-rules")), lambda one: True, settings=quick)
        >>> len(log.events)
        1
    """

    @st.composite
    def log(draw: st.DrawFn) -> Log:
        return _log(draw, protocol, min_size, max_size)

    return log()


def _log(draw: st.DrawFn, protocol: Protocol, min_size: int, max_size: int | None) -> Log:
    most = _TAIL if max_size is None else min(max_size, _TAIL)
    days = draw(st.integers(min(min_size, most), most))
    if draw(st.booleans()):
        enrolled = draw(st.sampled_from(some_patients(protocol)))
        course = course_of(protocol, enrolled)
        room = course.length - 1 if max_size is None else min(course.length - 1, max_size - days)
        record = course.record(draw(st.integers(max(0, min(min_size - days, room)), room)))
    else:
        enrolled = draw(patients(protocol))
        record = Record.begin(protocol, enrolled)
    writer = _Writer(draw, protocol, record)
    writer.write(days)
    log = Log(enrolled, writer.record.events)
    remember(protocol, log, writer.record)
    return log


@define(eq=False)
class _Writer:
    """Writes a log on, session by session."""

    draw: st.DrawFn
    protocol: Protocol
    record: Record

    def write(self, days: int) -> None:
        """Write a number of sessions, and what happens between them."""
        kind, left = "", 0
        for _ in range(days):
            if is_over(self.protocol, self.episode):
                return
            if not left:
                kind = self.draw(st.sampled_from(KINDS))
                left = self.draw(st.integers(1, 4))
            left -= 1
            self._session(kind)

    @property
    def episode(self) -> Episode:
        """The episode as it is now."""
        return self.record.fold().episode

    @property
    def values(self) -> Values:
        """The answers worth giving, with the baseline that holds now."""
        return Values.of(self.protocol, self.episode.state.baseline)

    def _session(self, kind: str) -> None:
        state = self.episode.state
        last = max(filter(None, (state.last, state.applied)), default=self.record.enrolled.on)
        first = state.last is None and last == self.record.enrolled.on
        day = last + dt.timedelta(days=self.draw(st.sampled_from(_GAPS)) - first)
        if state.flags and self.draw(st.integers(0, 3)) > 0:
            self._take(Cleared(day, CLINICIAN))
        if self.draw(st.integers(0, 7)) == 7:
            self._before(day)
        self._take(day_of(self.draw, kind, self.protocol, self.episode, day))
        decision = self.record.fold().decided[-1].now
        if decision:
            self._after(decision, kind)

    def _take(self, event: Event) -> None:
        self.record = self.record.append(self.protocol, event)

    def _before(self, day: dt.date) -> None:
        """Let something happen on the day before the session: a visit, a pause, a new baseline."""
        what = self.draw(st.integers(0, 2))
        if what == 0 and (answers := self._some_states()):
            self._take(Assessment(day, answers, CLINICIAN))
        elif what == 1 and (answers := self._some_baseline()):
            self._take(BaselineReset(day, answers, CLINICIAN))
        else:
            self._take(Suspended(day, CLINICIAN, "away"))
            self._take(Unsuspended(day, CLINICIAN))

    def _some_states(self) -> dict[str, Answer]:
        values = self.values
        states = [measure for measure in values.asked.values() if measure.is_state and not measure.red_flag]
        return {
            one.id: shown(one, self.draw(st.sampled_from(values.telling(one))))
            for one in states
            if self.draw(st.booleans())
        }

    def _some_baseline(self) -> dict[str, Answer]:
        measures = [self.protocol.measures[name] for name in self.protocol.baseline]
        values = self.values
        return {one.id: shown(one, self.draw(st.sampled_from(values.telling(one)))) for one in measures}

    def _after(self, decision: Decision, kind: str) -> None:
        """Let the clinician agree, or somebody correct what was written down."""
        if self.draw(st.integers(0, 5)):
            for event in agreed(self.protocol, decision):
                self._take(event)
        if kind in ("patchy", "wild") or self.draw(st.integers(0, 9)) == 9:
            self._correct()

    def _correct(self) -> None:
        """Correct one of the last sessions: a late answer, an amendment, or a void."""
        taken = [one.item for one in self.record.taken()[-4:]]
        items = [(item.number, item.event) for item in taken if isinstance(item.event, Session)]
        number, session = self.draw(st.sampled_from(list(reversed(items))))
        on = items[-1][1].date
        what = self.draw(st.sampled_from(["", "late", "late", "amended", "voided"]))
        if what == "late" and (answers := self._late(session)):
            self._take(LateAnswer(on, session.date, answers))
        elif what == "amended":
            self._take(Amended(on, self._amended(session), CLINICIAN))
        elif what == "voided":
            self._take(Voided(on, number, CLINICIAN))

    def _late(self, session: Session) -> dict[str, Answer]:
        """Draw answers to what was not answered in a session."""
        values, found = self.values, {}
        for name, measure in values.asked.items():
            open_ = isinstance(session.answers.get(name, Absent()), Absent)
            if open_ and (session.trained or not measure.of_training) and self.draw(st.booleans()):
                found[name] = shown(measure, self.draw(st.sampled_from(values.telling(measure))))
        return found

    def _amended(self, session: Session) -> Session:
        """Draw a session as it should have been: one answer otherwise, or one exercise not done."""
        values = self.values
        names = [one.id for one in values.asked.values() if not one.red_flag]
        if len(session.exercises) > 1 and self.draw(st.booleans()):
            return attrs.evolve(session, exercises=session.exercises[1:])
        name = self.draw(st.sampled_from(names))
        if values.asked[name].of_training and not session.trained:
            return session
        return attrs.evolve(session, answers=otherwise(self.draw, values, dict(session.answers), name))

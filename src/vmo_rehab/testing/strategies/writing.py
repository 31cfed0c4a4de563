"""A record written on: one drawn event after another, each of them one that a record accepts."""

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
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.log import Item
from vmo_rehab.record.record import Record
from vmo_rehab.testing.courses import CLINICIAN, WHICH, agreed, is_over
from vmo_rehab.testing.keeping import Kept
from vmo_rehab.testing.strategies.days import Draw, Habit, day_of, habit_of, otherwise
from vmo_rehab.testing.values import Values, shown
from vmo_rehab.testing.walking import remember

GAPS: Final = (2, 1, 1, 3, 2, 1, 7, 4, 11, 22, 45)
"""Days to the next session: every tier of a lapse is reached, and most are not."""

_APPENDED: Final = Kept[tuple[str, int, str], tuple[Record, Record]](4000)
"""A record, and the one that follows from it, by the protocol, the record's number and the event."""


@define(eq=False)
class Writer:
    """Writes a record on.

    Args:
        draw: draws what is written.
        protocol: the protocol.
        record: what has been written so far.
    """

    draw: Draw
    protocol: Protocol
    record: Record

    @property
    def episode(self) -> Episode:
        """The episode as it is now."""
        return self.record.fold().episode

    @property
    def values(self) -> Values:
        """The answers worth giving, with the baseline that holds now."""
        return Values.of(self.protocol, self.episode.state.baseline)

    @property
    def over(self) -> bool:
        """Whether the episode has ended."""
        return is_over(self.protocol, self.episode)

    def log(self) -> Log:
        """Return what has been written as a log."""
        log = Log(self.record.enrolled, self.record.events)
        remember(self.protocol, log, self.record)
        return log

    def take(self, event: Event) -> None:
        """Write an event down; what was written on the same record before is not worked out again."""
        record, protocol = self.record, self.protocol
        key = protocol.digest, id(record), repr(event)
        # The record is kept beside what follows from it, or another one could come by its number.
        self.record = _APPENDED.of(key, lambda: (record, record.append(protocol, event)))[1]

    def next_day(self) -> dt.date:
        """Draw the day of what comes next."""
        return next_day(self.episode, self.draw(st.sampled_from(GAPS)))

    def session(self, kind: str, day: dt.date, habit: Habit | None = None) -> Decision | None:
        """Write a day of a kind of patient, and return what is decided on it."""
        self.take(day_of(self.draw, kind, self.protocol, self.episode, day, habit))
        return self.record.fold().decided[-1].now

    def habit(self, kind: str) -> Habit:
        """Draw what a kind of patient answers day after day."""
        return habit_of(self.draw, kind, self.values, self.episode.state)

    def agree(self, decision: Decision) -> None:
        """Give the sign-offs, and the choice, that a decision asks for."""
        for event in agreed(self.protocol, decision, self.draw(st.sampled_from(WHICH))):
            self.take(event)

    def clear(self, day: dt.date) -> None:
        """Clear the red flags that are known."""
        if self.episode.state.flags:
            self.take(Cleared(day, CLINICIAN))

    def visit(self, day: dt.date) -> None:
        """Assess some of the measures that stand for a while."""
        states = [one for one in self.values.asked.values() if one.is_state and not one.red_flag]
        if answers := {one.id: self._answer(one) for one in states if self.draw(st.booleans())}:
            self.take(Assessment(day, answers, CLINICIAN))

    def pause(self, day: dt.date) -> None:
        """Suspend the episode, and go on with it on the same day."""
        self.take(Suspended(day, CLINICIAN, "away"))
        self.take(Unsuspended(day, CLINICIAN))

    def begin_anew(self, day: dt.date) -> None:
        """Take the baseline anew."""
        if measures := [self.protocol.measures[name] for name in self.protocol.baseline]:
            self.take(BaselineReset(day, {one.id: self._answer(one) for one in measures}, CLINICIAN))

    def answer_late(self) -> None:
        """Answer what one of the last sessions left open."""
        if not (items := self._last_sessions()):
            return
        _, session = self.draw(st.sampled_from(items))
        if answers := self._open(session):
            self.take(LateAnswer(items[0][1].date, session.date, answers))

    def amend(self) -> None:
        """Correct one of the last sessions."""
        if items := self._last_sessions():
            _, session = self.draw(st.sampled_from(items))
            self.take(Amended(items[0][1].date, self._amended(session), CLINICIAN))

    def void(self) -> None:
        """Take one of the last sessions out."""
        if items := self._last_sessions():
            number, _ = self.draw(st.sampled_from(items))
            self.take(Voided(items[0][1].date, number, CLINICIAN))

    def _answer(self, measure: Measure) -> Answer:
        return shown(measure, self.draw(st.sampled_from(self.values.telling(measure))))

    def _last_sessions(self) -> list[tuple[int, Session]]:
        """Return the last sessions as they stand, with their places in the record, the newest first."""
        items: list[Item] = [one.item for one in self.record.course().taken[-4:]]
        found = [(item.number, item.event) for item in items if isinstance(item.event, Session)]
        return list(reversed(found))

    def _open(self, session: Session) -> dict[str, Answer]:
        """Draw answers to what was not answered in a session."""
        asked = self.values.asked.values()
        return {
            one.id: self._answer(one)
            for one in asked
            if isinstance(session.answers.get(one.id, Absent()), Absent)
            and (session.trained or not one.of_training)
            and self.draw(st.booleans())
        }

    def _amended(self, session: Session) -> Session:
        """Draw a session as it should have been: one answer otherwise, or one exercise not done."""
        asked = {
            one.id: one
            for one in self.values.asked.values()
            if not one.red_flag and (session.trained or not one.of_training)
        }
        if not asked or (len(session.exercises) > 1 and self.draw(st.booleans())):
            return attrs.evolve(session, exercises=session.exercises[1:])
        name = self.draw(st.sampled_from(list(asked)))
        return attrs.evolve(session, answers=otherwise(self.draw, self.values, dict(session.answers), name))


def next_day(episode: Episode, gap: int) -> dt.date:
    """Return the day some days after the last that is known of an episode; one sooner at its start."""
    state = episode.state
    last = max(filter(None, (state.last, state.applied)), default=None)
    return episode.enrolled.on + dt.timedelta(days=gap - 1) if last is None else last + dt.timedelta(days=gap)

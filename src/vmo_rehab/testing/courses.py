"""The course of an ideal patient, lived as far as it is asked for, and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from attrs import define, field

from vmo_rehab.cases.days import Plan
from vmo_rehab.cases.model import Day
from vmo_rehab.engine.decision import Decision
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Enrolled, Event, Move, Overridden, SignedOff
from vmo_rehab.engine.session import Answer, Session
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Record
from vmo_rehab.testing.keeping import Kept
from vmo_rehab.testing.values import Values, shown

LONGEST: Final = 240
"""Sessions of an ideal course, at most: with one every third day, nearly two years."""
EVERY: Final = (3, 2)
"""Days from one ideal session to the next; with fewer, a least stay in days is what holds back."""
AS_MANY: Final = 12
"""Repetitions of a set that asks for as many as can be done, on an ideal day."""
CLINICIAN: Final = "a clinician"
WHICH: Final = (0, -1)
"""Which of several open ways is chosen: the first, or the last."""


@define(eq=False)
class Course:
    """An ideal patient: the best answers, every set as prescribed, each sign-off given when it is asked for.

    Args:
        protocol: the protocol.
        enrolled: how the patient came in.
        which: which of several open ways is chosen.
        every: days from one session to the next.
    """

    protocol: Protocol
    enrolled: Enrolled
    which: int = WHICH[0]
    every: int = EVERY[0]
    _records: list[Record] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._records = [Record.begin(self.protocol, self.enrolled)]

    def record(self, sessions: int) -> Record:
        """Return the record after a number of ideal sessions, or at the end if that comes sooner."""
        while len(self._records) <= min(sessions, LONGEST) and not self._over:
            self._records.append(self._lived())
        return self._records[min(sessions, len(self._records) - 1)]

    def length(self, most: int = LONGEST) -> int:
        """Return how many sessions the course has, counted up to a number of them."""
        self.record(most)
        return min(most, len(self._records) - 1)

    def turns(self, most: int = LONGEST) -> list[int]:
        """Return after how many sessions, up to a number, the next one moves on or unlocks an exercise."""
        self.record(most + 1)
        states = [record.fold().episode.state for record in self._records[: most + 2]]
        open_ = [(state.phase, state.unlocked) for state in states]
        return [place for place, (here, there) in enumerate(pairwise(open_)) if here != there]

    @property
    def _over(self) -> bool:
        return is_over(self.protocol, self._records[-1].fold().episode)

    def _lived(self) -> Record:
        """Live one more session, and give what its decision asks of the clinician."""
        record = self._records[-1]
        day = self.enrolled.on + dt.timedelta(days=self.every * (len(self._records) - 1))
        record = record.append(self.protocol, ideal(self.protocol, record.fold().episode, day))
        decision = record.fold().decided[-1].now
        for event in agreed(self.protocol, decision, self.which) if decision else ():
            record = record.append(self.protocol, event)
        return record


def course_of(protocol: Protocol, enrolled: Enrolled, which: int = WHICH[0], every: int = EVERY[0]) -> Course:
    """Return the ideal course of a patient; the last ones asked for are kept."""
    key = protocol.digest, repr(enrolled), which, every
    return _COURSES.of(key, lambda: Course(protocol, enrolled, which, every))


_COURSES: Final = Kept[tuple[str, str, int, int], Course](64)


def is_over(protocol: Protocol, episode: Episode) -> bool:
    """Whether an episode has ended."""
    return protocol.phase_by_id[episode.state.phase].final


def ideal(protocol: Protocol, episode: Episode, day: dt.date) -> Session:
    """Return the session of an ideal day: the best of the answers that any rule reads, everything done."""
    return as_prescribed(protocol, episode, day, best(Values.of(protocol, episode.state.baseline)))


def best(values: Values) -> dict[str, Answer]:
    """Return the best answer to every question that a rule asks."""
    return {name: shown(measure, values.telling(measure)[0]) for name, measure in values.asked.items()}


def as_prescribed(
    protocol: Protocol, episode: Episode, day: dt.date, answers: dict[str, Answer], as_many: int = AS_MANY
) -> Session:
    """Return a session with given answers, and every set that they let a patient do, with little effort.

    Args:
        protocol: the protocol.
        episode: as it is before the day.
        day: the day.
        answers: what is answered; those about training are left out where nothing is trained.
        as_many: the repetitions of a set that asks for as many as can be done.
    """
    effort = Values.of(protocol, episode.state.baseline).least_effort
    return Plan.of(protocol, episode, Day(answers, {}, as_many=as_many, effort=effort), day).session()


def agreed(protocol: Protocol, decision: Decision, which: int) -> Iterator[Event]:
    """Yield what a clinician gives who agrees: once asked a sign-off for every way, and one of several.

    Args:
        protocol: the protocol.
        decision: what was decided.
        which: which of several open ways is chosen, by its place.
    """
    day, asked = decision.date, {question.ask: question for question in decision.ask}
    if "sign_off" in asked:
        for way in protocol.phase_by_id[decision.phase_after].progress:
            yield SignedOff(day, way.to, CLINICIAN, way.sign_off.by if way.sign_off else "physiotherapist")
    if "choice" in asked:
        to, until = asked["choice"].options[which], day + dt.timedelta(days=14)
        yield Overridden(day, Move.PROGRESS, "clinical-judgement", "both are open", CLINICIAN, until, to)

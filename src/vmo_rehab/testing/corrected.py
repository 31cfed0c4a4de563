"""A record's events as they would have been logged right the first time; worked out apart from the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs
from attrs import define, field

from vmo_rehab.engine.events import Amended, Enrolled, Event, LateAnswer, Voided
from vmo_rehab.engine.session import Session


def corrected(events: Iterable[Event]) -> list[Event]:
    """Return the events without corrections: each session as it should have been, in date order.

    Shares no code with `vmo_rehab.record`, so that their agreement means something.

    Args:
        events: in the order of arrival.

    Example:
        >>> day = dt.date(2026, 3, 2)
        >>> late = LateAnswer(day, day, {"pain_next_morning": 1})
        >>> [one.answers for one in corrected([Session(day, {"pain_during": 2}), late])]
        [{'pain_during': 2, 'pain_next_morning': 1}]
    """
    arrived = list(events)
    void = {event.event for event in arrived if isinstance(event, Voided)}
    standing: dict[dt.date, _Sheet] = {}
    kept: list[tuple[dt.date, int, Event | _Sheet]] = []
    for number, event in enumerate(arrived):
        if number in void or isinstance(event, Voided | Enrolled):
            continue
        if isinstance(event, Session):
            standing[event.date] = _Sheet(event)
            kept.append((event.date, number, standing[event.date]))
        elif isinstance(event, LateAnswer):
            if sheet := standing.get(event.session):
                sheet.late.append(event)
        elif isinstance(event, Amended):
            if sheet := standing.get(event.session.date):
                sheet.amend(event.session)
        else:
            kept.append((event.on, number, event))
    kept.sort(key=lambda one: one[:2])
    return [one.session() if isinstance(one, _Sheet) else one for _, _, one in kept]


@define
class _Sheet:
    """One session's sheet of paper, with what was written on it later."""

    written: Session
    late: list[LateAnswer] = field(factory=list)
    _earlier: list[LateAnswer] = field(factory=list)

    def amend(self, session: Session) -> None:
        """Write the sheet anew; what was answered late before stays where the new one is empty."""
        self.written = attrs.evolve(session, phase=session.phase or self.written.phase)
        self._earlier += self.late
        self.late = []

    def session(self) -> Session:
        """Return what the sheet says."""
        session = self.written
        for event in self._earlier:
            session = _with(session, event, over=False)
        for event in self.late:
            session = _with(session, event, over=True)
        return session


def _with(session: Session, late: LateAnswer, *, over: bool) -> Session:
    if not late.exercise:
        both = {**session.answers, **late.answers} if over else {**late.answers, **session.answers}
        return attrs.evolve(session, answers=both)
    exercises = [
        attrs.evolve(
            done,
            answers={**done.answers, **late.answers} if over else {**late.answers, **done.answers},
        )
        if done.exercise == late.exercise
        else done
        for done in session.exercises
    ]
    return attrs.evolve(session, exercises=tuple(exercises))

"""What must hold between the events of a log, whatever form it was written in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import Factory, define

from vmo_rehab.engine.events import Amended, Assessment, Event, LateAnswer, Voided
from vmo_rehab.engine.session import Absent, Session
from vmo_rehab.interop.log_entries import Entry, Spot
from vmo_rehab.interop.log_values import Values


def check_entries(entries: Iterable[Entry], start: dt.date | None, values: Values) -> None:
    """Check order, days and what corrections refer to; findings go to ``values.findings``.

    Args:
        entries: in file order.
        start: the day of the enrolment, where it is known.
        values: holds the protocol and the findings.
    """
    diary = _Diary(values, start)
    for entry in entries:
        diary.add(entry)


def day_of(event: Event) -> dt.date:
    """Return the day an event happened or became known."""
    return event.date if isinstance(event, Session) else event.on


@define(eq=False)
class _Diary:
    values: Values
    start: dt.date | None
    sessions: dict[dt.date, Entry] = Factory(dict)
    last: Entry | None = None

    def add(self, entry: Entry) -> None:
        event = entry.event
        if self.start and day_of(event) < self.start:
            what = f"{day_of(event)} lies before the start of the episode, {self.start}"
            self._find("L129", what, "correct the date or the start", entry.at("date"))
        match event:
            case LateAnswer():
                self._late_answer(entry, event)
            case Amended():
                self._amended(entry, event)
            case Voided():
                self._voided(entry, event)
            case _:
                self._in_order(entry)
                if isinstance(event, Session):
                    self._session(entry, event)
                elif isinstance(event, Assessment) and event.taken and event.taken > event.on:
                    what = f"{event.taken} lies after the day of the entry, {event.on}"
                    self._find("L130", what, "taken is when it was measured, if earlier", entry.at("taken"))

    def _in_order(self, entry: Entry) -> None:
        day, last = day_of(entry.event), self.last
        self.last = entry
        if last and day < day_of(last.event):
            again = self.sessions.get(day)
            if again and isinstance(entry.event, Session):
                return
            what = f"{day} stands below {day_of(last.event)}"
            related = (("the later day", last.at("date")),)
            self._find("L130", what, "sort the log by date", entry.at("date"), related)

    def _session(self, entry: Entry, event: Session) -> None:
        again = self.sessions.setdefault(event.date, entry)
        if again is not entry:
            what = f"a second session on {event.date}; the first is on line {self._line(again.spot)}"
            cure = "an episode has one session a day: keep what belongs to it together"
            self._find("L131", what, cure, entry.at("date"), (("the first", again.at("date")),))
        self._check_in(entry, event)

    def _check_in(self, entry: Entry, event: Session) -> None:
        """Refuse values that only training gives where nothing was done."""
        if event.trained:
            return
        for name, answer in event.answers.items():
            measure = self.values.protocol.measures.get(name)
            if measure and measure.of_training and not isinstance(answer, Absent):
                earlier = [day for day, one in self.sessions.items() if _trained(one) and day < event.date]
                which = f", perhaps that of {max(earlier)}" if earlier else ""
                what = f"an answer about training, and {event.date} has no sets"
                cure = f'add it as a late answer (event "answer") to the session it belongs to{which}'
                self._find("L143", what, cure, entry.at(name))

    def _late_answer(self, entry: Entry, event: LateAnswer) -> None:
        about = self._corrected(entry, event.session, event.on)
        if about is None:
            return
        if event.exercise and all(done.exercise != event.exercise for done in about.exercises):
            what = f"{event.exercise} was not done on {event.session}"
            self._find("L144", what, "name an exercise of that session", entry.at("exercise"))
        for name, answer in event.answers.items():
            asked = self.values.protocol.measures[name].asked
            if asked.of_training and not about.trained and not isinstance(answer, Absent):
                what = f"an answer about training, and {event.session} has no sets"
                self._find("L143", what, "name the session it belongs to", entry.at(name))

    def _amended(self, entry: Entry, event: Amended) -> None:
        about = self._corrected(entry, event.session.date, event.on)
        self._check_in(entry, event.session)
        if about is not None:
            stands = self.sessions[event.session.date]
            self.sessions[event.session.date] = Entry(event.session, stands.spot, stands.parts, stands.place)

    def _voided(self, entry: Entry, event: Voided) -> None:
        if not 0 <= event.event < entry.place:
            what = f"event {event.event} cannot be voided by event {entry.place}"
            cure = "events are counted 0, 1, 2, ... from the first; void one that stands above"
            self._find("L149", what, cure, entry.at("event"))
        for day, session in tuple(self.sessions.items()):
            if session.place == event.event:
                del self.sessions[day]

    def _corrected(self, entry: Entry, day: dt.date, known: dt.date) -> Session | None:
        """Return the session a correction is about."""
        spot = entry.at("session")
        if known < day:
            what = f"{day} lies after the day of the entry, {known}"
            self._find("L130", what, "correct one of the two", spot)
        found = self.sessions.get(day)
        if found is None:
            if not self.values.findings.lost_a_day():
                cure = "log that session first, above this entry, or correct the day"
                self._find("L144", f"there is no session on {day} above this entry", cure, spot)
            return None
        return found.event if isinstance(found.event, Session) else None

    def _line(self, spot: Spot) -> int:
        return self.values.findings.line(spot)

    def _find(
        self, code: str, what: str, cure: str, spot: Spot, related: tuple[tuple[str, Spot], ...] = ()
    ) -> None:
        self.values.findings.add(code, what, cure, spot, related)


def _trained(entry: Entry) -> bool:
    return isinstance(entry.event, Session) and entry.event.trained

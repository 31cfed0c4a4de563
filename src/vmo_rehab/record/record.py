"""A patient's record: an append-only list of events, with each decision as issued and as now."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

import attrs
from attrs import field, frozen

from vmo_rehab.engine.decision import Decision
from vmo_rehab.engine.enrol import enrol
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import (
    Cleared,
    Enrolled,
    Event,
    Migrated,
)
from vmo_rehab.engine.session import Session
from vmo_rehab.engine.stand_ins import shown
from vmo_rehab.engine.step import step
from vmo_rehab.errors import EnrolmentError, RecordError
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.converter import ONLY, TAGS
from vmo_rehab.record.course import Course
from vmo_rehab.record.editions import Edition, Editions, by_digest
from vmo_rehab.record.fitting import check_days, fitting
from vmo_rehab.record.log import Log, Unfit, resolve
from vmo_rehab.record.writing import as_written, in_writing, without_explanation

FORMAT: Final = 1

Protocols = Protocol | Iterable[Protocol]
"""The protocol a record is in; or several, among them every one it has gone through."""


@frozen
class Decided:
    """A session's decision, as issued and as now.

    Args:
        number: place of the session in the record, from 0.
        issued: as decided when the session arrived.
        now: as decided with all that is known now; ``None`` where the session is void or no longer fits.
    """

    number: int
    issued: Decision
    now: Decision | None


@frozen
class Fold:
    """A record folded: where the patient is, and what was decided.

    Args:
        episode: where the patient is now.
        decided: one for each session, in the order of arrival.
        unfit: the events that move nobody, in the order of arrival.
    """

    episode: Episode
    decided: tuple[Decided, ...]
    unfit: tuple[Unfit, ...]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions as now, in date order."""
        now = [one.now for one in self.decided if one.now]
        return tuple(sorted(now, key=lambda decision: decision.date))


@frozen
class _Held:
    """What a record has folded already; made anew from its events where it is missing."""

    course: Course
    editions: Editions
    log: Log = Log()

    def in_writing(self, event: Event) -> Event:
        """Return an event as the record would read it back.

        Raises:
            LogError: a day of it is none; or it is a session that cannot be written down, and is refused as
                `step` refuses it.
            RecordError: it cannot be written down.
        """
        check_days(event)
        with suppress(RecordError):
            return as_written(event)  # type: ignore[no-any-return]
        if isinstance(event, Session):
            before = self.course.before(event.date)
            step(self.editions.protocols[before.digest], before, event)
        return in_writing(event)  # type: ignore[no-any-return]


@frozen(kw_only=True)
class Record:
    """One patient's record in one protocol; `append` gives the next one and changes nothing.

    Args:
        format: the version of the form it is written in; this library reads 1.
        protocol: id of the protocol the patient is in now.
        revision: its revision.
        digest: its digest; another protocol is refused.
        enrolled: how it began.
        events: in the order of arrival.
        issued: the decision of each session in ``events``, as it was issued when the session arrived, without
            its explanation, which `replay` gives again.
        editions: once there are several, every edition of the protocol that it went through, the first first.
    """

    format: int = field(metadata={ONLY: FORMAT})
    protocol: str
    revision: str
    digest: str
    enrolled: Enrolled
    events: tuple[Event, ...] = ()
    issued: tuple[Decision, ...] = ()
    editions: tuple[Edition, ...] = ()
    _held: _Held | None = field(default=None, eq=False, repr=False)

    @classmethod
    def begin(cls, protocol: Protocol, enrolled: Enrolled) -> Record:
        """Begin a record with the enrolment.

        Args:
            protocol: the protocol the patient enters.
            enrolled: the day, the facts and the baseline answers.

        Raises:
            EnrolmentError: a required fact or a baseline is missing, or an answer cannot be used.
            LogError: the first day is not a ``datetime.date``.
            RecordError: the enrolment cannot be written down.

        Example:
            >>> import datetime as dt
            >>> from vmo_rehab.protocol.model import Phase
            >>> knee = Protocol(id="knee", revision="1", title="Knee", intended_use="an example", start="a",
            ...                 measures={}, phases=(Phase(id="a", title="A"),), digest="4f")
            >>> record = Record.begin(knee, Enrolled(dt.date(2026, 3, 2)))
            >>> record = record.append(knee, Session(dt.date(2026, 3, 3)))
            >>> record.events[0].phase, record.issued[0].kind.value
            ('a', 'stay')
        """
        given = by_digest(protocol)
        if not isinstance(enrolled, Enrolled):
            raise RecordError(f"expected an Enrolled, found {shown(enrolled)}")
        enrol(protocol, enrolled)  # what it does not take is refused by name, writable or not
        course = Course.begin(protocol, as_written(enrolled))
        held = _Held(course, Editions.among([Edition.of(protocol)], given))
        return cls(
            format=FORMAT,
            protocol=protocol.id,
            revision=protocol.revision,
            digest=protocol.digest,
            enrolled=course.start.enrolled,
            held=held,
        )

    def append(self, protocols: Protocols, event: Event) -> Record:
        """Append an event.

        A session without a ``phase`` gets the one the patient was in on its day as far as the record knows
        when it arrives; sessions that may arrive late or in another order say their phase themselves. A
        clearance without ``flags`` gets those that were known. A late answer fills what was not answered;
        to change what was, amend the session. Answers that come as floats are kept as decimals, and the
        keys of its mappings are sorted: a record holds its events as it would read them back.

        Args:
            protocols: the protocol the record is in; for `Migrated` the one it moves to. A record that
                was read from a file and has gone through several editions needs all of them.
            event: what happened.

        Returns:
            The record with the event; with its decision, if it is a session.

        Raises:
            LogError: an answer in it cannot be used.
            EventError: it does not fit, for example a late answer to no session, or a session while
                suspended.
            RecordError: the protocol is another one, or the event is none or cannot be written down.
        """
        if type(event) not in TAGS:
            raise RecordError(f"expected an event, such as a Session, found {shown(event)}")
        held = self._follow(protocols, event)
        event = held.in_writing(event)
        event = fitting(self.events, held.course, held.editions, event)
        if isinstance(event, Session) and not event.phase:
            event = attrs.evolve(event, phase=held.course.before(event.date).state.phase)
        if isinstance(event, Cleared) and not event.flags:
            event = attrs.evolve(event, flags=held.course.before(event.on).state.flags)
        events = (*self.events, event)
        log = resolve(events, held.log)
        course = held.course.follow(held.editions, log)
        course.refuse_unfit(len(self.events))
        now = course.decisions()
        issued = (without_explanation(now[len(self.events)]),) if isinstance(event, Session) else ()
        names, episode = held.editions.names, course.episode
        return attrs.evolve(
            self,
            protocol=episode.protocol,
            revision=episode.revision,
            digest=episode.digest,
            events=events,
            issued=self.issued + issued,
            editions=names if len(names) > 1 else (),
            held=_Held(course, held.editions, log),
        )

    def fold(self, protocols: Protocols = ()) -> Fold:
        """Fold the record: what the decisions are now, corrections taken in.

        Args:
            protocols: as for `append`; a record that has them from there needs none.

        Raises:
            RecordError: a protocol is missing or another one, or the record contradicts itself.
        """
        course = self.course(protocols)
        now = course.decisions()
        sessions = [number for number, event in enumerate(self.events) if isinstance(event, Session)]
        if len(sessions) != len(self.issued):
            raise RecordError(f"the record has {len(sessions)} sessions and {len(self.issued)} decisions")
        pairs = zip(sessions, self.issued, strict=True)
        decided = tuple(Decided(number, issued, now.get(number)) for number, issued in pairs)
        return Fold(course.episode, decided, course.unfit(self.events))

    def course(self, protocols: Protocols = ()) -> Course:
        """Fold the record item by item, each with the episode before and after it.

        Args:
            protocols: as for `fold`.

        Raises:
            RecordError: as for `fold`.
        """
        return self._follow(protocols, None).course

    def went_through(self) -> tuple[Edition, ...]:
        """Return every edition of the protocol that the record went through, the first first."""
        return self.editions or (Edition(self.protocol, self.revision, self.digest),)

    def check_format(self) -> None:
        """Refuse a record in a form that this library does not read.

        Raises:
            RecordError: its format is another one.
        """
        if self.format != FORMAT:
            raise RecordError(f"the record is in format {self.format}; this library reads format {FORMAT}")

    def _follow(self, protocols: Protocols, event: Event | None) -> _Held:
        """Return the course so far, with the editions that are needed to go on."""
        self.check_format()
        given = by_digest(protocols)
        names = self.went_through()
        if isinstance(event, Migrated):
            if event.digest not in given:
                raise RecordError(f"the protocol with digest {event.digest}, which it moves to, is not given")
            names = tuple(dict.fromkeys((*names, Edition.of(given[event.digest]))))
        elif given and self.digest not in given:
            here = Edition(self.protocol, self.revision, self.digest)
            others = ", ".join(str(Edition.of(one)) for one in given.values())
            raise RecordError(f"the record is in {here}, and this is {others}; a Migrated event moves it")
        known = {**self._held.editions.protocols, **given} if self._held else given
        editions = Editions.among(names, known)
        if self._held:
            return attrs.evolve(self._held, editions=editions)
        _refuse_foreign(self.events, editions)
        try:
            course = Course.begin(editions.protocols[names[0].digest], self.enrolled)
        except EnrolmentError as bad:
            raise RecordError(f"the patient cannot be enrolled as the record says: {bad}") from bad
        log = resolve(self.events)
        return _Held(course.follow(editions, log), editions, log)


def _refuse_foreign(events: Iterable[Event], editions: Editions) -> None:
    for number, event in enumerate(events):
        if isinstance(event, Migrated) and event.digest not in editions.protocols:
            raise RecordError(
                f"event {number} moves to digest {event.digest}, which the record does not name"
            )

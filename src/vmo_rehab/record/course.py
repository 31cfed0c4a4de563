"""The course of a record: its log folded item by item, each with the episode before it.

A course is refolded from the first item that changed; what lies before is shared.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from attrs import field, frozen

from vmo_rehab.engine.apply import apply
from vmo_rehab.engine.decision import Decision
from vmo_rehab.engine.enrol import enrol
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Enrolled, Event, Migrated
from vmo_rehab.engine.session import Session, SetDone
from vmo_rehab.engine.step import step
from vmo_rehab.errors import EventError, LogError, VmoRehabError
from vmo_rehab.protocol.dosage import as_prescribed
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.editions import Editions
from vmo_rehab.record.log import Item, Log, Unfit


@frozen
class Taken:
    """One item of the log, folded.

    Args:
        item: the item.
        before: the episode it was folded into.
        after: the episode that followed; the same where the item does not fit.
        decision: what was decided, for a session that fits.
        error: why it does not fit; ``None`` where it does.
    """

    item: Item
    before: Episode
    after: Episode
    decision: Decision | None = None
    error: VmoRehabError | None = field(default=None, eq=False)


@frozen
class Course:
    """A record's log, folded.

    Args:
        start: the episode as it began.
        taken: the items in date order.
        lost: corrections that no session is there for.
    """

    start: Episode
    taken: tuple[Taken, ...] = ()
    lost: tuple[Unfit, ...] = ()

    @classmethod
    def begin(cls, protocol: Protocol, enrolled: Enrolled) -> Course:
        """Begin a course with the enrolment.

        Raises:
            EnrolmentError: the patient cannot be enrolled as asked.
        """
        return cls(enrol(protocol, enrolled))

    @property
    def episode(self) -> Episode:
        """The episode after all that was taken."""
        return self.taken[-1].after if self.taken else self.start

    def before(self, day: dt.date) -> Episode:
        """Return the episode that one more item on a day would be folded into."""
        place = bisect.bisect_right(self.taken, day, key=lambda one: one.item.date)
        return self.taken[place - 1].after if place else self.start

    def session_on(self, day: dt.date) -> Session | None:
        """Return the session of a day as it stands, corrections taken in."""
        found = (one.item.event for one in self.taken if one.item.date == day)
        return next((event for event in found if isinstance(event, Session)), None)

    def flags_raised(self, day: dt.date) -> tuple[str, ...]:
        """Name the red flags that the session of a day raised."""
        for one in self.taken:
            if one.item.date == day and isinstance(one.item.event, Session):
                return tuple(flag for flag in one.after.state.flags if flag not in one.before.state.flags)
        return ()

    def follow(self, editions: Editions, log: Log) -> Course:
        """Return the course of another log of the same patient, folded from where it differs.

        Args:
            editions: the protocols the log goes through.
            log: the log.

        Raises:
            RecordError: a protocol it needs is missing.
        """
        shared = 0
        for one, item in zip(self.taken, log.items, strict=False):
            if not one.item.same(item):
                break
            shared += 1
        taken = list(self.taken[:shared])
        episode = taken[-1].after if taken else self.start
        for item in log.items[shared:]:
            taken.append(_take(editions, episode, item))
            episode = taken[-1].after
        return Course(self.start, tuple(taken), log.unfit)

    def unfit(self, events: Sequence[Event]) -> tuple[Unfit, ...]:
        """Return which of a record's events move nobody, in the order they arrived."""
        refused = [(one.item.number, one.error) for one in self.taken if one.error]
        found = [Unfit(events[number], number, str(error)) for number, error in refused]
        return tuple(sorted((*self.lost, *found), key=lambda one: one.number))

    def decisions(self) -> Mapping[int, Decision]:
        """Return the decision of each session that fits, by its place in the record, in date order."""
        return {one.item.number: one.decision for one in self.taken if one.decision}

    def refuse_unfit(self, number: int) -> None:
        """Raise where the event that came last does not fit, or leaves a session that cannot be read.

        Args:
            number: its place in the record.

        Raises:
            EventError: it does not fit.
            LogError: an answer in it, or in the session it corrects, cannot be used.
        """
        for lost in self.lost:
            if lost.number == number:
                raise EventError(lost.why)
        for one in self.taken:
            # A correction of a session that is refused anyway, while suspended, moves nobody.
            own = one.item.number == number or isinstance(one.error, LogError)
            if one.item.shaped_by == number and own and one.error:
                raise one.error


def _take(editions: Editions, before: Episode, item: Item) -> Taken:
    event = item.event
    try:
        if isinstance(event, Session):
            protocol = editions.protocols[before.digest]
            session = _known_phase(editions, protocol, before, _known_loads(editions, protocol, event))
            decision, after = step(protocol, before, session)
            return Taken(item, before, after, decision)
        target = event.digest if isinstance(event, Migrated) else before.digest
        return Taken(item, before, apply(editions.protocols[target], before, event))
    except (EventError, LogError) as error:
        return Taken(item, before, before, None, error.with_traceback(None))


def _known_loads(editions: Editions, protocol: Protocol, session: Session) -> Session:
    """Leave out loads that only another edition prescribes: they earn nothing, and the harm counts."""
    if len(editions.protocols) == 1:
        return session

    def known(exercise: str, one: SetDone) -> SetDone:
        here = as_prescribed(protocol.loads.get(exercise, ()), one.load)
        foreign = here is None and editions.know_load(exercise, one.load)
        return attrs.evolve(one, load="") if foreign else one

    exercises: Any = [
        attrs.evolve(done, sets=[known(done.exercise, one) for one in done.sets])
        for done in session.exercises
    ]
    return attrs.evolve(session, exercises=exercises)


def _known_phase(editions: Editions, protocol: Protocol, before: Episode, session: Session) -> Session:
    """Name another phase than the present one where a session was done under one of another edition.

    Only that it is another one matters to `step`; its harm must not be lost with its name.
    """
    if session.phase in ("", *protocol.phase_by_id) or not editions.know_phase(session.phase):
        return session
    other = next((name for name in protocol.phase_by_id if name != before.state.phase), "")
    return attrs.evolve(session, phase=other)

"""A log walked through a protocol: every step with what came before it, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

import attrs
from attrs import frozen

from vmo_rehab.engine.decision import Decision
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Log
from vmo_rehab.engine.session import Answer, Performed, Session
from vmo_rehab.engine.step import step as decide
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.course import Taken
from vmo_rehab.record.record import Record
from vmo_rehab.testing.keeping import Kept


@frozen(eq=False)
class Step:
    """One session, decided.

    Args:
        protocol: in force.
        before: the episode before it.
        session: as it stands, corrections taken in.
        decision: what was decided.
        after: the episode after it.
    """

    protocol: Protocol
    before: Episode
    session: Session
    decision: Decision
    after: Episode

    def supposing(
        self, answers: Mapping[str, Answer | None], exercises: Sequence[Performed] | None = None
    ) -> Step:
        """Return the step as it would have been with other answers in its session, or other sets.

        Args:
            answers: by measure; ``None`` leaves one out.
            exercises: what was done in place of what was; ``None`` leaves it as it is.

        Raises:
            LogError: an answer or a set cannot be used.
            EpisodeSuspended: the episode is suspended, and no red flag is left in the session.
            EpisodeFinal: the episode has ended, and no red flag is left in the session.

        Example:
            >>> import datetime as dt
            >>> from vmo_rehab import Enrolled, load
            >>> protocol = load("soreness-rules")
            >>> log = Log(Enrolled(dt.date(2026, 3, 2)), (Session(dt.date(2026, 3, 3)),))
            >>> (step,) = steps(protocol, log)
            >>> [one.decision.kind.value for one in (step, step.supposing({"locked_knee": "present"}))]
            ['enquire', 'refer']
        """
        given = {**self.session.answers, **answers}
        kept = {name: answer for name, answer in given.items() if answer is not None}
        done = self.session.exercises if exercises is None else exercises
        session = attrs.evolve(self.session, answers=kept, exercises=done)
        return Step(self.protocol, self.before, session, *decide(self.protocol, self.before, session))


def a_protocol(given: object) -> Protocol:
    """Return what is given, if it is a protocol.

    Raises:
        TypeError: it is none, an id or a path for example.
    """
    if isinstance(given, Protocol):
        return given
    cure = f"load({given!r})" if isinstance(given, str) else 'for example load("vmo-foundation")'
    raise TypeError(f"{given!r} is no protocol; give what load returns: {cure}")


_RECORDS: Final = Kept[tuple[str, int], tuple[Log, Record]](64)
_STEPS: Final = Kept[tuple[str, int], tuple[Taken, Step]](20_000)


def remember(protocol: Protocol, log: Log, record: Record) -> None:
    """Remember the record that a log amounts to."""
    # The log is kept beside its record, or another one could come by its number.
    _RECORDS.put((protocol.digest, id(log)), (log, record))


def record_of(protocol: Protocol, log: Log) -> Record:
    """Return the record that a log amounts to.

    Args:
        protocol: the protocol.
        log: a log that it takes.

    Raises:
        VmoRehabError: the protocol does not take an event of the log.
    """
    return _RECORDS.of((a_protocol(protocol).digest, id(log)), lambda: (log, _recorded(protocol, log)))[1]


def _recorded(protocol: Protocol, log: Log) -> Record:
    record = Record.begin(protocol, log.enrolled)
    for event in log.events:
        record = record.append(protocol, event)
    return record


def steps(protocol: Protocol, log: Log) -> Iterator[Step]:
    """Yield every session of a log that was decided, corrections taken in, in date order.

    Args:
        protocol: the protocol.
        log: a log that it takes.
    """
    for taken in record_of(protocol, log).course(protocol).taken:
        if isinstance(taken.item.event, Session) and taken.decision is not None:
            yield _STEPS.of((protocol.digest, id(taken)), partial(_step, protocol, taken))[1]


def _step(protocol: Protocol, taken: Taken) -> tuple[Taken, Step]:
    event, decision = taken.item.event, taken.decision
    assert isinstance(event, Session)  # noqa: S101 - the caller has looked
    assert decision is not None  # noqa: S101 - the caller has looked
    return taken, Step(protocol, taken.before, event, decision, taken.after)

"""A log walked through a protocol: every step with what came before it, worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from vmo_rehab.engine.decision import Decision
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Log
from vmo_rehab.engine.session import Session
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Record


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


_RECORDS: Final[dict[tuple[str, int], tuple[Log, Record]]] = {}
_STEPS: Final[dict[tuple[str, int], tuple[object, Step]]] = {}
_KEPT: Final = 64
_KEPT_STEPS: Final = 20_000


def forget() -> None:
    """Forget every log and step that was worked out: after the engine itself has changed."""
    _RECORDS.clear()
    _STEPS.clear()


def remember(protocol: Protocol, log: Log, record: Record) -> None:
    """Remember the record that a log amounts to."""
    _RECORDS[protocol.digest, id(log)] = log, record
    if len(_RECORDS) > _KEPT:
        del _RECORDS[next(iter(_RECORDS))]


def record_of(protocol: Protocol, log: Log) -> Record:
    """Return the record that a log amounts to.

    Args:
        protocol: the protocol.
        log: a log that it takes.

    Raises:
        VmoRehabError: the protocol does not take an event of the log.
    """
    known = _RECORDS.get((protocol.digest, id(log)))
    if known is None:
        record = Record.begin(protocol, log.enrolled)
        for event in log.events:
            record = record.append(protocol, event)
        remember(protocol, log, record)
        return record
    return known[1]


def steps(protocol: Protocol, log: Log) -> Iterator[Step]:
    """Yield every session of a log that was decided, corrections taken in, in date order.

    Args:
        protocol: the protocol.
        log: a log that it takes.
    """
    for taken in record_of(protocol, log).course(protocol).taken:
        event, key = taken.item.event, (protocol.digest, id(taken))
        if not isinstance(event, Session) or taken.decision is None:
            continue
        if key not in _STEPS:
            if len(_STEPS) > _KEPT_STEPS:
                _STEPS.clear()
            _STEPS[key] = taken, Step(protocol, taken.before, event, taken.decision, taken.after)
        yield _STEPS[key][1]

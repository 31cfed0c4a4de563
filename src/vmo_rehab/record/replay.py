"""Replaying a record: every event anew, every decision compared with the one that was issued."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import attrs

from vmo_rehab.engine.decision import Decision, Told
from vmo_rehab.engine.events import Event
from vmo_rehab.engine.session import Session
from vmo_rehab.errors import ReplayError, VmoRehabError
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.canonical import to_json, to_plain
from vmo_rehab.record.editions import Editions, by_digest
from vmo_rehab.record.record import Protocols, Record

_HEAD: Final = ("format", "protocol", "revision", "digest", "editions", "enrolled")


def replay(protocols: Protocols, record: Record) -> Record:
    """Append every event of a record anew and compare each decision with the one that was issued.

    Args:
        protocols: every protocol that the record went through.
        record: the record.

    Returns:
        The record, folded; its JSON is the same, byte for byte.

    Raises:
        ReplayError: something differs; the first event that does is named. The version of the engine
            that decided may differ.
        RecordError: a protocol is missing, or the record is in another format.

    Example:
        >>> import datetime as dt
        >>> from vmo_rehab import Enrolled, load
        >>> protocol = load("soreness-rules")
        >>> record = Record.begin(protocol, Enrolled(dt.date(2026, 3, 2)))
        >>> record = record.append(protocol, Session(dt.date(2026, 3, 3)))
        >>> to_json(replay(protocol, record)) == to_json(record)
        True
    """
    record.check_format()
    names = record.went_through()
    known = Editions.among(names, by_digest(protocols)).protocols
    try:
        again = Record.begin(known[names[0].digest], record.enrolled)
    except VmoRehabError as bad:
        raise ReplayError(f"the enrolment of {record.enrolled.on} is refused: {bad}") from bad
    issued = iter(record.issued)
    for number, event in enumerate(record.events):
        again = _appended(known.values(), again, number, event)
        if isinstance(event, Session):
            _compare(number, event, next(issued, None), again.issued[-1])
    if next(issued, None) is not None:
        raise ReplayError("the record has more decisions than sessions")
    for name in _HEAD:
        if getattr(record, name) != getattr(again, name):
            raise ReplayError(f"{name} of the record is not what its events lead to")
    return attrs.evolve(again, issued=record.issued)


def _appended(protocols: Iterable[Protocol], again: Record, number: int, event: Event) -> Record:
    try:
        after = again.append(protocols, event)
    except VmoRehabError as bad:
        raise ReplayError(f"{_called(number, event)} is refused: {bad}") from bad
    if to_json(after.events[number]) != to_json(event):
        raise ReplayError(f"{_called(number, event)} is not written as it would be kept")
    return after


def _called(number: int, event: Event) -> str:
    day = event.date if isinstance(event, Session) else event.on
    return f"event {number}, {to_plain(event)['event']} of {day},"


def _compare(number: int, event: Session, issued: Decision | None, again: Decision) -> None:
    if issued is None:
        raise ReplayError(f"{_called(number, event)} has no decision in the record")
    if to_json(_as_compared(issued, again)) == to_json(_as_compared(again, issued)):
        return
    old, new = _flat(issued), _flat(again)
    names = [name for name in dict.fromkeys((*new, *old)) if old.get(name) != new.get(name)]
    raise ReplayError(
        f"{_called(number, event)} differs: {', '.join(_differing(old, new, name) for name in names)}"
    )


def _as_compared(decision: Decision, other: Decision) -> Decision:
    """Return what must be equal: all of it, or without the wording where another version decided."""
    if decision.engine == other.engine:
        return decision
    asked = tuple(attrs.evolve(question, words="") for question in decision.ask)
    plain = Told(why="", prescription=decision.prescription, ask=asked, alternatives=())
    return attrs.evolve(decision, engine="", telling=plain)


def _flat(decision: Decision) -> dict[str, Any]:
    """Return a decision's fields with those of its words among them, the engine aside."""
    plain = to_plain(attrs.evolve(decision, engine=""))
    words = plain.pop("telling")
    return {**plain, **words}


def _differing(old: dict[str, Any], new: dict[str, Any], name: str) -> str:
    was, now = old.get(name, ""), new.get(name, "")
    return f"{name} is {was!r} and replay gives {now!r}" if isinstance(was, str) else name

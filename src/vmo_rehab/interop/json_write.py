"""A log written as JSON, always the same way."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from vmo_rehab.engine.events import (
    Amended,
    Assessment,
    BaselineReset,
    Cleared,
    Enrolled,
    Event,
    LateAnswer,
    Log,
    Migrated,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
    Voided,
)
from vmo_rehab.engine.session import Absent, Performed, Session, SetDone
from vmo_rehab.interop.json_log import FORMAT

Json = str | int | bool | list["Json"] | dict[str, "Json"]

_SIMPLE: Final[Mapping[type, tuple[str, tuple[str, ...]]]] = {
    Assessment: ("assessment", ("on", "answers", "by", "taken")),
    SignedOff: ("signed-off", ("on", "to", "by", "role")),
    Cleared: ("cleared", ("on", "by", "note")),
    Overridden: ("overridden", ("on", "move", "reason", "text", "by", "expires", "to")),
    Suspended: ("suspended", ("on", "by", "reason")),
    Unsuspended: ("unsuspended", ("on", "by")),
    BaselineReset: ("baseline", ("on", "baseline", "by")),
    Migrated: ("migrated", ("on", "by", "digest", "phases")),
    LateAnswer: ("answer", ("on", "session", "answers", "exercise", "by")),
    Amended: ("amended", ("on", "session", "by", "reason")),
}


def write_json(log: Log) -> str:
    r"""Write a log as canonical JSON: sorted keys, decimals as strings, ISO dates, nothing empty.

    Args:
        log: as `read_csv` or `read_json` gives it.

    Returns:
        Text that `read_json` reads back as an equal log.

    Example:
        >>> import datetime as dt
        >>> print(write_json(Log(Enrolled(dt.date(2026, 3, 2)), ())))
        {
          "enrolled": {
            "on": "2026-03-02"
          },
          "events": [],
          "format": 1
        }
        <BLANKLINE>
    """
    whole = {
        "format": FORMAT,
        "enrolled": _enrolled(log.enrolled),
        "events": [_event(one) for one in log.events],
    }
    return json.dumps(whole, sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def _enrolled(event: Enrolled) -> dict[str, Json]:
    written = _fields(event, ("on", "facts", "baseline", "by", "sign_off_every_move", "side"))
    return written if event.equipment is None else {**written, "equipment": list(event.equipment)}


def _event(event: Event) -> dict[str, Json]:
    if isinstance(event, Session):
        return {"event": "session", **_session(event)}
    if isinstance(event, Voided):
        return {"event": "voided", "place": event.event, **_fields(event, ("on", "by", "reason"))}
    kind, parts = _SIMPLE[type(event)]
    return {"event": kind, **_fields(event, parts)}


def _session(session: Session) -> dict[str, Json]:
    return _fields(session, ("date", "answers", "exercises", "cut_short", "phase"))


def _fields(thing: object, names: tuple[str, ...]) -> dict[str, Json]:
    """Write the fields that are not empty."""
    written = {name: getattr(thing, name) for name in names}
    return {name: _json(value) for name, value in written.items() if value}


def _json(value: object) -> Json:
    match value:
        case bool() | int():
            return value
        case str():
            return str(value)
        case dt.date():
            return value.isoformat()
        case Absent():
            return {"absent": value.why.value}
        case Session():
            return _session(value)
        case Performed():
            return _fields(value, ("exercise", "sets", "answers"))
        case SetDone():
            return _set(value)
        case tuple():
            return [_json(one) for one in value]
        case Mapping():
            return {str(name): _json(one) for name, one in value.items()}
        case _:
            return _number(value)


def _set(done: SetDone) -> dict[str, Json]:
    written: dict[str, Json] = {"reps": done.reps}
    if done.good_reps is not None:
        written["good_reps"] = done.good_reps
    if done.faults is not None:
        written["faults"] = {**done.faults}
    if done.effort != Absent():
        written["effort"] = _json(done.effort)
    return written | ({"load": done.load} if done.load else {})


def _number(value: object) -> str:
    if isinstance(value, float):
        value = Decimal(repr(value))
    return str(value)

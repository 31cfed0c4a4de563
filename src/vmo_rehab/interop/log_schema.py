"""The JSON Schema of a JSON log, made of the tables that its reader uses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from vmo_rehab.documents.json_schema import DIALECT
from vmo_rehab.engine.events import Move
from vmo_rehab.interop.json_log import (
    DONE,
    ENROLLED,
    FORMAT,
    KINDS,
    MAY_HAVE_JSON,
    NEEDS_JSON,
    SESSION,
    SET,
    SIDES,
    WHOLE,
)
from vmo_rehab.interop.log_events import ANSWERED, MAY_HAVE, NEEDS
from vmo_rehab.interop.log_values import ABSENCES

Schema = dict[str, Any]

_MOST: Final = 9999
_TEXT: Final = {"type": "string", "pattern": r"\S"}
_DAY: Final = {"type": "string", "pattern": r"^\s*\d{4}-\d{2}-\d{2}\s*$", "examples": ["2026-03-02"]}
_COUNT: Final = {"type": "integer", "minimum": 0, "maximum": _MOST}
_YES: Final = {"type": "boolean"}
_ANSWER: Final = {"$ref": "#/$defs/answer"}
_ANSWERS: Final = {"$ref": "#/$defs/answers"}
_TEXTS: Final = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}


def _many(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


_FIELDS: Final[dict[str, tuple[str, Schema]]] = {
    "format": ("The version of the log format: 1.", {"enum": [FORMAT]}),
    "protocol": ("The id of the protocol; read with another one, the log is refused.", _TEXT),
    "enrolled": (
        "How the patient came in; what it leaves out is given beside the log.",
        {"$ref": "#/$defs/enrolled"},
    ),
    "events": ("Everything after the enrolment, in the order of the days.", _many("event")),
    "on": ("The day.", _DAY),
    "date": ("The day of the session.", _DAY),
    "facts": ("What the protocol asks at enrolment, by name: a date, or one of the labels.", _TEXTS),
    "baseline": ("Baseline answers, by measure.", _ANSWERS),
    "by": ("Who did it.", _TEXT),
    "sign_off_every_move": ("true if every move on needs a sign-off.", _YES),
    "side": ("Which knee.", {"enum": list(SIDES)}),
    "equipment": (
        "What the patient has, by the catalogue's names; everything if left out.",
        {"type": "array", "items": _TEXT},
    ),
    "answers": ("Answers, by measure.", _ANSWERS),
    "exercises": ("What was done; without any, the session is a check-in.", _many("done")),
    "cut_short": ("true if the session was broken off.", _YES),
    "phase": ("The phase it was done under, where that is another one than the patient's.", _TEXT),
    "exercise": ("The id of an exercise.", _TEXT),
    "sets": ("The sets, in order.", _many("set")),
    "reps": ("Repetitions that were done.", _COUNT),
    "good_reps": ("Those without a fault; left out where nobody counted.", _COUNT),
    "load": ("As the prescription writes it: 5 kg, or red band.", _TEXT),
    "faults": (
        "How many repetitions had each fault; {} where somebody looked and saw none.",
        {"type": "object", "additionalProperties": {**_COUNT, "type": ["integer", "null"]}},
    ),
    "effort": ("How hard the set was.", _ANSWER),
    "session": ("The day of the session that it is about.", _DAY),
    "taken": ("When it was measured, if earlier.", _DAY),
    "to": ("The phase.", _TEXT),
    "role": ("As what; physiotherapist if left out.", _TEXT),
    "note": ("A remark.", _TEXT),
    "move": ("What an override asks for.", {"enum": [str(move) for move in Move]}),
    "reason": ("Why.", _TEXT),
    "text": ("Why, in words.", _TEXT),
    "expires": ("The last day it can take effect.", _DAY),
    "place": ("Which event is taken back, counted from 0.", _COUNT),
    "digest": ("The digest of the revision that the patient moves to.", _TEXT),
    "phases": ("Where each phase goes in the new revision: old id, new id.", _TEXTS),
}
"""A sentence on each key, and what it takes."""


def log_schema() -> Schema:
    """Make the JSON Schema of a JSON log.

    Example:
        >>> log_schema()["required"]
        ['format', 'events']
    """
    kinds = list(KINDS)
    absent = {"description": "Why there is no answer.", "enum": [str(why) for why in ABSENCES]}
    absence = {**_object({"absent": absent}, ["absent"]), "examples": [{"absent": "declined"}]}
    answer = {"anyOf": [{"type": ["string", "number", "null"]}, absence]}
    defs = {
        "answer": {"description": "A value on the measure's scale, or why there is none.", **answer},
        "answers": {"type": "object", "additionalProperties": _ANSWER},
        "enrolled": _of(ENROLLED),
        "set": _of(SET, ["reps"]),
        "done": _of(DONE, ["exercise", "sets"]),
        "session": _of(SESSION, ["date"]),
        "event": {"anyOf": [{"$ref": f"#/$defs/event-{kind}"} for kind in kinds]},
        **{f"event-{kind}": _event(kind) for kind in kinds},
    }
    head = {
        "$schema": DIALECT,
        "$id": f"urn:vmo-rehab:log:{FORMAT}",
        "title": "a log",
        "description": "A patient's log.",
    }
    return {**head, **_of(WHOLE, ["format", "events"]), "$defs": defs}


def _event(kind: str) -> Schema:
    own = {"event": {"description": "What happened.", "const": kind}}
    if kind == "session":
        return _object({**own, **_properties(SESSION, ["date"])}, ["event", "date"])
    needs = [*NEEDS.get(kind, ()), *NEEDS_JSON.get(kind, ())]
    may = [*MAY_HAVE.get(kind, ()), *MAY_HAVE_JSON.get(kind, ())]
    if key := ANSWERED.get(kind):
        needs.append(key)
    made = {**own, **_properties(["on", *needs, *may], ["on", *needs])}
    if kind == "amended":
        made["session"] = {"description": "The session as it was.", "$ref": "#/$defs/session"}
    if key:
        made[key] = {**made[key], "minProperties": 1}
    return _object(made, ["event", "on", *needs])


def _of(names: Iterable[str], required: Iterable[str] = ()) -> Schema:
    needed = list(required)
    return _object(_properties(names, needed), needed)


def _properties(names: Iterable[str], required: Iterable[str]) -> Schema:
    needed = set(required)
    return {name: _field(name, needed=name in needed) for name in names}


def _field(name: str, *, needed: bool) -> Schema:
    """Say what a key takes; where it can be left out, ``null`` is no member and passes as well."""
    doc, takes = _FIELDS[name]
    return {"description": doc, **(takes if needed else {"anyOf": [takes, {"type": "null"}]})}


def _object(properties: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }

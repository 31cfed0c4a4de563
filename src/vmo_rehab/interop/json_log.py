"""A patient's log as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from vmo_rehab.engine.events import Amended, Enrolled, Log, Migrated, Voided
from vmo_rehab.engine.session import Session, SetDone
from vmo_rehab.errors import LogError
from vmo_rehab.interop.json_object import Members
from vmo_rehab.interop.json_text import Node, read_json_text
from vmo_rehab.interop.log_checks import check_entries
from vmo_rehab.interop.log_entries import Done, Entry, Spot, Word, bare, begin, make_session
from vmo_rehab.interop.log_events import ANSWERED, MAY_HAVE, NEEDS, Enrolment, Said, make
from vmo_rehab.interop.log_values import Values, nearest
from vmo_rehab.measures import EFFORT
from vmo_rehab.protocol.model import Protocol

FORMAT: Final = 1
"""The form of log that is read and written."""

WHOLE: Final = ("format", "protocol", "enrolled", "events")
ENROLLED: Final = ("on", "facts", "baseline", "by", "sign_off_every_move", "side", "equipment")
SESSION: Final = ("date", "answers", "exercises", "cut_short", "phase")
DONE: Final = ("exercise", "sets", "answers")
SET: Final = ("reps", "good_reps", "load", "faults", "effort")
"""The keys of each object of a log; those of an event stand behind ``event`` and ``on``."""

SIDES: Final = ("left", "right")

NEEDS_JSON: Final[Mapping[str, tuple[str, ...]]] = {
    "amended": ("session", "by"),
    "voided": ("place", "by"),
    "migrated": ("by", "digest"),
}
"""The events that a table cannot hold, with the fields each must have."""

MAY_HAVE_JSON: Final[Mapping[str, tuple[str, ...]]] = {
    "amended": ("reason",),
    "voided": ("reason",),
    "migrated": ("phases",),
}
KINDS: Final = ("session", *NEEDS, *NEEDS_JSON)


def read_json(
    text: str,
    path: Path | str,
    protocol: Protocol,
    latest: dt.date | None = None,
    enrolment: Enrolled | None = None,
) -> Log:
    """Read a log written as JSON; `docs/reference/logs.md` describes it.

    Args:
        text: the whole text.
        path: the name that findings show.
        protocol: tells which measures, exercises, facts and phases there are.
        latest: the last day a date may have; ``None`` for no bound.
        enrolment: what holds where the log's own ``enrolled`` says nothing.

    Returns:
        The whole log.

    Raises:
        LogError: anything is wrong; every finding is in it, and nothing was taken.

    Example:
        >>> from vmo_rehab.protocol.model import Phase
        >>> knee = Protocol(id="knee", revision="1", title="Knee", intended_use="an example", start="a",
        ...                 measures={}, phases=(Phase(id="a", title="A"),))
        >>> text = '{"format": 1, "enrolled": {"on": "2026-03-02"}, "events": []}'
        >>> read_json(text, "log.json", knee).events
        ()
    """
    findings = begin(text, path)
    values = Values(protocol, findings, latest)
    whole = Members.of(read_json_text(findings), values, WHOLE)
    if whole is None:
        raise LogError(findings.found)
    _check_head(whole)
    enrolled = _enrolled(whole, enrolment)
    nodes = enumerate(whole.items("events", needed=True))
    entries = [entry for place, node in nodes if (entry := _event(node, place, values))]
    check_entries(entries, enrolled.on if enrolled else None, values)
    findings.refuse()
    assert enrolled is not None  # noqa: S101 - its absence is a finding
    return Log(enrolled, tuple(entry.event for entry in entries))


def _check_head(whole: Members) -> None:
    number, findings = whole.number("format"), whole.values.findings
    if number is None and not whole.has("format"):
        findings.add("L125", "the log does not say its format", f'add "format": {FORMAT}', whole.node.spot)
    elif number and number.text != str(FORMAT):
        what, cure = f"format {number.text} is not known", f"this version reads format {FORMAT}"
        findings.add("L125", what, cure, number.spot)
    named, protocol = whole.word("protocol"), whole.values.protocol.id
    if named and named.text != protocol:
        what = f"the log belongs to {named.text}, and was read with {protocol}"
        findings.add("L133", what, "read it with its own protocol", named.spot)


def _enrolled(whole: Members, given: Enrolled | None) -> Enrolled | None:
    said, values = whole.inner("enrolled", ENROLLED), whole.values
    parts = _enrolment(said) if said else Enrolment()
    enrolled = parts.complete(given)
    unreadable = said.has("on") if said else whole.has("enrolled")
    if enrolled is None and not unreadable:
        cure = 'add "enrolled": {"on": "2026-03-02"}, or give the start beside the log: --start 2026-03-02'
        spot = said.node.spot if said else Spot(whole.node.spot.start, whole.node.spot.start + 1)
        values.findings.add("L132", "the log does not say when the episode starts", cure, spot)
    return enrolled


def _enrolment(said: Members) -> Enrolment:
    values = said.values
    on, side, by = said.word("on"), said.word("side"), said.word("by")
    facts: dict[str, dt.date | str] = {}
    inner = said.inner("facts")
    words = {name: (inner.key(name), inner.word(name)) for name in inner.members} if inner else {}
    for name, (key, word) in words.items():
        if values.named("fact of this protocol", Word(name, key), values.protocol.facts) and word:
            fact = values.fact(values.protocol.facts[name], word)
            facts |= {} if fact is None else {name: fact}
    baseline = said.answers("baseline")
    for name, answer in baseline.items():
        values.named("baseline of this protocol", Word(name, answer.spot), values.protocol.baseline)
    return Enrolment(
        on=values.day(on) if on else None,
        facts=facts,
        baseline=bare(baseline),
        by=by.text if by else None,
        sign_off_every_move=said.yes("sign_off_every_move"),
        side=values.choice(side, SIDES) if side else None,
        equipment=values.equipment(said.words("equipment")) if said.has("equipment") else None,
    )


def _event(node: Node, place: int, values: Values) -> Entry | None:
    said = Members.of(node, values)
    kind = said.word("event") if said else None
    if said is None or kind is None:
        if said and not said.has("event"):
            said.missing("event")
        return None
    match kind.text:
        case "session":
            said.hold_to(("event", *SESSION))
            return _session(said, place)
        case known if known in NEEDS:
            return _shared(known, said, place)
        case known if known in NEEDS_JSON:
            return _only_json(known, said, place)
        case other:
            what = f'"{other[:60]}" is not an event'
            values.findings.add("L139", what, nearest(other, KINDS), kind.spot)
            return None


def _shared(kind: str, said: Members, place: int) -> Entry | None:
    """Make an event that a table can hold too."""
    fields = (*NEEDS[kind], *MAY_HAVE[kind])
    key = ANSWERED.get(kind, "")
    said.hold_to(("event", "on", *fields, *([key] if key else [])))
    day = said.day("on")
    words = {part: word for part in fields if (word := said.word(part))}
    answers = said.answers(key, of_exercise="exercise" in words) if key else {}
    if day is None:
        return None
    whole = Said(kind, day, said.node.spot, words, answers, said.any_in(key), place)
    return _dated(make(whole, said.values), said, "on")


def _dated(entry: Entry | None, said: Members, key: str) -> Entry | None:
    if entry is None or key not in said.members:
        return entry
    return Entry(entry.event, entry.spot, {**entry.parts, "date": said.members[key].spot}, entry.place)


def _session(said: Members, place: int) -> Entry | None:
    values, day = said.values, said.day("date")
    answers = said.answers("answers")
    done: dict[str, Done] = {}
    for node in said.items("exercises"):
        one = Members.of(node, values, DONE)
        if one and (performed := _done(one)):
            if performed.exercise in done:
                what, cure = f"{performed.exercise} stands twice", "give all its sets in one place"
                values.findings.add("L138", what, cure, node.spot)
            done.setdefault(performed.exercise, performed)
    if not done and said.has("exercises") and said.members["exercises"].value != ():
        # What cannot be read was training all the same: its answers are not to blame.
        done[""] = Done("", ())
    phase, cut = said.word("phase"), said.yes("cut_short")
    if phase:
        values.named("phase of this protocol", phase, values.protocol.phase_by_id)
    if day is None:
        return None
    session = make_session(day, answers, done.values(), bool(cut), phase.text if phase else "")
    parts = {"date": said.members["date"].spot} | {name: one.spot for name, one in answers.items()}
    return Entry(session, said.node.spot, parts, place)


def _done(said: Members) -> Done | None:
    values, name = said.values, said.word("exercise")
    if name is None:
        if not said.has("exercise"):
            said.missing("exercise")
        return None
    values.named("exercise of this protocol", name, values.protocol.exercises)
    nodes = said.items("sets")
    sets = tuple(one for node in nodes if (one := _set(node, name.text, values)))
    if not nodes:
        what, cure = f"{name.text} has no sets", "leave out what was not done"
        values.findings.add("L142", what, cure, said.node.spot)
    return Done(name.text, sets, said.answers("answers", of_exercise=True))


def _set(node: Node, exercise: str, values: Values) -> SetDone | None:
    said = Members.of(node, values, SET)
    if said is None:
        return None
    reps = said.number("reps")
    if reps is None:
        if not said.has("reps"):
            what, cure = f"a set of {exercise} without repetitions", "give reps; 0 if none was done"
            values.findings.add("L142", what, cure, node.spot)
        return None
    faults = said.inner("faults")
    words = {name: faults.number(name) for name in faults.members} if faults else {}
    seen = (
        tuple((Word(name, faults.key(name)), word) for name, word in words.items() if word)
        if faults
        else None
    )
    good, effort = said.number("good_reps"), said.answer("effort", EFFORT)
    return values.set_done(exercise, reps, good, said.word("load"), seen, effort)


def _only_json(kind: str, said: Members, place: int) -> Entry | None:
    """Make an event that a table cannot hold: a correction of the record, or another revision."""
    said.hold_to(("event", "on", *NEEDS_JSON[kind], *MAY_HAVE_JSON[kind]))
    day = said.day("on")
    if day is None:
        return None
    for key in NEEDS_JSON[kind]:
        if not said.has(key):
            said.missing(key)
    values, node = said.values, said.node
    by, reason = said.text("by"), said.text("reason")
    entry: Entry | None
    if kind == "amended":
        entry = _amended(said, day, place)
    elif kind == "voided":
        number = said.number("place")
        count = values.count(number) if number else None
        spots = {"event": number.spot} if number else {}
        entry = None if count is None else Entry(Voided(day, count, by, reason), node.spot, spots, place)
    else:
        moved = said.inner("phases")
        phases = {old: moved.text(old) for old in moved.members} if moved else {}
        entry = Entry(Migrated(day, by, said.text("digest"), phases), node.spot, {}, place)
    return _dated(entry, said, "on")


def _amended(said: Members, day: dt.date, place: int) -> Entry | None:
    inner = said.inner("session", SESSION)
    session = _session(inner, place) if inner else None
    if session is None or not isinstance(session.event, Session):
        return None
    event = Amended(day, session.event, said.text("by"), said.text("reason"))
    return Entry(event, said.node.spot, {**session.parts, "session": session.at("date")}, place)

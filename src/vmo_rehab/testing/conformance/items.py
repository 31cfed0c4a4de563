"""What happens in a case, as the library's enrolments, sessions and events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from vmo_rehab.documents.library import loads
from vmo_rehab.engine.events import (
    Amended,
    Applied,
    Assessment,
    BaselineReset,
    Cleared,
    Correction,
    Enrolled,
    Event,
    LateAnswer,
    Migrated,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
    Voided,
)
from vmo_rehab.engine.session import Absent, Answer, Performed, Session, SetDone
from vmo_rehab.testing.conformance.files import Case

START: Final = dt.date(2026, 1, 5)
"""Day 0, a Monday."""
CORRECTIONS: Final = ("answer", "amended", "voided")
"""What changes the record, not the episode."""

Given = Mapping[str, Any]

_SESSION: Final = {"answers", "answers_of", "done", "sets", "cut_short", "under"}
_KEYS: Final[Mapping[str, set[str]]] = {
    "session": _SESSION,
    "check-in": {"answers", "under"},
    "today": {"answers"},
    "assessment": {"answers", "taken"},
    "signed-off": {"to", "by", "role"},
    "cleared": {"by"},
    "overridden": {"move", "to", "by", "reason", "text", "expires"},
    "suspended": {"by"},
    "unsuspended": {"by"},
    "baseline": {"answers"},
    "migrated": {"phases", "protocol"},
    "answer": {"about", "answers", "exercise"},
    "amended": {"about", "check_in"} | _SESSION,
    "voided": {"about"},
}
_ENROLLED: Final = {"day", "facts", "baseline", "sign_off_every_move", "equipment"}
_EXPECTED: Final = {
    *("decision", "do", "refused", "names", "phase", "flags", "escalate_to"),
    *("ask", "choices", "levels", "prescribed", "truth", "red_flags", "withheld", "arcs"),
}


def kind_of(item: Given) -> str:
    """Name what an item of a log is.

    Raises:
        ValueError: it is none, or has a key that does not belong to it.
    """
    kinds = [kind for kind in _KEYS if kind in item]
    if len(kinds) != 1:
        raise ValueError(f"expected one event in an item, found {kinds}: {item}")
    _refuse(item, _KEYS[kinds[0]] | {kinds[0], "expect", "now"}, f"a {kinds[0]}")
    return kinds[0]


def expected_of(item: Given, kind: str) -> Given:
    """Return what is expected of an item; one word is the decision, or the kind of day.

    Raises:
        ValueError: it has a key that no expectation has, or a session expects no decision.
    """
    given = item.get("expect", {})
    word = "do" if kind == "today" else "decision"
    expected: Given = {word: given} if isinstance(given, str) else given
    _refuse(expected, _EXPECTED, "what is expected")
    if kind in ("session", "check-in") and not expected.keys() & {"decision", "refused"}:
        raise ValueError(f"a {kind} expects no decision: {item}")
    return expected


def needs_record(case: Case) -> bool:
    """Whether a case corrects what was logged, which needs a record."""
    return any(kind_of(item) in CORRECTIONS for item in case.log)


def day(written: int | str) -> dt.date:
    """Read a day: a number of days after day 0, or a date.

    Example:
        >>> day(1)
        datetime.date(2026, 1, 6)
    """
    if isinstance(written, str):
        return dt.date.fromisoformat(written)
    return START + dt.timedelta(days=written)


def enrolled(case: Case) -> Enrolled:
    """Return a case's enrolment; without one it is on day 0.

    Raises:
        ValueError: it has a key that no enrolment has.
    """
    given = case.data.get("enrolled", {})
    _refuse(given, _ENROLLED, "an enrolment")
    facts = given.get("facts", {})
    return Enrolled(
        day(given.get("day", 0)),
        {name: fact if isinstance(fact, str) else day(fact) for name, fact in facts.items()},
        _answers(given.get("baseline", {})),
        sign_off_every_move=given.get("sign_off_every_move", False),
        equipment=given.get("equipment"),
    )


def session(case: Case, item: Given, on: dt.date, *, trained: bool = True) -> Session:
    """Return the session of an item.

    Args:
        case: whose exercises are done where the item does not say it.
        item: a session, a check-in, a `today`, or an amendment.
        on: its day.
        trained: whether anything is done; not at a check-in.
    """
    return Session(
        on,
        _answers(item.get("answers", {})),
        _done(item, case.exercises) if trained else (),
        cut_short=item.get("cut_short", False),
        phase=item.get("under", ""),
    )


def applied(case: Case, kind: str, item: Given) -> Applied:
    """Return the event of an item that is folded into the episode."""
    on, by = day(item[kind]), item.get("by", "a clinician")
    match kind:
        case "assessment":
            taken = day(item["taken"]) if "taken" in item else None
            return Assessment(on, _answers(item["answers"]), by, taken)
        case "signed-off":
            return SignedOff(on, item["to"], by, item.get("role", "physiotherapist"))
        case "cleared":
            return Cleared(on, by)
        case "overridden":
            reason, text = item.get("reason", "clinical-judgement"), item.get("text", "seen today")
            return Overridden(on, item["move"], reason, text, by, day(item["expires"]), item.get("to", ""))
        case "suspended":
            return Suspended(on, by)
        case "unsuspended":
            return Unsuspended(on, by)
        case "baseline":
            return BaselineReset(on, _answers(item["answers"]), by)
        case _:
            to = loads(case.protocol(item.get("protocol", {})), case.file)
            return Migrated(on, by, to.digest, item.get("phases", {}))


def correction(case: Case, kind: str, item: Given, events: Sequence[Event]) -> Correction:
    """Return the correction of an item.

    Args:
        case: its case.
        kind: which correction.
        item: it.
        events: what was taken so far, the enrolment apart.
    """
    on, about = day(item[kind]), day(item["about"])
    if kind == "answer":
        return LateAnswer(on, about, _answers(item["answers"]), item.get("exercise", ""))
    if kind == "amended":
        trained = not item.get("check_in", False)
        return Amended(on, session(case, item, about, trained=trained), "a clinician")
    there = [place for place, one in enumerate(events) if isinstance(one, Session) and one.date == about]
    return Voided(on, there[-1] if there else len(events), "a clinician")


def _done(item: Given, names: Sequence[str]) -> list[Performed]:
    sets = item.get("sets") or {name: [{"reps": 5}] for name in item.get("done", names)}
    of = item.get("answers_of", {})
    return [
        Performed(name, [_set(one) for one in done], _answers(of.get(name, {})))
        for name, done in sets.items()
    ]


def _set(one: Given) -> SetDone:
    return SetDone(one["reps"], one.get("good"), one.get("load", ""), one.get("faults"))


def _answers(given: Given) -> dict[str, Answer]:
    return {
        name: Absent(answer["absent"]) if isinstance(answer, dict) else answer
        for name, answer in given.items()
    }


def _refuse(given: Given, known: set[str], of: str) -> None:
    if unknown := sorted(given.keys() - known):
        raise ValueError(f"unknown keys of {of}: {', '.join(unknown)}")

"""Reads the conformance files: plain data to the library's protocols, enrolments and events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from attrs import frozen

import vmo_rehab as vmo

HERE = Path(__file__).parent
START = dt.date(2026, 1, 5)
"""Day 0, a Monday."""

CASE_KEYS = {"case", "covers", "missing", "use", "protocol", "enrolled", "refused", "names", "log"}
EVENT_KEYS: Mapping[str, set[str]] = {
    "session": {"answers", "answers_of", "done", "sets", "cut_short", "under"},
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
    "amended": {"about", "answers", "answers_of", "done", "sets", "cut_short", "under", "check_in"},
    "voided": {"about"},
}
CORRECTIONS = ("answer", "amended", "voided")


@frozen
class Case:
    """One case: its file, its name and its data."""

    file: str
    name: str
    data: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


@cache
def common() -> Mapping[str, Any]:
    """Read what all cases share."""
    return yaml.safe_load((HERE / "common.yaml").read_text("utf-8"))


@cache
def cases() -> tuple[Case, ...]:
    """Read every case of every file, in order."""
    paths = sorted(path for path in HERE.glob("*.yaml") if path.name != "common.yaml")
    return tuple(
        Case(path.name, one["case"], {"snippets": read.get("snippets", {}), **one})
        for path in paths
        for read in [yaml.safe_load(path.read_text("utf-8"))]
        for one in read["cases"]
    )


def features() -> list[str]:
    """List every feature of the table."""
    return [feature for group in common()["features"].values() for feature in group]


def document(case: Case, own: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Put a case's protocol together: header, measures, snippets, its own keys, the phases completed."""
    made = _layered(case, own)
    exercises = made.pop("exercises")
    phases = [_completed(phase, exercises) for phase in made.pop("phases")]
    if not any(phase.get("final") for phase in phases):
        phases.append(common()["final"])
    return {**made, "phases": phases}


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one mapping over another: mappings key by key, anything else replaced."""
    made = dict(below)
    for key, value in above.items():
        inner = made.get(key)
        both = isinstance(inner, dict) and isinstance(value, dict)
        made[key] = _merged(inner, value) if both else value
    return made


def _layered(case: Case, own: Mapping[str, Any] | None = None) -> dict[str, Any]:
    snippets = {**common()["snippets"], **case.data["snippets"]}
    made: dict[str, Any] = {key: common()[key] for key in ("measures", "exercises")} | common()["header"]
    layers = [snippets[name] for name in case.data.get("use", ())]
    for layer in [*layers, case.data.get("protocol", {}), *([own] if own else [])]:
        made = _merged(made, layer)
    return made


def _completed(phase: Mapping[str, Any], exercises: Any) -> Mapping[str, Any]:
    if phase.get("final") or "exercises" in phase:
        return phase
    return {**phase, "exercises": exercises}


def done_unless_said(case: Case) -> list[str]:
    """List what a session did that does not say it: the exercises of a phase that does not say them."""
    return [row["exercise"] for row in _layered(case)["exercises"]]


def protocol(case: Case, own: Mapping[str, Any] | None = None) -> vmo.Protocol:
    """Read a case's protocol with the library."""
    text = yaml.dump(document(case, own), sort_keys=False, Dumper=_NoAliases, allow_unicode=True)
    return vmo.loads(text, case.file)


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def day(written: int | str) -> dt.date:
    """Read a day: a number of days after day 0, or a date."""
    if isinstance(written, str):
        return dt.date.fromisoformat(written)
    return START + dt.timedelta(days=written)


def enrolled(case: Case) -> vmo.Enrolled:
    """Read a case's enrolment; without one it is on day 0."""
    given = dict(case.data.get("enrolled", {}))
    facts = {
        name: fact if isinstance(fact, str) else day(fact) for name, fact in given.pop("facts", {}).items()
    }
    baseline = _answers(given.pop("baseline", {}))
    made = vmo.Enrolled(
        day(given.pop("day", 0)),
        facts,
        baseline,
        sign_off_every_move=given.pop("sign_off_every_move", False),
        equipment=given.pop("equipment", None),
    )
    assert not given, f"unknown keys of an enrolment: {given}"
    return made


def kind_of(item: Mapping[str, Any]) -> str:
    """Name the event that an item of a log is; a key that does not belong to it is an error."""
    kinds = [kind for kind in EVENT_KEYS if kind in item]
    assert len(kinds) == 1, f"one event an item: {item}"
    unknown = item.keys() - EVENT_KEYS[kinds[0]] - {kinds[0], "expect", "now"}
    assert not unknown, f"unknown keys of a {kinds[0]}: {unknown}"
    return kinds[0]


def session(item: Mapping[str, Any], on: dt.date, done: list[str]) -> vmo.Session:
    """Read a session; ``done`` is what was done where it does not say so, nothing for a check-in."""
    return vmo.Session(
        on,
        _answers(item.get("answers", {})),
        _done(item, done) if done else (),
        cut_short=item.get("cut_short", False),
        phase=item.get("under", ""),
    )


def _done(item: Mapping[str, Any], names: list[str]) -> list[vmo.Performed]:
    sets = item.get("sets") or {name: [{"reps": 5}] for name in item.get("done", names)}
    of = item.get("answers_of", {})
    return [
        vmo.Performed(
            name,
            [
                vmo.SetDone(one["reps"], one.get("good"), one.get("load", ""), one.get("faults"))
                for one in done
            ],
            _answers(of.get(name, {})),
        )
        for name, done in sets.items()
    ]


def _answers(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: vmo.Absent(answer["absent"]) if isinstance(answer, dict) else answer
        for name, answer in given.items()
    }


def event(kind: str, item: Mapping[str, Any], to: vmo.Protocol | None) -> Any:
    """Read an event that is applied; ``to`` is the protocol a migration moves to."""
    on, by = day(item[kind]), item.get("by", "a clinician")
    match kind:
        case "assessment":
            taken = day(item["taken"]) if "taken" in item else None
            return vmo.Assessment(on, _answers(item["answers"]), by, taken)
        case "signed-off":
            return vmo.SignedOff(on, item["to"], by, item.get("role", "physiotherapist"))
        case "cleared":
            return vmo.Cleared(on, by)
        case "overridden":
            reason, text = item.get("reason", "clinical-judgement"), item.get("text", "seen today")
            expires = day(item["expires"])
            return vmo.Overridden(on, item["move"], reason, text, by, expires, item.get("to", ""))
        case "suspended":
            return vmo.Suspended(on, by)
        case "unsuspended":
            return vmo.Unsuspended(on, by)
        case "baseline":
            return vmo.BaselineReset(on, _answers(item["answers"]), by)
    assert kind == "migrated"
    assert to is not None
    return vmo.Migrated(on, by, to.digest, item.get("phases", {}))


def correction(kind: str, item: Mapping[str, Any], events: tuple[Any, ...], done: list[str]) -> Any:
    """Read a correction of the session of a day."""
    on, about = day(item[kind]), day(item["about"])
    if kind == "answer":
        return vmo.LateAnswer(on, about, _answers(item["answers"]), item.get("exercise", ""))
    if kind == "amended":
        return vmo.Amended(on, session(item, about, [] if item.get("check_in") else done), "a clinician")
    there = [place for place, one in enumerate(events) if isinstance(one, vmo.Session) and one.date == about]
    return vmo.Voided(on, there[-1] if there else len(events), "a clinician")

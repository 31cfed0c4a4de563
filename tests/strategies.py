"""Generated protocols and logs: small scales, every window, gate and rule, logs near the thresholds.

Protocols are made as the plain data of a file and read by the library itself, so
that what is tested is what a file can say. Scales are small, so that every way
of filling in missing answers can be tried.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import yaml
from hypothesis import note
from hypothesis import strategies as st

from vmo_rehab import Absent, Enrolled, Performed, Protocol, Session, SetDone, enrol, loads

START = dt.date(2026, 1, 1)

MEASURES: dict[str, dict[str, Any]] = {
    "hurt": {"title": "hurt in training", "scale": {"from": 0, "to": 3}, "asked": "during"},
    "morning": {"title": "hurt next morning", "scale": {"from": 0, "to": 3}, "asked": "next-morning"},
    "form": {"title": "good form", "scale": {"from": 0, "to": 3}, "asked": "during", "worse": "low"},
    "door": {"title": "hurt at the door", "scale": {"from": 0, "to": 3}, "asked": "check-in"},
    "swelling": {
        "title": "swelling",
        "labels": ["none", "some", "lots"],
        "asked": "check-in",
        "valid_for": "6 days",
    },
    "power": {
        "title": "power",
        "scale": {"from": 0, "to": 3},
        "asked": "visit",
        "worse": "low",
        "valid_for": "20 days",
    },
    "usual": {"title": "usual hurt", "scale": {"from": 0, "to": 3}, "asked": "visit"},
    "alarm": {"title": "an alarm", "red_flag": True, "asked": "check-in"},
    "siren": {"title": "a siren", "red_flag": True, "asked": "check-in"},
}
WORSE_LOW = {"form", "power"}
IN_TRAINING = {"hurt", "morning", "form"}
ASKED = ("hurt", "morning", "form", "door", "swelling", "power")
FLAGS = ("alarm", "siren")
VALUES: dict[str, list[Any]] = {name: [0, 1, 2, 3] for name in ASKED} | {
    "swelling": ["none", "some", "lots"],
    **{flag: ["absent", "present"] for flag in FLAGS},
}
"""Every answer of a measure, least first."""
LIFT, LUNGE = "leg-extension/machine", "lunge/body-weight"
EXERCISES = (LIFT, LUNGE)
SIT, SQUAT, BRIDGE, RAISE = "sit-to-stand", "squat/body-weight", "bridge", "straight-leg-raise"
OTHERS = (SIT, SQUAT, BRIDGE, RAISE)
"""Exercises of ladders, of menus, and of what is done instead."""
FAULTS = {LIFT: "swings", LUNGE: "knee_valgus"}
LOADS = {LIFT: ("5 kg", "10 kg", "17 kg"), LUNGE: ("light", "middle")}
PATTERNS = {LIFT: {"pattern": "knee-extension"}, LUNGE: {"pattern": "lunge"}}
REASONS = ("not-asked", "declined", "patient-unsure", "not-performed")


def worse_than(measure: str, answer: Any) -> list[Any]:
    """Return the answers that are worse than one."""
    place = VALUES[measure].index(answer)
    return VALUES[measure][:place] if measure in WORSE_LOW else VALUES[measure][place + 1 :]


@st.composite
def comparisons(draw: st.DrawFn, *, merit: bool, measures: tuple[str, ...] = ASKED) -> str:
    """Draw a comparison towards better for merit, towards worse for harm."""
    measure = draw(st.sampled_from(measures))
    down = merit is not (measure in WORSE_LOW)
    op = draw(st.sampled_from(["<", "<="] if down else [">", ">="]))
    if measure in ("hurt", "morning", "door") and draw(st.integers(0, 3)) == 0:
        offset = draw(st.sampled_from(["", " + 1", " - 1", " + 2"]))
        return f"{measure} {op} usual{offset}"
    of = (
        f" of {draw(st.sampled_from((*EXERCISES, *EXERCISES, *OTHERS)))}"
        if measure in IN_TRAINING and draw(st.integers(0, 5)) == 0
        else ""
    )
    return f"{measure}{of} {op} {draw(st.sampled_from(VALUES[measure]))}"


@st.composite
def windows(draw: st.DrawFn) -> str:
    """Draw a window, or none."""
    kind = draw(st.sampled_from(["", "", "row", "hits", "days"]))
    sessions = draw(st.integers(1, 4))
    scope = draw(st.sampled_from(["", " in this phase"]))
    if kind == "row":
        return f" for {sessions} sessions in a row{scope}"
    if kind == "hits":
        return f" in {draw(st.integers(1, sessions))} of the last {sessions} sessions{scope}"
    if kind == "days":
        return f" for {draw(st.integers(1, 15))} days with at least {sessions} sessions{scope}"
    return ""


@st.composite
def lines(draw: st.DrawFn, *, merit: bool, measures: tuple[str, ...] = ASKED) -> str:
    """Draw one line: a comparison with or without window, a mean or worst, or a count."""
    what = draw(st.integers(0, 9))
    if what == 0 and measures == ASKED:
        op = ">=" if merit else "<="
        count = draw(st.sampled_from(["days_in_phase", "sessions_in_phase", "days_since_injury"]))
        return f"{count} {op} {draw(st.integers(0, 9))}"
    if what == 1 and measures == ASKED:
        measure = draw(st.sampled_from(["hurt", "morning", "form", "door"]))
        body = draw(comparisons(merit=merit, measures=(measure,)))
        fold = draw(st.sampled_from(["mean", "worst"]))
        return f"{fold} {body} over the last {draw(st.integers(1, 4))} sessions"
    return draw(comparisons(merit=merit, measures=measures)) + draw(windows())


@st.composite
def criteria(draw: st.DrawFn, *, merit: bool, measures: tuple[str, ...] = ASKED, depth: int = 2) -> Any:
    """Draw a criterion: a line, or a group of criteria."""
    if depth == 0 or draw(st.booleans()):
        return draw(lines(merit=merit, measures=measures))
    parts = draw(st.lists(criteria(merit=merit, measures=measures, depth=depth - 1), min_size=1, max_size=3))
    kind = draw(st.sampled_from(["all", "any", "at_least", "not"]))
    if kind == "at_least":
        return {"at_least": draw(st.integers(1, len(parts))), "of": parts}
    if kind == "not":
        return {"not": draw(comparisons(merit=not merit, measures=measures))}
    return {kind: parts}


def _rows(draw: st.DrawFn, unit: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name in draw(st.sampled_from([EXERCISES, (LIFT,), (LUNGE,)])):
        row: dict[str, Any] = {"exercise": name, "dose": {"sets": 1, "reps": 5}}
        if name == LIFT:
            row["load"] = _weights(unit)
            row["arc"] = draw(st.sampled_from(["90-45 deg", "60 deg"]))
        else:
            row["load"] = {"ladder": ["light", "middle", "heavy"], "start": "middle"}
        if draw(st.booleans()):
            row["scheme"] = {"rise": draw(criteria(merit=True, depth=1))}
        if draw(st.integers(0, 4)) == 0:
            row["unlock"] = {"when": draw(criteria(merit=True, depth=1))}
        if name == LIFT and draw(st.integers(0, 2)) == 0:
            row["instead"] = {"exercise": RAISE, "load": {"ladder": ["none", "some"], "start": "none"}}
        rows.append(row)
    if draw(st.integers(0, 3)) == 0:
        rungs = [{"exercise": name, "dose": {"sets": 1, "reps": 5}} for name in (SIT, SQUAT)]
        rows.append(
            {"levels": {"id": "control", "start": draw(st.sampled_from([SIT, SQUAT])), "rungs": rungs}}
        )
        if draw(st.booleans()):
            rows[-1]["scheme"] = {"rise": draw(criteria(merit=True, depth=1))}
    if draw(st.integers(0, 3)) == 0:
        rows.append({"choose": 1, "from": {"exercise": BRIDGE, "dose": {"sets": 1, "reps": 5}}})
    return rows


@st.composite
def limits(draw: st.DrawFn, rows: list[dict[str, Any]], unit: str = "kg") -> dict[str, Any]:
    """Draw a limit on some of the rows of a protocol: with one effect or more, until a criterion or a day."""
    named = [row["exercise"] for row in rows if "exercise" in row]
    loads = {name: [load.replace("kg", unit) for load in LOADS[name]] for name in named}
    name = draw(st.sampled_from(sorted(loads)))
    made: dict[str, Any] = {"of": draw(st.sampled_from([name, f"{name.split('/')[0]}/*", PATTERNS[name]]))}
    effect = draw(st.sampled_from(["load", "load", "forbid", "arc", "weight"]))
    if effect == "load":
        made["load"] = draw(st.sampled_from(loads[name]))
    elif effect == "forbid":
        made["forbid"] = True
    elif effect == "arc":
        made |= {"of": "all", "arc": draw(st.sampled_from(["90-45 deg", "60-20 deg", "60 deg"]))}
    else:
        made = {"weight_bearing": draw(st.sampled_from(["none", "partial"]))}
    if draw(st.booleans()):
        return made | {"until": draw(criteria(merit=True, measures=("door", "swelling", "power"), depth=1))}
    after = draw(st.sampled_from(["injury", "start", "one"]))
    return made | {"until": f"{draw(st.integers(0, 30))} days after {after}"}


def _variant(
    draw: st.DrawFn, label: str, names: list[str], rows: list[dict[str, Any]], unit: str
) -> dict[str, Any]:
    variant: dict[str, Any] = {"for": {"graft": label}, "min_stay": {names[0]: "10 days"}}
    variant["limits"] = [draw(limits(rows, unit)) for _ in range(draw(st.integers(0, 2)))]
    if draw(st.booleans()):
        variant["not_before"] = {names[-1]: f"{draw(st.integers(21, 30))} days after injury"}
    return variant


def _weights(unit: str) -> dict[str, str]:
    amounts = {"start": 10, "increment": 5, "least": 0, "most": 20}
    return {name: f"{amount} {unit}" for name, amount in amounts.items()}


def _phase(draw: st.DrawFn, place: int, names: list[str], unit: str) -> dict[str, Any]:
    rows = _rows(draw, unit)
    phase: dict[str, Any] = {"id": names[place], "exercises": rows, "regress": [], "progress": []}
    if len(rows) > 1 and draw(st.integers(0, 2)) == 0:
        phase["rotation"] = ["A", "B"]
        rows[0]["days"] = draw(st.sampled_from(["A", "B"]))
    if draw(st.integers(0, 3)) == 0:
        phase["min_stay"] = f"{draw(st.integers(1, 9))} days"
    if draw(st.integers(0, 4)) == 0:
        phase["review_after"] = f"{draw(st.integers(1, 20))} days"
    if draw(st.integers(0, 4)) == 0:
        after = draw(st.sampled_from(["injury", "start", names[0]]))
        phase["not_before"] = f"{draw(st.integers(0, 20))} days after {after}"
    for _ in range(draw(st.integers(0, 2))):
        rule: dict[str, Any] = {"when": draw(criteria(merit=False))}
        if place and draw(st.booleans()):
            rule["to"] = draw(st.sampled_from(names[:place]))
        else:
            rule["dose"] = "one level down"
        phase["regress"].append(rule)
    for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
        rule = {"when": draw(criteria(merit=True)), "to": draw(st.sampled_from(names[place + 1 :]))}
        if draw(st.integers(0, 5)) == 0:
            rule["sign_off"] = {"by": "physiotherapist", "lasts": "14 days"}
        phase["progress"].append(rule)
    return phase


def _hold(draw: st.DrawFn, number: int) -> dict[str, Any]:
    hold: dict[str, Any] = {
        "id": f"held{number}",
        "when": draw(criteria(merit=False, depth=1)),
        "rest": f"{draw(st.integers(0, 4))} days",
        "return": draw(st.sampled_from(["same level", "one level down", "80%"])),
    }
    if draw(st.booleans()):
        hold["until"] = draw(criteria(merit=True, measures=("door", "swelling", "power"), depth=1))
    if draw(st.integers(0, 3)) == 0:
        hold["escalate"] = {"when": f"sessions_since_held{number} <= 3", "to": "surgeon"}
    return hold


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a protocol as the plain data of its file."""
    names = ["one", "two", "three", "four"][: draw(st.integers(1, 3))]
    phases, unit = [*names, "end"], draw(st.sampled_from(["kg", "kg", "lb"]))
    document: dict[str, Any] = {
        "format": 1,
        "id": "generated",
        "revision": "1",
        "title": "Generated",
        "intended_use": "Testing.",
        "applies_to": ["tests"],
        "not_for": ["patients"],
        "enrolment": {
            "facts": {"injury": {"kind": "date", "required": True}, "graft": {"labels": ["a", "b"]}},
            "baseline": ["usual"],
        },
        "start": "one",
        "red_flags": list(FLAGS[: draw(st.integers(0, 2))]),
        "measures": MEASURES,
        "rescue": {"exercises": [{"exercise": name, "dose": {"sets": 1}} for name in (*EXERCISES, *OTHERS)]},
        "hold": [_hold(draw, number) for number in range(draw(st.integers(0, 2)))],
        "phases": [_phase(draw, place, phases, unit) for place in range(len(names))]
        + [{"id": "end", "final": True}],
    }
    if draw(st.booleans()):
        document["lapse"] = [
            {"after": "6 days", "load": "80%"},
            {"after": "10 days", "load": "50%", "merit": "empty"},
        ]
        if draw(st.booleans()):
            document["lapse"].append({"after": "14 days", "phase": "re-enter", "flag": "review"})
    if draw(st.integers(0, 2)) == 0:
        document["freeze"] = {"when": draw(criteria(merit=False, depth=1))}
    if draw(st.integers(0, 2)) == 0:
        do = draw(st.sampled_from(["rest", "rescue", "repeat"]))
        when = draw(criteria(merit=False, measures=("door", "swelling"), depth=1))
        document["today"] = {"when": when, "do": do}
    rows = [row for phase in document["phases"] for row in phase.get("exercises", ())]
    document["limits"] = [draw(limits(rows, unit)) for _ in range(draw(st.sampled_from([0, 1, 2, 3])))]
    labels = draw(st.sampled_from([[], [], ["a"], ["a", "b"]]))
    document["variants"] = [_variant(draw, label, names, rows, unit) for label in labels]
    return document


def text_of(document: dict[str, Any]) -> str:
    """Write a document as YAML."""
    return yaml.dump(document, sort_keys=False, Dumper=_NoAliases)


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


@st.composite
def protocols(draw: st.DrawFn) -> Protocol:
    """Draw protocols that read without a finding; a failure shows the file."""
    document = draw(documents())
    note(text_of({key: part for key, part in document.items() if key not in _ALWAYS}))
    return loads(text_of(document), "generated.yaml")


_ALWAYS = {"format", "id", "revision", "title", "intended_use", "applies_to", "not_for", "measures", "rescue"}
"""The parts of a generated file that never differ."""


@st.composite
def answers(draw: st.DrawFn, *, trained: bool, ideal: bool = False) -> dict[str, Any]:
    """Draw a session's answers: mostly known, some missing, some recorded as absent with a reason."""
    given: dict[str, Any] = {}
    for name in (*ASKED, *FLAGS):
        if name in IN_TRAINING and not trained:
            continue
        how = draw(st.integers(0, 11))
        best = VALUES[name][-1] if name in WORSE_LOW else VALUES[name][0]
        if ideal or name in FLAGS:
            if how == 0:
                continue
            given[name] = best if how < 11 else draw(st.sampled_from(VALUES[name]))
        elif how == 0:
            continue
        elif how == 1:
            given[name] = Absent(draw(st.sampled_from(REASONS)))
        else:
            given[name] = draw(st.sampled_from(VALUES[name]))
    return given


@st.composite
def sessions(draw: st.DrawFn, day: dt.date, *, ideal: bool = False) -> Session:
    """Draw a session of a day: training with its sets, or a check-in."""
    trained = draw(st.integers(0, 5)) > 0
    done = []
    if trained:
        for name in draw(st.sampled_from([EXERCISES, EXERCISES, (LIFT,), (LUNGE,)])):
            load = draw(st.sampled_from(["20 kg", "20 lb"])) if name == LIFT else "heavy"
            good = draw(st.sampled_from([5, 5, 5, 3, None]))
            used = draw(st.sampled_from([load, load, "", "5 kg"]))
            seen = None if good is not None else draw(st.sampled_from([None, {}, {FAULTS[name]: 1}]))
            done.append(Performed(name, (SetDone(5, good, used, seen),)))
        others = draw(st.lists(st.sampled_from(OTHERS), max_size=2, unique=True))
        done += [Performed(name, (SetDone(5, draw(st.sampled_from([5, 5, 3])), "some"),)) for name in others]
    given = draw(answers(trained=trained, ideal=ideal))
    return Session(day, given, done, cut_short=trained and draw(st.integers(0, 15)) == 0)


@st.composite
def logs(draw: st.DrawFn, max_size: int = 12) -> list[Session]:
    """Draw sessions in date order: ideal stretches with odd days between, gaps of up to 16 days."""
    day, found, ideal = START, [], draw(st.booleans())
    for _ in range(draw(st.integers(1, max_size))):
        day += dt.timedelta(days=draw(st.sampled_from([1, 1, 1, 2, 2, 3, 5, 7, 11, 16])))
        found.append(draw(sessions(day, ideal=ideal)))
        if draw(st.integers(0, 3)) == 0:
            ideal = not ideal
    return found


def begun(protocol: Protocol, usual: int = 1) -> Any:
    """Enrol a patient: the graft known where there is a variant for each, half of them without equipment."""
    facts: dict[str, Any] = {"injury": dt.date(2025, 12, 20)}
    if len(protocol.variants) > 1:
        facts["graft"] = "b"
    equipment = () if protocol.digest < "8" else None
    return enrol(protocol, Enrolled(START, facts, {"usual": usual}, equipment=equipment))

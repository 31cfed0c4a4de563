"""Generated protocols that are sensible by construction: nothing in them is amiss, over the whole language.

What earns a move asks for little pain, and what warns begins well above it; no two ways on can be open in one
session, save where a signature tells them apart; each measure stands once in a group. So whatever a check
says of such a protocol, it has made up.
"""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from vmo_rehab.testing.strategies.rows import Document

PRESS, BAND, BOX = "leg-press/machine", "terminal-knee-extension/band", "step-up/box"
RAISES: tuple[tuple[str, str], ...] = (
    ("effort", "effort <= 7 for 2 sessions in a row"),
    ("effort", "mean effort <= 7 over the last 3 sessions"),
    ("rep_quality", "rep_quality >= 80% for 2 sessions in a row"),
    ("rep_quality", "rep_quality >= 80% in 3 of the last 4 sessions"),
    ("rep_quality", f"rep_quality of {PRESS} >= 80% for 2 sessions in a row"),
    ("pain_after", "worst pain_after <= 3 over the last 3 sessions"),
    ("pain_after", "pain_after <= 3 for 7 days with at least 2 sessions"),
)
TESTS: tuple[tuple[str, str], ...] = (
    ("quad_lsi", "quad_lsi > 70%"),
    ("step_down_score", "step_down_score <= 1"),
    ("knee_flexion", "knee_flexion >= 110 deg"),
    ("extension_lag", "extension_lag <= 5 deg"),
    ("effusion", "effusion <= trace"),
    ("effusion", "effusion is 0"),
    ("walking", "walking is even"),
    ("days_in_phase", "days_in_phase >= 21"),
)
"""What can be asked beside a quiet knee, each with what it reads."""
DOORS: tuple[tuple[str, str], ...] = (
    ("pain_before >= 7", "rest"),
    ("pain_before >= 5", "rescue"),
    ("soreness_warm_up is not none", "repeat"),
)
WARNINGS: tuple[tuple[str, Any, str], ...] = (
    ("swollen", "effusion >= 2+", "effusion <= 1+"),
    ("gave_way", "giving_way is present", ""),
    ("keeps_hurting", "pain_during > 6 in 3 of the last 5 sessions", "pain_before < 5"),
    ("wakes", "night_pain is present for 2 sessions in a row", "night_pain is absent"),
    ("often_sore", {"at_least": 2, "of": ["pain_after > 6", "pain_during > 8", "effusion >= 3+"]}, ""),
    ("not_well", {"not": {"all": ["giving_way is absent", "catching is absent"]}}, ""),
)
"""Holds: id, when, until."""


@st.composite
def some(draw: st.DrawFn, choices: tuple[tuple[str, str], ...], most: int) -> list[str]:
    """Draw clauses that read different things."""
    chosen = draw(st.lists(st.sampled_from(choices), max_size=most, unique_by=lambda one: one[0]))
    return [clause for _, clause in chosen]


@st.composite
def ways_on(draw: st.DrawFn) -> str | Document:
    """Draw what leads on: a quiet knee for some sessions, and more beside it."""
    quiet = f"settled for {draw(st.integers(2, 4))} sessions in a row"
    parts: list[Any] = [quiet, *draw(some(RAISES, 1)), *draw(some(TESTS, 2))]
    if draw(st.integers(0, 3)) == 0:
        left = [clause for name, clause in TESTS[:4] if clause not in parts]
        several = {"at_least": 2, "of": [*left[:2], "pain_before <= 1"]}
        parts.append(draw(st.sampled_from([{"any": left}, several])))
    return parts[0] if len(parts) == 1 else {"all": parts}


@st.composite
def rises(draw: st.DrawFn) -> str | Document:
    """Draw what a load rises on."""
    parts = ["settled for 2 sessions in a row", *draw(some(RAISES, 2))]
    return {"all": parts} if len(parts) > 1 else parts[0]


@st.composite
def rows(draw: st.DrawFn) -> list[Document]:
    """Draw the exercises of a phase: loads in kilograms and on ladders, substitutes, locks, paces."""
    dose = {"sets": 3, "reps": "8-12", "per_week": 3}
    press: Document = {
        "exercise": PRESS,
        "dose": dose,
        "arc": draw(st.sampled_from(["90-0 deg", "60-0 deg"])),
    }
    press["load"] = {"start": "60 kg", "increment": "2.5 kg", "least": "20 kg", "most": "120 kg"}
    use = draw(st.sampled_from(["double-progression", "two-for-two", "percent-step", ""]))
    press["scheme"] = {"use": use, "rise": draw(rises())} if use else {"rise": draw(rises())}
    if draw(st.booleans()):
        press["instead"] = {"exercise": "squat/body-weight", "arc": "60-0 deg"}
    if draw(st.booleans()):
        press["pace"] = {"steps": 1, "in": "7 days"}
    band: Document = {
        "exercise": BAND,
        "dose": {"sets": 2, "reps": "10-15", "hold_for": "3 s", "per_week": 3},
    }
    band["load"] = {"ladder": ["yellow band", "red band", "green band"], "start": "yellow band"}
    band["scheme"] = draw(st.sampled_from(["fixed", "double-progression", {"rise": "settled"}]))
    box: Document = {"exercise": BOX, "dose": {"sets": 2, "reps": "5-10", "tempo": "3-1-3", "rest": "60 s"}}
    box["load"] = {"ladder": ["10 cm box", "15 cm box"], "start": "10 cm box"}
    if draw(st.booleans()):
        box["unlock"] = {
            "when": "pain_during < 3 for 2 sessions in a row",
            "not_before": "2 weeks after injury",
        }
    ladder: Document = {
        "levels": {"id": "landing", "start": "jump/box", "rungs": []},
        "scheme": {"rise": draw(rises())},
    }
    ladder["levels"]["rungs"] = [
        {"exercise": name, "dose": {"sets": 3, "reps": 6}}
        for name in ("jump/box", "jump/two-leg", "hop/forward")
    ]
    menu = {
        "choose": 1,
        "from": [{"exercise": name, "dose": {"sets": 2, "reps": 10}} for name in ("bridge", "clamshell")],
    }
    others = draw(st.lists(st.sampled_from([band, box, ladder, menu]), max_size=3, unique_by=id))
    return [press, *others]


@st.composite
def phases(draw: st.DrawFn, names: list[str], place: int) -> Document:
    """Draw a phase of several: its rows, what takes it down and back, and one way on or two."""
    made: Document = {"id": names[place], "goals": ["Move well"], "exercises": draw(rows())}
    if draw(st.booleans()):
        made["min_stay"] = f"{draw(st.integers(1, 14))} days"
    if draw(st.booleans()):
        made["review_after"] = "8 weeks"
    if place and draw(st.booleans()):
        after = draw(st.sampled_from(["injury", "start", names[0]]))
        made["not_before"] = f"{draw(st.integers(1, 6))} weeks after {after}"
    if place and len(made["exercises"]) > 1 and draw(st.booleans()):
        made["carried_over"] = made["exercises"].pop(0)["exercise"]
    elif draw(st.booleans()):
        made["defaults"] = {"rest": "120 s", **made["exercises"][0].pop("dose")}
    plain = [row for row in made["exercises"] if "choose" not in row]
    if len(plain) > 1 and draw(st.booleans()):
        made["rotation"] = ["A", "B"]
        plain[0]["days"], plain[1]["days"] = "A", "B"
    made["regress"] = [
        {
            "when": draw(st.sampled_from(["flare", {"any": ["flare", "effusion >= 3+"]}])),
            "dose": "one level down",
        }
    ]
    if place and draw(st.booleans()):
        made["regress"].append({"when": "setback", "to": draw(st.sampled_from(names[:place]))})
    ways = [{"when": draw(ways_on()), "to": names[place + 1]}]
    if place + 2 < len(names) and draw(st.booleans()):
        ways.append({"when": draw(ways_on()), "to": draw(st.sampled_from(names[place + 2 :]))})
        if draw(st.booleans()):
            for way, op in zip(ways, ("<", ">="), strict=True):
                way["when"] = {"all": [f"weeks_since_injury {op} 12", *_parts(way["when"])]}
        else:
            ways[1]["sign_off"] = {"by": "physiotherapist", "lasts": "14 days"}
            ways[0]["sign_off"] = ways[1]["sign_off"]
    made["progress"] = ways
    return made


def _parts(when: str | Document) -> list[Any]:
    return list(when["all"]) if isinstance(when, dict) else [when]


def _carried_in_turn(drawn: list[Document]) -> None:
    """Give what is carried over from a phase with days in turn its day A; the rest is done on day B."""
    press_on_a_day = False
    for phase in drawn:
        plain = [row for row in phase.get("exercises", ()) if "choose" not in row]
        if "carried_over" in phase and press_on_a_day and plain:
            phase["rotation"] = ["A", "B"]
            for row in plain:
                row["days"] = "B"
        elif "carried_over" in phase and press_on_a_day:
            phase["exercises"].append({"exercise": BAND, "dose": {"sets": 2, "reps": 10}, "days": "B"})
            phase["rotation"] = ["A", "B"]
        elif "exercises" in phase and "carried_over" not in phase:
            press_on_a_day = "rotation" in phase


@st.composite
def limits(draw: st.DrawFn) -> list[Document]:
    """Draw limits, each with an effect of its own, until a day or until the knee can do more."""
    day = f"{draw(st.integers(2, 8))} weeks after {draw(st.sampled_from(['injury', 'start']))}"
    shut = draw(st.sampled_from(["quad_lsi > 60%", {"all": ["quad_lsi > 60%", "effusion <= 1+"]}, day]))
    choices = [
        {"of": PRESS, "arc": "45-0 deg", "until": shut},
        {"of": PRESS, "load": "80 kg", "until": shut},
        {"of": PRESS, "forbid": True, "until": day},
        {"weight_bearing": "partial", "until": day},
        {"of": "all", "arc": "60-0 deg", "until": "settled for 3 sessions in a row"},
    ]
    return draw(st.lists(st.sampled_from(choices), max_size=2, unique_by=str))


@st.composite
def holds(draw: st.DrawFn) -> list[Document]:
    """Draw what stops training, each with its own memory."""
    made = []
    for name, when, until in draw(
        st.lists(st.sampled_from(WARNINGS), max_size=3, unique_by=lambda one: one[0])
    ):
        hold: Document = {"id": name, "when": when, "rest": f"{draw(st.integers(1, 4))} days"}
        hold["return"] = draw(st.sampled_from(["same level", "one level down", "80%"]))
        if until:
            hold["until"] = until
        if draw(st.booleans()):
            hold["escalate"] = {"when": f"sessions_since_{name} <= 2", "to": "surgeon"}
        made.append(hold)
    return made


@st.composite
def sensible_documents(draw: st.DrawFn) -> Document:
    """Draw the plain data of a protocol in which nothing is amiss."""
    names = [*["begin", "build", "return"][: draw(st.sampled_from([1, 2, 2, 3]))], "discharged"]
    document: Document = {**_HEAD, "start": names[0]}
    document["red_flags"] = draw(st.sampled_from([["fever"], ["calf_pain", "locked_knee"]]))
    document["lapse"] = [
        {"after": "10 days", "load": "90%"},
        {"after": "21 days", "load": "70%", "merit": "empty"},
    ]
    document["criteria"] = draw(_named())
    doors = draw(st.lists(st.sampled_from(DOORS), max_size=2, unique=True))
    document["today"] = [{"when": when, "do": do} for when, do in doors]
    document["rescue"] = {"exercises": [{"exercise": "stationary-bike", "dose": {"time": "15 min"}}]}
    document["hold"], document["limits"] = draw(holds()), draw(limits())
    document["phases"] = [draw(phases(names, place)) for place in range(len(names) - 1)]
    document["phases"].append({"id": "discharged", "final": True})
    if draw(st.booleans()):
        document["lapse"].append({"after": "6 weeks", "phase": "re-enter", "flag": "review"})
    if any(hold["id"] == "swollen" for hold in document["hold"]) and draw(st.booleans()):
        document["freeze"] = {"when": {"all": ["effusion >= 1+", "sessions_since_swollen <= 1"]}}
    if draw(st.booleans()):
        document["variants"] = [
            {"for": {"graft": "a"}, "min_stay": {names[0]: "21 days"}},
            {"for": {"graft": "b"}, "limits": [_LATER]},
        ]
    _carried_in_turn(document["phases"])
    back = [rule["when"] for phase in document["phases"] for rule in phase.get("regress", ())]
    if "setback" not in back:
        del document["criteria"]["setback"]
    return document


_LATER: Final = {"of": PRESS, "load": "70 kg", "until": "12 weeks after injury"}
_HEAD: Final = {
    "format": 1,
    "id": "sensible",
    "revision": "1",
    "title": "Sensible",
    "intended_use": "Testing.",
    "applies_to": ["tests"],
    "not_for": ["patients"],
    "review_due": "2027-11-01",
    "approved_by": ["the clinic"],
    "sources": {"made2026": {"cite": "Made up for a test"}},
    "enrolment": {
        "facts": {"injury": {"kind": "date", "required": True}, "graft": {"labels": ["a", "b"]}},
        "baseline": ["pain_usual"],
    },
}


@st.composite
def _named(draw: st.DrawFn) -> Document:
    """Draw the named criteria: a quiet knee, and two degrees of a bad one."""
    pain, often = draw(st.integers(1, 3)), draw(st.sampled_from(["", " for 2 sessions in a row"]))
    bad, scope = draw(st.integers(6, 7)), draw(st.sampled_from(["", " in this phase"]))
    late = f"pain_next_morning >= pain_usual + 3{often}"
    quiet = [f"pain_during <= {pain}", "pain_next_morning <= pain_usual + 1", "pain_next_morning <= 5"]
    return {
        "settled": {"all": quiet, "source": "made2026"},
        "flare": {"any": [f"pain_during > {bad}", f"pain_during > 5 in 2 of the last 3 sessions{scope}"]},
        "setback": {"any": ["pain_during >= 8", late, f"pain_next_morning >= 8{often}"]},
    }

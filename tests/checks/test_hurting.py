"""What rises, leads on or discharges on a day on which the knee hurts, and what does not."""

from __future__ import annotations

import datetime as dt

import pytest

from vmo_rehab import Enrolled, Kind, Performed, Session, SetDone, check, enrol, loads, step

START = dt.date(2026, 3, 2)
HEAD = """\
format: 1
id: danger
revision: "1"
title: Danger
intended_use: Test.
applies_to: [nobody]
not_for: [patients]
review_due: 2027-11-01
approved_by: [P. Physio]
sources: {clinic: {cite: "Our own habit"}}
enrolment: {baseline: [pain_usual]}
start: one
red_flags: [calf_pain]
lapse: {after: 21 days, merit: empty}
measures: {ache: {title: ache of the knee, scale: {from: 0, to: 4}, asked: after}}
"""
PHASES = """\
phases:
  - id: one
    goals: [Test]
    exercises:
      - exercise: lunge/dumbbell
        dose: {sets: 1, reps: 8}
        load: {start: 2 kg, increment: 1 kg, most: 20 kg}
"""
SAFE = "pain_during <= 3 for 2 sessions in a row"
DOOR = "today: {when: pain_before >= 5, do: rest}\n"


def protocol(way: str = SAFE, *, rise: str = SAFE, regress: str = "stay", rules: str = "") -> str:
    """Write a protocol of one phase."""
    phase = f"{PHASES}        scheme: {{rise: {rise}}}\n    regress: {regress}\n"
    return f"{HEAD}{rules}{phase}    progress: {{when: {way}, to: out}}\n  - {{id: out, final: true}}\n"


def told(text: str) -> list[tuple[str, str]]:
    """Return what is found of a day that hurts."""
    return [(one.code, one.what) for one in check(loads(text)) if one.code in ("V512", "V513")]


FIT = "{any: [rep_quality >= 80%, pain_during <= 3]}"
THREE = "{at_least: 1, of: [pain_during <= 3, rep_quality >= 80%, effusion <= trace]}"
AT_ITS_WORST = "on a day on which pain during training is 10, or is not answered"
NEARLY = "on a day on which pain during training is 9"
NOT_ASKED = "however much the knee hurts: nothing asks about pain"
OPEN = [
    (FIT, AT_ITS_WORST),
    (THREE, AT_ITS_WORST),
    ("pain_during <= 3 in 1 of the last 3 sessions", AT_ITS_WORST),
    ("mean pain_during <= 3 over the last 3 sessions", NEARLY),
    ("mean pain_during <= 2 over the last 6 sessions", AT_ITS_WORST),
    ("pain_during <= 9", NEARLY),
    ("effusion <= trace", NOT_ASKED),
    ("sessions_in_phase >= 3", NOT_ASKED),
    ("effort <= 7", NOT_ASKED),
]


@pytest.mark.parametrize(("criterion", "day"), OPEN)
def test_what_opens_on_a_bad_day_is_told(criterion: str, day: str) -> None:
    """A way on and a rise are told with the day on which they open, each for itself."""
    ((code, what),) = told(protocol(criterion))
    assert (code, what.startswith(f"the way on from one to out opens {day}")) == ("V513", True)
    ((code, what),) = told(protocol(rise=criterion))
    assert (code, what.startswith(f"lunge/dumbbell grows heavier in the phase one {day}")) == ("V512", True)
    assert ("not answered" in what) is (day == AT_ITS_WORST)


CLOSED = [
    "{all: [rep_quality >= 80%, pain_during <= 3]}",
    f"{{all: [{THREE}, pain_after <= 3]}}",
    "{at_least: 2, of: [pain_during <= 3, pain_after <= 3, effusion <= trace]}",
    "worst pain_during <= 3 over the last 3 sessions",
    "mean pain_during <= 2 over the last 3 sessions",
    "pain_during <= 3 for 7 days with at least 2 sessions",
    "pain_during <= 3 in 3 of the last 3 sessions",
    "pain_next_morning <= pain_usual + 1 for 2 sessions in a row",
    "soreness_after is none",
    "ache <= 1",
    "koos_pain >= 90",
    "pain_before < 5",
]


@pytest.mark.parametrize("criterion", CLOSED)
def test_what_stays_shut_on_a_bad_day_is_fine(criterion: str) -> None:
    """What cannot be true on a day of much pain, in whatever measure it is asked, is no finding."""
    assert told(protocol(criterion, rise=criterion)) == []


@pytest.mark.parametrize(
    "rules",
    [
        DOOR,
        "hold: {id: hurt, when: pain_during >= 6, rest: 2 days}\n",
        "freeze: {when: pain_after >= 6}\n",
        "hold: {id: hurt, when: pain_during > 5 in 1 of the last 3 sessions, rest: 2 days}\n",
        "freeze: {when: mean pain_during > 2 over the last 3 sessions}\n",
    ],
)
def test_a_rule_that_stands_in_between_is_enough(rules: str) -> None:
    """Where a door rule, a hold, a freeze or a regress comes first that day, nothing is told."""
    assert len(told(protocol(FIT, rise=FIT))) == 2
    assert told(protocol(FIT, rise=FIT, rules=rules)) == []
    assert told(protocol(FIT, rise=FIT, regress="{when: pain_during >= 6, dose: one level down}")) == []


@pytest.mark.parametrize(
    "when",
    [
        "pain_during >= 6 for 2 sessions in a row",
        "pain_during >= 6 in 2 of the last 3 sessions",
        "mean pain_during > 5 over the last 3 sessions",
        "effusion >= 1+",
        "{all: [pain_during >= 6, effusion >= 1+]}",
    ],
)
def test_a_rule_that_does_not_warn_that_day_is_not(when: str) -> None:
    """A warning that waits for another bad day, or for more than pain, lets the first one pass."""
    assert len(told(protocol(FIT, rise=FIT, rules=f"freeze: {{when: {when}}}\n"))) == 2


def test_counts_that_exclude_each_other_are_seen() -> None:
    """A way on that a freeze shuts for another reason whenever it is true is not open on a bad day."""
    freeze = "freeze: {when: sessions_in_phase >= 3}\n"
    assert told(protocol("sessions_in_phase >= 3", rules=freeze)) == []
    assert len(told(protocol("sessions_in_phase >= 2", rules=freeze))) == 1


def test_a_fall_goes_before_a_rise() -> None:
    """A row that falls that day does not rise."""
    assert told(protocol(rise="rep_quality >= 80%, fall: pain_during >= 6")) == []


def lived(text: str, pains: list[int | None]) -> tuple[Kind, bool]:
    """Train with some pains; return the last decision, and whether a load has risen by then."""
    episode = enrol(loads(text), Enrolled(START, {}, {"pain_usual": 0}))
    kind, risen = Kind.STAY, False
    for day, pain in enumerate(pains, 1):
        answers = {"calf_pain": "absent", "effusion": "0", "rep_quality": 100, "effort": 5}
        answers |= {} if pain is None else {"pain_during": pain}
        done = [Performed("lunge/dumbbell", (SetDone(8, 8, "20 kg"),))]
        decision, episode = step(loads(text), episode, Session(START + dt.timedelta(day), answers, done))
        kind, risen = decision.kind, risen or episode.state.levels["lunge/dumbbell"] > 2000
    return kind, risen


@pytest.mark.parametrize(
    ("criterion", "pains"),
    [
        (f"{FIT} for 3 sessions in a row", [9, 9, 9]),
        (f"{FIT} for 3 sessions in a row", [None, None, None]),
        (THREE, [10]),
        ("pain_during <= 3 in 1 of the last 3 sessions", [2, 9, 9]),
        ("mean pain_during <= 3 over the last 3 sessions", [0, 0, 9]),
        ("sessions_in_phase >= 3", [9, 9, 9]),
    ],
)
def test_what_is_told_can_be_lived(criterion: str, pains: list[int | None]) -> None:
    """With such answers the patient is discharged, and the load rises."""
    named = criterion.removesuffix(" for 3 sessions in a row")
    criteria, name = f"criteria: {{fit: {named}}}\n", criterion.replace(named, "fit")
    assert lived(protocol(name, rules=criteria), pains)[0] is Kind.DISCHARGE
    rising = protocol("sessions_in_phase >= 9", rise=name, rules=criteria)
    assert lived(rising, pains) == (Kind.STAY, True)

"""What is amiss in a report or an enrolment that a program hands over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from vmo_rehab import (
    Assessment,
    Enrolled,
    Performed,
    RefusedError,
    Session,
    SetDone,
    apply,
    enrol,
    load,
    step,
)

KNEE = load(Path(__file__).parent / "small-knee.yaml")
START, DAY = dt.date(2026, 3, 2), dt.date(2026, 3, 3)
FACTS, USUAL = {"injury": "2026-02-20"}, {"pain_usual": 2}
EPISODE = enrol(KNEE, Enrolled(START, FACTS, USUAL))
BAND, TEN = "terminal-knee-extension/band", SetDone(10, 9)


def reported(session: Session) -> object:
    return step(KNEE, EPISODE, session)


def assessed(event: Assessment) -> object:
    return apply(KNEE, EPISODE, event)


def enrolled(event: Enrolled) -> object:
    return enrol(KNEE, event)


@pytest.mark.parametrize(
    ("code", "call", "argument"),
    [
        ("L150", reported, Session(DAY, {"pain_befor": 2})),
        ("L151", reported, Session(DAY, {"pain_during": 2})),
        ("L152", reported, Session(DAY, {"pain_before": 12})),
        ("L152", reported, Session(DAY, {"pain_before": float("nan")})),
        ("L153", reported, Session(DAY, {}, [Performed("squat/jumping", [TEN])])),
        ("L154", reported, Session(DAY, {}, [Performed(BAND, [])])),
        ("L154", reported, Session(DAY, {}, [Performed(BAND, [SetDone(10, 12)])])),
        ("L154", reported, Session(DAY, {}, [Performed(BAND, [TEN]), Performed(BAND, [TEN])])),
        ("L158", reported, Session(DAY, {}, [Performed(BAND, [SetDone(10, faults={"sways": 1})])])),
        ("L158", reported, Session(DAY, {}, [Performed(BAND, [SetDone(10, faults={"snaps": 11})])])),
        ("L158", reported, Session(DAY, {}, [Performed(BAND, [SetDone(10, faults={"snaps": True})])])),
        ("L158", reported, Session(DAY, {}, [Performed(BAND, [SetDone(10, 9, faults={"snaps": 2})])])),
        ("L155", reported, Session(START - dt.timedelta(1))),
        ("L156", reported, Session(DAY, phase="squat")),
        ("L157", assessed, Assessment(DAY, {"pain_before": 2})),
        ("L157", assessed, Assessment(START, {"effusion": "trace"}, taken=DAY)),
        ("L160", enrolled, Enrolled(START, {}, USUAL)),
        ("L160", enrolled, Enrolled(START, {"injury": "20 February"}, USUAL)),
        ("L161", enrolled, Enrolled(START, FACTS)),
        ("L161", enrolled, Enrolled(START, FACTS, {"pain_usual": 11})),
        ("L162", enrolled, Enrolled(START, FACTS, USUAL, side="both")),
    ],
)
def test_reports_and_enrolments_are_refused(
    code: str, call: Callable[[object], object], argument: object
) -> None:
    """A report that cannot be used is refused by its code, and by no other."""
    with pytest.raises(RefusedError) as caught:
        call(argument)
    assert [one.code for one in caught.value.diagnostics] == [code]

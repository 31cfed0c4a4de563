"""Enrolment: everything that is wrong is said at once, and what is asked is asked here."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import vmo_rehab as vmo
from engine.sample import START, protocol, refused
from vmo_rehab import Absent, Enrolled, EnrolmentError, LogError

FACTS = {
    "injury": {"kind": "date", "required": True},
    "operation": {"kind": "date"},
    "graft": {"labels": ["hamstring", "patellar"]},
}
ITS = protocol(enrolment={"facts": FACTS, "baseline": ["usual"]})
INJURY, USUAL = {"injury": "2025-12-20"}, {"usual": 1}


def enrol(facts: Any = (), baseline: Any = (), **more: Any) -> vmo.Episode:
    return vmo.enrol(ITS, Enrolled(START, {**INJURY, **dict(facts)}, {**USUAL, **dict(baseline)}, **more))


FACTS_REFUSED = [
    ({"injurie": "2025-12-20"}, '"injurie" is not a fact', 'did you mean "injury"?'),
    ({"xyz": 1}, '"xyz" is not a fact', "facts of this protocol: graft, injury, operation"),
    ({"injury": "last week"}, 'injury: "last week" cannot be used', "expected a date like 2026-03-02"),
    ({"injury": 20251220}, 'injury: "20251220" cannot be used', "expected a date like 2026-03-02"),
    (
        {"injury": dt.datetime(2025, 12, 20)},
        'injury: "2025-12-20 00:00:00" cannot be used',
        "expected a date",
    ),
    ({"injury": "2026-01-06"}, "injury: 2026-01-06 is after the start, 2026-01-05", "correct one of the two"),
    ({"graft": "nylon"}, 'graft: "nylon" cannot be used', "expected hamstring, patellar"),
    ({"graft": START}, 'graft: "2026-01-05" cannot be used', "expected hamstring, patellar"),
]


@pytest.mark.parametrize(("facts", "what", "cure"), FACTS_REFUSED)
def test_a_fact_that_cannot_be_used_is_refused(facts: Any, what: str, cure: str) -> None:
    """A fact that is not asked for, not of its kind, or after the start is refused, with what to do."""
    words = refused(EnrolmentError, enrol, facts)
    assert f"L160 error: {what}" in words
    assert cure in words


BASELINES_REFUSED = [
    ({"hurt": 1}, '"hurt" is not a baseline', "baselines of this protocol: usual"),
    ({"usal": 1}, '"usal" is not a baseline', 'did you mean "usual"?'),
    ({"usual": 4}, "usual: 4 is off the scale", "0 to 3"),
    ({"usual": "much"}, 'usual: "much" is not a value of this scale', "expected 0 to 3"),
    ({"usual": Absent("declined")}, "the baseline usual is missing (declined)", "before the first session"),
]


@pytest.mark.parametrize(("baseline", "what", "cure"), BASELINES_REFUSED)
def test_a_baseline_that_cannot_be_used_is_refused(baseline: Any, what: str, cure: str) -> None:
    """A baseline that is not asked for, off its scale or recorded as missing is refused."""
    words = refused(EnrolmentError, enrol, (), baseline)
    assert f"L161 error: {what}" in words
    assert cure in words


def test_all_that_is_wrong_is_said_at_once() -> None:
    """A missing fact, a missing baseline, an unknown fact and a wrong side are four findings."""
    with pytest.raises(EnrolmentError) as caught:
        vmo.enrol(ITS, Enrolled(START, {"graf": "hamstring"}, side="middle"))
    assert [(one.code, one.what) for one in caught.value.diagnostics] == [
        ("L160", '"graf" is not a fact'),
        ("L160", "the fact injury is missing"),
        ("L161", "the baseline usual is missing"),
        ("L162", '"middle" is not a side'),
    ]


def test_a_protocol_that_asks_nothing_says_so() -> None:
    """Where no fact is declared, the cure of an unknown one says that."""
    words = refused(EnrolmentError, vmo.enrol, protocol(), Enrolled(START, {"injury": "2025-12-20"}))
    assert "none are declared" in words


@pytest.mark.parametrize("on", [dt.datetime(2026, 1, 5), "2026-01-05", None, 7])
def test_the_first_day_is_a_plain_day(on: Any) -> None:
    """An episode starts on a calendar day, without a time."""
    assert "is not a day" in refused(LogError, vmo.enrol, protocol(), Enrolled(on))


def test_facts_are_kept_as_days_and_labels() -> None:
    """A date given as text or as a date is the same fact; a label is kept; an optional one may be missing."""
    facts = {"graft": "patellar", "injury": dt.date(2025, 12, 20)}
    episode = enrol(facts, side="left")
    assert episode.enrolled.facts == facts
    assert enrol({"graft": "patellar"}, side="left") == episode
    assert (episode.state.phase, episode.state.baseline) == ("one", {"usual": 1})


def test_unknown_equipment_is_refused() -> None:
    """What a patient has is named as the catalogue names it; an empty list is nothing at all (L163)."""
    with pytest.raises(vmo.EnrolmentError) as caught:
        vmo.enrol(protocol(), vmo.Enrolled(START, equipment=["leg pres", "chair"]))
    (one,) = caught.value.diagnostics
    assert (one.code, one.cure) == ("L163", 'did you mean "leg press"?')
    assert vmo.enrol(protocol(), vmo.Enrolled(START, equipment=[])).enrolled.equipment == ()
    assert vmo.enrol(protocol(), vmo.Enrolled(START)).enrolled.equipment is None

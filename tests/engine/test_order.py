"""Sessions and events come in date order, and a truth is never taken for a yes or a no."""

from __future__ import annotations

import datetime as dt

import pytest

from vmo_rehab import (
    Assessment,
    Cleared,
    Enrolled,
    EnrolmentError,
    EventError,
    Kind,
    LogError,
    Session,
    Suspended,
    Truth,
    apply,
    enrol,
    load,
    step,
)

PROTOCOL = load("vmo-foundation")
BEGUN = enrol(PROTOCOL, Enrolled(dt.date(2026, 1, 2), {"injury": "2025-11-03"}, {"pain_usual": 2}))


def test_a_session_before_an_applied_event_is_refused() -> None:
    """An assessment of a later day never hides what is answered on an earlier one."""
    ahead = apply(PROTOCOL, BEGUN, Assessment(dt.date(2026, 2, 1), {"effusion": "0"}))
    with pytest.raises(LogError, match="out of order: an event of 2026-02-01 has been applied"):
        step(PROTOCOL, ahead, Session(dt.date(2026, 1, 5), {"effusion": "3+"}))


def test_an_event_before_the_last_session_is_refused() -> None:
    """A clearance dated before the session with the flag does not clear it."""
    decision, flagged = step(PROTOCOL, BEGUN, Session(dt.date(2026, 1, 5), {"fever": "present"}))
    assert decision.kind is Kind.REFER
    for event in (Cleared(dt.date(2026, 1, 4), "clinic"), Suspended(dt.date(2026, 1, 4), "clinic")):
        with pytest.raises(EventError, match="is before the last session, 2026-01-05"):
            apply(PROTOCOL, flagged, event)


def test_a_clearance_of_other_flags_leaves_the_rest() -> None:
    """A clearance that names its flags clears those, and the patient is referred while others are left."""
    answers = {"fever": "present", "calf_pain": "present"}
    _, flagged = step(PROTOCOL, BEGUN, Session(dt.date(2026, 1, 5), answers))
    half = apply(PROTOCOL, flagged, Cleared(dt.date(2026, 1, 6), "clinic", flags=("fever",)))
    assert half.state.flags == ("calf_pain",)
    decision, _ = step(PROTOCOL, half, Session(dt.date(2026, 1, 7)))
    assert decision.kind is Kind.REFER
    with pytest.raises(EventError, match="no red flag to clear"):
        apply(PROTOCOL, half, Cleared(dt.date(2026, 1, 6), "clinic", flags=("fever",)))


@pytest.mark.parametrize("truth", list(Truth))
def test_a_truth_is_no_yes_or_no(truth: Truth) -> None:
    """Unknown is never taken for true: a truth must be compared."""
    with pytest.raises(TypeError, match="three values"):
        bool(truth)


@pytest.mark.parametrize("day", ["2026-02-30", "20251103", "2025-W45-1", "03/11/2025"])
def test_only_plain_iso_days_are_facts(day: str) -> None:
    """A day of a fact is written like 2026-03-02 and exists."""
    with pytest.raises(EnrolmentError, match="injury"):
        enrol(PROTOCOL, Enrolled(dt.date(2026, 3, 2), {"injury": day}, {"pain_usual": 2}))

"""Decisions, days, prescriptions, questions, events and rows in words."""

from __future__ import annotations

import datetime as dt
import re

import attrs
import pytest

from vmo_rehab.engine.apply import apply
from vmo_rehab.engine.decision import Flag, Item, Prescription, Question
from vmo_rehab.engine.events import (
    Amended,
    Assessment,
    BaselineReset,
    Cleared,
    Enrolled,
    LateAnswer,
    Migrated,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
    Voided,
)
from vmo_rehab.engine.session import Absent, Session, Why
from vmo_rehab.engine.step import step, today
from vmo_rehab.protocol.model import Do
from vmo_rehab.report.decision_text import (
    flags_in_words,
    prescription_in_words,
    questions_in_words,
    standing_in_words,
    today_in_words,
    way_in_words,
)
from vmo_rehab.report.event_text import event_in_words
from vmo_rehab.report.run_rows import Row, RowKind, differs, run_rows

DAY = dt.date(2026, 3, 2)


def check_in(after: int, **answers: object) -> Session:
    whole = {"pain_before": 2, "effusion": "trace", "calf_pain": "absent", **answers}
    return Session(DAY + dt.timedelta(after), {name: one for name, one in whole.items() if one is not None})


def test_the_way_of_a_decision(knee, episode, trained):
    """A decision that moves nobody names its phase alone, and says why."""
    decision, _ = step(knee, episode, trained(effusion="2+"))
    assert (str(decision.date), way_in_words(decision), decision.kind) == ("2026-03-02", "basics", "hold")
    assert decision.why.startswith("swollen: swelling is at least 2+")


def test_flags(knee, episode, trained):
    """Flags stand behind the reason, and an escalation names whom to tell."""
    decision, _ = step(knee, episode, trained())
    flagged = attrs.evolve(decision, flags=(Flag.REVIEW, Flag.ESCALATE), escalate_to=("the surgeon", "team"))
    assert flags_in_words(flagged) == "clinician to review; tell the surgeon and team"
    assert flags_in_words(attrs.evolve(flagged, escalate_to=())) == "clinician to review; to be reported"


def test_every_flag_has_words(knee, episode, trained):
    """No flag is left without words."""
    decision, _ = step(knee, episode, trained())
    for flag in Flag:
        assert flags_in_words(attrs.evolve(decision, flags=(flag,)))


def test_prescription(knee):
    """A prescription names dose, load, how often, and the cues."""
    items = (
        Item(
            "extension/band",
            "Extension",
            "yellow",
            "3 sets of 10",
            3,
            ("Go slowly.", "Breathe"),
            "less than before",
        ),
        Item("squat/goblet", "Squat", "0 kg", "", 1),
    )
    assert prescription_in_words(knee, Prescription("basics", Do.AS_PRESCRIBED, items)).splitlines() == [
        "The basics, as prescribed:",
        "  1. Extension: 3 sets of 10, with yellow, 3 sessions a week (extension/band)",
        "     Go slowly. Breathe.",
        "     less than before",
        "  2. Squat: without weight, 1 session a week (squat/goblet)",
    ]


@pytest.mark.parametrize(
    ("phase", "do", "words"),
    [
        ("done", Do.AS_PRESCRIBED, "Done: the episode has ended."),
        ("basics", Do.REST, "The basics: no exercises while training is stopped."),
        ("basics", Do.RESCUE, "The basics, rescue:\n  no exercises are written for it"),
    ],
)
def test_empty_prescriptions(knee, phase, do, words):
    """A prescription without exercises says why it has none."""
    assert prescription_in_words(knee, Prescription(phase, do)) == words


def test_today_as_prescribed(knee, episode):
    """A day as prescribed tells what to do."""
    told = today_in_words(knee, today(knee, episode, check_in(0)))
    assert re.match(r"2026-03-02: TRAIN as prescribed\nWhy: .+\n\nWhat to do:\n", told)
    assert "1. Extension with a band: 3 sets of 10-15, with yellow, 3 sessions a week" in told


def test_today_asks_red_flags_first(knee, episode):
    """A red flag that is not answered is asked above everything that could be done."""
    told = today_in_words(knee, today(knee, episode, check_in(0, calf_pain=None)))
    assert "But first: 1 red flag not answered. Ask below before any training." in told
    assert told.index("Is your calf painful?") < told.index("What to do:")


def test_today_asks_the_rest_last(knee, episode):
    """Another answer that is missing is asked for below, with its scale and its day."""
    told = today_in_words(knee, today(knee, episode, check_in(0, pain_before=None, effusion=None)))
    assert told.startswith("2026-03-02: REST")
    assert "  - How bad is the pain now? [pain_before, 0 to 10, session of 2026-03-02]: not asked" in told
    assert "  - swelling [effusion, 0, trace, 1+ or 2+]: not asked" in told


def test_today_refers(knee, episode):
    """A red flag refers: no exercise is named, and who has to act is."""
    told = today_in_words(knee, today(knee, episode, check_in(0, calf_pain="present")))
    assert told.startswith("2026-03-02: REFER - no training\n")
    assert "Red flags: calf pain. A clinician has to see the patient" in told
    assert "What to do" not in told
    assert "check-in" not in told


def test_a_day_that_refers_says_what_of_the_check_in_was_not_used(knee, episode):
    """A bad answer beside a red flag is told with what was expected."""
    told = today_in_words(knee, today(knee, episode, check_in(0, calf_pain="present", pain_before=99)))
    assert "Not used: pain_before: 99 is off the scale; it goes from 0 to 10\n" in told


def test_today_after_a_gap(knee, episode, trained):
    """A gap is noted."""
    _, after = step(knee, episode, trained())
    assert "Note: after a gap in training" in today_in_words(knee, today(knee, after, check_in(50)))


def test_questions(knee):
    """What is asked can be typed: name, exercise, scale, day; a choice lists its options."""
    asked = [
        Question("pain_during", "pain during training", DAY, Why.NOT_PERFORMED, "squat/goblet"),
        Question("graft", "graft", DAY, Why.NOT_ASKED),
        Question("sign_off", "a sign-off for done", DAY),
        Question("choice", "which way on", DAY, options=("a", "b")),
    ]
    assert questions_in_words(knee, asked).splitlines() == [
        "  - pain during training [pain_during of squat/goblet, 0 to 10, session of 2026-03-02]: not done",
        "  - graft: not asked",
        "  - a sign-off for done",
        "  - which way on: a or b",
    ]


def test_standing(knee, episode, trained):
    """Where a patient stands, in each state of an episode."""

    def told(of):
        return standing_in_words(knee, of.state)

    assert told(episode) == "The basics: training goes on"
    _, held = step(knee, episode, trained(effusion="2+"))
    assert told(held).startswith('The basics: on hold by "swollen"; the next check-in decides')
    _, flagged = step(knee, episode, trained(calf_pain="present"))
    assert told(flagged) == "The basics: training is stopped by calf pain; a clinician has to clear it"
    cleared = apply(knee, flagged, Cleared(DAY, "clerk"))
    assert told(cleared).startswith("The basics: on hold after a red flag that was cleared; ")
    suspended = apply(knee, episode, Suspended(DAY, "clerk"))
    assert told(suspended) == "The basics: the episode is suspended"
    ended = attrs.evolve(episode, state=attrs.evolve(episode.state, phase="done"))
    assert told(ended) == "Done: the episode has ended"


@pytest.mark.parametrize(
    ("event", "what", "told"),
    [
        (
            Enrolled(DAY, {"injury": DAY}, {"pain_usual": 2}, "clerk", sign_off_every_move=True, side="left"),
            "enrolled",
            "left knee, injury 2026-03-02, usual pain 2, every move needs a sign-off, by clerk",
        ),
        (Enrolled(DAY, by="clerk"), "enrolled", "by clerk"),
        (
            Assessment(DAY, {"effusion": "1+"}, "clerk", DAY),
            "assessment",
            "taken on 2026-03-02: swelling 1+, by clerk",
        ),
        (
            Assessment(DAY, {"effusion": Absent("declined")}),
            "assessment",
            "swelling the patient did not want to answer",
        ),
        (SignedOff(DAY, "strength", "clerk"), "sign-off", "for strength, by clerk (physiotherapist)"),
        (Cleared(DAY, "clerk", "fine"), "red flags cleared", "by clerk: fine"),
        (Cleared(DAY, "clerk"), "red flags cleared", "by clerk"),
        (
            Overridden(DAY, "progress", "clinical_judgement", "looks well", "clerk", DAY, "strength"),
            "override",
            "progress to strength, clinical judgement: looks well; counts until 2026-03-02, by clerk",
        ),
        (
            Overridden(DAY, "resume", "other", "well", "clerk", DAY),
            "override",
            "resume, other: well; counts until 2026-03-02, by clerk",
        ),
        (Suspended(DAY, "clerk", "flu"), "suspended", "by clerk: flu"),
        (Suspended(DAY, "clerk"), "suspended", "by clerk"),
        (Unsuspended(DAY, "clerk"), "goes on", "by clerk"),
        (BaselineReset(DAY, {"pain_usual": 3}, "clerk"), "baseline taken anew", "usual pain 3, by clerk"),
        (
            Migrated(DAY, "clerk", "0123456789abcdef"),
            "moved to another revision",
            "by clerk, content 0123456789ab",
        ),
        (LateAnswer(DAY, DAY, {"pain_during": 4}), "late answer", "to 2026-03-02: pain during training 4"),
        (
            LateAnswer(DAY, DAY, {"pain_during": 4}, "bike", "clerk"),
            "late answer",
            "to 2026-03-02 of bike: pain during training 4, by clerk",
        ),
        (
            Amended(DAY, Session(DAY), "clerk", "typo"),
            "corrected",
            "the session of 2026-03-02, by clerk: typo",
        ),
        (Voided(DAY, 3, "clerk"), "taken out", "entry 3 of the record, by clerk"),
    ],
)
def test_events(knee, event, what, told):
    """Every event is named, with its content and who made it."""
    assert event_in_words(knee, event) == (what, told)


def test_rows(knee, episode, trained):
    """A session that is decided otherwise has a second row, and so has an event that does not fit."""
    session, late = trained(), LateAnswer(DAY, DAY, {"pain_during": 7})
    issued, _ = step(knee, episode, session)
    now, _ = step(knee, episode, trained(pain_during=7))
    rows = run_rows(knee, [session, late], {0: issued}, {0: now}, {1: "no such session"})
    assert [(row.kind, row.date, row.what, row.changed) for row in rows] == [
        (RowKind.SESSION, DAY, "regress", True),
        (RowKind.ISSUED, None, "stay", False),
        (RowKind.EVENT, DAY, "late answer", False),
        (RowKind.UNFIT, None, "does not fit", False),
    ]
    assert rows[3].why == "no such session"


def test_rows_of_a_session_taken_out(knee, episode, trained):
    """A session that is void now, or was refused on its day, still has its row."""
    session = trained()
    decision, _ = step(knee, episode, session)
    gone = run_rows(knee, [session], {0: decision}, {})
    assert gone[0] == Row(
        RowKind.SESSION, DAY, "", "no decision", "taken out since, or it no longer fits", changed=True
    )
    assert gone[1].what == "stay"
    came = run_rows(knee, [session], {}, {0: decision})
    assert [row.what for row in came] == ["stay", "no decision"]


def test_difference(knee, episode, trained):
    """A dose that differs is a difference, unless the session had announced that it waits for an answer."""
    high, _ = step(knee, episode, trained())
    low, _ = step(knee, episode, trained(good=1))
    assert not differs(high, high)
    assert differs(low, high)
    assert not differs(attrs.evolve(low, flags=(Flag.AWAITING,)), high)

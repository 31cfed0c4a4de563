"""Events in a table that are not sessions."""

from __future__ import annotations

import datetime as dt

import pytest

from interop.log_knee import DAY, KNEE, TODAY, csv, only
from vmo_rehab.engine.events import (
    Assessment,
    BaselineReset,
    LateAnswer,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
)
from vmo_rehab.engine.session import Absent, Session
from vmo_rehab.interop.logs import Log, read_json, write_json

# Events of a table

EVENTS = (
    "date,event,for,taken,by,role,to,move,reason,note,expires,exercise,reps,"
    "pain_before,pain_during,effusion,pain_usual,exercise.rep_quality,red_flags"
)


def events(*rows: dict[str, str]) -> Log:
    columns = EVENTS.split(",")
    return csv(EVENTS, *(",".join(row.get(name, "") for name in columns) for row in rows))


DONE = {"date": "2026-03-02", "exercise": "bike", "reps": "1"}
OVERRIDE = {
    "date": "2026-03-03",
    "event": "overridden",
    "move": "progress",
    "to": "strength",
    "reason": "clinical-judgement",
    "note": "strong",
    "by": "desk",
    "expires": "2026-05-01",
}


def test_every_event_of_a_table():
    """Each kind of event is read with all its parts."""
    third = dt.date(2026, 3, 3)
    log = events(
        DONE,
        {
            "date": "2026-03-03",
            "event": "assessment",
            "taken": "2026-03-01",
            "by": "desk",
            "effusion": "trace",
        },
        OVERRIDE,
        OVERRIDE | {"move": "resume", "to": ""},
        {"date": "2026-03-03", "event": "suspended", "by": "desk", "reason": "travel"},
        {"date": "2026-03-03", "event": "unsuspended", "by": "desk"},
        {"date": "2026-03-03", "event": "baseline", "by": "desk", "pain_usual": "3"},
        {"date": "2026-03-03", "event": "signed-off", "by": "desk", "role": "surgeon", "to": "strength"},
        {
            "date": "2026-03-03",
            "event": "answer",
            "for": "2026-03-02",
            "by": "desk",
            "exercise": "bike",
            "pain_during": "2",
            "exercise.rep_quality": "70%",
            "red_flags": "none",
        },
    )
    flags = {"calf_pain": "absent", "fever": "absent"}
    assert log.events[1:] == (
        Assessment(third, {"effusion": "trace"}, "desk", dt.date(2026, 3, 1)),
        Overridden(
            third, "progress", "clinical-judgement", "strong", "desk", dt.date(2026, 5, 1), "strength"
        ),
        Overridden(third, "resume", "clinical-judgement", "strong", "desk", dt.date(2026, 5, 1)),
        Suspended(third, "desk", "travel"),
        Unsuspended(third, "desk"),
        BaselineReset(third, {"pain_usual": 3}, "desk"),
        SignedOff(third, "strength", "desk", "surgeon"),
        LateAnswer(third, DAY, {"pain_during": 2, **flags}, by="desk"),
        LateAnswer(third, DAY, {"rep_quality": 70}, "bike", "desk"),
    )
    assert read_json(write_json(log), "a.json", KNEE, TODAY) == log


LATE = {"date": "2026-03-03", "event": "answer", "for": "2026-03-02", "pain_during": "2"}


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        (LATE | {"for": ""}, "L145", "for"),
        (LATE | {"pain_during": ""}, "L145", "answer"),
        (LATE | {"for": "2026-03-01"}, "L144", "no session on 2026-03-01"),
        (LATE | {"for": "2026-02-30"}, "L127", "no day"),
        (LATE | {"pain_during": "11"}, "L135", "11"),
        (LATE | {"exercise": "bike"}, "L142", "bike"),
        (LATE | {"exercise.rep_quality": "80"}, "L142", "not named"),
        (LATE | {"exercise.rep_quality": "80", "exercise": "lunge/static"}, "L144", "not done"),
        (LATE | {"to": "strength"}, "L146", "to"),
        ({"date": "2026-03-03", "event": "assessment", "pain_before": "1"}, "L146", "in a session"),
        ({"date": "2026-03-03", "event": "assessment"}, "L145", "answers"),
        (
            {"date": "2026-03-03", "event": "assessment", "effusion": "0", "taken": "2026-03-04"},
            "L130",
            "2026-03-04",
        ),
        ({"date": "2026-03-03", "event": "baseline", "pain_before": "1"}, "L139", "baseline"),
        ({"date": "2026-03-03", "event": "cleared"}, "L145", "by"),
        ({"date": "2026-03-03", "event": "suspended"}, "L145", "by"),
        ({"date": "2026-03-03", "event": "unsuspended"}, "L145", "by"),
        ({"date": "2026-03-03", "event": "signed-off", "by": "desk"}, "L145", "to"),
        ({"date": "2026-03-03", "event": "signed-off", "by": "desk", "to": "strenght"}, "L139", "strenght"),
        (OVERRIDE | {"note": ""}, "L145", "note"),
        (OVERRIDE | {"move": "jump"}, "L147", "jump"),
        (OVERRIDE | {"to": ""}, "L145", "target"),
        (OVERRIDE | {"move": "resume"}, "L146", "resume"),
        (OVERRIDE | {"expires": "2026-03-01"}, "L130", "before the override"),
        (OVERRIDE | {"to": "x"}, "L139", "phase"),
    ],
)
def test_event_rows_refused(row, code, words):
    """An event row that lacks a part, or has one that does not fit, is refused by the column's name."""
    one = only(events, DONE, row)
    assert (one.code, one.span.line) == (code, 4)
    assert words in one.what


def test_late_answer_day_before_and_check_in():
    """A late answer cannot precede its session, nor give a day without sets an answer about training."""
    log = [{"date": "2026-03-02", "pain_before": "1"}, DONE | {"date": "2026-03-03"}]
    assert only(events, *log, LATE).code == "L143"
    early = LATE | {"date": "2026-03-02", "for": "2026-03-03"}
    assert only(events, *log, early).code == "L130"
    assert events(*log, LATE | {"pain_during": "declined"}).events[-1].answers == {
        "pain_during": Absent("declined")
    }


def test_late_answer_about_an_exercise_alone():
    """A late answer about one exercise needs no answer of the session."""
    about = {"pain_during": "", "exercise": "bike", "exercise.rep_quality": "70"}
    assert events(DONE, LATE | about).events[1:] == (
        LateAnswer(dt.date(2026, 3, 3), DAY, {"rep_quality": 70}, "bike"),
    )


def test_late_answers_may_stand_below_their_session():
    """A late answer keeps its own day and needs not be moved to it."""
    log = events(DONE, LATE | {"date": "2026-03-20"}, DONE | {"date": "2026-03-04"})
    assert [type(one) for one in log.events] == [Session, LateAnswer, Session]


def test_unreadable_day_does_not_blame_the_late_answer():
    """A session lost to a bad date does not make its late answer wrong as well."""
    assert only(events, DONE | {"date": "2026-3-2"}, LATE).code == "L126"

"""Logs as JSON: every event, and every refusal."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from interop.log_knee import DAY, KNEE, TODAY, js, only
from vmo_rehab import Absent, LogError, load, read_csv
from vmo_rehab.engine.events import (
    Amended,
    Enrolled,
    Migrated,
    Voided,
)
from vmo_rehab.engine.session import Performed, Session, SetDone
from vmo_rehab.interop.logs import Log, read_json, write_json

# JSON

SET = {"reps": 10, "good_reps": 9, "load": "5 kg"}
MACHINE = {"exercise": "leg-extension/machine", "sets": [SET], "answers": {"rep_quality": 80}}
SESSION = {"event": "session", "date": "2026-03-02", "answers": {"pain_during": 3}, "exercises": [MACHINE]}


def test_every_event_only_json_holds():
    """Amendments, voids and migrations are read, and survive writing."""
    log = js(
        SESSION | {"phase": "basics"},
        {
            "event": "amended",
            "on": "2026-03-03",
            "by": "desk",
            "session": {"date": "2026-03-02", "answers": {"pain_during": None, "pain_before": 1}},
        },
        {"event": "voided", "on": "2026-03-03", "place": 0, "by": "desk", "reason": "other patient"},
        {"event": "migrated", "on": "2026-03-04", "by": "desk", "digest": "abc", "phases": {"old": "basics"}},
        {"event": "migrated", "on": "2026-03-04", "by": "desk", "digest": "abc"},
    )
    third = dt.date(2026, 3, 3)
    assert log.events[0].phase == "basics"
    assert log.events[1:] == (
        Amended(third, Session(DAY, {"pain_before": 1}), "desk"),
        Voided(third, 0, "desk", "other patient"),
        Migrated(dt.date(2026, 3, 4), "desk", "abc", {"old": "basics"}),
        Migrated(dt.date(2026, 3, 4), "desk", "abc"),
    )
    assert read_json(write_json(log), "a.json", KNEE, TODAY) == log


def changed(**parts: object) -> dict[str, object]:
    return SESSION | parts


def answered(**answers: object) -> dict[str, object]:
    return changed(answers=answers)


def with_set(**parts: object) -> dict[str, object]:
    return changed(exercises=[MACHINE | {"sets": [SET | parts]}])


@pytest.mark.parametrize(
    ("event", "code", "words"),
    [
        ([], "L123", "events[0]: this is a list"),
        (None, "L123", "events[0]: this is null"),
        (changed(exercises=[MACHINE | {"exercise": 3}]), "L123", "exercises[0].exercise"),
        ({"event": "voided", "on": 3, "place": 1, "by": "desk"}, "L123", "events[0].on"),
        ({"date": "2026-03-02"}, "L145", "no event"),
        ({"event": 3}, "L123", "events[0].event: this is a number"),
        ({"event": "sesion", "date": "2026-03-02"}, "L139", "sesion"),
        ({"event": "session"}, "L145", "no date"),
        ({"event": "session", "date": 20260302}, "L123", "a number"),
        ({"event": "session", "date": "02.03.2026"}, "L126", "events[0].date"),
        (changed(pain=3), "L124", "events[0].pain: unknown key"),
        (changed(cut_short="yes"), "L123", "a text"),
        (changed(cut_short=1), "L123", "a number"),
        (changed(phase="x"), "L139", "phase"),
        (changed(answers=[]), "L123", "a list"),
        (changed(exercises={}), "L123", "an object"),
        (changed(exercises=[3]), "L123", "exercises[0]"),
        (changed(exercises=[MACHINE, MACHINE]), "L138", "stands twice"),
        (changed(exercises=[{"sets": [SET]}]), "L145", "no exercise"),
        (changed(exercises=[MACHINE | {"sets": []}]), "L142", "no sets"),
        (changed(exercises=[MACHINE | {"sets": [4]}]), "L123", "sets[0]"),
        (changed(exercises=[MACHINE | {"exercise": "x"}]), "L139", "exercise"),
        (changed(exercises=[MACHINE | {"answers": {"fever": "absent"}}]), "L146", "fever"),
        (with_set(reps=None), "L142", "without repetitions"),
        (with_set(reps=10.5), "L140", "10.5"),
        (with_set(reps=True), "L123", "true or false"),
        (with_set(reps="10"), "L123", "a text"),
        (with_set(good_reps=11), "L141", "11 good"),
        (with_set(load="5"), "L148", "load"),
        (answered(pain_durin=3), "L139", "pain_durin"),
        (answered(pain_during=11), "L135", "events[0].answers.pain_during: 11"),
        (answered(pain_during=True), "L123", "true or false"),
        (answered(pain_during=[3]), "L123", "a list"),
        (answered(pain_during="declined"), "L134", "declined"),
        (answered(pain_during={"absent": "decline"}), "L147", "decline"),
        (answered(pain_during={"absent": "stale"}), "L147", "worked out"),
        (answered(pain_during={"absent": 3}), "L123", "a number"),
        (answered(pain_during={}), "L145", "absent"),
        (answered(pain_during={"absent": "declined", "why": "x"}), "L124", "why"),
        (answered(effort=2.25), "L135", "2.25"),
        (answered(effort="2,5"), "L137", "decimal comma"),
        (answered(effusion="2+"), "L134", "2+"),
        (changed(exercises=[]), "L143", "events[0].answers.pain_during"),
        ({"event": "answer", "on": "2026-03-03", "answers": {"effort": 2}}, "L145", "session"),
        ({"event": "answer", "on": "2026-03-03", "session": "2026-03-02"}, "L145", "answers"),
        (
            {"event": "answer", "on": "2026-03-03", "session": "2026-03-02", "answers": {"effort": None}},
            "L145",
            "answers",
        ),
        (
            {"event": "answer", "on": "2026-03-03", "session": "2026-03-02", "answers": {"effort": 2}},
            "L144",
            "no session",
        ),
        ({"event": "", "on": "2026-03-03", "by": "desk"}, "L123", "empty"),
        ({"event": "cleared", "by": "desk"}, "L145", "no on"),
        ({"event": "cleared", "on": "2026-03-03", "by": "desk", "text": "x"}, "L124", "text"),
        ({"event": "voided", "on": "2026-03-03", "place": 1, "by": "desk"}, "L149", "voided"),
        ({"event": "voided", "on": "2026-03-03", "place": -1, "by": "desk"}, "L140", "-1"),
        ({"event": "voided", "on": "2026-03-03", "by": "desk"}, "L145", "place"),
        ({"event": "voided", "on": "2026-03-03", "place": "1", "by": "desk"}, "L123", "a text"),
        (
            {"event": "amended", "on": "2026-03-03", "by": "desk", "session": {"date": "2026-03-02"}},
            "L144",
            "no session",
        ),
        ({"event": "amended", "on": "2026-03-03", "by": "desk"}, "L145", "session"),
        ({"event": "amended", "on": "2026-03-03", "by": "desk", "session": {}}, "L145", "date"),
        ({"event": "migrated", "on": "2026-03-03", "by": "desk"}, "L145", "digest"),
        (
            {"event": "migrated", "on": "2026-03-03", "by": "desk", "digest": "a", "phases": {"a": 3}},
            "L123",
            "phases.a",
        ),
    ],
)
def test_json_events_refused(event, code, words):
    """What is wrong in an event is refused once, by its path."""
    one = only(js, event)
    assert one.code == code
    assert words in one.what


@pytest.mark.parametrize(
    ("top", "code", "words"),
    [
        ({"format": 2}, "L125", "format 2"),
        ({"format": None}, "L125", "does not say"),
        ({"format": "1"}, "L123", "a text"),
        ({"protocol": "hip"}, "L133", "hip"),
        ({"event": []}, "L124", "event"),
        ({"events": {}}, "L123", "an object"),
        ({"enrolled": []}, "L123", "a list"),
        ({"enrolled": {"on": "2026-03-02", "facts": {"injry": "2026-03-01"}}}, "L139", "injry"),
        ({"enrolled": {"on": "2026-03-02", "facts": {"injury": 3}}}, "L123", "injury"),
        ({"enrolled": {"on": "2026-03-02", "baseline": {"effort": 3}}}, "L139", "baseline"),
        ({"enrolled": {"on": "2026-03-02", "side": "up"}}, "L147", "up"),
        ({"enrolled": {"on": "2026-03-02", "sign_off_every_move": "yes"}}, "L123", "a text"),
        ({"enrolled": {"on": "2026-04-02"}}, "L128", "future"),
        ({"enrolled": {"on": "2026-03-02", "start": "2026-03-02"}}, "L124", "start"),
    ],
)
def test_json_head_refused(top, code, words):
    """What is wrong around the events is refused with its path."""
    one = only(js, **top)
    assert one.code == code
    assert words in one.what


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "L105", 1),
        ("[]", "L123", 1),
        ("nonsense", "L120", 1),
        ('{\n"format": 1,\n}', "L120", 3),
        ('{"format" 1}', "L120", 1),
        ('{"format": 1,\n"protocol": "kn\nee"}', "L120", 2),
        ('{"format": 1} {}', "L120", 1),
        ('{"protocol": "\\x"}', "L120", 1),
        ("[" * 5000, "L120", 1),
        ('{"format": 1, "format": 1, "enrolled": {"on": "2026-03-02"},\n"events": []}', "L121", 1),
        ('{"format": 1, "enrolled": {"on": "2026-03-02"},\n"events": [NaN]}', "L122", 2),
        ('{"format": 1, "enrolled": {"on": "2026-03-02"},\n"events": [-Infinity]}', "L122", 2),
        (f'{{"format": 1, "enrolled": {{"on": "2026-03-02"}},\n"events": [{"9" * 5000}]}}', "L122", 2),
        ('{"format": 1, "enrolled": {"on": "2026-03-02",\n"by": "\\ud800"}, "events": []}', "L122", 2),
        ('{"format": 1, "enrolled": {"on": "2026-03-02"}}', "L145", 1),
    ],
)
def test_json_texts_refused(text, code, line):
    """A text that is not JSON, or more than JSON, is refused where it shows."""
    one = only(read_json, text, "a.json", KNEE)
    assert (one.code, one.span.line) == (code, line)


def test_json_finding_has_its_line():
    """A finding in a JSON log has line, column and path."""
    text = json.dumps(
        {"format": 1, "enrolled": {"on": "2026-03-02"}, "events": [answered(pain_during=11)]}, indent=1
    )
    one = only(read_json, text, "a.json", KNEE)
    assert one.line_text.strip() == '"pain_during": 11'
    assert one.line_text[one.span.col - 1 : one.span.end_col - 1] == "11"


def test_json_order_and_second_session():
    """Order and one session a day hold in JSON as in a table; a voided session frees its day."""
    later = SESSION | {"date": "2026-03-03"}
    void = {"event": "voided", "on": "2026-03-03", "place": 0, "by": "desk"}
    assert only(js, later, SESSION).code == "L130"
    assert only(js, SESSION, SESSION).code == "L131"
    assert len(js(SESSION, void, SESSION).events) == 3


def test_amendment_stands_for_later_answers():
    """After an amendment without sets, a late answer about training no longer fits."""
    amended = {"event": "amended", "on": "2026-03-03", "by": "desk", "session": {"date": "2026-03-02"}}
    late = {"event": "answer", "on": "2026-03-03", "session": "2026-03-02", "answers": {"effort": 2}}
    assert only(js, SESSION, amended, late).code == "L143"


def test_floats_are_read_by_their_digits():
    """A decimal is taken by the digits that were written, not as a float."""
    assert js(answered(effort=0.5)).events[0].answers == {"effort": "0.5"}
    assert js(answered(effort=2.0)).events[0].answers == {"effort": 2}


def test_floats_and_decimals_are_written_as_texts():
    """A log made in code with floats is written with the digits a person would write."""
    log = Log(
        Enrolled(DAY),
        (Session(DAY, {"effort": 2.5, "weight": Decimal("80.5")}, (Performed("bike", (SetDone(0),)),)),),
    )
    again = read_json(write_json(log), "a.json", KNEE).events[0]
    assert again.answers == {"effort": "2.5", "weight": "80.5 kg"}
    assert again.exercises[0].sets == (SetDone(0),)


def test_a_void_frees_only_the_day_of_its_own_session():
    """Of two sessions the one that is voided may be logged anew, and the other may not."""
    second = SESSION | {"date": "2026-03-03"}
    void = {"event": "voided", "on": "2026-03-03", "place": 1, "by": "desk"}
    assert len(js(SESSION, second, void, second).events) == 4
    one = only(js, SESSION, second, void, SESSION)
    assert (one.code, "2026-03-02" in one.what) == ("L131", True)


def test_the_effort_of_a_set_goes_through_json_and_table():
    """A set's own effort is read from both kinds of log and written back; an absence keeps its reason."""
    head = "# start: 2026-03-02\n# fact injury: 2026-01-12\n# baseline pain_usual: 2\n"
    table = head + "date,exercise,reps,good_reps,set_effort\n2026-03-03,leg-extension/machine,8,8,7.5\n"
    protocol = load("vmo-foundation")
    log = read_csv(table + "2026-03-03,leg-extension/machine,8,8,declined\n", "log.csv", protocol, TODAY)
    efforts = [one.effort for one in log.events[0].exercises[0].sets]
    assert efforts == ["7.5", Absent("declined")]
    assert read_json(write_json(log), "log.json", protocol, TODAY).events == log.events
    with pytest.raises(LogError, match="11"):
        read_csv(table.replace("7.5", "11"), "log.csv", protocol, TODAY)

"""What a record takes in of corrections and other words, and that a red flag in them counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, get_origin

import attrs
import pytest

import vmo_rehab as vmo
from record.knee import ENROLLED, PROTOCOL, RENAMED, START, day, trained
from vmo_rehab import Amended, Assessment, LateAnswer, Migrated, Record, Session, SetDone, Voided
from vmo_rehab.record.converter import EVENTS

RECORD = Record.begin(PROTOCOL, ENROLLED).append(PROTOCOL, trained(0)).append(PROTOCOL, trained(2))
BAD = attrs.evolve(
    trained(2, fever="present"),
    exercises=[attrs.evolve(trained(2).exercises[0], sets=[SetDone(10.0)])],
)
FLAGGED = {
    "a set in an amendment": (Amended(day(3), BAD, "clerk"), ["L154"]),
    "an answer that was given": (LateAnswer(day(3), day(2), {"calf": "present", "pain_during": 3}), ["L152"]),
    "an answer of no make": (LateAnswer(day(3), day(2), {"calf": "present", "pain_during": [3]}), ["L152"]),
    "answers with no name": (LateAnswer(day(3), day(2), {"calf": "present", 7: 7}), ["L150"]),
    "who gave a late answer": (LateAnswer(day(3), day(2), {"calf": "present"}, by=None), ["L152"]),
    "the day of a late answer": (LateAnswer(day(1), day(2), {"calf": "present"}), []),
    "the day of an amendment": (Amended(day(1), trained(2, fever="present"), "clerk"), []),
}


@pytest.mark.parametrize("name", FLAGGED)
def test_a_red_flag_in_a_correction_refers_whatever_else_is_wrong_with_it(name: str):
    """The session refers, with what is amiss in its decision, and the record replays to itself."""
    event, codes = FLAGGED[name]
    record = RECORD.append(PROTOCOL, event)
    decision = record.fold().decisions[-1]
    assert decision.kind is vmo.Kind.REFER
    assert [found.code for found in decision.diagnostics] == codes
    assert vmo.to_json(vmo.replay(PROTOCOL, record)) == vmo.to_json(record)


@pytest.mark.parametrize(
    "event",
    [
        Assessment(day(3), {"fever": "present", "pain_usual": [1]}),
        Assessment(day(3), {"fever": "present"}, by=None),
        Assessment(day(3), {"fever": "present"}, taken="yesterday"),
        Assessment(day(-9), {"fever": "present", "pain_usual": 2}),
    ],
)
def test_a_red_flag_in_an_assessment_refers_whatever_else_is_wrong_with_it(event: Assessment):
    """The next session refers; without the flag such an assessment is refused."""
    record = RECORD.append(PROTOCOL, event)
    assert record.append(PROTOCOL, trained(4)).issued[-1].kind is vmo.Kind.REFER
    without = attrs.evolve(event, answers={**event.answers, "fever": "absent"})
    with pytest.raises((vmo.LogError, vmo.EventError)):
        RECORD.append(PROTOCOL, without)


def test_an_assessment_out_of_order_gives_its_red_flag_alone():
    """Where an event comes too late to be folded in, the flag counts and the rest does not."""
    episode = RECORD.fold().episode
    after = vmo.apply(PROTOCOL, episode, Assessment(day(1), {"fever": "present", "pain_usual": 9}))
    assert after == attrs.evolve(episode, state=attrs.evolve(episode.state, flags=("fever",)))


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (LateAnswer(day(5), day(4), {"fever": "present"}), "no session on 2026-03-06; report fever in a"),
        (LateAnswer(day(3), day(2), {"fever": "present"}), "fever was answered in the session of .*: absent"),
    ],
)
def test_a_late_red_flag_that_has_no_place_is_refused_with_what_to_do(event: LateAnswer, words: str):
    """What cannot be taken in says where the flag belongs."""
    with pytest.raises(vmo.EventError, match=words):
        RECORD.append(PROTOCOL, event)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (LateAnswer(dt.date(1, 1, 1), day(2), {"pain_next_morning": 1}), "0001-01-01 lies before the start"),
        (LateAnswer(day(1), day(2), {"pain_next_morning": 1}), "2026-03-04 lies after the day of the corr"),
        (Amended(day(-1), trained(2), "clerk"), "2026-03-01 lies before the start"),
        (Amended(day(1), trained(2), "clerk"), "2026-03-04 lies after the day of the correction, 2026-03-03"),
        (Voided(dt.date(2026, 1, 1), 0, "x"), "2026-01-01 lies before the start"),
        (Voided(day(1), 1, "x"), "2026-03-04 lies after the day of the correction, 2026-03-03"),
    ],
)
def test_a_correction_is_not_from_before_what_it_corrects(event: vmo.Event, words: str):
    """A record refuses what a log refuses: nothing is corrected before it was there."""
    with pytest.raises(vmo.EventError, match=words):
        RECORD.append(PROTOCOL, event)


@pytest.mark.parametrize(
    ("before", "late"),
    [
        ({"pain_next_morning": "2"}, {"pain_next_morning": 2}),
        ({"pain_next_morning": 2}, {"pain_next_morning": 2.0}),
        ({"calf": "absent"}, {"calf": False}),
    ],
)
def test_the_same_value_written_otherwise_is_no_contradiction(before: dict[str, Any], late: dict[str, Any]):
    """A late answer that says again what was said is taken, in whatever writing."""
    record = RECORD.append(PROTOCOL, trained(4, **before))
    again = record.append(PROTOCOL, LateAnswer(day(5), day(4), late))
    assert again.fold().decisions == record.fold().decisions


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Migrated(day(5), "", "d2", {"bend": "fold"}), "names who decided"),
        (Migrated(day(5), " ", "d2", {"bend": "fold"}), "names who decided"),
        (
            Migrated(day(5), "dr", "d2", {"bend": "fold", "lift": "load"}),
            'knee 1 has no phase "lift" to move',
        ),
        (
            Migrated(day(5), "dr", "d2", {"bend": "fold", "run": "fly"}),
            'knee 2 has no phase "fly"; map run to',
        ),
    ],
)
def test_a_move_names_who_decided_and_phases_that_are_there(event: Migrated, words: str):
    """A phase map with a slip of the pen is refused before the move."""
    with pytest.raises(vmo.EventError, match=words):
        RECORD.append(RENAMED, event)


@pytest.mark.parametrize(
    "event",
    [
        vmo.Overridden(day(3), "progress", "other", "", "dr", day(9), "load"),
        vmo.Overridden(day(3), "progress", " ", "well", "dr", day(9), "load"),
        vmo.Overridden(day(3), "progress", "other", "well", " ", day(9), "load"),
        vmo.SignedOff(day(3), "run", " "),
        vmo.Suspended(day(3), "\t"),
        Amended(day(3), trained(2), " "),
    ],
)
def test_a_blank_is_no_name_and_no_reason(event: vmo.Event):
    """Whoever decides otherwise is named, and says why."""
    with pytest.raises(vmo.EventError, match="names who"):
        RECORD.append(PROTOCOL, event)


TIME = dt.datetime(2026, 3, 4, 9)


@pytest.mark.parametrize(
    "event",
    [
        Session(TIME),
        Session("2026-03-04"),
        LateAnswer(TIME, day(2), {"pain_next_morning": 1}),
        LateAnswer(day(3), TIME, {"pain_next_morning": 1}),
        Amended(day(3), Session(TIME), "clerk"),
        vmo.Overridden(day(3), "progress", "other", "well", "dr", TIME, "load"),
        vmo.Cleared(TIME, "dr"),
    ],
)
def test_a_day_that_is_none_is_refused_as_step_refuses_it(event: vmo.Event):
    """A time of day has the same code and cure at every door."""
    with pytest.raises(vmo.LogError, match=r"L155 .*is not a day\n.*hand over a datetime.date"):
        RECORD.append(PROTOCOL, event)


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"on": TIME}, vmo.LogError, "L155"),
        ({"side": None}, vmo.EnrolmentError, "L162"),
        ({"facts": {"injury": TIME}}, vmo.EnrolmentError, "L160"),
        ({"baseline": {"pain_usual": [2]}}, vmo.EnrolmentError, "L161"),
        ({"by": 7}, vmo.RecordError, r"Enrolled\.by cannot be written"),
        ({"facts": 7}, vmo.EnrolmentError, "L160"),
        ({"baseline": None}, vmo.EnrolmentError, "L161"),
    ],
)
def test_an_enrolment_is_refused_by_name(fields: dict[str, Any], error: type[Exception], words: str):
    """A record that begins refuses as `enrol` does, and names the field that it cannot write."""
    with pytest.raises(error, match=words):
        Record.begin(PROTOCOL, attrs.evolve(ENROLLED, **fields))


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
def test_an_event_copies_what_it_is_given(kind: type):
    """Whoever hands over a mapping can change no event with it."""
    attrs.resolve_types(kind)
    fields = {field.name: field for field in attrs.fields(kind)}
    mappings = [name for name, field in fields.items() if get_origin(field.type) is Mapping]
    given: dict[str, dict[str, Any]] = {name: {} for name in mappings}
    needed = [name for name, field in fields.items() if field.default is attrs.NOTHING]
    event = kind(
        **{**dict.fromkeys(needed, START), **({"move": "resume"} if "move" in fields else {}), **given}
    )
    for name in mappings:
        given[name]["later"] = 1
        assert getattr(event, name) == {}


NOT_THESE = [
    (lambda: vmo.from_json(Record, None), "expected JSON as a text"),
    (lambda: vmo.from_json(Record, {}), "expected JSON as a text"),
    (lambda: vmo.from_json(Record, b"\xff"), "byte 0: not UTF-8"),
    (lambda: RECORD.append(PROTOCOL, {}), "expected an event, such as a Session, found {}"),
    (lambda: RECORD.append(PROTOCOL, None), "expected an event, such as a Session, found None"),
    (lambda: RECORD.append("knee", trained(4)), "expected a Protocol, found 'knee'; load one"),
    (lambda: RECORD.append(None, trained(4)), "expected a Protocol, found None; load one"),
    (lambda: Record.begin("knee", ENROLLED), "expected a Protocol, found 'knee'; load one"),
    (lambda: Record.begin(PROTOCOL, None), "expected an Enrolled, found None"),
]


@pytest.mark.parametrize(("use", "words"), NOT_THESE)
def test_what_is_something_else_is_refused_with_what_is_expected(use: Any, words: str):
    """No other error of Python comes up where a value of another kind is handed over."""
    with pytest.raises(vmo.RecordError, match=words):
        use()


def test_json_may_come_as_bytes():
    """What a database or a request gives is read as it comes."""
    assert vmo.from_json(Record, vmo.to_json(RECORD).encode()) == RECORD


def test_a_word_that_is_none_is_refused_where_it_is_given():
    """A reason for an absence and the move of an override are among the known ones."""
    with pytest.raises(vmo.LogError, match=r"'dunno' is not a reason for an absence\n.*not-asked, dec"):
        vmo.Absent("dunno")
    with pytest.raises(vmo.EventError, match="'jump' is not a move; known: progress, regress, resume"):
        vmo.Overridden(day(3), "jump", "other", "well", "dr", day(9), "load")
    with pytest.raises(vmo.EventError, match=r"expected a Session, found {}"):
        vmo.step(PROTOCOL, RECORD.fold().episode, {})

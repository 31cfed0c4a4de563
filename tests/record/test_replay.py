"""Replay: the same bytes, or the name of the event that differs."""

from __future__ import annotations

import json
from functools import partial

import attrs
import pytest

from record.knee import ENROLLED, PROTOCOL, RENAMED, day, trained
from vmo_rehab.engine.events import Enrolled, LateAnswer, Migrated
from vmo_rehab.errors import RecordError, ReplayError
from vmo_rehab.record.canonical import from_json, to_json
from vmo_rehab.record.record import Record
from vmo_rehab.record.replay import replay

BOTH = (PROTOCOL, RENAMED)


def long_record() -> Record:
    record = Record.begin(PROTOCOL, ENROLLED)
    for event in (trained(0), trained(2), LateAnswer(day(3), day(2), {"pain_next_morning": 1}), trained(4)):
        record = record.append(PROTOCOL, event)
    record = record.append(RENAMED, Migrated(day(5), "physician", "d2", {"bend": "fold"}))
    return record.append(RENAMED, trained(6))


RECORD = long_record()


def changed(**fields: object) -> Record:
    return attrs.evolve(RECORD, held=None, **fields)


def test_a_record_replays_to_the_same_bytes():
    """Through corrections and a migration the record is what its events lead to."""
    again = replay(BOTH, from_json(Record, to_json(RECORD)))
    assert to_json(again) == to_json(RECORD)
    assert again.fold() == RECORD.fold()


def test_the_engine_that_decided_may_be_another():
    """The version of the library is no difference, and is kept as it was issued."""
    old = changed(issued=tuple(attrs.evolve(one, engine="0.0.1") for one in RECORD.issued))
    assert to_json(replay(BOTH, old)) == to_json(old)


def test_a_tampered_decision_is_named():
    """The first event whose decision differs is named with its day and with what differs."""
    data = json.loads(to_json(RECORD))
    data["issued"][1]["kind"] = "stay"
    data["issued"][2]["telling"]["why"] = "changed"
    with pytest.raises(
        ReplayError,
        match=r"^event 1, session of 2026-03-04, differs: kind is 'stay' and replay gives 'progress'$",
    ):
        replay(BOTH, from_json(Record, json.dumps(data)))


def test_a_tampered_reason_is_named():
    """What a decision was explained with is compared too, where the same version decided."""
    data = json.loads(to_json(RECORD))
    data["issued"][0]["telling"]["why"] = "changed"
    with pytest.raises(ReplayError, match=r"event 0, session of 2026-03-02, differs: why"):
        replay(BOTH, from_json(Record, json.dumps(data)))
    data["issued"][0]["engine"] = "0.0.9"
    assert replay(BOTH, from_json(Record, json.dumps(data))).issued[0].why == "changed"


def test_a_record_of_another_format_is_refused():
    """A record says in which form it is written, and no other is guessed at."""
    data = json.loads(to_json(RECORD))
    assert data["format"] == 1
    later = {"format": 2, "what": "is not known yet"}
    with pytest.raises(RecordError, match=r"^\$\.format: format 2; this library reads format 1$"):
        from_json(Record, json.dumps(later))
    for use in (Record.fold, partial(replay, BOTH)):
        with pytest.raises(RecordError, match="in format 2; this library reads format 1"):
            use(attrs.evolve(RECORD, format=2))


def test_issued_decisions_leave_their_explanation_out():
    """A record stays small: an explanation follows from the events and is not stored."""
    assert "explanation" not in json.loads(to_json(RECORD))["issued"][0]["telling"]
    assert not RECORD.issued[0].explanation.rules
    assert RECORD.fold(BOTH).decided[0].now.explanation.rules


def test_a_tampered_event_is_named():
    """An event that is refused, or that is not what would be kept, is named."""
    events = (*RECORD.events[:1], attrs.evolve(RECORD.events[1], phase=""), *RECORD.events[2:])
    with pytest.raises(ReplayError, match=r"event 1, session of 2026-03-04, is not written as it would be"):
        replay(BOTH, changed(events=events))
    events = (*RECORD.events[:2], LateAnswer(day(9), day(9), {}), *RECORD.events[3:])
    with pytest.raises(ReplayError, match=r"event 2, answer of 2026-03-11, is refused: there is no session"):
        replay(BOTH, changed(events=events))


def test_missing_and_surplus_decisions_are_named():
    """There is one decision for each session."""
    with pytest.raises(ReplayError, match="event 5, session of 2026-03-08, has no decision in the record"):
        replay(BOTH, changed(issued=RECORD.issued[:-1]))
    with pytest.raises(ReplayError, match="more decisions than sessions"):
        replay(BOTH, changed(issued=(*RECORD.issued, RECORD.issued[0])))


def test_a_tampered_head_is_named():
    """Where the record says it is must be where its events lead; its enrolment must be one."""
    with pytest.raises(ReplayError, match="revision of the record is not what its events lead to"):
        replay(BOTH, changed(revision="3"))
    with pytest.raises(ReplayError, match="the enrolment of 2026-03-02 is refused: L161"):
        replay(BOTH, changed(enrolled=Enrolled(day(0))))


def test_replay_needs_every_edition():
    """A protocol that is missing is named."""
    with pytest.raises(RecordError, match=r"needs the protocol knee 2 \(digest d2\); given: knee 1"):
        replay(PROTOCOL, RECORD)

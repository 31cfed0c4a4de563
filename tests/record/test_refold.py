"""A refold from where the log differs gives what a fold from the start gives."""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from record.knee import BAND, ENROLLED, PROTOCOL, day, trained
from vmo_rehab.engine.events import (
    Amended,
    Assessment,
    BaselineReset,
    Cleared,
    Event,
    LateAnswer,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
    Voided,
)
from vmo_rehab.engine.session import Absent, Session
from vmo_rehab.errors import EventError, LogError
from vmo_rehab.record.canonical import from_json, to_json
from vmo_rehab.record.record import Record
from vmo_rehab.record.replay import replay

# Events in any order, thick with corrections, many of them refused; the logs of the kit are those that a
# record takes as they come.
DAYS = st.integers(0, 40)
PAIN = st.integers(0, 10) | st.just(Absent("declined"))
SESSIONS = st.builds(
    lambda n, pain, morning, fever, effusion, cut: attrs.evolve(
        trained(n, pain, pain_next_morning=morning, fever=fever, effusion=effusion), cut_short=cut
    ),
    DAYS,
    PAIN,
    PAIN,
    st.sampled_from(["absent"] * 8 + ["present", Absent("patient-unsure")]),
    st.sampled_from(["0"] * 6 + ["1+", "2+", Absent("not-asked")]),
    st.booleans(),
)
SESSIONS_IN = st.builds(
    lambda one, phase: attrs.evolve(one, phase=phase), SESSIONS, st.sampled_from(["bend", "load"])
)
CHECK_INS = st.builds(lambda n: Session(day(n), {"fever": "absent"}), DAYS)
LATE = st.builds(
    lambda n, m, pain, exercise: LateAnswer(day(max(n, m)), day(m), {"pain_next_morning": pain}, exercise),
    DAYS,
    DAYS,
    PAIN,
    st.sampled_from(["", "", BAND.id, "lunge"]),
)
OTHERS = st.one_of(
    st.builds(lambda n, e: Assessment(day(n), {"effusion": e}), DAYS, st.sampled_from(["0", "1+", "2+"])),
    st.builds(lambda n, to: SignedOff(day(n), to, "clerk"), DAYS, st.sampled_from(["load", "run", "done"])),
    st.builds(lambda n: Cleared(day(n), "physician"), DAYS),
    st.builds(lambda n: Suspended(day(n), "physician"), DAYS),
    st.builds(lambda n: Unsuspended(day(n), "physician"), DAYS),
    st.builds(lambda n, pain: BaselineReset(day(n), {"pain_usual": pain}), DAYS, st.integers(0, 11)),
    st.builds(
        lambda n, move, to: Overridden(day(n), move, "other", "well", "physician", day(n + 9), to),
        DAYS,
        st.sampled_from(["progress", "regress", "resume"]),
        st.sampled_from(["", "bend", "load", "run"]),
    ),
)
EVENTS = st.one_of(
    SESSIONS,
    SESSIONS,
    SESSIONS,
    CHECK_INS,
    LATE,
    st.builds(lambda n, session: Amended(max(day(n), session.date), session, "clerk"), DAYS, SESSIONS),
    st.builds(lambda number: Voided(day(99), number, "clerk"), st.integers(0, 12)),
    OTHERS,
)


def appended(events: list[Event]) -> Record:
    """Append what fits; what does not must leave the record as it was."""
    record = Record.begin(PROTOCOL, ENROLLED)
    for event in events:
        try:
            after = record.append(PROTOCOL, event)
        except (EventError, LogError):
            continue
        assert after.events[:-1] == record.events
        record = after
    return record


@settings(max_examples=150, deadline=None)
@given(st.lists(EVENTS, max_size=25))
def test_a_refold_from_a_date_equals_one_from_scratch(events: list[Event]):
    """Whatever came in whatever order, the shared part of a course is as if folded anew."""
    record = appended(events)
    again = from_json(Record, to_json(record))
    assert again == record
    assert again.fold(PROTOCOL) == record.fold()


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=20))
def test_replay_gives_the_same_bytes(events: list[Event]):
    """Every record that `append` made replays to itself."""
    record = appended(events)
    assert to_json(replay(PROTOCOL, from_json(Record, to_json(record)))) == to_json(record)


@settings(max_examples=100, deadline=None)
@given(st.lists(SESSIONS_IN, max_size=10, unique_by=lambda one: one.date))
def test_the_order_of_arrival_does_not_change_decisions_as_now(done_under: list[Session]):
    """Sessions with the same phases done under give the same decisions in any order of arrival."""
    in_order = appended(sorted(done_under, key=lambda one: one.date))
    as_it_came = appended(done_under)
    assert as_it_came.fold().episode == in_order.fold().episode
    assert as_it_came.fold().decisions == in_order.fold().decisions


@settings(max_examples=100, deadline=None)
@given(st.lists(SESSIONS, min_size=1, max_size=10, unique_by=lambda one: one.date), st.data())
def test_an_amended_log_is_the_corrected_log(sessions: list[Session], data: st.DataObject):
    """Amending a session gives what logging it right gives, under the same phases (G9)."""
    logged = appended(sorted(sessions, key=lambda one: one.date))
    place = data.draw(st.integers(0, len(logged.events) - 1))
    wrong = logged.events[place]
    right = attrs.evolve(data.draw(SESSIONS), date=wrong.date, phase=wrong.phase)
    amended = logged.append(PROTOCOL, Amended(day(50), right, "clerk"))
    corrected = list(logged.events)
    corrected[place] = right
    fold = appended(corrected).fold()
    assert amended.fold().episode == fold.episode
    assert amended.fold().decisions == fold.decisions

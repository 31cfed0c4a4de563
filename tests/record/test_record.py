"""A record: decisions as issued and as now, and what corrections do to them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from record.knee import BAND, ENROLLED, PROTOCOL, RENAMED, START, day, trained
from vmo_rehab.engine.decision import Flag, Kind
from vmo_rehab.engine.events import (
    Amended,
    Assessment,
    Cleared,
    Enrolled,
    Event,
    LateAnswer,
    Migrated,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
    Voided,
)
from vmo_rehab.engine.session import Performed, Session, SetDone
from vmo_rehab.errors import (
    EnrolmentError,
    EpisodeFinal,
    EpisodeSuspended,
    EventError,
    LogError,
    RecordError,
)
from vmo_rehab.protocol.dosage import Ladder
from vmo_rehab.record import course as course_module
from vmo_rehab.record.canonical import from_json, to_json
from vmo_rehab.record.record import Record

BOTH = (PROTOCOL, RENAMED)


def record_of(*events: Event) -> Record:
    record = Record.begin(PROTOCOL, ENROLLED)
    for event in events:
        record = record.append(PROTOCOL, event)
    return record


def kinds(record: Record) -> list[str]:
    return [decision.kind.value for decision in record.fold().decisions]


def issued(record: Record) -> list[str]:
    return [decision.kind.value for decision in record.issued]


IN_LOAD = (trained(0), trained(2))


def test_a_session_gets_its_decision_and_the_phase_it_was_done_under():
    """Each session is kept with the phase the patient was in, and answered with one decision."""
    record = record_of(*IN_LOAD, trained(4, pain_next_morning=2))
    assert [event.phase for event in record.events] == ["bend", "bend", "load"]
    assert issued(record) == ["stay", "progress", "stay"]
    assert record.fold().episode.state.phase == "load"


def test_append_changes_nothing_in_the_record_it_is_asked_of():
    """A record is a value: `append` gives another one."""
    before = record_of(trained(0))
    text = to_json(before)
    before.append(PROTOCOL, trained(2))
    assert to_json(before) == text
    assert before.fold().episode.state.sessions == 1


def test_a_late_next_morning_answer_turns_awaiting_into_regress():
    """A bad morning reported late sends the patient back, and both decisions are kept."""
    record = record_of(*IN_LOAD, trained(4))
    assert record.issued[-1].flags == (Flag.AWAITING,)
    record = record.append(PROTOCOL, LateAnswer(day(5), day(4), {"pain_next_morning": 8}))
    last = record.fold().decided[-1]
    assert (last.issued.kind, last.now.kind) == (Kind.STAY, Kind.REGRESS)
    assert record.fold().episode.state.phase == "bend"


def test_a_late_next_morning_answer_turns_awaiting_into_progress():
    """A good morning reported late lets the patient go on, as it would have been at once."""
    awaiting = record_of(*IN_LOAD, trained(4, 1, pain_next_morning=1), trained(6, 1))
    assert kinds(awaiting)[-1] == "stay"
    record = awaiting.append(PROTOCOL, LateAnswer(day(7), day(6), {"pain_next_morning": 1}))
    at_once = record_of(*IN_LOAD, trained(4, 1, pain_next_morning=1), trained(6, 1, pain_next_morning=1))
    assert kinds(record)[-1] == "progress"
    assert record.fold().decisions == at_once.fold().decisions


def test_a_late_answer_about_one_exercise_goes_to_that_exercise():
    """An answer with an exercise is read from it alone; one that was not done is refused."""
    record = record_of(trained(0))
    record = record.append(PROTOCOL, LateAnswer(day(1), day(0), {"pain_during": 7}, exercise=BAND.id))
    assert record.fold().decisions[0].explanation.rules[-2].node.parts[0].found == "7"
    with pytest.raises(EventError, match="lunge was not done in the session of 2026-03-02"):
        record.append(PROTOCOL, LateAnswer(day(1), day(0), {"pain_during": 7}, exercise="lunge"))


def test_an_amended_session_gives_the_decisions_of_the_corrected_log():
    """Amending a session is as if it had been logged right the first time (G9)."""
    wrong = record_of(trained(0), trained(2, 9), trained(4))
    right = record_of(trained(0), trained(2, 2), attrs.evolve(trained(4), phase="bend"))
    amended = wrong.append(PROTOCOL, Amended(day(5), trained(2, 2), "clerk"))
    assert issued(wrong) == ["stay", "stay", "stay"]
    assert amended.fold().decisions == right.fold().decisions
    assert kinds(amended) == ["stay", "progress", "stay"]


def test_a_session_done_under_another_phase_counts_for_harm_only():
    """After an amendment a session keeps the phase it was done under and earns nothing elsewhere."""
    record = record_of(trained(0, 9), trained(2), trained(4, 1), trained(6, 1), trained(8, 1))
    assert [event.phase for event in record.events] == ["bend", "bend", "bend", "load", "load"]
    amended = record.append(PROTOCOL, Amended(day(9), trained(0), "clerk"))
    third, *rest = amended.fold().decisions[2:]
    assert (third.phase_before, third.flags) == ("load", (Flag.AWAITING, Flag.DONE_UNDER_OTHER_PHASE)[::-1])
    assert {decision.kind for decision in rest} == {Kind.STAY}
    harmed = record.append(PROTOCOL, Amended(day(9), trained(0), "clerk")).append(
        PROTOCOL, LateAnswer(day(9), day(4), {"pain_next_morning": 9})
    )
    assert kinds(harmed)[2] == "regress"


def test_an_amendment_may_say_another_phase():
    """An amended session keeps the phase it was done under, unless it names one itself."""
    record = record_of(trained(0), trained(2))
    kept = record.append(PROTOCOL, Amended(day(3), trained(2, 3), "clerk"))
    said = record.append(PROTOCOL, Amended(day(3), attrs.evolve(trained(2, 3), phase="load"), "clerk"))
    assert (kinds(kept)[1], kinds(said)[1]) == ("progress", "stay")


def test_an_amendment_says_what_is_so_and_keeps_late_answers_it_is_silent_on():
    """What an amendment gives stands instead; a late answer is not lost by amending something else."""
    record = record_of(*IN_LOAD, trained(4), LateAnswer(day(5), day(4), {"pain_next_morning": 8}))
    assert kinds(record)[-1] == "regress"
    assert kinds(record.append(PROTOCOL, Amended(day(6), trained(4), "clerk")))[-1] == "regress"
    calm = Amended(day(6), trained(4, pain_next_morning=1), "clerk")
    assert kinds(record.append(PROTOCOL, calm))[-1] == "stay"


def test_a_late_answer_never_overwrites():
    """A late answer fills what was missing; what was answered is changed by amending, not on the quiet."""
    record = record_of(trained(0, 2))
    with pytest.raises(
        EventError, match=r"pain_during was answered in the session of .*: 2; to change it, amend"
    ):
        record.append(PROTOCOL, LateAnswer(day(1), day(0), {"pain_during": 0}))
    same = record.append(PROTOCOL, LateAnswer(day(1), day(0), {"pain_during": 2}))
    assert kinds(same) == kinds(record)


def test_a_clearance_clears_only_the_flags_that_were_known():
    """A red flag learnt of after a clearance is not cleared by it."""
    record = record_of(trained(0, fever="present"), Cleared(day(1), "physician"), trained(2))
    assert kinds(record) == ["refer", "resume"]
    late = LateAnswer(day(3), day(0), {"calf": "present"})
    assert kinds(record.append(PROTOCOL, late)) == ["refer", "refer"]


def test_an_amendment_does_not_lose_a_red_flag():
    """A session that reported a red flag is amended only with a word on that flag."""
    record = record_of(trained(0, fever="present"))
    with pytest.raises(EventError, match="reported fever; say absent or present"):
        record.append(PROTOCOL, Amended(day(1), Session(day(0), {}), "clerk"))
    assert kinds(record.append(PROTOCOL, Amended(day(1), trained(0, fever="absent"), "clerk"))) == ["stay"]


def test_corrections_name_who_made_them():
    """An amendment or a void without a name is refused."""
    record = record_of(trained(0))
    for event in (Amended(day(1), trained(0), ""), Voided(day(1), 0, "")):
        with pytest.raises(EventError, match="names who made it"):
            record.append(PROTOCOL, event)


def test_a_suspension_is_not_entered_behind_decided_sessions():
    """A suspension dated before sessions that were decided would undo their warnings; it is refused."""
    with pytest.raises(EventError, match="a suspension begins today or later"):
        record_of(trained(0), trained(2), Suspended(day(1), "physician"))


def test_a_voided_session_is_gone_and_answers_to_it_are_reported():
    """What depended on a voided session moves nobody and is named; its decision as issued stays."""
    record = record_of(*IN_LOAD, trained(4), LateAnswer(day(5), day(4), {"pain_next_morning": 8}))
    record = record.append(PROTOCOL, Voided(day(6), 2, "clerk", "wrong patient"))
    fold = record.fold()
    assert [(unfit.number, unfit.why) for unfit in fold.unfit] == [(3, "its session is void")]
    assert fold.decided[2].issued.kind is Kind.STAY
    assert fold.decided[2].now is None
    assert fold.decisions == record_of(*IN_LOAD).fold().decisions


def test_every_event_but_a_void_can_be_voided():
    """Voiding a late answer or an assessment takes it back; a void itself stands."""
    record = record_of(*IN_LOAD, trained(4), LateAnswer(day(5), day(4), {"pain_next_morning": 8}))
    taken_back = record.append(PROTOCOL, Voided(day(6), 3, "clerk"))
    assert taken_back.fold().decisions == record_of(*IN_LOAD, trained(4)).fold().decisions
    assert taken_back.fold().unfit == ()
    swollen = record_of(trained(0), Assessment(day(1), {"effusion": "2+"}), Voided(day(2), 1, "clerk"))
    assert swollen.fold().episode == record_of(trained(0)).fold().episode
    with pytest.raises(EventError, match="event 4 is itself a void"):
        taken_back.append(PROTOCOL, Voided(day(7), 4, "clerk"))
    with pytest.raises(EventError, match="event 3 is void already"):
        taken_back.append(PROTOCOL, Voided(day(7), 3, "clerk"))
    with pytest.raises(EventError, match="there is no event 9"):
        taken_back.append(PROTOCOL, Voided(day(7), 9, "clerk"))


def test_a_day_can_be_logged_again_once_its_session_is_void():
    """Answers go to the session that stood when they came."""
    record = record_of(*IN_LOAD, trained(4, 9), Voided(day(5), 2, "clerk"), trained(4))
    record = record.append(PROTOCOL, LateAnswer(day(5), day(4), {"pain_next_morning": 8}))
    assert record.fold().unfit == ()
    assert kinds(record) == ["stay", "progress", "regress"]


def test_a_clearance_that_no_longer_fits_is_reported_and_moves_nobody():
    """Where the flag was never there, its clearance clears nothing."""
    record = record_of(trained(0), trained(2, fever="present"), Cleared(day(3), "physician"), trained(4))
    assert kinds(record) == ["stay", "refer", "resume"]
    record = record.append(PROTOCOL, Amended(day(5), trained(2), "clerk"))
    fold = record.fold()
    assert [(unfit.event, unfit.number) for unfit in fold.unfit] == [(record.events[2], 2)]
    assert fold.unfit[0].why == "there is no red flag to clear"
    assert kinds(record) == ["stay", "progress", "stay"]


def test_a_session_while_suspended_is_refused_when_it_is_logged():
    """A new event must fit: the error is raised and the record is as it was."""
    record = record_of(trained(0), Suspended(day(1), "physician"))
    with pytest.raises(EpisodeSuspended):
        record.append(PROTOCOL, trained(2))
    assert kinds(record.append(PROTOCOL, Unsuspended(day(3), "physician")).append(PROTOCOL, trained(4)))


def test_a_session_that_a_refold_finds_suspended_is_kept_and_reported():
    """A suspension noted late refuses the sessions after it, and takes none of them away."""
    record = record_of(
        trained(0), Suspended(day(1), "physician"), Unsuspended(day(2), "physician"), trained(2)
    )
    record = record.append(PROTOCOL, Voided(day(3), 2, "clerk", "noted for the wrong patient"))
    fold = record.fold()
    assert [(unfit.number, unfit.why) for unfit in fold.unfit] == [
        (3, "the episode is suspended; apply an Unsuspended event first")
    ]
    assert fold.decided[1].now is None
    late = record.append(PROTOCOL, LateAnswer(day(3), day(2), {"pain_next_morning": 1}))
    assert [unfit.number for unfit in late.fold().unfit] == [3]


def test_an_override_takes_effect_and_falls_away_with_what_it_was_for():
    """An override counts from its day; where the refold leaves it nothing to override it is reported."""
    over = Overridden(day(3), "progress", "clinical-judgement", "strong", "physician", day(30), "load")
    record = record_of(trained(0, 9), trained(2, 9), over, trained(4, 9))
    assert kinds(record) == ["stay", "stay", "progress"]
    amended = record.append(PROTOCOL, Amended(day(5), trained(0), "clerk")).append(
        PROTOCOL, Amended(day(5), trained(2), "clerk")
    )
    assert [unfit.number for unfit in amended.fold().unfit] == [2]
    assert kinds(amended) == ["stay", "progress", "stay"]


def test_a_sign_off_lets_the_patient_finish_and_no_session_follows():
    """A discharge is the end: a later session is refused."""
    good = [trained(n, 1, pain_next_morning=1) for n in range(0, 14, 2)]
    record = record_of(*good[:6], SignedOff(day(11), "done", "clerk"), good[6])
    assert record.fold().episode.state.phase == "done"
    with pytest.raises(EpisodeFinal):
        record.append(PROTOCOL, trained(20))


def test_a_bad_answer_in_an_amendment_or_late_answer_is_refused():
    """What would leave a session that cannot be read changes nothing."""
    record = record_of(*IN_LOAD)
    with pytest.raises(LogError, match="11 is off the scale"):
        record.append(PROTOCOL, Amended(day(3), trained(2, 11), "clerk"))
    with pytest.raises(LogError, match="not a measure"):
        record.append(PROTOCOL, LateAnswer(day(3), day(2), {"pian": 1}))
    with pytest.raises(EventError, match="there is no session on 2026-03-03"):
        record.append(PROTOCOL, LateAnswer(day(3), day(1), {"pain_next_morning": 1}))
    with pytest.raises(EventError, match="there is no session on 2026-03-03"):
        record.append(PROTOCOL, Amended(day(3), trained(1), "clerk"))


def test_a_second_session_of_a_day_is_refused_unless_it_has_a_red_flag():
    """A red flag is never lost, whatever day the report says."""
    record = record_of(*IN_LOAD)
    with pytest.raises(LogError, match="already a session on 2026-03-04"):
        record.append(PROTOCOL, trained(2))
    flagged = record.append(PROTOCOL, trained(2, fever="present"))
    assert issued(flagged)[-1] == "refer"
    assert flagged.fold().episode.state.flags == ("fever",)


def test_a_session_that_arrives_late_is_folded_in_on_its_day():
    """A session logged after a later one counts on its own day, under the phase of that day."""
    record = record_of(trained(0, 9), trained(4), trained(2))
    assert [event.phase for event in record.events] == ["bend"] * 3
    assert kinds(record) == ["stay", "stay", "progress"]
    assert [one.number for one in record.fold().decided] == [0, 1, 2]


def test_another_protocol_is_refused_by_name():
    """A record is folded with the protocol it was begun in, and no other."""
    record = record_of(trained(0))
    with pytest.raises(RecordError, match=r"in knee 1 \(digest d1\), and this is knee 2 \(digest d2\)"):
        record.append(RENAMED, trained(2))
    with pytest.raises(RecordError, match="knee 2"):
        record.fold(RENAMED)
    with pytest.raises(RecordError, match="needs the protocol knee 1"):
        from_json(Record, to_json(record)).fold()


def migrated() -> Record:
    record = record_of(trained(0), trained(2, 9), trained(4, 9))
    return record.append(RENAMED, Migrated(day(5), "physician", "d2", {"bend": "fold"}))


def test_a_migrated_record_goes_on_in_the_other_protocol():
    """The phase map says where the patient is; both editions are known by name from then on."""
    record = migrated().append(RENAMED, trained(6)).append(RENAMED, trained(8))
    assert (record.revision, record.digest) == ("2", "d2")
    assert [edition.revision for edition in record.editions] == ["1", "2"]
    assert [event.phase for event in record.events if isinstance(event, Session)] == ["bend"] * 3 + [
        "fold"
    ] * 2
    assert kinds(record) == ["stay", "stay", "stay", "stay", "progress"]
    with pytest.raises(RecordError, match="in knee 2"):
        record.append(PROTOCOL, trained(10))


def test_a_migrated_record_read_from_its_file_needs_every_edition():
    """A missing edition is named; with all of them the fold is the same."""
    record = migrated().append(RENAMED, trained(6))
    again = from_json(Record, to_json(record))
    with pytest.raises(RecordError, match=r"needs the protocol knee 1 \(digest d1\); given: knee 2"):
        again.fold(RENAMED)
    assert again.fold(BOTH) == record.fold()
    assert again.append(BOTH, trained(8)) == record.append(RENAMED, trained(8))


def test_a_late_answer_from_before_a_migration_refolds_through_it():
    """What was done under the old edition is folded with it, and the move is made again."""
    record = migrated().append(RENAMED, trained(6))
    record = record.append(RENAMED, Amended(day(7), trained(2), "clerk"))
    assert kinds(record) == ["stay", "progress", "stay", "stay"]
    assert record.fold().unfit == ()
    assert record.fold().decisions[-1].phase_before == "load"
    assert record.fold().decisions[-1].flags[0] is Flag.DONE_UNDER_OTHER_PHASE


def test_a_move_that_no_longer_fits_leaves_the_patient_in_the_old_edition():
    """The record is then in the old edition again, and sessions under the new one keep their harm."""
    fold, load, run, done = RENAMED.phases
    lifting = attrs.evolve(
        RENAMED,
        phases=(
            attrs.evolve(fold, progress=(attrs.evolve(fold.progress[0], to="lift"),)),
            attrs.evolve(load, id="lift"),
            attrs.evolve(run, regress=(attrs.evolve(run.regress[0], to="lift"),)),
            done,
        ),
    )
    onwards = record_of(trained(0, 9), trained(2, 9))
    onwards = onwards.append(lifting, Migrated(day(5), "physician", "d2", {"bend": "fold"}))
    onwards = onwards.append(lifting, trained(6, pain_next_morning=9))
    record = onwards.append(lifting, Amended(day(7), trained(0), "clerk")).append(
        lifting, Amended(day(7), trained(2), "clerk")
    )
    assert [unfit.number for unfit in record.fold().unfit] == [2]
    assert record.digest == "d1"
    assert kinds(record) == ["stay", "progress", "regress"]
    assert from_json(Record, to_json(record)).fold([PROTOCOL, lifting]) == record.fold()


def test_a_load_of_another_edition_is_not_refused_and_earns_nothing():
    """A device that still has the old rungs loses no session; a load of no edition is refused."""
    bands = Ladder(("blue", "black"), 0)
    rows = (attrs.evolve(PROTOCOL.phases[0].exercises[0], load=bands),)
    other = attrs.evolve(RENAMED, phases=tuple(attrs.evolve(p, exercises=rows) for p in RENAMED.phases))
    record = record_of(trained(0, 9)).append(other, Migrated(day(1), "dr", "d2", {"bend": "fold"}))
    record = record.append(other, trained(2)).append(other, trained(4)).append(other, trained(6))
    assert record.issued[-1].diagnostics == ()
    assert record.fold().episode.state.levels == {BAND.id: 0}
    strange = attrs.evolve(
        trained(8),
        exercises=[Performed(BAND.id, [SetDone(12, 12, "banana")])],
    )
    with pytest.raises(LogError, match='"banana" is not a load of it'):
        record.append(other, strange)


def test_moves_are_not_back_dated_and_not_voided_under_decisions():
    """A session stays in the edition that decided it."""
    record = record_of(trained(0), trained(4))
    with pytest.raises(EventError, match="sessions up to 2026-03-06 were decided before the move"):
        record.append(RENAMED, Migrated(day(2), "physician", "d2", {"bend": "fold"}))
    with pytest.raises(RecordError, match="digest d2, which it moves to, is not given"):
        record.append(PROTOCOL, Migrated(day(5), "physician", "d2"))
    moved = migrated()
    assert moved.append(RENAMED, Voided(day(6), 3, "clerk")).digest == "d1"
    with pytest.raises(EventError, match="sessions were decided since event 3"):
        moved.append(RENAMED, trained(6)).append(RENAMED, Voided(day(7), 3, "clerk"))


def test_enrolment_is_held_to_the_protocol_and_happens_once():
    """A patient that cannot be enrolled has no record; one that is, is not enrolled again."""
    with pytest.raises(EnrolmentError, match="the baseline pain_usual is missing"):
        Record.begin(PROTOCOL, Enrolled(START))
    with pytest.raises(EventError, match="enrolled already"):
        record_of(ENROLLED)


def test_a_record_holds_its_events_as_it_would_read_them_back():
    """Floats are decimals, fact dates are dates, and no number is left that is none."""
    record = record_of(trained(0, 2.0))
    assert record.events[0].answers["pain_during"] == Decimal("2.0")
    assert record.enrolled.facts == {"injury": dt.date(2026, 1, 5), "graft": "hamstring"}
    assert from_json(Record, to_json(record)) == record
    flagged = record.append(PROTOCOL, trained(2, float("nan"), fever="present"))
    assert flagged.events[1].answers["pain_during"] == "NaN"
    assert issued(flagged)[-1] == "refer"


def with_junk(field: str, junk: object, **answers: object) -> Session:
    """Return a session of day 0 with one field of the wrong make."""
    session = trained(0, **answers)
    if field == "answer":
        return attrs.evolve(session, answers={**session.answers, "pain_during": junk})
    done = session.exercises[0]
    wrong = attrs.evolve(done, sets=[attrs.evolve(done.sets[0], **{field: junk})])
    return attrs.evolve(session, exercises=[wrong])


JUNK = {
    "text": "9",
    "list": [1],
    "long": 10**30,
    "endless": -(10**5000),
    "nan": float("nan"),
    "bytes": b"x",
    "object": object(),
    "true": True,
    "none": None,
}


@pytest.mark.parametrize("name", JUNK)
@pytest.mark.parametrize("field", ["answer", "reps", "good_reps"])
def test_a_wrong_field_never_hides_a_red_flag(field: str, name: str):
    """A report of the wrong make is refused by name; with a red flag in it the record refers, as `step`."""
    junk = JUNK[name]
    flagged = with_junk(field, junk, fever="present")
    assert issued(record_of(flagged)) == ["refer"]
    record = Record.begin(PROTOCOL, ENROLLED)
    kept = (field, name) in [("good_reps", "none"), ("answer", "none"), ("answer", "text")]
    if not kept:
        with pytest.raises(LogError):
            record.append(PROTOCOL, with_junk(field, junk))


def test_what_is_no_session_and_cannot_be_written_down_is_refused():
    """An event of the wrong make is refused with its place, before anything changes."""
    with pytest.raises(RecordError, match=r"Suspended\.by cannot be written: expected string"):
        Record.begin(PROTOCOL, ENROLLED).append(PROTOCOL, Suspended(day(1), by=7))


def test_a_record_that_contradicts_itself_is_refused_or_reported():
    """A record changed by hand never passes for a sound one."""
    record = record_of(*IN_LOAD)
    with pytest.raises(RecordError, match="2 sessions and 1 decisions"):
        attrs.evolve(record, issued=record.issued[:1], held=None).fold(PROTOCOL)
    with pytest.raises(RecordError, match="event 2 enrols the patient again"):
        attrs.evolve(record, events=(*record.events, ENROLLED), held=None).fold(PROTOCOL)
    with pytest.raises(RecordError, match="cannot be enrolled as the record says"):
        attrs.evolve(record, enrolled=Enrolled(START), held=None).fold(PROTOCOL)
    with pytest.raises(RecordError, match="event 2 moves to digest d9"):
        attrs.evolve(record, events=(*record.events, Migrated(day(5), "x", "d9")), held=None).fold(PROTOCOL)
    lost = attrs.evolve(record, events=(*record.events, Voided(day(5), 7, "clerk")), held=None)
    assert lost.fold(PROTOCOL).unfit[0].why == "there is no event 7 before it"


def test_sessions_in_date_order_cost_one_step_and_late_answers_a_few(monkeypatch: pytest.MonkeyPatch):
    """300 sessions with 300 late answers are folded from where they differ, not from the start."""
    calls = 0
    real = course_module.step

    def counted(*given):
        nonlocal calls
        calls += 1
        return real(*given)

    monkeypatch.setattr(course_module, "step", counted)
    record = Record.begin(PROTOCOL, ENROLLED)
    for number in range(300):
        record = record.append(PROTOCOL, trained(number, 4))
        if number:
            record = record.append(
                PROTOCOL, LateAnswer(day(number), day(number - 1), {"pain_next_morning": 1})
            )
    assert calls == 300 + 2 * 299
    record.fold()
    assert calls == 300 + 2 * 299

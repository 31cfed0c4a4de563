"""Events that are folded into an episode: what they do, and by what words they are refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

import vmo_rehab as vmo
from engine.sample import LUNGE, MACHINE, ON, SQUAT, START, Patient, check_in, day, protocol, refused, trained
from vmo_rehab import (
    Absent,
    Assessment,
    BaselineReset,
    Cleared,
    EventError,
    LogError,
    Migrated,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
)

THREE = [
    {"id": "one", "progress": {"when": "hurt <= 1", "to": "two"}},
    {"id": "two", "regress": {"when": "morning >= 3", "to": "one"}, "progress": ON},
]
USUAL = {"usual": 1}


def overridden(move: str, to: str = "", *, on: int = 1, by: str = "physician", **other: Any) -> Overridden:
    given = {"reason": "clinical-judgement", "text": "seen", "expires": day(9), **other}
    return Overridden(day(on), move, given["reason"], given["text"], by, given["expires"], to)


OTHER = protocol(revision="2")
MISFITS = [
    (SignedOff(day(1), "on", "clerk"), 'no way leads from one to "on"; ways on from here: two'),
    (SignedOff(day(1), "twoo", "clerk"), 'no way leads from one to "twoo"; did you mean "two"?'),
    (SignedOff(day(1), "two", ""), "a sign-off names who signed"),
    (Cleared(day(1), "physician"), "there is no red flag to clear"),
    (Suspended(day(1), ""), "a suspension names who decided"),
    (Unsuspended(day(1), "clinic"), "the episode is not suspended"),
    (overridden("progress", "two", by=""), "an override names who decided, a reason, and why in words"),
    (overridden("progress", "two", reason=""), "an override names who decided, a reason, and why in words"),
    (
        overridden("progress", "two", expires=day(0)),
        "the override expires on 2026-01-05, before it begins on 2026-01-06",
    ),
    (
        overridden("resume", "two"),
        "a resume goes back to the phase the hold began in; leave out where to",
    ),
    (overridden("progress", "tow"), '"tow" is not a phase; did you mean "two"?'),
    (overridden("progress"), '"" is not a phase; known: end, one, two'),
    (overridden("progress", "one"), "one is no progress from one"),
    (overridden("regress", "one"), "one is no regress from one"),
    (overridden("regress", "two"), "two is no regress from one"),
    (Suspended(day(-1), "clinic"), "the event of 2026-01-04 is before the start, 2026-01-05"),
    (Migrated(day(1), "physician", OTHER.digest), "the event moves to another protocol than conformance 1"),
    (trained(1), "a Session is not applied to an episode; step or a record takes it"),
    (vmo.Voided(day(1), 0, "clerk"), "a Voided is not applied to an episode; step or a record takes it"),
]


@pytest.mark.parametrize(("event", "words"), MISFITS, ids=[words[:40] for _, words in MISFITS])
def test_an_event_that_does_not_fit_is_refused_with_the_reason(event: Any, words: str) -> None:
    """An event that does not fit is refused in one sentence, and the episode is as it was."""
    patient = Patient.of(protocol("alarm", phases=THREE))
    before = patient.episode
    assert refused(EventError, patient.apply, event) == words
    assert patient.episode == before == Patient.of(patient.protocol).episode


def test_a_regress_by_override_must_lead_back() -> None:
    """From a later phase an earlier one is a regress and no progress."""
    patient = Patient.of(protocol(phases=THREE))
    patient.step(trained(1, hurt=1))
    assert refused(EventError, patient.apply, overridden("progress", "one")) == "one is no progress from two"
    patient.apply(overridden("regress", "one", on=2))
    decision = patient.step(trained(2, morning=0))
    assert (decision.kind.value, decision.phase_after) == ("regress", "one")
    assert decision.why == "override by physician: clinical-judgement"


def test_an_event_of_another_protocol_is_refused() -> None:
    """An episode takes events only under the very content it was enrolled in."""
    episode = Patient.of(protocol()).episode
    words = refused(EventError, vmo.apply, OTHER, episode, Suspended(day(1), "clinic"))
    assert words == "the episode is in conformance 1, and this is another conformance"


def test_a_clearance_names_who_cleared() -> None:
    """A red flag is not cleared by nobody."""
    patient = Patient.of(protocol("alarm"))
    patient.step(trained(1, alarm="present"))
    assert refused(EventError, patient.apply, Cleared(day(2), "")) == "a clearance names who cleared"
    assert patient.episode.state.flags == ("alarm",)


def test_a_suspension_ends_by_somebody_and_is_not_doubled() -> None:
    """A second suspension is refused, and so is an end that nobody decided."""
    patient = Patient.of(protocol()).apply(Suspended(day(1), "clinic"))
    assert (
        refused(EventError, patient.apply, Suspended(day(2), "clerk")) == "the episode is suspended already"
    )
    words = refused(EventError, patient.apply, Unsuspended(day(2), ""))
    assert words == "an end of a suspension names who decided"
    assert patient.apply(Unsuspended(day(2), "clerk")).episode.state.suspended is False


@pytest.mark.parametrize("on", [dt.datetime(2026, 1, 6, 8), "2026-01-06", None])
def test_the_day_of_an_event_is_a_plain_day(on: Any) -> None:
    """A time of day, a text or nothing is no day of an event."""
    words = refused(LogError, Patient.of(protocol()).apply, Suspended(on, "clinic"))
    assert "is not a day" in words
    assert "hand over a datetime.date, without a time" in words


@pytest.mark.parametrize("expires", [dt.datetime(2026, 1, 9), "2026-01-09"])
def test_the_last_day_of_an_override_is_a_plain_day(expires: Any) -> None:
    """An override whose last day cannot be read is refused by name and not by a crash."""
    words = refused(LogError, Patient.of(protocol()).apply, overridden("progress", "end", expires=expires))
    assert "is not a day" in words


ASSESSMENTS = [
    (Assessment(day(1), {"hurt": 1}), "hurt is asked in a session, not assessed"),
    (Assessment(day(1), {"swelling": "huge"}), 'swelling: "huge" is not a label of this scale'),
    (Assessment(day(1), {"power": 9}), "power: 9 is off the scale"),
    (Assessment(day(1), {"powr": 1}), '"powr" is not a measure'),
    (Assessment(day(1), {"alarm": "absent"}), "alarm is asked in a session, not assessed"),
    (
        Assessment(day(1), {"power": 1}, taken=day(2)),
        "taken on 2026-01-07, after it was noted on 2026-01-06",
    ),
    (
        Assessment(day(1), {"power": 1}, taken=dt.datetime(2026, 1, 5)),
        "datetime.datetime(2026, 1, 5, 0, 0) is not a day",
    ),
    (Assessment(day(1), {"power": 1}, taken="2026-01-05"), "'2026-01-05' is not a day"),
    (Assessment(day(1), {"power": 1}, taken=10**5000), "a number of more than 15 digits is not a day"),
]


@pytest.mark.parametrize(("event", "words"), ASSESSMENTS, ids=[words[:40] for _, words in ASSESSMENTS])
def test_an_assessment_that_cannot_be_is_refused(event: Assessment, words: str) -> None:
    """A bad entry refuses the whole assessment and leaves the episode as it was."""
    patient = Patient.of(protocol("alarm"))
    before = patient.episode
    assert words in refused(LogError, patient.apply, event)
    assert patient.episode == before


def test_a_red_flag_in_an_assessment_refers_whatever_else_is_wrong_with_it() -> None:
    """The flag counts, the bad entry is an absence, and the bad day is as if it had not been given."""
    patient = Patient.of(protocol("alarm"))
    answers = {"alarm": "present", "power": 9, "swelling": "lots"}
    patient.apply(Assessment(day(1), answers, taken=day(400)))
    entries = patient.episode.state.entries
    assert entries["power"].steps is None
    assert (entries["swelling"].on, entries["swelling"].steps) == (day(1), 2)
    decision = patient.step(check_in(2, alarm="absent"))
    assert (decision.kind.value, decision.red_flags) == ("refer", ("alarm",))
    assert decision.why == "red flag not yet cleared: an alarm"


def test_an_entry_noted_beside_a_red_flag_does_not_hide_later_ones() -> None:
    """A day far ahead, in an assessment that refers, does not keep a later entry of the state out."""
    patient = Patient.of(protocol("alarm", "swollen"))
    patient.apply(Assessment(day(1), {"alarm": True, "swelling": "none"}, taken=day(400)))
    patient.apply(Cleared(day(2), "physician"))
    decision = patient.step(check_in(3, alarm="absent", swelling="lots"))
    assert decision.kind.value == "hold"
    assert decision.why.startswith("swollen: swelling is")


def test_an_older_assessment_changes_nothing() -> None:
    """An entry taken before the latest one does not take its place."""
    patient = Patient.of(protocol())
    patient.apply(Assessment(day(5), {"power": 2}), Assessment(day(6), {"power": 0}, taken=day(4)))
    assert patient.episode.state.entries["power"].steps == 2


BASELINES = [
    ({"hurt": 1}, '"hurt" is not a baseline'),
    ({"usual": 7}, "usual: 7 is off the scale"),
    ({"usual": Absent("declined")}, "the baseline usual is missing (declined)"),
]


@pytest.mark.parametrize(("baseline", "words"), BASELINES)
def test_a_baseline_is_taken_anew_whole_or_not_at_all(baseline: Any, words: str) -> None:
    """A baseline that cannot be used is refused, and the old one stands."""
    patient = Patient.of(protocol("usual"), baseline=USUAL)
    assert words in refused(LogError, patient.apply, BaselineReset(day(1), baseline))
    assert patient.episode.state.baseline == {"usual": 1}
    assert patient.apply(BaselineReset(day(1), {"usual": 3})).episode.state.baseline == {"usual": 3}


def migrated(patient: Patient, to: vmo.Protocol, on: int = 5, **phases: str) -> Patient:
    """Return the patient in another revision."""
    return Patient(to, vmo.apply(to, patient.episode, Migrated(day(on), "physician", to.digest, phases)))


def test_a_revision_that_asks_for_more_at_enrolment_is_refused() -> None:
    """A baseline or a required fact that was never asked is named."""
    facts = {"injury": {"kind": "date", "required": True}}
    to = protocol(revision="2", enrolment={"facts": facts, "baseline": ["usual"]})
    words = refused(EventError, migrated, Patient.of(protocol()), to)
    assert words == "conformance 2 asks at enrolment for usual, injury"


def test_a_revision_without_the_hold_that_binds_is_refused() -> None:
    """Nobody loses a hold by a change of the file."""
    patient = Patient.of(protocol("swollen"))
    patient.step(trained(1, swelling="lots"))
    words = refused(EventError, migrated, patient, OTHER)
    assert words == "the patient is on hold by swollen, which the new revision does not have"


def held_with_a_regress_kept() -> Patient:
    """Return a patient in phase two on hold, with a regress to phase one kept."""
    patient = Patient.of(protocol("swollen", phases=THREE))
    patient.step(trained(1, hurt=0, swelling="none"), trained(2, morning=3, swelling="lots"))
    assert patient.episode.state.hold.kept.to == "one"
    return patient


def test_a_regress_kept_over_a_hold_follows_its_phase_to_its_new_name() -> None:
    """After a migration the return from the hold still leads back, under the new name."""
    first = {**THREE[0], "id": "first"}
    second = {**THREE[1], "regress": {"when": "morning >= 3", "to": "first"}}
    to = protocol("swollen", revision="2", start="first", phases=[first, second])
    patient = migrated(held_with_a_regress_kept(), to, one="first")
    decision = patient.step(check_in(6, swelling="none"))
    assert (decision.kind.value, decision.phase_after) == ("resume", "first")


def test_a_regress_kept_over_a_hold_is_not_lost_in_a_migration() -> None:
    """A revision without the phase a kept regress leads to is refused until it is mapped."""
    second = {"id": "two", "progress": ON}
    to = protocol("swollen", revision="2", start="two", phases=[second])
    patient = held_with_a_regress_kept()
    assert refused(EventError, migrated, patient, to) == (
        "the regress kept over the hold leads to one, which conformance 2 does not have; "
        "map it to one of its phases"
    )
    assert migrated(patient, to, one="two").episode.state.hold.kept.to == "two"


def test_a_hold_without_a_regress_is_carried_over() -> None:
    """A migration leaves a hold as it is."""
    patient = Patient.of(protocol("swollen"))
    patient.step(trained(1, swelling="lots"))
    moved = migrated(patient, protocol("swollen", revision="2"))
    assert moved.episode.state.hold == patient.episode.state.hold


def test_the_day_of_entry_follows_a_phase_to_its_new_name() -> None:
    """Of two phases that became one, the later entry is the one that anchors count from."""
    patient = Patient.of(protocol(phases=THREE))
    patient.step(trained(3, hurt=0))
    last = {"id": "last", "progress": ON}
    phases = [{"id": "both", "progress": {"when": "hurt <= 1", "to": "last"}}, last]
    to = protocol(revision="2", start="both", phases=phases)
    assert migrated(patient, to, one="both", two="last").episode.state.entered == {
        "both": START,
        "last": day(5),
    }
    patient.apply(overridden("regress", "one", on=4))
    patient.step(trained(4, morning=0))
    patient.apply(overridden("progress", "end", on=5)).step(trained(5))
    assert patient.episode.state.entered == {"one": day(4), "two": day(3), "end": day(5)}
    merged = migrated(patient, to, one="both", two="both")
    assert merged.episode.state.entered == {"both": day(4), "end": day(5)}


def scored(labels: list[str] | None = None, **own: Any) -> vmo.Protocol:
    """Return a protocol that is frozen by an effusion, on a scale of some labels."""
    measures = {"swelling": {"title": "swelling", "asked": "check-in", "valid_for": "6 days"}}
    measures["swelling"]["labels"] = labels or ["none", "some", "lots"]
    return protocol(measures=measures, freeze={"when": "swelling is not none"}, **own)


def test_an_entry_off_the_new_scale_is_not_known() -> None:
    """A state that the new revision's scale does not have is asked for anew, and freezes until then."""
    patient = Patient.of(scored())
    patient.apply(Assessment(day(1), {"swelling": "lots"}))
    moved = migrated(patient, scored(["none", "some"], revision="2"))
    decision = moved.step(trained(6, hurt=0))
    assert decision.kind.value == "stay"
    assert [(one.ask, one.why.value) for one in decision.ask] == [("swelling", "not-asked")]


def test_what_a_revision_does_not_ask_any_more_is_dropped() -> None:
    """Entries of measures that are gone, or are asked in each session now, are not carried over."""
    patient = Patient.of(protocol())
    patient.apply(Assessment(day(1), {"power": 2, "swelling": "some"}))
    to = protocol(revision="2", measures={"power": {"title": "power", "valid_for": "20 days"}})
    less = {name: measure for name, measure in to.measures.items() if name != "swelling"}
    moved = migrated(patient, attrs.evolve(to, measures=less))
    assert moved.episode.state.entries == {"power": patient.episode.state.entries["power"]}


def machine(revision: str = "1", **load: str) -> vmo.Protocol:
    """Return a protocol with one loaded exercise."""
    weights = {"start": "20 kg", "increment": "5 kg", "least": "5 kg", "most": "30 kg", **load}
    rows = [{"exercise": MACHINE, "dose": {"sets": 1, "reps": 5}, "load": weights}]
    return protocol(revision=revision, phases=[{"id": "one", "exercises": rows, "progress": ON}])


@pytest.mark.parametrize(
    ("load", "level"),
    [
        ({"least": "25 kg", "start": "25 kg"}, "25 kg"),
        ({"most": "10 kg", "start": "10 kg"}, "10 kg"),
        ({}, "20 kg"),
    ],
)
def test_a_load_is_carried_over_within_the_new_bounds(load: dict[str, str], level: str) -> None:
    """In a migration a load is kept between the new least and the new most."""
    moved = migrated(Patient.of(machine()), machine("2", **load))
    assert moved.loads(moved.today(check_in(6)).prescription) == {MACHINE: level}


def test_a_weight_does_not_become_the_heaviest_rung() -> None:
    """Where a revision loads an exercise by a ladder instead of weights, it begins at the ladder's start."""
    ladder = {"load": {"ladder": ["light", "middle", "heavy"], "start": "light"}}
    rows = [{"exercise": MACHINE, "dose": {"sets": 1, "reps": 5}, **ladder}]
    to = protocol(revision="2", phases=[{"id": "one", "exercises": rows, "progress": ON}])
    moved = migrated(Patient.of(machine()), to)
    assert moved.loads(moved.today(check_in(6)).prescription) == {MACHINE: "light"}


def test_an_exercise_that_is_not_loaded_any_more_has_no_level() -> None:
    """The level of an exercise without a load in the new revision is dropped."""
    rows = [{"exercise": MACHINE, "dose": {"sets": 1}}]
    to = protocol(revision="2", phases=[{"id": "one", "exercises": rows, "progress": ON}])
    assert migrated(Patient.of(machine()), to).episode.state.levels == {}


def test_remembered_harm_stays_known_where_the_scale_still_has_it_and_else_is_unknown() -> None:
    """A session's answer is carried over; one off the new scale may be anything in it."""
    rule = {"when": "hurt >= 2 in 2 of the last 3 sessions", "dose": "one level down"}

    def version(revision: str, highest: int) -> vmo.Protocol:
        hurt = {"title": "hurt in training", "scale": {"from": 0, "to": highest}, "asked": "during"}
        phases = [{"id": "one", "regress": rule, "progress": {"when": "form >= 3", "to": "end"}}]
        return protocol(revision=revision, measures={"hurt": hurt}, phases=phases)

    patient = Patient.of(version("1", 3))
    patient.step(trained(1, hurt=3))
    same = migrated(patient, version("2", 3))
    assert same.step(trained(6, hurt=2)).kind.value == "regress"
    narrower = migrated(patient, version("2", 2))
    assert narrower.step(trained(6, hurt=2)).kind.value == "enquire"


def test_a_flag_the_new_revision_does_not_know_still_refers_by_its_name() -> None:
    """An uncleared red flag is kept over a migration, and named even where the measure is gone."""
    patient = Patient.of(protocol("alarm"))
    patient.step(trained(1, alarm="present"))
    to = protocol(revision="2")
    less = {name: measure for name, measure in to.measures.items() if name != "alarm"}
    moved = migrated(patient, attrs.evolve(to, measures=less))
    decision = moved.step(check_in(6))
    assert (decision.kind.value, decision.why) == ("refer", "red flag not yet cleared: alarm")
    assert moved.today(check_in(7)).why == "red flag not yet cleared: alarm"


def test_the_exercises_due_are_carried_over() -> None:
    """A migration keeps the exercises that were due, so that windows on one exercise still count them."""
    on = {"when": f"form of {LUNGE} >= 3", "to": "end"}
    patient = Patient.of(protocol(phases=[{"id": "one", "progress": on}]))
    patient.step(trained(1, form=1))
    to = protocol(phases=[{"id": "one", "exercises": [{"exercise": SQUAT, "dose": {}}], "progress": on}])
    assert migrated(patient, to).episode.seen[0].due == (LUNGE,)


def test_an_exercise_that_only_the_new_revision_asks_for_was_due() -> None:
    """What a migration did not remember counts as due where the new revision always prescribes it."""
    patient = Patient.of(protocol(phases=[{"id": "one", "progress": {"when": "form >= 3", "to": "end"}}]))
    patient.step(trained(1, form=1))
    assert patient.episode.seen[0].due == ()
    to = protocol(phases=[{"id": "one", "progress": {"when": f"form of {LUNGE} >= 3", "to": "end"}}])
    assert migrated(patient, to).episode.seen[0].due == (LUNGE,)

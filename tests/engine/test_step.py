"""A session's decision and a day's plan: refusals, red flags at odd moments, kinds of days, reasons."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import vmo_rehab as vmo
from engine.sample import (
    LUNGE,
    MACHINE,
    ON,
    Patient,
    check_in,
    day,
    protocol,
    refused,
    rule,
    trained,
)
from vmo_rehab import (
    Absent,
    Cleared,
    EpisodeFinal,
    EpisodeSuspended,
    EventError,
    LogError,
    Overridden,
    Performed,
    SetDone,
    SignedOff,
    Suspended,
    Unsuspended,
)

FLAG, WELL = {"alarm": "present"}, {"alarm": "absent"}


def words(told: vmo.Decision) -> tuple[str, str]:
    return told.kind.value, told.why


# Refusals


def test_another_content_is_refused_by_step_and_today() -> None:
    """An episode is stepped only under the content it was enrolled in."""
    episode, other = Patient.of(protocol()).episode, protocol(revision="2")
    for call in (vmo.step, vmo.today):
        assert refused(EventError, call, other, episode, trained(1)) == (
            "the episode is in conformance 1, and this is conformance 2 with another content; "
            "apply a Migrated event first"
        )


OUT_OF_ORDER = [
    (-1, "the session of 2026-01-04 is before the start, 2026-01-05"),
    (2, "the session of 2026-01-07 is out of order: it is before the last one, 2026-01-08"),
    (3, "the session of 2026-01-08 is out of order: there is already a session on 2026-01-08"),
]


@pytest.mark.parametrize(("when", "what"), OUT_OF_ORDER)
def test_sessions_come_in_date_order_one_a_day(when: int, what: str) -> None:
    """A session before the start, before the last one or on its day is refused, by step and today."""
    patient = Patient.of(protocol("alarm"))
    patient.step(trained(3, hurt=2, **WELL))
    before = patient.episode
    for call, session in ((patient.step, trained(when)), (patient.today, check_in(when))):
        assert what in refused(LogError, call, session)
    assert patient.episode == before


@pytest.mark.parametrize(("when", "what"), OUT_OF_ORDER)
def test_a_red_flag_in_a_report_out_of_order_refers(when: int, what: str) -> None:
    """The flag counts and lasts; of the rest of such a report nothing is taken."""
    patient = Patient.of(protocol("alarm", "swollen"))
    patient.step(trained(3, hurt=2, swelling="none", **WELL))
    before = patient.episode
    decision = patient.step(trained(when, hurt=0, swelling="lots", phase="nowhere", **FLAG))
    assert words(decision) == ("refer", "red flag present: an alarm")
    assert [one.what for one in decision.diagnostics] == [what]
    state = attrs.evolve(before.state, flags=("alarm",))
    assert patient.episode == attrs.evolve(before, state=state)
    assert patient.today(check_in(4, **WELL)).refers
    assert words(patient.step(trained(4, hurt=0, **WELL))) == ("refer", "red flag not yet cleared: an alarm")


@pytest.mark.parametrize(("when", "what"), OUT_OF_ORDER)
def test_a_red_flag_at_the_door_refers_on_any_day(when: int, what: str) -> None:
    """Asked what a day out of order is, with a red flag, the answer is to refer and not an error."""
    patient = Patient.of(protocol("alarm"))
    patient.step(trained(3, hurt=2, **WELL))
    plan = patient.today(check_in(when, **FLAG))
    assert (plan.refers, plan.red_flags, plan.prescription.items) == (True, ("alarm",), ())
    assert plan.why == "red flag present: an alarm", what


def test_a_phase_that_is_none_is_refused() -> None:
    """A session done under a phase that the protocol does not have names those it has."""
    found = refused(LogError, Patient.of(protocol()).step, trained(1, phase="tow"))
    assert found == 'L156 error: "tow" is not a phase\n   = known: one, end'


def test_a_suspended_episode_takes_no_session_and_tells_no_day() -> None:
    """While suspended, step and today are refused by name; after the suspension both go on."""
    patient = Patient.of(protocol("alarm")).apply(Suspended(day(1), "clinic"))
    for call in (patient.step, patient.today):
        found = refused(EpisodeSuspended, call, check_in(2, **WELL))
        assert found == "the episode is suspended; apply an Unsuspended event first"
    patient.apply(Unsuspended(day(2), "clinic"))
    assert patient.today(check_in(2, **WELL)).do == vmo.Do.AS_PRESCRIBED


def test_a_red_flag_while_suspended_refers_until_it_is_cleared() -> None:
    """A suspension hides no red flag; a clearance leaves the episode suspended, and on hold afterwards."""
    patient = Patient.of(protocol("alarm")).apply(Suspended(day(1), "clinic"))
    assert words(patient.step(check_in(2, **FLAG))) == ("refer", "red flag present: an alarm")
    assert patient.today(check_in(3, **WELL)).refers
    assert words(patient.step(check_in(3, **WELL))) == ("refer", "red flag not yet cleared: an alarm")
    patient.apply(Cleared(day(4), "physician"))
    refused(EpisodeSuspended, patient.step, check_in(4, **WELL))
    patient.apply(Unsuspended(day(5), "clinic"))
    assert words(patient.step(check_in(5, **WELL))) == ("resume", "red flags were cleared")


def test_a_red_flag_after_the_end_refers_until_it_is_cleared() -> None:
    """A discharged patient's red flag refers; a clearance brings back the end and no hold."""
    patient = Patient.of(protocol("alarm"))
    assert patient.step(trained(1, hurt=0, **WELL)).kind.value == "discharge"
    closed = 'the episode has ended in "end"; enrol the patient anew to go on'
    for call in (patient.step, patient.today):
        assert refused(EpisodeFinal, call, check_in(2, **WELL)) == closed
    decision = patient.step(check_in(2, **FLAG))
    assert (*words(decision), decision.phase_after) == ("refer", "red flag present: an alarm", "end")
    assert patient.today(check_in(3, **WELL)).refers
    patient.apply(Cleared(day(3), "physician"))
    assert not patient.episode.state.on_hold
    assert refused(EpisodeFinal, patient.step, check_in(4, **WELL)) == closed


def test_beside_a_red_flag_an_unknown_phase_is_named() -> None:
    """A session under no known phase refers on a red flag and counts as done under another."""
    decision = Patient.of(protocol("alarm")).step(trained(1, phase="tow", **FLAG))
    assert decision.kind.value == "refer"
    assert [one.what for one in decision.diagnostics] == ['"tow" is not a phase']
    assert decision.flags == (vmo.Flag.DONE_UNDER_OTHER_PHASE,)


# The reasons


def test_a_referral_offers_the_clearance_and_asks_nothing() -> None:
    """A referred patient rests, is asked nothing more, and the clinician may clear."""
    decision = Patient.of(protocol("alarm", "swollen")).step(trained(1, **FLAG))
    assert (decision.ask, decision.alternatives) == ((), ("clear the red flags, with name and date",))
    assert (decision.prescription.do, decision.prescription.items) == (vmo.Do.REST, ())


HOLD = {"id": "swollen", "when": "door >= 3", "rest": "2 days", "until": "power >= 2"}
BACK = {"when": "morning >= 3", "to": "one"}
TWO = [
    {"id": "one", "progress": {"when": "hurt <= 1", "to": "two"}},
    {"id": "two", "regress": BACK, "progress": ON},
]


def held(*use: str, **own: Any) -> Patient:
    """Return a patient on hold since day 2, in phase two."""
    patient = Patient.of(protocol("alarm", *use, **{"hold": [HOLD], "phases": TWO, **own}))
    patient.step(trained(1, hurt=0, door=0, morning=0, **WELL))
    assert patient.step(trained(2, door=3, morning=0, **WELL)).kind.value == "hold"
    return patient


def test_a_hold_says_all_that_it_waits_for() -> None:
    """Rest not served, an until not true, unanswered flags and open rules are each named."""
    patient = held()
    assert patient.step(check_in(3, door=1, **WELL)).why == (
        "still on hold: swollen: 1 of 2 days of rest; swollen: power is at least 2: not known: not asked"
    )
    assert patient.step(check_in(4, power=1, door=Absent("declined"))).why == (
        "still on hold: swollen: power is at least 2: 1, needed >= 2; not known: an alarm; "
        "swollen: hurt at the door is at least 3: not known: the patient did not want to answer"
    )


def test_a_hold_waits_while_a_regress_is_true_or_open() -> None:
    """Nobody returns on a day that warns: the reason is the rule that is true, or what it hangs on."""
    patient = held()
    ready = {"power": 3, "door": 0, **WELL}
    assert patient.step(trained(5, morning=3, **ready)).why == (
        "still on hold: regress: hurt next morning is at least 3 (3)"
    )
    assert patient.step(trained(6, **ready)).why == (
        "still on hold: regress: hurt next morning is at least 3: not known: not due yet"
    )
    assert words(patient.step(check_in(7, **ready))) == ("resume", "swollen has settled")


def test_a_return_says_that_the_kept_regress_leads_back() -> None:
    """A regress that was true when the hold began takes effect on return, and the reason says so."""
    patient = Patient.of(protocol("alarm", hold=[HOLD], phases=TWO))
    patient.step(trained(1, hurt=0, door=0, morning=0, **WELL), trained(2, door=3, morning=3, **WELL))
    decision = patient.step(check_in(4, power=2, door=0, **WELL))
    assert words(decision) == (
        "resume",
        "swollen has settled; the regress kept over the hold leads to one",
    )
    assert (decision.phase_before, decision.phase_after) == ("two", "one")


def test_a_return_says_that_the_kept_regress_takes_the_dose_down() -> None:
    """A kept regress in dose lowers the load on return, at the door and in the session, and is told."""
    down = {"when": "morning >= 3", "dose": "one level down"}
    phases = [{"id": "one", "regress": down, "progress": {"when": "hurt <= 0", "to": "end"}}]
    patient = Patient.of(protocol("machine", hold=[HOLD], phases=phases))
    patient.step(trained(2, Performed(MACHINE, [SetDone(5)]), door=3, morning=3))
    ready = check_in(4, power=2, door=0)
    plan, decision = patient.today(ready), patient.step(ready)
    why = "swollen has settled; the regress kept over the hold takes the dose one level down"
    assert decision.why == why
    assert plan.why == f"free to return: {why}"
    assert patient.loads(plan.prescription) == patient.loads(decision.prescription) == {MACHINE: "15 kg"}


def test_a_choice_and_an_open_warning_are_the_reasons_to_enquire() -> None:
    """Several open ways are named, and so is the answer that a warning hangs on."""
    ways = [{"when": "hurt <= 1", "to": "two"}, {"when": "form >= 2", "to": "end"}]
    phases = [{"id": "one", "progress": ways}, TWO[1]]
    patient = Patient.of(protocol("alarm", phases=phases))
    decision = patient.step(trained(1, hurt=0, form=3, **WELL))
    assert words(decision) == ("enquire", "several ways on are open: two, end")
    assert decision.ask[-1].options == ("two", "end")
    assert words(patient.step(trained(2, hurt=0))) == ("enquire", "not known: an alarm")
    assert decision.alternatives == ("progress to two by override", "progress to end by override")


def test_only_tomorrows_answer_is_awaited() -> None:
    """Where all that is open is the next morning, the patient stays and the answer is awaited."""
    patient = Patient.of(protocol(phases=TWO))
    patient.step(trained(1, hurt=0))
    decision = patient.step(trained(2, hurt=0))
    assert (*words(decision), decision.flags) == (
        "stay",
        "awaiting hurt next morning",
        (vmo.Flag.AWAITING,),
    )


GATES = (
    "least stay: 1 day, needed 5 days in this phase; sign-off: none that counts, "
    "needed a sign-off for end by a physiotherapist, at most 14 days old"
)
STAYS = [
    ({"hurt": 2}, f"{GATES}; hurt in training is at most 1: 2, needed <= 1"),
    ({}, f"{GATES}; hurt in training is at most 1: not known: not asked"),
    ({"hurt": 0}, GATES),
    ({"hurt": 0, "door": 2}, "frozen: hurt at the door is at least 2 (2)"),
    (
        {"hurt": 0, "door": Absent("patient-unsure")},
        "frozen: hurt at the door is at least 2: not known: the patient was not sure",
    ),
    ({"hurt": 0, "cut_short": True}, "the session was cut short and earns no merit"),
    ({"hurt": 0, "phase": "two"}, "the session was done under two and counts for warnings only"),
]


@pytest.mark.parametrize(("given", "why"), STAYS)
def test_a_stay_says_what_keeps_the_patient(given: Any, why: str) -> None:
    """The nearest way on, its gates, a freeze, or a session without merit is the reason to stay."""
    signed = {"when": "hurt <= 1", "to": "end", "sign_off": {"by": "physiotherapist", "lasts": "14 days"}}
    phases = [{"id": "one", "min_stay": "5 days", "progress": signed}, {"id": "two", "progress": ON}]
    its = protocol(freeze={"when": "door >= 2"}, phases=phases)
    assert words(Patient.of(its).step(trained(1, **{"door": 0, **given}))) == ("stay", why)


def test_of_several_ways_on_the_nearest_is_told() -> None:
    """Of two ways the one with fewer open parts is the reason."""
    far = {"when": {"all": ["hurt <= 0", "form >= 3", "power >= 3"]}, "to": "end"}
    near = {"when": {"all": ["form >= 2", "hurt <= 1"]}, "to": "two"}
    its = protocol(phases=[{"id": "one", "progress": [far, near]}, {"id": "two", "progress": ON}])
    decision = Patient.of(its).step(trained(1, hurt=1, form=1, power=0))
    assert decision.why == "good form is at least 2: 1, needed >= 2"


def test_a_phase_without_a_way_on_says_so() -> None:
    """Where no way leads on there is nothing that could be nearer."""
    its = protocol()
    phases = (attrs.evolve(its.phases[0], progress=()), *its.phases[1:])
    decision = Patient.of(attrs.evolve(its, phases=phases)).step(trained(1, hurt=0))
    assert words(decision) == ("stay", "no way on from here")


def test_a_move_is_told_by_the_comparisons_that_made_it() -> None:
    """Of an `any`, an `at_least` and a name only what was true is told, once."""
    when = {
        "all": [
            "fine",
            {"any": ["form >= 3", "hurt <= 1"]},
            {"at_least": 1, "of": ["door <= 0", "power >= 3"]},
        ]
    }
    its = protocol(
        criteria={"fine": "hurt <= 1"}, phases=[{"id": "one", "progress": {"when": when, "to": "end"}}]
    )
    decision = Patient.of(its).step(trained(1, hurt=1, form=1, door=0))
    assert words(decision) == (
        "discharge",
        "hurt in training is at most 1 (1); hurt at the door is at most 0 (0)",
    )


def test_a_regress_tells_every_rule_that_is_true() -> None:
    """Two true ways back are both told; the earliest phase is where they lead."""
    third = {
        "id": "three",
        "regress": [{"when": "morning >= 3", "to": "two"}, {"when": "hurt >= 3", "to": "one"}],
    }
    phases = [
        TWO[0],
        {"id": "two", "progress": {"when": "hurt <= 1", "to": "three"}},
        {**third, "progress": ON},
    ]
    patient = Patient.of(protocol(phases=phases))
    decision = patient.step(trained(1, hurt=0), trained(2, hurt=0), trained(3, hurt=3, morning=3))
    assert words(decision) == (
        "regress",
        "hurt next morning is at least 3 (3); hurt in training is at least 3 (3)",
    )
    assert decision.phase_after == "one"
    assert decision.alternatives == (
        "stay in three",
        "progress to end by override",
        "regress to two by override",
    )


# Overrides


def override(move: str, to: str = "", *, on: int, expires: int = 30) -> Overridden:
    return Overridden(day(on), move, "clinical-judgement", "seen today", "physician", day(expires), to)


def test_an_override_counts_from_its_day_to_its_last() -> None:
    """Before its day and after its last day an override moves nobody."""
    patient = Patient.of(protocol(phases=TWO))
    assert patient.step(trained(1, hurt=3)).phase_after == "one"
    patient.apply(override("progress", "two", on=2, expires=3))
    late = Patient(patient.protocol, patient.episode)
    assert late.step(trained(4, hurt=3)).phase_after == "one"
    decision = patient.step(trained(3, hurt=3))
    assert (*words(decision), decision.phase_after) == (
        "progress",
        "override by physician: clinical-judgement",
        "two",
    )
    assert decision.flags == (vmo.Flag.OVERRIDDEN,)
    assert rule(decision, "progress by physician").node.found == "seen today"


def test_the_latest_override_that_fits_wins_over_one_that_does_not() -> None:
    """A resume means nothing to a patient in training, so the progress given before it counts."""
    patient = Patient.of(protocol(phases=TWO))
    patient.apply(override("progress", "two", on=1), override("resume", on=1))
    assert patient.step(trained(1, hurt=3)).phase_after == "two"


def test_an_override_to_the_end_discharges() -> None:
    """A clinician may discharge; it is called that."""
    patient = Patient.of(protocol()).apply(override("progress", "end", on=1))
    assert patient.step(trained(1, hurt=3)).kind.value == "discharge"


def test_no_override_returns_a_patient_whose_warning_is_true_or_open() -> None:
    """A resume by override goes over rest and until, not over a flag, nor over a hold that is true."""
    patient = held()
    patient.apply(override("resume", on=3))
    assert patient.step(check_in(3, door=3, **WELL)).kind.value == "hold"
    assert patient.step(check_in(4, door=0)).kind.value == "hold"
    ready = check_in(5, door=0, **WELL)
    plan = patient.today(ready)
    assert (plan.do, plan.why) == (
        vmo.Do.AS_PRESCRIBED,
        "free to return: override by physician: clinical-judgement",
    )
    assert rule(plan, "resume by physician").decisive
    assert words(patient.step(ready)) == ("resume", "override by physician: clinical-judgement")


# What a day is

RISING = [
    {
        "exercise": MACHINE,
        "dose": {"sets": 1, "reps": 5},
        "load": {"start": "10 kg", "increment": "5 kg", "least": "5 kg", "most": "30 kg"},
        "scheme": {"rise": "form >= 3"},
    }
]
DOOR = [
    {"when": "door >= 3", "do": "rest"},
    {"when": "door >= 2", "do": "rescue"},
    {"when": "door >= 1", "do": "repeat"},
]
BIKE = {"exercises": [{"exercise": LUNGE, "dose": {"time": "10 min"}}]}
DAYS: dict[str, Any] = {
    "today": DOOR,
    "rescue": BIKE,
    "phases": [{"id": "one", "exercises": RISING, "progress": {"when": "hurt <= 0", "to": "end"}}],
}


def lifted(number: int, load: str = "10 kg", **answers: Any) -> vmo.Session:
    """Return a session with one good set on the machine."""
    return trained(number, Performed(MACHINE, [SetDone(5, 5, load)]), **answers)


@pytest.mark.parametrize(
    ("door", "do", "loads", "why"),
    [
        (0, "as prescribed", {MACHINE: "15 kg"}, "nothing speaks against training"),
        (1, "repeat", {MACHINE: "10 kg"}, "hurt at the door is at least 1 (1)"),
        (2, "rescue", {LUNGE: ""}, "hurt at the door is at least 2 (2)"),
        (3, "rest", {}, "hurt at the door is at least 3 (3)"),
        (Absent("declined"), "rest", {}, "not known: hurt at the door is at least 3"),
    ],
)
def test_a_day_is_told_with_its_loads_and_its_reason(door: Any, do: str, loads: Any, why: str) -> None:
    """After a rise a repeat day has the loads of the last session, and a usual day the new ones."""
    patient = Patient.of(protocol(**DAYS))
    assert patient.step(lifted(1, door=0, form=3, hurt=3)).prescription.items[0].load == "15 kg"
    before = patient.episode
    plan = patient.today(check_in(2, door=door))
    assert (plan.do.value, patient.loads(plan.prescription), plan.why) == (do, loads, why)
    assert patient.episode == before


def test_a_repeat_day_never_has_more_than_the_present_load() -> None:
    """After a fall the loads of the last session were higher; a repeat day keeps to the lower ones."""
    down = {"when": "morning >= 3", "dose": "one level down"}
    phases = [{**DAYS["phases"][0], "regress": down}]
    patient = Patient.of(protocol(**{**DAYS, "phases": phases}))
    assert patient.step(lifted(1, door=0, hurt=3, morning=3)).kind.value == "regress"
    assert patient.loads(patient.today(check_in(2, door=1)).prescription) == {MACHINE: "5 kg"}


def test_an_unanswered_flag_is_asked_before_the_day_begins() -> None:
    """The day is told, with the flag to ask first among its reasons."""
    plan = Patient.of(protocol("alarm")).today(check_in(1))
    assert (plan.do, plan.why) == (vmo.Do.AS_PRESCRIBED, "ask first: an alarm")
    assert [one.ask for one in plan.ask] == ["alarm"]


def test_a_hold_that_is_true_at_the_door_is_a_day_of_rest() -> None:
    """A hold that would begin with the session makes the day a rest day, with its own reason."""
    plan = Patient.of(protocol(hold=[HOLD])).today(check_in(1, door=3))
    assert (plan.do, plan.why) == (vmo.Do.REST, "swollen: hurt at the door is at least 3 (3)")


def test_a_held_day_says_what_it_waits_for_and_a_free_one_comes_back_with_less() -> None:
    """At the door a held patient rests until free; then the day has the loads of the return."""
    hold = {**HOLD, "return": "50%"}
    patient = Patient.of(protocol(hold=[hold], phases=[{**DAYS["phases"][0]}]))
    patient.step(lifted(1, door=3))
    plan = patient.today(check_in(2, door=0, power=3))
    assert (plan.do, plan.why) == (vmo.Do.REST, "still on hold: swollen: 1 of 2 days of rest")
    plan = patient.today(check_in(3, door=0, power=3))
    assert (plan.do, plan.why) == (vmo.Do.AS_PRESCRIBED, "free to return: swollen has settled")
    assert patient.loads(plan.prescription) == {MACHINE: "5 kg"}
    assert patient.episode.state.on_hold


def test_a_return_may_still_be_a_repeat_day() -> None:
    """A patient free to return whose answers at the door ask for care gets both reasons."""
    hold = {"id": "swollen", "when": "door >= 3"}
    patient = Patient.of(protocol(**{**DAYS, "hold": [hold], "today": DOOR[2:]}))
    patient.step(lifted(1, door=3))
    plan = patient.today(check_in(2, door=1))
    assert plan.do == vmo.Do.REPEAT
    assert plan.why == "hurt at the door is at least 1 (1); free to return: swollen has settled"


def test_a_day_after_a_gap_has_the_lapsed_load_and_the_flags() -> None:
    """The gap is applied before training: its flags are up and its load is down."""
    lapse = [{"after": "10 days", "load": "50%", "flag": "review"}]
    patient = Patient.of(protocol(**DAYS, lapse=lapse))
    patient.step(lifted(1, door=0, hurt=3))
    plan = patient.today(check_in(11, door=0))
    assert plan.flags == (vmo.Flag.LAPSED, vmo.Flag.REVIEW)
    assert patient.loads(plan.prescription) == {MACHINE: "5 kg"}
    assert rule(plan, "a gap of 10 days or more").node.truth == vmo.Truth.TRUE


KINDS = [
    ({"door": 1}, "a repeat day earns no merit"),
    ({"door": 2}, "a rescue day earns no merit"),
    (
        {},
        (
            "whether this was a rescue day is not known: "
            "hurt at the door is at least 2; hurt at the door is at least 1"
        ),
    ),
]


@pytest.mark.parametrize(("given", "why"), KINDS)
def test_another_kind_of_day_earns_no_merit_and_says_which(given: Any, why: str) -> None:
    """A session taken as rescue or repeat, or that may have been one, moves nobody on."""
    decision = Patient.of(protocol(**{**DAYS, "today": DOOR[1:]})).step(lifted(1, hurt=0, **given))
    assert words(decision) == ("stay", why)
    assert rule(decision, "done as prescribed").node.found == why


def test_a_sign_off_opens_its_gate_by_name() -> None:
    """The gate of a signed move says who signed and when."""
    signed = {**ON, "sign_off": {"by": "physiotherapist", "lasts": "14 days"}}
    patient = Patient.of(protocol(phases=[{"id": "one", "progress": signed}]))
    patient.apply(SignedOff(day(1), "end", "clerk"))
    decision = patient.step(trained(2, hurt=0))
    assert decision.kind.value == "discharge"
    assert rule(decision, "sign_off for end").node.found == "signed by clerk on 2026-01-06"


def test_an_uncleared_flag_is_a_rule_that_decides() -> None:
    """While a flag is not cleared the explanation names it, and what it needs."""
    patient = Patient.of(protocol("alarm"))
    patient.step(check_in(1, **FLAG))
    told = rule(patient.step(check_in(2, **WELL)), "alarm not yet cleared")
    assert (told.decisive, told.node.needed, told.node.found) == (True, "cleared", "not cleared")


def test_only_a_gate_that_somebody_can_open_is_asked_for() -> None:
    """A missing sign-off is asked for, and the length of a stay, which only time gives, is not."""
    signed = {**ON, "sign_off": {"by": "physiotherapist", "lasts": "14 days"}}
    its = protocol(phases=[{"id": "one", "min_stay": "5 days", "progress": signed}])
    assert [one.ask for one in Patient.of(its).step(trained(1, hurt=0)).ask] == ["sign_off"]

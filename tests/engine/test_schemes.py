"""Schemes at work: look-ups, rises, falls, plans, tests, pace, and what missing answers do to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import vmo_rehab as vmo
from engine.sample import MACHINE, START, Patient, check_in, protocol, refused, rule, trained
from vmo_rehab import Absent, Performed, SetDone

WEIGHTS = {"start": "20 kg", "increment": "2.5 kg", "least": "5 kg", "most": "60 kg"}
STAY = {"when": "hurt <= 0 in 3 of the last 20 sessions", "to": "end"}


def under(scheme: Any, *, dose: Any = (), load: Any = (), regress: Any = (), **row: Any) -> Patient:
    """Return a patient whose one exercise moves by a scheme."""
    made = {
        "exercise": MACHINE,
        "dose": {"sets": 3, "reps": "8-12", **dict(dose)},
        "load": {**WEIGHTS, **dict(load)},
        "scheme": scheme,
        **row,
    }
    made["dose"] = {key: value for key, value in made["dose"].items() if value is not None}
    phase = {"id": "one", "exercises": [made], "regress": list(regress), "progress": STAY}
    return Patient.of(protocol(phases=[phase]))


def written(scheme: str, **own: Any) -> Patient:
    """Return a patient under a scheme that writes its own sets."""
    return under(scheme, dose={"sets": None, "reps": None}, **own)


def lifted(number: int, *sets: Any, **answers: Any) -> vmo.Session:
    """Return a session; a set is good repetitions and a load in kg, and effort where it is told."""
    done = [
        SetDone(
            one[0] if isinstance(one[0], int) else 12,
            one[0],
            f"{one[1]} kg" if one[1] is not None else "",
            effort=one[2] if len(one) > 2 else Absent(),
        )
        for one in sets
    ]
    return trained(number, Performed(MACHINE, done), **{"hurt": 1, "morning": 0, "form": 3, **answers})


def load(patient: Patient) -> float:
    """Return the level in kg."""
    return patient.episode.state.levels[MACHINE] / 1000


WARM = [(10, 10), (6, 15)]


@pytest.mark.parametrize(
    ("third", "fourth", "after"),
    [
        ((6, 20), (6, 20), 22.5),
        ((8, 20), (7, 22.5), 22.5),
        ((11, 20), (11, 25), 25),
        ((5, 20), (4, 20), 20),
        ((5, 20), (2, 20), 15),
        ((2, 20), (9, 15), 17.5),
        ((8, 20), (9, 20), 22.5),
        ((8, 20), (9, 17.5), 20),
        ((8, 20), (None, 22.5), 20),
        ((None, 20), (8, 22.5), 20),
        ((8, 20), (8, None), 20),
    ],
    ids=str,
)
def test_dapre_takes_the_next_load_from_the_fourth_set(third: Any, fourth: Any, after: float) -> None:
    """The fourth set decides, taken at the low end; too light, uncounted or unweighed sets raise nothing."""
    patient = written("dapre")
    patient.step(lifted(1, *WARM, third, fourth))
    assert load(patient) == after


def test_a_set_left_out_raises_nothing_and_takes_nothing() -> None:
    """Three sets of four are no result."""
    patient = written("dapre")
    patient.step(lifted(1, *WARM, (12, 20)))
    assert load(patient) == 20


def test_a_bad_fourth_set_takes_the_load_down_whatever_is_decided() -> None:
    """A scheme's fall acts when a red flag refers, and when the session was cut short."""
    patient = Patient.of(protocol(red_flags=["alarm"], phases=[_dapre_phase()]))
    flagged = lifted(1, *WARM, (4, 20), (1, 20), alarm="present")
    assert patient.step(flagged).kind is vmo.Kind.REFER
    assert load(patient) == 12.5


def _dapre_phase() -> dict[str, Any]:
    row = {"exercise": MACHINE, "dose": {}, "load": WEIGHTS, "scheme": "dapre"}
    return {"id": "one", "exercises": [row], "progress": STAY}


def test_of_a_fall_and_a_regress_in_dose_the_lower_load_wins() -> None:
    """They are not added up."""
    patient = written("dapre", regress=[{"when": "hurt >= 3", "dose": "one level down"}])
    patient.step(lifted(1, *WARM, (4, 20), (1, 20), hurt=3))
    assert load(patient) == 12.5


def test_double_progression_climbs_to_the_top_and_then_adds_weight() -> None:
    """Repetitions climb one a session; every set at the top adds an increment and begins at the bottom."""
    patient = under("double-progression")
    targets = []
    for number in range(1, 6):
        patient.step(lifted(number, *[(7 + number, 20)] * 3))
        practice = patient.episode.state.practice.get(MACHINE)
        targets.append((load(patient), practice.target if practice else None))
    assert targets == [(20, 9), (20, 10), (20, 11), (20, 12), (22.5, None)]


def test_nothing_climbs_where_something_warns() -> None:
    """Neither load nor target rises while a regress is unknown."""
    patient = under("double-progression", regress=[{"when": "morning >= 2", "dose": "one level down"}])
    patient.step(lifted(1, (12, 20), (12, 20), (12, 20), morning=Absent("declined")))
    assert (load(patient), patient.episode.state.practice) == (20, {})


def test_two_for_two_needs_two_sessions_in_a_row() -> None:
    """Two more than the top in the last set, twice running; a worse session between begins anew."""
    patient = under("two-for-two")
    loads = []
    for number, last in enumerate([14, 13, 14, 14, 14], 1):
        weight = load(patient)
        patient.step(lifted(number, (12, weight), (12, weight), (last, weight)))
        loads.append(load(patient))
    assert loads == [20, 20, 20, 22.5, 22.5]


def test_a_streak_of_a_scheme_is_merit_and_begins_anew_in_a_new_stay() -> None:
    """A session on the other side of a lapse that emptied merit does not count."""
    row = {"exercise": MACHINE, "dose": {"sets": 1, "reps": "8-12"}, "load": WEIGHTS, "scheme": "two-for-two"}
    phase = {"id": "one", "exercises": [row], "progress": STAY}
    patient = Patient.of(protocol(lapse=[{"after": "10 days", "merit": "empty"}], phases=[phase]))
    patient.step(lifted(1, (14, 20)), lifted(20, (14, 20)))
    assert load(patient) == 20
    patient.step(lifted(21, (14, 20)))
    assert load(patient) == 22.5


def test_home_programme_goes_down_after_three_sessions_under_the_dose() -> None:
    """Three sessions in a row in which every set stays under the bottom take one level."""
    patient = under("home-oa")
    for number in (1, 2):
        patient.step(lifted(number, (6, 20), (6, 20), (7, 20)))
        assert load(patient) == 20
    patient.step(lifted(3, (6, 20), (6, 20), (7, 20)))
    assert load(patient) == 17.5


def test_a_percentage_is_rounded_down_to_the_increment() -> None:
    """5% of 40 kg is 2 kg: no whole step of 2.5 kg, so the load stays and the decision says so."""
    patient = under("percent-step", load={"start": "40 kg"})
    decision = patient.step(lifted(1, (12, 40), (12, 40), (12, 40)))
    assert load(patient) == 40
    assert "smallest step" in decision.prescription.items[0].note
    patient = under("percent-step", load={"start": "50 kg"})
    patient.step(lifted(1, (12, 50), (12, 50), (12, 50)))
    assert load(patient) == 52.5


def test_a_plan_goes_by_training_weeks_and_not_by_the_calendar() -> None:
    """Three sessions a week: the fourth session is the second week, however long it took."""
    patient = under("heavy-slow-resistance", dose={"sets": None, "reps": None, "per_week": 3})
    doses = []
    for number in (1, 9, 17, 25):
        plan = patient.today(check_in(number)).prescription
        doses.append(plan.items[0].dose)
        patient.step(lifted(number, *[(10, 20)] * 4))
    assert [dose.split(" of ")[1].split(",")[0] for dose in doses] == ["15", "15", "15", "12"]


def test_a_test_follows_the_published_rule() -> None:
    """Fewer than 8 keep the old load, 8 to 12 take the new one, more test once more, three times at most."""
    for tests, after in [
        ([(7, 22.5)], 20),
        ([(8, 22.5)], 22.5),
        ([(12, 22.5)], 22.5),
        ([(13, 22.5), (9, 25)], 25),
        ([(13, 22.5), (7, 25)], 22.5),
        ([(13, 22.5), (13, 25), (13, 27.5), (13, 30)], 27.5),
        ([(None, 22.5)], 20),
        ([(13, 20)], 20),
    ]:
        patient = written("oxford")
        plan = patient.today(check_in(7)).prescription.items[0]
        assert "22.5 kg" in plan.sets[0]
        patient.step(lifted(7, *tests))
        assert load(patient) == after, tests


def test_a_test_is_due_once_a_week() -> None:
    """Between tests the written sets are prescribed, and a heavy set moves nothing."""
    patient = written("oxford")
    patient.step(lifted(6, (13, 22.5)))
    assert load(patient) == 20
    patient.step(lifted(7, (8, 22.5)))
    patient.step(lifted(13, (8, 25)))
    assert load(patient) == 22.5
    patient.step(lifted(14, (8, 25)))
    assert load(patient) == 25


def test_effort_of_the_last_set_moves_the_load() -> None:
    """Easy raises, hard lowers, an unanswered effort keeps."""
    for effort, after in [(6, 25), (7, 22.5), (8, 20), ("8.5", 17.5), (10, 15), (Absent("declined"), 20)]:
        patient = under("rpe-target", dose={"sets": 1})
        patient.step(lifted(1, (8, 20, effort)))
        assert load(patient) == after, effort


def test_an_effort_off_its_scale_is_refused() -> None:
    """The set is named, and nothing changes."""
    patient = under("rpe-target")
    words = refused(vmo.LogError, patient.step, lifted(1, (8, 20, 11)))
    assert "set 1 of leg-extension/machine: effort" in words


def test_a_load_follows_its_test_and_a_stale_one_raises_nothing() -> None:
    """60% of the latest entry, rounded down; a stale or missing entry raises nothing, a lower one lowers."""
    measures = {
        "rm10": {
            "title": "ten times",
            "scale": {"from": 0, "to": 200, "unit": "kg"},
            "asked": "visit",
            "worse": "low",
            "valid_for": "14 days",
        }
    }
    row = {
        "exercise": MACHINE,
        "dose": {"sets": 1, "reps": 5},
        "load": {**WEIGHTS, "percent_of": "rm10", "part": "60%", "start": "10 kg"},
    }
    phase = {"id": "one", "exercises": [row], "progress": STAY}
    patient = Patient.of(protocol(measures=measures, phases=[phase]))
    patient.step(lifted(1, (5, 10)))
    assert load(patient) == 10
    patient.step(lifted(2, (5, 10), rm10="30 kg"))
    assert load(patient) == 17.5
    patient.step(lifted(3, (5, 17.5), rm10="20 kg"))
    assert load(patient) == 10
    patient.apply(vmo.Assessment(check_in(3).date, {"rm10": "30 kg"}))
    patient.step(lifted(20, (5, 10)))
    assert load(patient) == 10


def test_pace_holds_over_any_seven_days() -> None:
    """Two rises in any seven days, two days or more apart; a rise held back says so."""
    patient = under(
        {"rise": "form >= 3"},
        dose={"sets": 1, "reps": 5},
        pace={"steps": 2, "in": "7 days", "gap": "2 days"},
    )
    loads = []
    for number in range(1, 10):
        decision = patient.step(lifted(number, (5, load(patient))))
        loads.append(load(patient))
    assert loads == [22.5, 22.5, 25, 25, 25, 25, 25, 27.5, 27.5]
    assert "may rise" in decision.prescription.items[0].note


def test_a_criterion_of_its_own_takes_an_exercise_down_and_counts_anew() -> None:
    """One level down under every decision; the sessions that took it down do not count again."""
    patient = under({"use": "double-progression", "fall": "hurt >= 2 for 2 sessions in a row"})
    loads = []
    for number in range(1, 5):
        patient.step(lifted(number, (8, 20), (8, 20), (8, 20), hurt=2))
        loads.append(load(patient))
    assert loads == [20, 17.5, 17.5, 15]


def test_an_unknown_fall_raises_nothing() -> None:
    """What may be a fall is no time for a rise."""
    patient = under({"use": "double-progression", "fall": "hurt >= 2"})
    patient.step(lifted(1, (12, 20), (12, 20), (12, 20), hurt=Absent("declined")))
    assert load(patient) == 20


def test_pounds_are_not_kilograms() -> None:
    """A set noted in kg is refused where the load is in lb; nothing is converted."""
    pounds = {"start": "20 lb", "increment": "5 lb", "least": "0 lb", "most": "60 lb"}
    patient = under({"rise": "form >= 3"}, dose={"sets": 1, "reps": 5}, load=pounds)
    with pytest.raises(vmo.LogError, match=r'"20 kg" is not a load of it\n.*as the prescription does: 20 lb'):
        patient.step(lifted(1, (5, 20)))
    patient.step(trained(2, Performed(MACHINE, [SetDone(5, 5, "20 lb")]), hurt=1, morning=0, form=3))
    assert load(patient) == 25


def test_the_next_set_follows_from_those_before() -> None:
    """Set 4 of DAPRE follows from set 3; with nothing known it is the lightest it can be."""
    patient = written("dapre")
    so_far = lifted(1, *WARM, (8, 20))
    fourth = vmo.next_set(patient.protocol, patient.episode, MACHINE, so_far)
    assert fourth is not None
    assert (fourth.number, fourth.reps, fourth.load) == (4, None, "22.5 kg")
    assert "8 good repetitions" in fourth.why
    assert "+2.5 kg on 20 kg" in fourth.why
    unsure = vmo.next_set(patient.protocol, patient.episode, MACHINE, lifted(1, *WARM, (None, 20)))
    assert unsure is not None
    assert unsure.load == "15 kg"
    done = lifted(1, *WARM, (8, 20), (8, 22.5))
    assert vmo.next_set(patient.protocol, patient.episode, MACHINE, done) is None


def test_no_set_is_next_where_nothing_is_trained() -> None:
    """A red flag at the door, or an exercise that is not prescribed, is refused by name."""
    patient = Patient.of(protocol(red_flags=["alarm"], phases=[_dapre_phase()]))
    call = vmo.next_set, patient.protocol, patient.episode
    assert "no training" in refused(vmo.EventError, *call, MACHINE, check_in(1, alarm="present"))
    assert "prescribed" in refused(vmo.EventError, *call, "lunge/body-weight", check_in(1, alarm="absent"))


def test_a_scheme_says_what_it_needed_and_what_it_found() -> None:
    """The explanation has the sets."""
    patient = under("double-progression")
    decision = patient.step(lifted(1, (12, 20), (12, 20), (10, 20)))
    node = rule(decision, f"{MACHINE}: Double progression").node
    assert "12 good repetitions or more in every set with 20 kg" in node.needed
    assert node.found == "12, 12, 10 good repetitions with 20 kg"


def test_a_plan_stays_in_its_last_stretch_and_counts_no_further() -> None:
    """From the ninth training week on there are sets of 6, however many sessions follow."""
    patient = under("heavy-slow-resistance", dose={"sets": None, "reps": None, "per_week": 1})
    for number in range(1, 12):
        patient.step(lifted(number, *[(20, None)] * 4))
    assert patient.episode.state.practice[MACHINE].done == 8
    assert "4 sets of 6" in patient.today(check_in(12)).prescription.items[0].dose


def test_a_migration_does_not_make_a_load_rise_faster() -> None:
    """The days of the last rises are carried over."""
    rule_of_pace = {"pace": {"steps": 1, "in": "7 days"}, "dose": {"sets": 1, "reps": 5}}
    patient = under({"rise": "form >= 3"}, **rule_of_pace)
    patient.step(lifted(1, (5, 20)))
    moved = vmo.Migrated(check_in(2).date, "a clinician", patient.protocol.digest)
    patient.apply(moved).step(lifted(3, (5, 22.5)))
    assert load(patient) == 22.5
    patient.step(lifted(8, (5, 22.5)))
    assert load(patient) == 25


def test_a_load_is_reckoned_from_the_lighter_of_the_two_sets() -> None:
    """A weight lifted once is not the next working load, though the fourth set went well with less."""
    patient = written("dapre")
    patient.step(lifted(1, *WARM, (1, 20), (4, 15)))
    assert load(patient) == 15


def test_a_third_set_that_failed_lowers_though_the_fourth_was_not_done() -> None:
    """Whoever stops after a set without a good repetition does not meet the same weight again."""
    patient = written("apre-10")
    patient.step(lifted(1, (12, 10), (10, 15), (0, 20)))
    assert load(patient) < 20
    patient = written("dapre")
    patient.step(lifted(1, *WARM, (12, 20)))
    assert load(patient) == 20


def test_the_next_set_goes_by_what_was_lifted() -> None:
    """Lifted lighter than prescribed, the next set follows from that; not noted, it is no heavier."""
    patient = written("dapre")
    call = patient.protocol, patient.episode, MACHINE
    assert vmo.next_set(*call, lifted(1, *WARM, (12, 10))).load == "15 kg"
    assert vmo.next_set(*call, lifted(1, *WARM, (12, None))).load == "20 kg"


def test_no_set_is_heavier_while_something_warns_or_is_not_known() -> None:
    """A regress, a freeze, an open flag or hold, and a repeat day keep the next set at the working load."""
    rules = {
        "red_flags": ["alarm"],
        "hold": {"id": "swollen", "when": "swelling is lots"},
        "freeze": {"when": "door >= 2"},
        "today": {"when": "door >= 3", "do": "repeat"},
        "phases": [{**_dapre_phase(), "regress": {"when": "hurt >= 3", "dose": "one level down"}}],
    }
    patient = Patient.of(protocol(**rules))
    fine = {"alarm": "absent", "swelling": "none", "door": 0, "hurt": 0}

    def fourth(**answers: Any) -> vmo.NextSet:
        so_far = lifted(1, *WARM, (12, 20), **{**fine, **answers})
        so_far = vmo.Session(
            so_far.date, {k: v for k, v in so_far.answers.items() if v is not None}, so_far.exercises
        )
        told = vmo.next_set(patient.protocol, patient.episode, MACHINE, so_far)
        assert told is not None
        return told

    assert fourth().load == "25 kg"
    assert fourth(hurt=None).load == "25 kg"
    for answers in ({"hurt": 3}, {"alarm": None}, {"swelling": None}, {"door": 2}, {"door": 3}):
        told = fourth(**answers)
        assert told.load == "20 kg", answers
        assert "no more than before" in told.why


def test_a_way_back_with_nothing_left_to_lower_is_told() -> None:
    """At the bottom the same dose is prescribed again, so the clinician is told."""
    patient = written(
        "dapre", load={"start": "5 kg"}, regress=[{"when": "hurt >= 3", "dose": "one level down"}]
    )
    decision = patient.step(lifted(1, (10, 2.5), hurt=3))
    assert (decision.kind, decision.flags) == (vmo.Kind.REGRESS, (vmo.Flag.REVIEW,))
    assert "nothing lighter is written" in decision.why


def test_the_effort_of_a_session_is_that_of_its_hardest_set_at_least() -> None:
    """Sets told as 10 are not made easier by a 6 for the whole session."""
    patient = under({"use": "double-progression", "rise": "effort <= 7"})
    patient.step(lifted(1, (12, 20, 10), (12, 20, 10), (12, 20, 10), effort=6))
    assert load(patient) == 20
    patient.step(lifted(2, (12, 20, 6), (12, 20, 7), (12, 20, 6), effort=6))
    assert load(patient) == 22.5


def test_a_set_more_than_prescribed_raises_nothing() -> None:
    """Two sets short of the top and a third that reaches it are no rise; a hard one more holds back."""
    patient = under("two-for-two", dose={"sets": 2})
    patient.step(lifted(1, (8, 20), (8, 20), (14, 20)), lifted(2, (8, 20), (8, 20), (14, 20)))
    assert load(patient) == 20
    patient = under("rpe-target", dose={"sets": 1})
    patient.step(lifted(1, (8, 20, 6), (8, 20, 10)))
    assert load(patient) == 20


def test_a_rise_that_waits_says_what_for() -> None:
    """An effort nobody told keeps the load, and the prescription says so."""
    patient = under({"use": "double-progression", "rise": "effort <= 7"})
    decision = patient.step(lifted(1, (12, 20), (12, 20), (12, 20)))
    assert "not known: effort" in decision.prescription.items[0].note


def test_a_migration_never_takes_pounds_for_kilograms() -> None:
    """A level in another unit begins at the start; one between two steps of the new equipment is cut."""
    pounds = {"start": "20 lb", "increment": "5 lb", "least": "0 lb", "most": "60 lb"}
    patient = under({"rise": "form >= 3"}, dose={"sets": 1, "reps": 5}, load=pounds)
    patient.step(trained(1, Performed(MACHINE, [SetDone(5, 5, "20 lb")]), hurt=1, morning=0, form=3))
    assert load(patient) == 25
    kilos = under({"rise": "form >= 3"}, dose={"sets": 1, "reps": 5}).protocol
    moved = vmo.Migrated(check_in(2).date, "a clinician", kilos.digest)
    assert vmo.apply(kilos, patient.episode, moved).state.levels[MACHINE] == 20000
    coarse = {"start": "8 kg", "increment": "4 kg", "least": "4 kg"}
    other = under({"rise": "form >= 3"}, dose={"sets": 1, "reps": 5}, load=coarse).protocol
    kept = under({"rise": "form >= 3"}, dose={"sets": 1, "reps": 5})
    kept.step(lifted(1, (5, 20)))
    moved = vmo.Migrated(check_in(2).date, "a clinician", other.digest)
    assert vmo.apply(other, kept.episode, moved).state.levels[MACHINE] == 20000


def test_a_fall_wins_over_a_rise_of_the_same_session() -> None:
    """One set under the bottom takes the load down, though the last one reached what raises it."""
    patient = under("quadx")
    patient.step(lifted(1, (12, 20), (12, 20), (14, 20)), lifted(2, (6, 20), (12, 20), (14, 20)))
    assert load(patient) == 17.5


def test_a_locked_exercise_that_is_done_anyway_does_not_rise() -> None:
    """What is not prescribed yet earns nothing."""
    lock = {"when": "power >= 3"}
    patient = under({"rise": "hurt <= 1"}, dose={"sets": 1, "reps": 5}, unlock=lock)
    patient.step(lifted(1, (5, 20)), lifted(2, (5, 20)))
    assert load(patient) == 20


def test_pace_is_kept_over_a_phase_that_has_none() -> None:
    """One rise in 14 days in the first phase; rises elsewhere count towards it when the patient is back."""
    row = {
        "exercise": MACHINE,
        "dose": {"sets": 1, "reps": 5},
        "load": WEIGHTS,
        "scheme": {"rise": "form >= 3"},
    }
    one = {
        "id": "one",
        "exercises": [{**row, "pace": {"steps": 1, "in": "14 days"}}],
        "progress": {"when": "hurt <= 0", "to": "two"},
    }
    two = {
        "id": "two",
        "exercises": [row],
        "regress": {"when": "hurt >= 3", "to": "one"},
        "progress": {"when": "hurt <= 0 for 9 sessions in a row", "to": "end"},
    }
    patient = Patient.of(protocol(phases=[one, two]))
    patient.step(lifted(1, (5, 20), hurt=0), lifted(2, (5, 22.5)), lifted(3, (5, 25), hurt=3))
    back = load(patient)
    patient.step(lifted(4, (5, back)))
    assert load(patient) == back


def test_a_carried_load_fits_the_equipment_of_the_next_phase() -> None:
    """Whole steps of the new increment, and never under its least."""
    row = {
        "exercise": MACHINE,
        "dose": {"sets": 1, "reps": 5},
        "load": WEIGHTS,
        "scheme": {"rise": "form >= 3"},
    }
    coarse = {**WEIGHTS, "increment": "10 kg", "least": "0 kg"}
    one = {"id": "one", "exercises": [row], "progress": {"when": "hurt <= 0", "to": "two"}}
    two = {"id": "two", "exercises": [{**row, "load": coarse}], "progress": STAY}
    patient = Patient.of(protocol(phases=[one, two]))
    patient.step(lifted(1, (5, 20), hurt=0))
    assert load(patient) == 20


def test_the_next_set_of_a_substitute_on_a_ladder_is_told_in_rungs() -> None:
    """A scheme in kg moves a ladder by one rung; the words say so."""
    ladder = {"exercise": "straight-leg-raise", "load": {"ladder": ["none", "some", "more"], "start": "none"}}
    patient = under("rpe-target", instead=ladder)
    done = Performed("straight-leg-raise", [SetDone(8, 8, "none", effort=6)])
    told = vmo.next_set(patient.protocol, patient.episode, "straight-leg-raise", trained(1, done))
    assert told is not None
    assert "one level up" in told.why


def test_signatures_and_overrides_do_not_pile_up() -> None:
    """A later word takes the place of an earlier one, and what has expired is dropped."""
    patient = under("fixed")
    for number in range(1, 9):
        on = check_in(number).date
        patient.apply(vmo.SignedOff(on, "end", "clinic"))
        patient.apply(vmo.Overridden(on, vmo.Move.PROGRESS, "reason", "text", "clinic", on, "end"))
    assert (len(patient.episode.state.sign_offs), len(patient.episode.state.overrides)) == (1, 1)


def test_what_stands_in_on_a_ladder_is_not_tested() -> None:
    """Under a scheme with a weekly test, a substitute with a ladder is prescribed without one."""
    load = {"start": "10 kg", "increment": "1 kg", "least": "0 kg", "most": "20 kg"}
    other = {"exercise": "straight-leg-raise", "load": {"ladder": ["none", "some"], "start": "none"}}
    row = {"exercise": MACHINE, "dose": {"per_week": 3}, "load": load, "scheme": "delorme", "instead": other}
    its = protocol(phases=[{"id": "one", "exercises": [row], "progress": {"when": "hurt < 0", "to": "end"}}])
    episode = vmo.enrol(its, vmo.Enrolled(START, equipment=()))
    for day in range(9):
        plan = vmo.today(its, episode, vmo.Session(START + dt.timedelta(day)))
        assert [item.exercise for item in plan.prescription.items] == ["straight-leg-raise"]

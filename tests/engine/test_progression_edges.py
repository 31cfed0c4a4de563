"""Edges of schemes: what streaks, paces, plans, tests and tables do at their bounds and where two meet."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import vmo_rehab as vmo
from engine.sample import LUNGE, MACHINE, SQUAT, Patient, check_in, protocol, rule, trained
from engine.test_schemes import STAY, WARM, WEIGHTS, lifted, load, under, written
from vmo_rehab import Absent
from vmo_rehab.engine.loads import changed
from vmo_rehab.protocol.dosage import Weights
from vmo_rehab.protocol.scheme import Unit

END = {"when": "form >= 3", "to": "end"}
ONE = {"sets": 1}
STEP = {"rise": "form >= 3"}


def row(scheme: Any, **more: Any) -> dict[str, Any]:
    """Return the machine under a scheme, one set of 8 to 12."""
    return {
        "exercise": MACHINE,
        "dose": {"sets": 1, "reps": "8-12"},
        "load": WEIGHTS,
        "scheme": scheme,
        **more,
    }


def two_phases(first: Any, second: Any, **own: Any) -> Patient:
    """Return a patient with two phases: good form leads on, pain at the door back."""
    back = {"when": "door >= 3", "to": "one"}
    phases = [
        {"id": "one", "exercises": first, "progress": {"when": "form >= 3", "to": "two"}},
        {"id": "two", "exercises": second, "regress": back, "progress": END},
    ]
    return Patient.of(protocol(phases=phases, **own))


def loads_of(patient: Patient, *sessions: Any) -> list[float]:
    """Return the load after each session; a session is made from the load before it."""
    found = []
    for make in sessions:
        patient.step(make(load(patient)))
        found.append(load(patient))
    return found


def practice(patient: Patient) -> Any:
    return patient.episode.state.practice.get(MACHINE)


def test_a_session_cut_short_adds_nothing_to_a_streak() -> None:
    """Sets that reach the scheme's condition count towards a rise only where the session earned merit."""
    patient = under("two-for-two", dose=ONE)
    patient.step(lifted(1, (14, 20), cut_short=True), lifted(2, (14, 20)))
    assert load(patient) == 20
    patient.step(lifted(3, (14, 20)))
    assert load(patient) == 22.5


def test_a_session_that_took_the_load_down_begins_no_streak() -> None:
    """Its sets were done at another load than the one that follows."""
    patient = under({"use": "two-for-two", "fall": "hurt >= 2"}, dose=ONE)
    patient.step(lifted(1, (14, 20), hurt=2), lifted(2, (14, 17.5)))
    assert load(patient) == 17.5
    patient.step(lifted(3, (14, 17.5)))
    assert load(patient) == 20


def test_sessions_that_took_the_load_down_do_not_count_again() -> None:
    """The three sessions of the home programme are counted anew after a fall."""
    patient = under("home-oa", dose=ONE)
    makes = [lambda at, n=number: lifted(n, (6, at)) for number in range(1, 7)]
    assert loads_of(patient, *makes) == [20, 20, 17.5, 17.5, 17.5, 15]


def test_an_uncounted_session_is_not_under_the_dose() -> None:
    """It breaks the row of sessions under the dose, and does not stand in it."""
    patient = under("home-oa", dose=ONE)
    patient.step(*[lifted(number, (good, 20)) for number, good in enumerate([6, 6, None, 6, 6], 1)])
    assert load(patient) == 20
    patient.step(lifted(6, (6, 20)))
    assert load(patient) == 17.5


def test_what_is_remembered_of_falls_is_bounded_at_the_least() -> None:
    """Where the load cannot go down, the sessions under the dose are counted no further than is needed."""
    patient = under("home-oa", dose=ONE, load={"start": "5 kg"})
    patient.step(*[lifted(number, (6, 5)) for number in range(1, 8)])
    assert (load(patient), practice(patient).short) == (5, 3)


def test_a_gap_longer_than_the_days_of_a_pace_is_kept() -> None:
    """The last rise is remembered for as long as either of the two looks back."""
    patient = under(STEP, dose={"sets": 1, "reps": 5}, pace={"steps": 1, "in": "2 days", "gap": "5 days"})
    makes = [lambda at, n=number: lifted(n, (5, at)) for number in (1, 4, 5, 6)]
    assert loads_of(patient, *makes) == [22.5, 22.5, 22.5, 25]


def test_a_gap_of_a_pace_runs_from_the_last_rise() -> None:
    """Not from an earlier one that is still within its days."""
    patient = under(STEP, dose={"sets": 1, "reps": 5}, pace={"steps": 3, "in": "9 days", "gap": "3 days"})
    makes = [lambda at, n=number: lifted(n, (5, at)) for number in (1, 4, 5, 7)]
    assert loads_of(patient, *makes) == [22.5, 25, 25, 27.5]


def test_a_session_cut_short_is_none_of_a_plan() -> None:
    """The training week goes on with sessions that were done as prescribed, all sets of them."""
    patient = under("heavy-slow-resistance", dose={"sets": None, "reps": None, "per_week": 3})
    patient.step(lifted(1, *[(10, 20)] * 4, cut_short=True), lifted(2, *[(10, 20)] * 3))
    assert practice(patient) is None
    patient.step(lifted(3, *[(10, 20)] * 4))
    assert practice(patient).done == 1


def test_a_session_on_hold_is_none_of_a_plan() -> None:
    """Sets done while training is stopped bring no training week nearer."""
    made = row("heavy-slow-resistance", dose={"per_week": 3})
    hold = {"id": "sore", "when": "door >= 3", "rest": "5 days"}
    patient = Patient.of(protocol(hold=[hold], phases=[{"id": "one", "exercises": [made], "progress": STAY}]))
    patient.step(check_in(1, door=3), lifted(2, *[(15, 20)] * 4, door=0))
    assert patient.episode.state.on_hold
    assert practice(patient) is None


def test_the_criterion_of_a_rise_counts_anew_after_a_rise() -> None:
    """Sessions that raised the load do not raise it again."""
    patient = under({"rise": "form >= 3 for 2 sessions in a row"}, dose={"sets": 1, "reps": 5})
    makes = [lambda at, n=number: lifted(n, (5, at)) for number in range(1, 6)]
    assert loads_of(patient, *makes) == [20, 22.5, 22.5, 25, 25]


def test_a_target_that_climbs_leaves_the_criterion_of_a_rise_alone() -> None:
    """Only a rise of the load begins its window anew."""
    patient = under(
        {"use": "double-progression", "rise": "form >= 3 for 2 sessions in a row"}, dose={"sets": 1}
    )
    targets = []
    for number in range(1, 5):
        patient.step(lifted(number, (11, 20)))
        targets.append(practice(patient).target if practice(patient) else None)
    assert targets == [None, 9, 10, 11]


def test_a_fall_of_the_scheme_leaves_the_criterion_of_a_fall_alone() -> None:
    """Sessions count anew for a criterion only after it was true itself."""
    patient = under({"use": "quadx", "fall": "hurt >= 2 for 2 sessions in a row"}, dose=ONE)
    patient.step(lifted(1, (6, 20), hurt=2))
    assert load(patient) == 17.5
    patient.step(lifted(2, (10, 17.5), hurt=2))
    assert load(patient) == 15


def test_a_streak_of_a_scheme_ends_with_the_phase() -> None:
    """The session that leads on belongs to the phase it was done in, and not to the next one."""
    patient = two_phases([row("two-for-two")], [row("two-for-two")])
    patient.step(lifted(1, (14, 20), form=3), lifted(2, (14, 20), form=1, door=0))
    assert (patient.episode.state.phase, load(patient)) == ("two", 20)
    patient.step(lifted(3, (14, 20), form=1, door=0))
    assert load(patient) == 22.5


def test_a_target_begins_anew_in_the_next_phase() -> None:
    """Repetitions are aimed for from the bottom of the range, though the load is the same."""
    patient = two_phases([row("double-progression")], [row("double-progression")])
    patient.step(lifted(1, (9, 20), form=1))
    assert practice(patient).target == 9
    patient.step(lifted(2, (8, 20), form=3))
    assert (patient.episode.state.phase, load(patient), practice(patient)) == ("two", 20, None)


def test_every_set_at_the_top_raises_the_load_at_once() -> None:
    """Whoever reaches the top of the range in the first session need not climb to it."""
    patient = under("double-progression")
    patient.step(lifted(1, (12, 20), (12, 20), (12, 20)))
    assert (load(patient), practice(patient).target) == (22.5, None)


def test_uncounted_sets_let_no_target_climb() -> None:
    """What may have been done in bad repetitions earns nothing."""
    patient = under("double-progression")
    patient.step(lifted(1, (12, 20), (12, 20), (None, 20)))
    assert (load(patient), practice(patient)) == (20, None)


def test_one_set_under_the_dose_is_not_every_set() -> None:
    """A scheme that falls on every set under the bottom keeps its load while one set reaches it."""
    patient = under("double-progression")
    patient.step(*[lifted(number, (6, 20), (6, 20), (8, 20)) for number in range(1, 5)])
    assert load(patient) == 20


def test_a_skipped_exercise_breaks_a_streak() -> None:
    """Two sessions in a row are two in which it was due, not two in which it was done."""
    made = [row("two-for-two"), {"exercise": LUNGE, "dose": ONE}]
    patient = Patient.of(protocol(phases=[{"id": "one", "exercises": made, "progress": STAY}]))
    patient.step(lifted(1, (14, 20)), trained(2, hurt=1), lifted(3, (14, 20)))
    assert load(patient) == 20


def test_an_exercise_of_a_menu_that_was_not_chosen_is_not_skipped() -> None:
    """Its streak goes on when it is chosen again."""
    menu = {"choose": 1, "from": [row("two-for-two"), {"exercise": LUNGE, "dose": ONE}]}
    patient = Patient.of(protocol(phases=[{"id": "one", "exercises": [menu], "progress": STAY}]))
    patient.step(lifted(1, (14, 20)), trained(2, hurt=1), lifted(3, (14, 20)))
    assert load(patient) == 22.5


def test_what_a_limit_leaves_out_is_not_skipped() -> None:
    """A streak goes on after days on which the exercise was forbidden."""
    limit = {"of": MACHINE, "forbid": True, "until": "door <= 1"}
    rows = [row("two-for-two"), {"exercise": LUNGE, "dose": ONE}]
    patient = Patient.of(
        protocol(limits=[limit], phases=[{"id": "one", "exercises": rows, "progress": STAY}])
    )
    patient.step(lifted(1, (14, 20), door=0), trained(2, hurt=1, door=3), lifted(3, (14, 20), door=0))
    assert load(patient) == 22.5


def test_a_plan_begins_with_its_first_week_in_the_next_phase() -> None:
    """Training weeks are those of the phase."""
    made = row("heavy-slow-resistance", dose={"per_week": 1})
    patient = two_phases([made], [made])
    for number in range(1, 4):
        patient.step(lifted(number, *[(15, 20)] * 4, form=1))
    assert practice(patient).done == 3
    patient.step(lifted(4, *[(15, 20)] * 4, form=3))
    assert (patient.episode.state.phase, practice(patient).done) == ("two", 0)


def test_of_a_gap_and_a_return_the_lower_load_wins() -> None:
    """What a hold, a kept regress and a gap take is not taken one after another."""
    hold = {"id": "sore", "when": "door >= 3", "return": "90%"}
    down = {"when": "morning >= 2", "dose": "one level down"}
    phases = [{"id": "one", "exercises": [row(STEP)], "regress": down, "progress": STAY}]
    its = protocol(hold=[hold], lapse=[{"after": "10 days", "load": "90%"}], phases=phases)
    patient = Patient.of(its)
    patient.step(lifted(1, (8, 20), door=3, morning=2, form=1))
    decision = patient.step(lifted(12, (8, 15), door=0, morning=0, form=1))
    assert (decision.kind, load(patient)) == (vmo.Kind.RESUME, 17.5)


def test_a_session_under_another_phase_moves_no_load() -> None:
    """It counts for flags, hold and regress only: neither a bad set nor a criterion takes a load down."""
    patient = written("dapre")
    patient.step(lifted(1, *WARM, (4, 20), (1, 20), phase="end"))
    assert load(patient) == 20
    patient = under({"use": "double-progression", "fall": "hurt >= 2"})
    patient.step(lifted(1, (12, 20), (12, 20), (12, 20), hurt=3, phase="end"))
    assert load(patient) == 20


def test_of_a_criterion_and_a_table_the_lower_load_wins() -> None:
    """A table that takes 5 kg is not made milder by a criterion that takes one level."""
    patient = under({"use": "dapre", "fall": "hurt >= 3"}, dose={"sets": None, "reps": None})
    patient.step(lifted(1, *WARM, (4, 20), (1, 20), hurt=3))
    assert load(patient) == 12.5


def test_a_test_is_due_by_the_day_the_phase_was_entered() -> None:
    """Coming back from a hold puts no test off, and the next phase begins its own week."""
    hold = {"id": "sore", "when": "door >= 3"}
    made = row("oxford", dose={})
    patient = two_phases([made], [made], hold=[hold])
    patient.step(lifted(1, (10, 20), form=1, door=0), check_in(3, door=3), check_in(4, door=0))
    assert patient.today(check_in(7, door=0)).prescription.items[0].sets[0].startswith("test")
    patient.step(lifted(7, (9, 22.5), form=1, door=0), lifted(9, (10, 22.5), form=3, door=0))
    assert patient.episode.state.phase == "two"
    for number, tests in ((14, False), (15, False), (16, True)):
        (item,) = patient.today(check_in(number, door=0)).prescription.items
        assert item.sets[0].startswith("test") is tests, number


def test_there_is_no_test_above_the_most() -> None:
    """Where the equipment has nothing heavier the written sets stand, and no test is noted down."""
    patient = written("oxford", load={"start": "60 kg"})
    assert not patient.today(check_in(7)).prescription.items[0].sets[0].startswith("test, 62")
    patient.step(lifted(7, (13, 60)))
    assert (load(patient), practice(patient)) == (60, None)


def test_a_test_may_reach_a_limit() -> None:
    """The load that a limit allows is tested; the one above it is not."""
    limit = {"of": MACHINE, "load": "22.5 kg", "until": "power >= 2"}
    phases = [{"id": "one", "exercises": [row("oxford", dose={})], "progress": STAY}]
    patient = Patient.of(protocol(limits=[limit], phases=phases))
    assert patient.today(check_in(7)).prescription.items[0].sets[0].startswith("test, ")
    patient.step(lifted(7, (13, 22.5), (13, 25)))
    assert load(patient) == 22.5


def test_a_lighter_set_that_a_table_starts_from_raises_nothing() -> None:
    """DAPRE goes from the third set: with that one too light a good fourth set is no proof."""
    patient = written("dapre")
    patient.step(lifted(1, *WARM, (12, 17.5), (12, 20)))
    assert load(patient) == 20


@pytest.mark.parametrize(
    ("third", "fourth", "after"),
    [
        ((6, 20), (9, 25), 22.5),
        ((None, 20), (9, 22.5), 20),
        ((9, 20), (9, 22.5), 25),
        ((None, 20), (6, 20), 20),
        ((None, 20), (0, 20), 17.5),
    ],
    ids=str,
)
def test_a_rise_starts_at_the_load_that_was_surely_prescribed(third: Any, fourth: Any, after: float) -> None:
    """A fourth set heavier than it was prescribed, or than it may have been, earns no more."""
    patient = written("apre-6")
    patient.step(lifted(1, *WARM, third, fourth))
    assert load(patient) == after


def test_a_load_that_was_not_noted_leaves_the_question_open() -> None:
    """Enough repetitions at an unknown load are neither a yes nor a no."""
    decision = written("dapre").step(lifted(1, *WARM, (8, 20), (8, None)))
    title = "Daily adjustable progressive resistance (DAPRE)"
    assert rule(decision, f"{MACHINE}: {title}").node.truth is vmo.Truth.UNKNOWN


def test_each_set_of_a_target_effort_follows_from_the_one_before() -> None:
    """The last set's load gives the next session's, and an unknown effort takes nothing down for sure."""
    cases: list[tuple[list[Any], float]] = [
        ([(8, 20, 6), (8, 25, 8)], 25),
        ([(8, 20, Absent("declined")), (8, 20, 8), (8, 20, 8)], 20),
        ([(8, 20, 10), (8, 15, 8)], 15),
    ]
    for sets, after in cases:
        patient = under("rpe-target", dose={"sets": len(sets)})
        patient.step(lifted(1, *sets))
        assert load(patient) == after, sets


def test_a_hard_set_under_a_limit_takes_the_load_down_from_the_limit() -> None:
    """The table starts at what was allowed, not at what an easy set would have given."""
    limit = {"of": MACHINE, "load": "20 kg", "until": "power >= 2"}
    made = row("rpe-target", dose={"sets": 2, "reps": 8})
    phases = [{"id": "one", "exercises": [made], "progress": STAY}]
    patient = Patient.of(protocol(limits=[limit], phases=phases))
    patient.step(lifted(1, (8, 20, 6), (8, 20, 10)))
    assert load(patient) == 15


RM = {
    "rm10": {
        "title": "ten times",
        "scale": {"from": 0, "to": 200, "unit": "kg"},
        "asked": "visit",
        "worse": "low",
        "valid_for": "14 days",
    }
}


def following(**more: Any) -> Patient:
    """Return a patient whose load is 60% of a test, with lunges beside it."""
    made = row("fixed", load={**WEIGHTS, "percent_of": "rm10", "part": "60%", "start": "10 kg"}, **more)
    made.pop("scheme")
    rows = [made, {"exercise": LUNGE, "dose": ONE}]
    return Patient.of(protocol(measures=RM, phases=[{"id": "one", "exercises": rows, "progress": STAY}]))


def test_a_test_counts_on_the_last_day_it_is_valid() -> None:
    """Fourteen days are fourteen days; at the fifteenth it raises nothing."""
    for number, after in ((15, 17.5), (16, 10)):
        patient = following()
        patient.step(check_in(1, rm10="30 kg"), lifted(number, (8, 10)))
        assert load(patient) == after, number


def test_a_check_in_moves_no_load() -> None:
    """A better test at a check-in raises the load when training goes on."""
    patient = following()
    patient.step(check_in(1, rm10="30 kg", hurt=Absent("not-asked")))
    assert load(patient) == 10


def test_a_load_that_follows_a_test_keeps_its_pace_though_it_is_not_done() -> None:
    """The rise of a session without that exercise is one of those that the pace counts."""
    patient = following(pace={"steps": 1, "in": "7 days"})
    patient.step(trained(1, hurt=1, rm10="30 kg"))
    assert load(patient) == 17.5
    patient.step(trained(2, hurt=1, rm10="40 kg"))
    assert load(patient) == 17.5
    patient.step(trained(8, hurt=1))
    assert load(patient) == 22.5


def test_a_choice_among_targets_unlocks_nothing() -> None:
    """Where several ways on are open nothing rises, and no exercise is added."""
    lock = {"exercise": SQUAT, "dose": ONE, "unlock": {"when": "hurt <= 1"}}
    ways = [{"when": "form >= 3", "to": "two"}, {"when": "hurt <= 1", "to": "end"}]
    rows = [{"exercise": LUNGE, "dose": ONE}, lock]
    phases = [
        {"id": "one", "exercises": rows, "progress": ways},
        {"id": "two", "exercises": rows[:1], "progress": END},
    ]
    patient = Patient.of(protocol(phases=phases))
    assert patient.step(trained(1, form=3, hurt=1)).kind is vmo.Kind.ENQUIRE
    assert patient.episode.state.unlocked == {}


def test_a_regress_leaves_open_what_its_own_phase_unlocked() -> None:
    """What was unlocked in the phase that is entered again stays so."""
    lock = {"exercise": SQUAT, "dose": ONE, "unlock": {"when": "hurt <= 1"}}
    rows = [{"exercise": LUNGE, "dose": ONE}, lock]
    patient = two_phases(rows, rows[:1])
    patient.step(trained(1, form=1, hurt=1), trained(2, form=3, hurt=2), trained(3, form=1, door=3))
    state = patient.episode.state
    assert (state.phase, state.unlocked) == ("one", {"one": (SQUAT,)})


def test_a_load_off_its_bounds_never_jumps_by_an_amount() -> None:
    """A rise never lowers a load above the most, and a fall never raises one under the least."""
    weights = Weights(5000, 2500, 5000, 10000)
    assert changed(weights, 12500, 2500, Unit.KG) == 12500
    assert changed(weights, 2500, -1000, Unit.KG) == 2500
    assert changed(weights, 7500, -3000, Unit.KG) == 5000


def test_the_end_of_a_range_that_a_scheme_takes_is_taken_for_a_fall_too() -> None:
    """The low end of a fall is the lighter load."""
    its = under("quadx", dose=ONE).protocol
    (made,) = its.phases[0].exercises
    assert made.scheme.fall is not None
    by = attrs.evolve(made.scheme.fall.by, low=-2, high=-1)
    scheme = attrs.evolve(made.scheme, fall=attrs.evolve(made.scheme.fall, by=by))
    phase = attrs.evolve(its.phases[0], exercises=(attrs.evolve(made, scheme=scheme),))
    patient = Patient.of(attrs.evolve(its, phases=(phase, *its.phases[1:])))
    patient.step(lifted(1, (6, 20)))
    assert load(patient) == 15

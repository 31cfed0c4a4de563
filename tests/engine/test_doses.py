"""Levels and prescriptions: weights and ladders at their ends, what earns a rise, what a return takes."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import vmo_rehab as vmo
from engine.sample import LUNGE, MACHINE, Patient, check_in, day, protocol, refused, rule, trained
from vmo_rehab import LogError, Performed, Prescription, SetDone
from vmo_rehab.engine.prescribing import dose_in_words
from vmo_rehab.protocol.dosage import Dose, Ladder, Weights

WEIGHTS = {"start": "10 kg", "increment": "2.5 kg", "least": "5 kg", "most": "15 kg"}
RUNGS = {"ladder": ["light", "middle", "heavy"], "start": "middle"}
STAY = {"when": "hurt <= 0", "to": "end"}
DOWN = {"when": "morning >= 3", "dose": "one level down"}


def loaded(load: Any = WEIGHTS, dose: Any = (), **own: Any) -> vmo.Protocol:
    """Return a protocol with one loaded exercise that rises on good form."""
    row = {
        "exercise": MACHINE,
        "dose": {"sets": 2, "reps": 5, **dict(dose)},
        "load": load,
        "scheme": {"rise": "form >= 3"},
    }
    phase = {"id": "one", "exercises": [row], "regress": DOWN, "progress": STAY}
    return protocol(**{"phases": [phase], **own})


def lifted(number: int, *sets: SetDone, **answers: Any) -> vmo.Session:
    return trained(number, Performed(MACHINE, sets), **{"form": 3, "morning": 0, "hurt": 1, **answers})


def sets_of(load: str, *good: int | None) -> tuple[SetDone, ...]:
    return tuple(SetDone(5, one, load) for one in good)


def load_of(plan: Prescription) -> str:
    (item,) = plan.items
    return item.load


def climb(patient: Patient, steps: int, **answers: Any) -> list[str]:
    """Return the loads after sessions that are done at the present one."""
    found, load = [], load_of(patient.today(check_in(1)).prescription)
    for number in range(1, steps + 1):
        load = load_of(patient.step(lifted(number, *sets_of(load, 5, 5), **answers)).prescription)
        found.append(load)
    return found


def test_a_load_rises_by_one_increment_to_its_most_and_falls_to_its_least() -> None:
    """A weight goes up and down by its increment, and stops at the ends."""
    assert climb(Patient.of(loaded()), 4) == ["12.5 kg", "15 kg", "15 kg", "15 kg"]
    assert climb(Patient.of(loaded()), 4, morning=3) == ["7.5 kg", "5 kg", "5 kg", "5 kg"]


def test_a_rung_rises_to_the_last_and_falls_to_the_first() -> None:
    """A ladder goes up and down by a rung, and stops at the ends."""
    assert climb(Patient.of(loaded(RUNGS)), 3) == ["heavy", "heavy", "heavy"]
    assert climb(Patient.of(loaded(RUNGS)), 3, morning=3) == ["light", "light", "light"]


EARNS = [
    (sets_of("10 kg", 5, 5), True),
    (sets_of("12.5 kg", 5, 5), True),
    (sets_of("10 kg", 5, 4, 5), False),
    (sets_of("10 kg", 5), False),
    (sets_of("10 kg", 5, 4), False),
    (sets_of("10 kg", 5, None), False),
    (sets_of("7.5 kg", 5, 5), False),
    (sets_of("", 5, 5), False),
    ((SetDone(0, 0, "10 kg"), SetDone(0, 0, "10 kg")), False),
]


@pytest.mark.parametrize(("done", "rises"), EARNS)
def test_only_good_sets_at_the_prescribed_load_earn_a_rise(done: Any, rises: bool) -> None:
    """A set that was short, uncounted, under the load or at no noted load earns nothing."""
    decision = Patient.of(loaded()).step(lifted(1, *done))
    assert load_of(decision.prescription) == ("12.5 kg" if rises else "10 kg")
    assert rule(decision, f"{MACHINE}: one level up").decisive is rises


@pytest.mark.parametrize("load", ["10", "33 lb", "15,0 kg", "red band", "banana"])
def test_a_load_that_is_none_of_the_prescribed_is_refused(load: str) -> None:
    """What would earn nothing on the quiet is refused with its set, and with how a load is written."""
    patient = Patient.of(loaded())
    words = refused(LogError, patient.step, lifted(1, *sets_of("10 kg", 5), *sets_of(load, 5)))
    assert f'L148 error: set 2 of {MACHINE}: "{load}" is not a load of it' in words
    assert "write it as the prescription does: 10 kg" in words
    decision = patient.step(lifted(1, *sets_of(load, 5, 5), alarm="present"))
    assert [found.code for found in decision.diagnostics] == ["L148", "L148"]
    assert decision.kind.value == "refer"


@pytest.mark.parametrize("load", ["10 kg", "10.0 kg", "11 kg", "400 kg", ""])
def test_a_weight_in_its_unit_is_a_load_whether_it_is_on_the_equipment_or_not(load: str) -> None:
    """What was lifted is taken as it was noted; so is nothing."""
    assert Patient.of(loaded()).step(lifted(1, *sets_of(load, 5, 5))).diagnostics == ()


def test_a_skipped_exercise_earns_no_rise() -> None:
    """A good session of something else raises nothing."""
    row = {"exercise": LUNGE, "dose": {"sets": 1}}
    both = protocol(
        phases=[
            {
                "id": "one",
                "progress": STAY,
                "exercises": [
                    {
                        "exercise": MACHINE,
                        "dose": {"sets": 1},
                        "load": WEIGHTS,
                        "scheme": {"rise": "form >= 3"},
                    },
                    row,
                ],
            }
        ]
    )
    decision = Patient.of(both).step(trained(1, form=3, hurt=1))
    assert Patient.of(both).loads(decision.prescription) == {MACHINE: "10 kg", LUNGE: ""}


def test_a_rung_below_the_prescribed_one_earns_no_rise() -> None:
    """On a ladder only the prescribed rung, or a higher one, counts."""
    for rung, after in (("light", "middle"), ("middle", "heavy"), ("heavy", "heavy"), ("", "middle")):
        decision = Patient.of(loaded(RUNGS)).step(lifted(1, *sets_of(rung, 5, 5)))
        assert load_of(decision.prescription) == after


def test_an_exercise_without_repetitions_rises_by_its_sets() -> None:
    """Where no repetitions are prescribed, a set at the load counts."""
    its = protocol(
        phases=[
            {
                "id": "one",
                "progress": STAY,
                "exercises": [
                    {
                        "exercise": MACHINE,
                        "dose": {"time": "45 s"},
                        "load": WEIGHTS,
                        "scheme": {"rise": "form >= 3"},
                    }
                ],
            }
        ]
    )
    assert load_of(Patient.of(its).step(lifted(1, SetDone(0, None, "10 kg"))).prescription) == "12.5 kg"


def test_what_has_no_load_has_nothing_to_rise() -> None:
    """An exercise made in code with a way up and no load stays as it is."""
    its = loaded()
    rows = tuple(attrs.evolve(row, load=None) for row in its.phases[0].exercises)
    bare = attrs.evolve(its, phases=(attrs.evolve(its.phases[0], exercises=rows), *its.phases[1:]))
    patient = Patient.of(bare)
    decision = patient.step(lifted(1, *sets_of("", 5, 5)))
    assert (load_of(decision.prescription), patient.episode.state.levels) == ("", {})


@pytest.mark.parametrize(
    ("load", "start", "back", "after"),
    [
        (WEIGHTS, "10 kg", "90%", "7.5 kg"),
        (WEIGHTS, "10 kg", "60%", "5 kg"),
        (WEIGHTS, "5 kg", "50%", "5 kg"),
        (WEIGHTS, "15 kg", "70%", "10 kg"),
        (WEIGHTS, "10 kg", "same level", "10 kg"),
        (WEIGHTS, "10 kg", "one level down", "7.5 kg"),
        (WEIGHTS, "5 kg", "one level down", "5 kg"),
        (RUNGS, "heavy", "90%", "middle"),
        (RUNGS, "heavy", "10%", "middle"),
        (RUNGS, "light", "50%", "light"),
        (RUNGS, "light", "one level down", "light"),
    ],
)
def test_a_return_rounds_down_and_stops_at_the_least(load: Any, start: str, back: str, after: str) -> None:
    """A part of a load is at least one increment away, on a ladder one rung, and never under the least."""
    hold = {"id": "sore", "when": "door >= 3", "return": back}
    patient = Patient.of(loaded({**load, "start": start}, hold=[hold]))
    patient.step(check_in(1, door=3))
    assert load_of(patient.today(check_in(2, door=0)).prescription) == after
    decision = patient.step(check_in(2, door=0))
    assert (decision.kind.value, load_of(decision.prescription)) == ("resume", after)


def test_of_all_holds_the_lowest_return_counts() -> None:
    """Two holds that bound give the lower of their loads, and a clearance one level down."""
    holds = [
        {"id": "sore", "when": "door >= 3", "return": "90%"},
        {"id": "weak", "when": "power <= 0", "return": "60%"},
    ]
    patient = Patient.of(loaded(hold=holds))
    patient.step(check_in(1, door=3, power=0))
    decision = patient.step(check_in(2, door=0, power=3))
    assert (decision.why, load_of(decision.prescription)) == ("sore has settled; weak has settled", "5 kg")


def test_after_cleared_flags_the_load_is_one_level_down() -> None:
    """A patient whose red flags were cleared comes back one level down."""
    patient = Patient.of(loaded(red_flags=["alarm"]))
    patient.step(check_in(1, alarm="present"))
    patient.apply(vmo.Cleared(day(1), "physician"))
    decision = patient.step(check_in(2, alarm="absent", morning=vmo.Absent("declined")))
    assert (decision.why, load_of(decision.prescription)) == ("red flags were cleared", "7.5 kg")


GAPS = [(9, "15 kg"), (10, "12.5 kg"), (20, "7.5 kg"), (30, "7.5 kg")]


@pytest.mark.parametrize(("gap", "load"), GAPS)
def test_a_gap_takes_the_lowest_load_of_the_tiers_it_reached(gap: int, load: str) -> None:
    """Every tier reached applies, and the lowest load wins; the next session keeps it."""
    lapse = [
        {"after": "10 days", "load": "90%"},
        {"after": "20 days", "load": "50%"},
        {"after": "30 days", "load": "80%"},
    ]
    patient = Patient.of(loaded({**WEIGHTS, "start": "15 kg"}, lapse=lapse))
    patient.step(lifted(1, SetDone(5, 5), form=0))
    assert load_of(patient.today(check_in(1 + gap)).prescription) == load
    decision = patient.step(lifted(1 + gap, SetDone(5, 5), form=0))
    assert load_of(decision.prescription) == load


def test_weights_read_and_show_what_they_write() -> None:
    """A load in grams is written in kg, and what is not a load in kg is none."""
    weights = Weights(5000, 1250, 0, 40000)
    for level, text in ((0, "0 kg"), (1250, "1.25 kg"), (40000, "40 kg"), (5, "0.005 kg")):
        assert weights.show(level) == text
        assert weights.read(text) == level
    assert [weights.read(text) for text in ("", "40", "40 lb", "-1 kg", "heavy")] == [None] * 5


def test_a_load_off_its_bounds_never_jumps() -> None:
    """A level above the most does not rise, and one under the least does not fall, nor rise by falling."""
    weights, ladder = Weights(5000, 2500, 5000, 10000), Ladder(("light", "heavy"), 0)
    assert (weights.up(9000), weights.up(11000)) == (9000, 11000)
    assert (weights.down(4000), weights.part_of(4000, 50), weights.part_of(6000, 100)) == (4000, 4000, 6000)
    assert (ladder.least, ladder.most, ladder.down(0), ladder.up(1), ladder.part_of(1, 100)) == (
        0,
        1,
        0,
        1,
        1,
    )


DOSES = [
    (
        Dose(sets=3, reps=(10, 15), hold_for=3, rest=60),
        "3 sets of 10-15, hold each for 3 s, rest 60 s between sets",
    ),
    (Dose(reps=(8, 8)), "1 set of 8"),
    (Dose(sets=1), "1 set"),
    (Dose(sets=2, time=45), "2 sets, 45 s"),
    (Dose(time=90), "90 s"),
    (Dose(time=600), "10 min"),
    (Dose(), ""),
]


@pytest.mark.parametrize(("dose", "words"), DOSES)
def test_a_dose_is_written_as_a_therapist_does(dose: Dose, words: str) -> None:
    """Only what is prescribed is written, one of a thing in the singular."""
    assert dose_in_words(dose) == words

"""Limits on rows that have substitutes, ladders, schemes and locks: nothing goes around a limit."""

from __future__ import annotations

from typing import Any

import pytest

import vmo_rehab as vmo
from engine.sample import LUNGE, MACHINE, SQUAT, START, Patient, check_in, protocol, refused, trained

BRIDGE, SIT = "bridge", "sit-to-stand"
DOSE = {"sets": 1, "reps": 5}
STAY = {"when": "form >= 3", "to": "end"}
WEEKS = "2 weeks after start"
WEIGHTS = {"start": "20 kg", "increment": "2.5 kg", "least": "5 kg", "most": "60 kg"}


def row(name: str, **more: Any) -> dict[str, Any]:
    """Return a row with a dose of one set of 5."""
    return {"exercise": name, "dose": DOSE, **more}


def patient(*rows: Any, limits: Any, there_is: Any = None, **phase: Any) -> Patient:
    """Return a patient with some rows and limits."""
    its = protocol(
        phases=[{"id": "one", "exercises": list(rows), "progress": STAY, **phase}],
        limits=[{"until": WEEKS, **one} for one in limits],
    )
    return Patient(its, vmo.enrol(its, vmo.Enrolled(START, equipment=there_is)))


def forbid(*names: str, **more: Any) -> list[dict[str, Any]]:
    """Return limits that forbid exercises."""
    return [{"of": name, "forbid": True, **more} for name in names]


def lifted(number: int, *sets: tuple[int, float], **answers: Any) -> vmo.Session:
    """Return a session on the machine, good repetitions and kg for each set."""
    done = [vmo.SetDone(reps, reps, f"{load} kg") for reps, load in sets]
    return trained(number, vmo.Performed(MACHINE, done), hurt=1, **answers)


def load(who: Patient) -> float:
    """Return the level of the machine in kg."""
    return who.episode.state.levels[MACHINE] / 1000


CHAIN = row(MACHINE, instead=[row(SQUAT), row(BRIDGE)])
LACKING: list[str] = []
"""No equipment: the machine cannot be had."""


@pytest.mark.parametrize(
    ("there_is", "forbidden", "done", "withheld"),
    [
        (None, [], MACHINE, []),
        (None, [MACHINE], SQUAT, []),
        (None, [MACHINE, SQUAT], BRIDGE, []),
        (LACKING, [SQUAT], BRIDGE, []),
        (LACKING, [MACHINE], SQUAT, []),
        (None, [MACHINE, SQUAT, BRIDGE], None, ["Leg extension on the machine"]),
        (LACKING, [SQUAT, BRIDGE], "straight-leg-raise", []),
        (LACKING, [MACHINE, SQUAT, BRIDGE], None, ["Leg extension on the machine"]),
    ],
)
def test_the_next_that_is_written_and_not_forbidden_is_done(
    there_is: Any, forbidden: Any, done: Any, withheld: Any
) -> None:
    """Of a row and what is written instead of it; nothing of the catalogue stands in for a forbidden one."""
    who = patient(CHAIN, limits=forbid(*forbidden), there_is=there_is)
    told = who.today(check_in(1)).prescription
    assert [item.exercise for item in told.items] == ([done] if done else [])
    assert [one.partition(":")[0] for one in told.withheld] == withheld


def test_what_is_done_in_the_place_of_a_forbidden_exercise_says_so() -> None:
    """It names the exercise, and until when."""
    (item,) = patient(CHAIN, limits=forbid(MACHINE)).today(check_in(1)).prescription.items
    assert item.instead_of == MACHINE
    assert item.note.startswith("Leg extension on the machine: not before 2 weeks after start.")


def test_what_is_forbidden_is_not_told_to_lack_equipment() -> None:
    """Where it could not be done either, the limit is what is said."""
    told = patient(row("wall-sit"), limits=forbid("wall-sit"), there_is=LACKING).today(check_in(1))
    assert (told.prescription.items, len(told.prescription.withheld)) == ((), 1)


def test_what_has_no_range_left_is_not_done_either() -> None:
    """A substitute that a limit leaves no range is passed over like a forbidden one."""
    narrow = [{"of": SQUAT, "arc": "90-60 deg"}]
    told = patient(CHAIN, limits=narrow, there_is=LACKING).today(check_in(1)).prescription
    assert [item.exercise for item in told.items] == [BRIDGE]


def test_what_is_done_in_the_place_of_a_forbidden_exercise_is_due() -> None:
    """A question about it waits for its answer, and none about the forbidden one."""
    kinds = []
    for name in (MACHINE, SQUAT):
        back = {"when": f"hurt of {name} >= 3", "dose": "one level down"}
        who = patient(CHAIN, row(LUNGE), limits=forbid(MACHINE), regress=back)
        kinds.append(who.step(trained(1, hurt=2)).kind.value)
    assert kinds == ["stay", "enquire"]


def test_a_scheme_raises_no_load_above_a_limit() -> None:
    """Neither the fourth set of DAPRE nor the next session is heavier; the rise comes when the limit ends."""
    machine = {"exercise": MACHINE, "dose": {}, "load": WEIGHTS, "scheme": "dapre"}
    who = patient(machine, limits=[{"of": MACHINE, "load": "20 kg"}])
    warm = (10, 10), (6, 15), (11, 20)
    fourth = vmo.next_set(who.protocol, who.episode, MACHINE, lifted(1, *warm))
    assert fourth is not None
    assert fourth.load == "20 kg"
    assert fourth.why.endswith("+5 kg on 20 kg; a limit binds, at most 20 kg")
    item = who.step(lifted(1, *warm, (11, 20), form=1, morning=0)).prescription.items[0]
    assert (load(who), item.note) == (20, "Not more than before: a limit binds.")
    who.step(lifted(15, *warm, (11, 20), form=1, morning=0))
    assert load(who) == 25


def test_a_limit_takes_the_load_that_a_look_up_starts_from() -> None:
    """A load above the limit goes down to it, and a bad result takes it down from there."""
    machine = {"exercise": MACHINE, "dose": {}, "load": WEIGHTS, "scheme": "dapre"}
    who = patient(machine, limits=[{"of": MACHINE, "load": "15 kg"}])
    lines = who.today(check_in(1)).prescription.items[0].sets
    assert lines[2] == "set 3: as many good repetitions as possible with 15 kg"
    item = who.step(lifted(1, (10, 7.5), (6, 10), (4, 15), (1, 15))).prescription.items[0]
    assert load(who) == 7.5
    assert item.note.endswith("; a limit binds.")


def test_no_test_is_heavier_than_a_limit() -> None:
    """On a day of a test the usual sets are done, and the test comes once it may."""
    machine = {"exercise": MACHINE, "dose": {}, "load": WEIGHTS, "scheme": "delorme"}
    who = patient(machine, limits=[{"of": MACHINE, "load": "20 kg"}])
    sets = [who.today(check_in(number)).prescription.items[0].sets[0] for number in (13, 15)]
    assert [one.partition(":")[0] for one in sets] == ["set 1", "test, set 1"]
    first = vmo.next_set(who.protocol, who.episode, MACHINE, check_in(13))
    assert first is not None
    assert (first.reps, first.load) == ((10, 10), "10 kg")


def test_a_limit_on_a_rung_of_a_ladder_of_exercises() -> None:
    """The rung below is done, and kept by a session with sets; nothing rises past the limit."""
    ladder = {"id": "control", "start": SQUAT, "rungs": [row(SIT), row(SQUAT)]}
    who = patient({"levels": ladder, "scheme": {"rise": "hurt <= 1"}}, limits=forbid(SQUAT))
    (item,) = who.today(check_in(1)).prescription.items
    assert item.exercise == SIT
    assert item.note.startswith("Squat without a weight: not before 2 weeks after start")
    assert "not prescribed" in refused(
        vmo.EventError, vmo.next_set, who.protocol, who.episode, SQUAT, check_in(1)
    )
    sit = vmo.Performed(SIT, [vmo.SetDone(9, 9)])
    for number in (1, 2, 3):
        who.step(trained(number, sit, hurt=1, form=1, morning=0))
        assert who.episode.state.levels["control"] == 0
    who.step(trained(15, sit, hurt=1, form=1, morning=0))
    assert who.episode.state.levels["control"] == 1


def test_a_locked_exercise_that_is_forbidden() -> None:
    """Locked it is not spoken of, unlocked it is left out, and done when the limit has ended."""
    locked = row(SQUAT, unlock={"when": "hurt <= 1"})
    who = patient(row(LUNGE), locked, limits=forbid(SQUAT))
    plans = [who.today(check_in(1)).prescription]
    who.step(trained(1, hurt=1, form=1, morning=0))
    plans += [who.today(check_in(number)).prescription for number in (2, 14)]
    assert [[item.exercise for item in plan.items] for plan in plans] == [[LUNGE], [LUNGE], [LUNGE, SQUAT]]
    assert [len(plan.withheld) for plan in plans] == [0, 1, 0]


def test_a_limit_whose_end_is_not_known_binds() -> None:
    """Without the answer the exercise is left out; it was not due, whatever the answer of the day."""
    limits = forbid(SQUAT, until="door <= 1")
    back = {"when": f"hurt of {SQUAT} >= 3", "dose": "one level down"}
    who = patient(row(LUNGE), row(SQUAT), limits=limits, regress=back)
    plans = [who.today(check_in(1, **door)).prescription for door in ({}, {"door": 1}, {"door": 2})]
    assert [len(plan.withheld) for plan in plans] == [1, 0, 1]
    for door in ({}, {"door": 1}):
        assert (
            patient(row(LUNGE), row(SQUAT), limits=limits, regress=back)
            .step(trained(1, hurt=2, form=1, **door))
            .kind
            is vmo.Kind.STAY
        )


def test_what_a_limit_forbids_is_not_skipped() -> None:
    """Two good sessions in a row are those in which the exercise could be done."""
    machine = {"exercise": MACHINE, "dose": {"sets": 1, "reps": 8}, "load": WEIGHTS, "scheme": "two-for-two"}
    loads = []
    for limits in ([], forbid(MACHINE, until="door <= 1")):
        who = patient(machine, row(LUNGE), limits=limits)
        good = {"form": 1, "morning": 0, "door": 1}
        who.step(lifted(1, (10, 20), **good))
        who.step(trained(2, hurt=1, **{**good, "door": 2}))
        who.step(lifted(3, (10, 20), **good))
        loads.append(load(who))
    assert loads == [20, 22.5]


def test_a_menu_asks_for_no_pattern_that_is_forbidden() -> None:
    """What must be among the chosen follows what is left."""
    menu = {"choose": 2, "from": [row(SQUAT), row(LUNGE), row(BRIDGE)], "including": {"squat": 1}}
    its = [patient(menu, limits=some).today(check_in(1)).prescription.items for some in ([], forbid(SQUAT))]
    assert [items[0].menu for items in its] == ["choose 2 of these, at least 1 squat", "choose 2 of these"]

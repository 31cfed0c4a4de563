"""What is due and prescribed: days in turn, locks, menus, ladders of exercises, equipment."""

from __future__ import annotations

from typing import Any

import vmo_rehab as vmo
from engine.sample import LUNGE, MACHINE, ON, SQUAT, START, Patient, check_in, day, protocol, trained

DOSE = {"sets": 1, "reps": 5}
BIKE, BRIDGE, SIT = "stationary-bike", "bridge", "sit-to-stand"


def row(name: str, **more: Any) -> dict[str, Any]:
    """Return a row with a dose of one set of 5."""
    return {"exercise": name, "dose": DOSE, **more}


def phase(*rows: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """Return the phases of a protocol that has one."""
    return [{"id": "one", "exercises": list(rows), "progress": ON, **more}]


def plan(*rows: dict[str, Any], there_is: list[str] | None = None, **more: Any) -> tuple[vmo.Item, ...]:
    """Return what is prescribed on the first day, with some equipment."""
    its = protocol(phases=phase(*rows, **more))
    episode = vmo.enrol(its, vmo.Enrolled(START, equipment=there_is))
    return vmo.today(its, episode, check_in(1)).prescription.items


def did(name: str) -> vmo.Performed:
    """Return one set of an exercise."""
    return vmo.Performed(name, [vmo.SetDone(5)])


def test_a_prescription_tells_range_and_tempo() -> None:
    """The row's range, or the catalogue's; the tempo of the dose."""
    (own, usual, none) = plan(
        row(MACHINE, arc="90-60 deg"), {"exercise": SQUAT, "dose": {"reps": 8, "tempo": "3-1-4"}}, row(BRIDGE)
    )
    assert (own.arc, own.tempo) == ("90-60 deg", "")
    assert (usual.arc, usual.tempo) == ("45-0 deg", "3-1-4")
    assert none.arc == ""


def test_everything_is_there_unless_it_is_said() -> None:
    """Without a word on equipment the row itself is prescribed; with an empty list nothing that needs any."""
    rows = row(MACHINE, instead={"exercise": SQUAT})
    assert [item.exercise for item in plan(rows)] == [MACHINE]
    (item,) = plan(rows, there_is=[])
    assert (item.exercise, item.instead_of, item.note) == (SQUAT, MACHINE, "")
    assert [item.exercise for item in plan(rows, there_is=["leg extension machine"])] == [MACHINE]


def test_a_substitute_of_the_catalogue_has_no_load() -> None:
    """It is told in whose place it stands, and how to begin; it is not one that is done anyway."""
    load = {"start": "20 kg", "increment": "5 kg", "most": "30 kg"}
    (item,) = plan(row(MACHINE, load=load), there_is=["elastic band", "chair"])
    assert (item.exercise, item.instead_of, item.load) == ("leg-extension/band", MACHINE, "")
    assert item.dose == "1 set of 5"
    assert item.note == (
        "In the place of Leg extension on the machine. No load is written for it: begin with the lightest, "
        "and stop a set while two more good repetitions could be done."
    )
    (item,) = plan(row(MACHINE, load=load), there_is=["chair"])
    assert item.note == "In the place of Leg extension on the machine."
    both = plan(row(MACHINE, load=load), row("leg-extension/unloaded"), there_is=["chair"])
    assert [item.exercise for item in both] == ["straight-leg-raise", "leg-extension/unloaded"]


def test_a_substitute_that_is_counted_otherwise_has_no_dose() -> None:
    """Fifteen minutes on the bike are not fifteen minutes of heel slides."""
    (item,) = plan({"exercise": BIKE, "dose": {"time": "15 min"}}, there_is=[])
    assert (item.exercise, item.dose) == ("heel-slide", "")
    assert (
        item.note == "In the place of Stationary bike. No dose is written for it: ask how much of it to do."
    )


def test_what_cannot_be_done_says_so() -> None:
    """Where no substitute is left the exercise stands with a note, and without a dose."""
    (item, _) = plan(row("wall-sit"), row(BRIDGE), there_is=[])
    assert (item.exercise, item.dose) == ("wall-sit", "")
    assert item.note == "Cannot be done without wall: ask what to do in its place."


def test_other_equipment_for_a_day() -> None:
    """What there is today may be said at the door; it changes nothing else."""
    its = protocol(phases=phase(row(MACHINE, instead={"exercise": SQUAT})))
    episode = vmo.enrol(its, vmo.Enrolled(START, equipment=["leg extension machine"]))
    assert vmo.today(its, episode, check_in(1)).prescription.items[0].exercise == MACHINE
    assert vmo.today(its, episode, check_in(1), equipment=[]).prescription.items[0].exercise == SQUAT


def test_what_stands_instead_is_due() -> None:
    """A question about an exercise that the patient cannot do waits for nobody."""
    rows = row(MACHINE, instead={"exercise": SQUAT})
    back = {"when": f"hurt of {MACHINE} >= 3", "dose": "one level down"}
    its = protocol(phases=phase(rows, regress=back))
    lacking = Patient(its, vmo.enrol(its, vmo.Enrolled(START, equipment=[])))
    assert lacking.step(trained(1, did(SQUAT), hurt=2)).kind is vmo.Kind.STAY
    assert Patient.of(its).step(trained(1, did(SQUAT), hurt=2)).kind is vmo.Kind.ENQUIRE


def test_the_worst_of_all_exercises_misses_none_of_another_day() -> None:
    """What is worked out over the exercises of a session asks for those that are due in it."""
    rows = [row(LUNGE, days="A"), row(SQUAT, days="B")]
    patient = Patient.of(protocol(phases=phase(*rows, rotation=["A", "B"])))
    one = vmo.Performed(LUNGE, [vmo.SetDone(5)], {"hurt": 1})
    assert patient.step(trained(1, one)).kind is vmo.Kind.DISCHARGE


def test_menus_are_told_apart() -> None:
    """Of one menu the number is said; of several each has its place before it."""
    menu = {"choose": "1-2", "from": [row(SQUAT), row(LUNGE)], "including": {"squat": 1}}
    items = plan(menu, row(BRIDGE))
    assert [item.menu for item in items] == ["choose 1 to 2 of these, at least 1 squat"] * 2 + [""]
    items = plan(menu, {"choose": 1, "from": row(BRIDGE)})
    assert [item.menu.split(":")[0] for item in items] == ["menu 1", "menu 1", "menu 2"]


def test_a_menu_asks_for_no_more_than_is_offered() -> None:
    """What is locked is not offered, and the number follows."""
    locked = row(LUNGE, unlock={"when": "hurt <= 1"})
    (item,) = plan({"choose": 2, "from": [row(SQUAT), locked]})
    assert item.menu == "choose 1 of these"


def test_a_session_under_another_phase_takes_no_turn() -> None:
    """It is not one of the phase's days."""
    own = phase(row(LUNGE, days="A"), row(SQUAT, days="B"), rotation=["A", "B"])
    its = protocol(phases=[*own, {"id": "two", "exercises": [row(LUNGE)], "progress": ON}])
    patient = Patient.of(its)
    patient.step(trained(1, did(LUNGE), phase="two"))
    assert patient.episode.state.turn == 0
    decision = patient.step(trained(2, did(LUNGE), hurt=2))
    assert patient.episode.state.turn == 1
    assert [(item.exercise, item.day) for item in decision.prescription.items] == [(SQUAT, "B")]


def test_on_hold_what_hangs_on_a_level_is_not_due() -> None:
    """A ladder's exercise that a held patient does not do keeps nobody on hold."""
    ladder = {"id": "control", "start": SQUAT, "rungs": [row(SIT), row(SQUAT)]}
    back = {"when": f"hurt of {SQUAT} >= 3", "dose": "one level down"}
    its = protocol("swollen", phases=phase({"levels": ladder}, regress=back), hold=[HOLD])
    patient = Patient.of(its)
    patient.step(trained(1, did(SQUAT), hurt=1, swelling="lots"))
    plan = patient.today(check_in(4, swelling="none"))
    assert [item.exercise for item in plan.prescription.items] == [SIT]
    assert patient.step(trained(4, did(SIT), swelling="none", hurt=1)).kind is vmo.Kind.RESUME


HOLD = {
    "id": "swollen",
    "when": "swelling is lots",
    "rest": "2 days",
    "until": "swelling <= some",
    "return": "one level down",
}


def test_a_migration_begins_anew() -> None:
    """Everything is locked again, and the first day of the rotation comes next."""
    its = protocol(
        phases=phase(
            row(LUNGE),
            row(SQUAT, unlock={"when": "hurt <= 2"}),
            rotation=["A", "B"],
            progress={"when": "form >= 3", "to": "end"},
        )
    )
    patient = Patient.of(its)
    patient.step(trained(1, hurt=2, form=1))
    state = patient.episode.state
    assert (state.unlocked, state.turn) == ({"one": (SQUAT,)}, 1)
    moved = vmo.apply(its, patient.episode, vmo.Migrated(day(2), "clinic", its.digest))
    assert (moved.state.unlocked, moved.state.turn) == ({}, 0)


def test_a_stricter_lock_of_a_later_phase_stays_shut() -> None:
    """What one phase unlocked is unlocked in the next one only where the lock is the same."""
    lock = {"when": "hurt <= 2"}
    rows = [row(LUNGE), row(SQUAT, unlock=lock), row(BRIDGE, unlock=lock)]
    two = [row(LUNGE), row(SQUAT, unlock=lock), row(BRIDGE, unlock={"when": "hurt <= 0"})]
    on = {"when": "form >= 3", "to": "end"}
    phases = phase(*rows, progress={"when": "form >= 3", "to": "two"})
    patient = Patient.of(protocol(phases=[*phases, {"id": "two", "exercises": two, "progress": on}]))
    decision = patient.step(trained(1, hurt=2, form=3))
    assert decision.phase_after == "two"
    assert [item.exercise for item in decision.prescription.items] == [LUNGE, SQUAT]


def test_a_lock_is_explained() -> None:
    """Its criterion and its earliest day are told, decisive where they open it."""
    lock = {"when": "hurt <= 2", "not_before": "1 day after start"}
    on = {"when": "form >= 3", "to": "end"}
    patient = Patient.of(protocol(phases=phase(row(LUNGE), row(SQUAT, unlock=lock), progress=on)))
    decision = patient.step(trained(1, hurt=2, form=1))
    found = [(rule.name, rule.decisive) for rule in decision.explanation.rules if rule.role == "unlock"]
    assert found == [(f"{SQUAT}: unlocked", True), (f"not_before for {SQUAT}", True)]

"""Rows of a phase in a file: ranges, locks, what stands instead, ladders of exercises, menus, days."""

from __future__ import annotations

import pytest

from documents.small_file import accepted, check, findings, said, text_with
from vmo_rehab import loads
from vmo_rehab.criteria.tree import Compare
from vmo_rehab.protocol.dosage import Dose, Ladder, Menu, Pace, Prescribed, Unlock, Weights
from vmo_rehab.protocol.exercise import Arc
from vmo_rehab.protocol.scheme import FIXED, STEPS, Unit

SQUAT, MACHINE, BRIDGE, WALL = "squat/body-weight", "leg-extension/machine", "bridge", "squat/wall"
A_SQUAT = f"{{exercise: {SQUAT}, dose: {{}}, days: A}}"
A_WALL = f"{{exercise: {WALL}, dose: {{}}}}"
A_BRIDGE = "{exercise: bridge, dose: {}}"
KG = "load: {start: 5 kg, increment: 5 kg, most: 40 kg}"


def rows(value: str) -> tuple[Prescribed, ...]:
    """Return the rows of the first phase with these exercises."""
    return accepted("phase.exercises", value).phases[0].exercises


def phase(keys: str) -> tuple[Prescribed, ...]:
    """Return the rows of the first phase with these keys, one a line."""
    first, *rest = keys.split("\n")
    name, _, value = first.partition(": ")
    return accepted(f"phase.{name}", "\n    ".join([value, *rest])).phases[0].exercises


def two(second: str) -> str:
    """Return a phase's exercises: a squat, and another."""
    return f"[{{exercise: {SQUAT}, dose: {{sets: 1}}}}, {second}]"


def test_a_range_is_read_within_what_is_allowed() -> None:
    """A row may narrow the catalogue's range; without one the catalogue's default stands."""
    (row,) = rows(f"{{exercise: {MACHINE}, dose: {{}}, arc: 90-60 deg}}")
    assert row.arc == Arc(90, 60)
    (row,) = rows(f"{{exercise: {MACHINE}, dose: {{}}}}")
    assert row.arc is None


@pytest.mark.parametrize(
    ("arc", "code", "what", "cure"),
    [
        (
            "⟦100-0 deg⟧",
            "V355",
            "100-0 deg goes beyond 90-0 deg, which is allowed for leg-extension/machine",
            "narrow it, or choose another exercise",
        ),
        (
            "⟦45-90 deg⟧",
            "V341",
            '"45-90 deg" goes from straight to bent',
            "write the more bent end first: 90-45 deg",
        ),
    ],
)
def test_a_range_that_cannot_be(arc: str, code: str, what: str, cure: str) -> None:
    """A range goes from bent to straight, and not beyond the catalogue's."""
    check("phase.exercises", f"{{exercise: {MACHINE}, dose: {{}}, arc: {arc}}}", code, what, cure)


def test_a_tempo_is_read() -> None:
    """A tempo is three numbers of seconds."""
    assert rows(f"{{exercise: {SQUAT}, dose: {{tempo: 4-1-3}}}}")[0].dose == Dose(tempo="4-1-3")
    cure = "write the seconds down, held and up, such as 4-1-3, each 0 to 60"
    for tempo in ("⟦3-1⟧", "⟦3-1-61⟧", "⟦slow⟧"):
        what = f'a tempo is due, and the text "{tempo[1:-1]}" stands here'
        check("phase.exercises", f"{{exercise: {SQUAT}, dose: {{tempo: {tempo}}}}}", "V300", what, cure)


def test_a_load_in_pounds_is_read() -> None:
    """A whole load in lb is in thousandths of a pound, never converted."""
    (row,) = rows(
        f"{{exercise: {MACHINE}, dose: {{}}, load: {{start: 5 lb, increment: 2.5 lb, most: 90 lb}}}}"
    )
    assert row.load == Weights(5000, 2500, 0, 90000, Unit.LB)
    assert row.load.show(row.load.start) == "5 lb"


ONE_UNIT = "write the whole load in kg, or all of it in lb: nothing is converted"


@pytest.mark.parametrize(
    ("load", "code", "what", "cure"),
    [
        ("{start: 5 lb, increment: ⟦2 kg⟧, most: 90 lb}", "V316", '"2 kg" has the wrong unit', ONE_UNIT),
        ("{start: 5 lb, increment: 5 lb, most: ⟦40 kg⟧}", "V316", '"40 kg" has the wrong unit', ONE_UNIT),
        (
            "{start: 5 lb, increment: ⟦0 lb⟧, most: 40 lb}",
            "V333",
            "the increment is 0 lb",
            "write the smallest change that the equipment allows",
        ),
        (
            "{start: 5 kg, increment: 5 kg, most: 40 kg, part: ⟦60%⟧}",
            "V333",
            "60% of which test is not said",
            "name the test in percent_of, or leave part out",
        ),
        (
            "{percent_of: ⟦quad_lsi⟧, part: 60%, start: 5 kg, increment: 5 kg, most: 40 kg}",
            "V333",
            "quad_lsi is not a test in kg whose result stands for a time",
            "name a measure with the unit kg and valid_for, such as leg_extension_rm10 in kg",
        ),
        (
            "{percent_of: ⟦squat_rm10⟧, part: 60%, start: 5 lb, increment: 5 lb, most: 40 lb}",
            "V333",
            "squat_rm10 is not a test in lb whose result stands for a time",
            "name a measure with the unit lb and valid_for, such as leg_extension_rm10 in kg",
        ),
        (
            "{percent_of: ⟦squat_rm10⟧, start: 5 kg, increment: 5 kg, most: 40 kg}",
            "V203",
            'percent_of squat_rm10 stands without "part"',
            "write how much of it: part: 60%",
        ),
        (
            "{percent_of: squat_rm10, part: ⟦0%⟧, start: 5 kg, increment: 5 kg, most: 40 kg}",
            "V300",
            '"0%" is out of range',
            "write 1% to 100%",
        ),
        (
            "{ladder: [a, b], start: a, part: ⟦60%⟧}",
            "V333",
            "a ladder has no part",
            "leave it out",
        ),
    ],
)
def test_a_load_that_cannot_be(load: str, code: str, what: str, cure: str) -> None:
    """One load is in one unit; one that follows a test says which, and how much of it."""
    check("phase.exercises", f"{{exercise: {MACHINE}, dose: {{}}, load: {load}}}", code, what, cure)


def test_a_weight_is_in_whole_grams() -> None:
    """A fraction of a gram, or of a thousandth of a pound, is no weight."""
    for unit in ("kg", "lb"):
        load = f"{{start: 5 {unit}, increment: 0.0005 {unit}, most: 40 {unit}}}"
        (one,) = said("phase.exercises", f"{{exercise: {MACHINE}, dose: {{}}, load: {load}}}")
        assert (one[0], one[1]) == ("V314", f"0.0005 {unit}")


def test_an_unknown_test_is_refused() -> None:
    """A load follows a measure that there is."""
    load = "{percent_of: squat_rm11, part: 60%, start: 5 kg, increment: 5 kg, most: 40 kg}"
    (one,) = said("phase.exercises", f"{{exercise: {MACHINE}, dose: {{}}, load: {load}}}")
    assert one == ("V312", "squat_rm11", '"squat_rm11" is not a measure', 'did you mean "squat_rm10"?')


def test_a_load_that_follows_a_test_is_read() -> None:
    """The test and the part of it stand in the load."""
    load = "{percent_of: leg_extension_rm10, part: 60%, start: 5 kg, increment: 5 kg, most: 40 kg}"
    (row,) = rows(f"{{exercise: {MACHINE}, dose: {{}}, load: {load}}}")
    assert row.follows == "leg_extension_rm10"
    assert row.load == Weights(5000, 5000, 0, 40000, percent_of="leg_extension_rm10", part=60)


def test_a_pace_is_read() -> None:
    """So many rises in so many days, and days between."""
    (row,) = rows(f"{{exercise: {MACHINE}, dose: {{}}, {KG}, pace: {{steps: 2, in: 1 week, gap: 2 days}}}}")
    assert row.pace == Pace(2, 7, 2)


@pytest.mark.parametrize(
    ("row", "code", "what", "cure"),
    [
        (
            f"⟦{SQUAT}⟧, dose: {{}}, pace: {{steps: 2, in: 7 days}}",
            "V333",
            f"{SQUAT} has a pace, and no load to raise",
            "add a load, or leave the pace out",
        ),
        (
            f"{MACHINE}, dose: {{}}, {KG}, pace: {{steps: 2, in: ⟦0 days⟧}}",
            "V300",
            "a pace in 0 days",
            "write at least 1 day",
        ),
        (
            f"⟦{SQUAT}⟧",
            "V203",
            f'{SQUAT} has no "dose", and the phase no defaults for it',
            "add dose: {sets: 3, reps: 10}, or dose: {}",
        ),
    ],
)
def test_a_row_that_cannot_be(row: str, code: str, what: str, cure: str) -> None:
    """A row has a dose; a pace needs a load, and time."""
    check("phase.exercises", f"{{exercise: {row}}}", code, what, cure)


def test_an_unlock_is_read() -> None:
    """A criterion, and a day before which it does not count."""
    (row,) = rows(
        f"{{exercise: {SQUAT}, dose: {{}}, "
        "unlock: {when: pain_during <= 3, not_before: 12 weeks after injury}}"
    )
    assert isinstance(row.unlock, Unlock)
    assert isinstance(row.unlock.when, Compare)
    assert (row.unlock.days, row.unlock.after) == (84, "injury")
    assert not row.always_due
    (unlock,) = row.criteria()
    assert unlock == row.unlock.when


def test_what_stands_instead_has_its_own_load_and_the_same_scheme() -> None:
    """A dose that is left out is the row's; a row without a load has no scheme."""
    (row,) = rows(
        f"{{exercise: {MACHINE}, dose: {{sets: 3}}, {KG}, scheme: {{rise: pain_during <= 2}}, "
        "pace: {steps: 1, in: 7 days}, instead: ["
        "{exercise: squat/smith, load: {start: 10 kg, increment: 10 kg, most: 40 kg}},"
        f"{{exercise: {SQUAT}, dose: {{sets: 2}}, arc: 60-0 deg}}]}}"
    )
    smith, squat = row.instead
    assert (smith.dose, smith.scheme, smith.rise, smith.pace) == (Dose(3), STEPS, row.rise, Pace(1, 7))
    assert (squat.dose, squat.scheme, squat.rise, squat.arc) == (Dose(2), FIXED, None, Arc(60, 0))
    assert [one.id for one in row.all] == [MACHINE, "squat/smith", SQUAT]


def test_a_scheme_may_move_only_what_stands_instead() -> None:
    """An exercise without a load may have a scheme where one in its place has a load."""
    (row,) = rows(
        f"{{exercise: {SQUAT}, dose: {{}}, scheme: {{rise: pain_during <= 2}}, "
        f"instead: {{exercise: {MACHINE}, {KG}}}}}"
    )
    assert not row.moves
    assert row.instead[0].moves


def test_a_ladder_of_exercises_is_read() -> None:
    """Its load is a ladder of the exercises' ids, its level stands under its own name."""
    (row,) = rows(
        "{levels: {id: control, start: squat/wall, rungs: ["
        "{exercise: sit-to-stand, dose: {sets: 1}}, {exercise: squat/wall, dose: {sets: 2}}]},"
        " scheme: {rise: pain_during <= 2}, pace: {steps: 1, in: 7 days}}"
    )
    assert (row.id, row.track, row.scheme, row.pace) == ("control", "control", STEPS, Pace(1, 7))
    assert row.load == Ladder(("sit-to-stand", "squat/wall"), 1)
    assert (row.at(1).exercise.id, row.at(1).dose) == ("squat/wall", Dose(2))
    assert [one.id for one in row.exercises()] == ["sit-to-stand", "squat/wall"]


RUNGS = "[{exercise: sit-to-stand, dose: {}}, {exercise: squat/wall, dose: {}}]"


@pytest.mark.parametrize(
    ("levels", "code", "what", "cure"),
    [
        (
            f"{{id: control, start: ⟦bridge⟧, rungs: {RUNGS}}}",
            "V333",
            '"bridge" is not on the ladder',
            "its rungs: sit-to-stand, squat/wall",
        ),
        (
            f"{{id: ⟦bridge⟧, start: squat/wall, rungs: {RUNGS}}}",
            "V336",
            "the ladder bridge has the name of an exercise",
            "choose another name",
        ),
        (
            "{id: control, start: ⟦squat/wall⟧, rungs: [{exercise: squat/wall, dose: {}}]}",
            "V333",
            "the number of rungs is 1",
            "list 2 to 64 exercises, easiest first",
        ),
        (
            f"{{id: control, start: bridge, rungs: [{A_BRIDGE}, {{exercise: ⟦bridge⟧, dose: {{}}}}]}}",
            "V336",
            "bridge stands twice here",
            "keep one of them",
        ),
    ],
)
def test_a_ladder_of_exercises_that_cannot_be(levels: str, code: str, what: str, cure: str) -> None:
    """Its start is one of its rungs, which are two or more, each once."""
    check("phase.exercises", f"{{levels: {levels}}}", code, what, cure)


def test_an_unknown_rung_is_refused() -> None:
    """A rung is an exercise of the catalogue."""
    levels = (
        "{id: control, start: bridge, rungs: [{exercise: bridge, dose: {}}, {exercise: brigde, dose: {}}]}"
    )
    (one,) = said("phase.exercises", f"{{levels: {levels}}}")
    what = '"brigde" is not an exercise of the catalogue'
    assert one == ("V312", "brigde", what, 'did you mean "bridge"?')


MENU = f"[{{exercise: {SQUAT}, dose: {{}}}}, {A_WALL}, {A_BRIDGE}]"


def test_a_menu_is_read() -> None:
    """Its rows stand in order, each with the menu it is chosen from."""
    made = rows(f"{{choose: 1-2, from: {MENU}, including: {{squat: 1}}}}")
    assert [row.id for row in made] == [SQUAT, WALL, BRIDGE]
    assert {row.menu for row in made} == {Menu("menu-1", 1, 2, (("squat", 1),))}


def test_each_menu_of_a_phase_has_its_own_name() -> None:
    """Two menus are menu-1 and menu-2."""
    made = rows(f"[{{choose: 1, from: {MENU}}}, {{choose: 1, from: {{exercise: clamshell, dose: {{}}}}}}]")
    assert [row.menu.id for row in made if row.menu] == ["menu-1", "menu-1", "menu-1", "menu-2"]


@pytest.mark.parametrize(
    ("menu", "code", "what", "cure"),
    [
        (
            f"choose: ⟦2-4⟧, from: {MENU}",
            "V353",
            "4 may be chosen, and the menu has 3",
            "list more, or choose fewer",
        ),
        (
            f"choose: ⟦2⟧, from: {MENU}, including: {{squat: 2, bridge: 1}}",
            "V353",
            "3 must be among the 2 that are chosen",
            "ask for fewer, or choose more",
        ),
        (
            f"choose: 1-3, from: {MENU}, including: {{⟦squat⟧: 3}}",
            "V353",
            'the menu has 2 of the pattern "squat"',
            "ask for 2 at most, or list more of them",
        ),
        (
            f"choose: 2, from: {MENU}, including: {{⟦lunge⟧: 1}}",
            "V353",
            'the menu has 0 of the pattern "lunge"',
            "its patterns: bridge, squat",
        ),
        (
            f"choose: ⟦some⟧, from: {MENU}",
            "V300",
            'a number to choose is due, and the text "some" stands here',
            "write 2 or 2-4, from 1 to 20",
        ),
    ],
)
def test_a_menu_that_cannot_be(menu: str, code: str, what: str, cure: str) -> None:
    """Nobody can choose more than there is, nor what is not there."""
    check("phase.exercises", f"{{{menu}}}", code, what, cure)


@pytest.mark.parametrize(
    "second",
    [
        f"{{exercise: ⟦{SQUAT}⟧, dose: {{}}}}",
        f"{{exercise: {MACHINE}, dose: {{}}, instead: {{exercise: ⟦{SQUAT}⟧}}}}",
        f"{{choose: 1, from: {{exercise: ⟦{SQUAT}⟧, dose: {{}}}}}}",
        f"{{levels: {{id: control, start: {WALL}, rungs: [{A_WALL}, {{exercise: ⟦{SQUAT}⟧, dose: {{}}}}]}}}}",
    ],
)
def test_an_exercise_stands_once_in_a_phase(second: str) -> None:
    """As a row, instead of one, in a menu or on a ladder: no matter where."""
    check("phase.exercises", two(second), "V336", f"{SQUAT} stands twice here", "keep one of them")


def test_defaults_fill_what_a_row_leaves_out() -> None:
    """A bout of time takes how often a week; a scheme goes to what has a load."""
    made = phase(
        "defaults: {sets: 3, reps: 10, per_week: 3, rest: 60 s, scheme: {rise: pain_during <= 2}}\n"
        f"exercises: [{{exercise: {SQUAT}}}, {{exercise: {BRIDGE}, dose: {{reps: 15}}}},"
        f" {{exercise: stationary-bike, dose: {{time: 15 min}}}}, {{exercise: {MACHINE}, {KG}}},"
        f" {{exercise: leg-press/machine, scheme: fixed, {KG}}}]"
    )
    usual = Dose(3, (10, 10), per_week=3, rest=60)
    assert [row.dose for row in made[:2]] == [usual, Dose(3, (15, 15), per_week=3, rest=60)]
    assert made[2].dose == Dose(time=900, per_week=3)
    assert [row.scheme for row in made] == [FIXED, FIXED, FIXED, STEPS, FIXED]
    assert [row.rise is None for row in made] == [True, True, True, False, True]


def test_days_in_turn_are_read() -> None:
    """A row stands on its days, one without days on all."""
    made = phase(
        f"rotation: [A, B]\nexercises: [{A_SQUAT}, {{exercise: {BRIDGE}, dose: {{}}, days: [B]}}, {A_WALL}]"
    )
    assert [row.days for row in made] == [("A",), ("B",), ()]


@pytest.mark.parametrize(
    ("keys", "code", "what", "cure"),
    [
        (
            f"[A, B]\n    exercises: {{exercise: {SQUAT}, dose: {{}}, days: [A, B, ⟦C⟧]}}",
            "V351",
            '"C" is not a day of the phase\'s rotation',
            "its days: A, B",
        ),
        (
            f"[A, ⟦B⟧]\n    exercises: {{exercise: {SQUAT}, dose: {{}}, days: A}}",
            "V351",
            'nothing is done on day "B"',
            "give an exercise that day, or leave the day out",
        ),
        (
            f"[A, B, ⟦A⟧]\n    exercises: {{exercise: {SQUAT}, dose: {{}}}}",
            "V351",
            'the day "A" stands twice',
            "keep one of the two",
        ),
        (
            f"[A, B]\n    exercises: {{choose: ⟦2⟧, from: [{A_SQUAT}, {{exercise: {WALL}, dose: {{}}}}]}}",
            "V353",
            "2 may be chosen, and the menu has 1 on day B",
            "list more, or choose fewer",
        ),
    ],
)
def test_days_in_turn_that_cannot_be(keys: str, code: str, what: str, cure: str) -> None:
    """Each day has something, and each row's days are among them."""
    check("phase.rotation", keys, code, what, cure)


def test_a_rotation_has_two_days() -> None:
    """One day is no turn; days without a rotation have nothing to stand on."""
    (one,) = said("phase.rotation", f"[A]\n    exercises: {{exercise: {SQUAT}, dose: {{}}}}")
    assert one[:3] == ("V351", "settle", "the rotation of settle has 1 days")
    (one,) = said("phase.exercises", f"{{exercise: {SQUAT}, dose: {{}}, days: A}}")
    assert one == ("V351", "A", '"A" is not a day of the phase\'s rotation', "add rotation: [A, B]")


def later(keys: str) -> str:
    """Return two phases behind the first: one with these keys, and the end."""
    return f"  - {{id: squat, {keys}, progress: {{when: pain_during <= 2, to: discharged}}}}\n" + END


END = "  - {id: discharged, final: true}\n"
FIRST = (
    f"exercises: [{{exercise: {SQUAT}, dose: {{sets: 2}}}}, "
    "{choose: 1, from: {exercise: bridge, dose: {}}}]"
)


def carrying(keys: str) -> str:
    """Return a file whose second phase has these keys, and whose first has a squat and a menu."""
    return text_with("later", later(keys)).replace("    progress", f"    {FIRST}\n    progress", 1)


def test_a_row_is_carried_over() -> None:
    """It is the row of the nearest earlier phase, behind the phase's own."""
    protocol = loads(carrying("carried_over: squat/body-weight, exercises: {exercise: clamshell, dose: {}}"))
    assert [row.id for row in protocol.phases[1].exercises] == ["clamshell", SQUAT]
    assert protocol.phases[1].exercises[1] == protocol.phases[0].exercises[0]


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ("carried_over: clamshell", 'no earlier phase prescribes "clamshell"'),
        ("carried_over: bridge", "bridge is one of a menu there"),
        (
            f"carried_over: {SQUAT}, exercises: {{exercise: {SQUAT}, dose: {{}}}}",
            f"{SQUAT} stands twice here",
        ),
    ],
)
def test_what_cannot_be_carried_over(keys: str, what: str) -> None:
    """It stands in an earlier phase, on its own, and not in this one."""
    assert [one.what for one in findings(carrying(keys))] == [what]


def test_a_rescue_has_plain_exercises() -> None:
    """Nothing of it is locked, in turn, chosen or raised."""
    for row in (
        f"{{exercise: {SQUAT}, dose: {{}}, unlock: {{when: pain_during <= 2}}}}",
        f"{{exercise: {SQUAT}, dose: {{}}, days: A}}",
        f"{{choose: 1, from: {{exercise: {SQUAT}, dose: {{}}}}}}",
        f"{{levels: {{id: control, start: sit-to-stand, rungs: {RUNGS}}}}}",
    ):
        assert [one[0] for one in said("rescue", f"{{exercises: {row}}}")] == ["V352"]


def test_levels_are_counted_in_one_way_in_every_phase() -> None:
    """Kilograms and pounds are two, and so are two ladders of exercises with one name."""
    pounds = (
        f"exercises: {{exercise: {MACHINE}, dose: {{}}, load: {{start: 5 lb, increment: 5 lb, most: 9 lb}}}}"
    )
    pounds = pounds.replace("9 lb", "10 lb")
    text = text_with("later", later(pounds)).replace(
        "    progress", f"    exercises: {{exercise: {MACHINE}, dose: {{}}, {KG}}}\n    progress", 1
    )
    (one,) = findings(text)
    assert one.what == f"{MACHINE} is loaded in another way than on line 12"


def test_what_may_be_prescribed_for_lack_of_equipment_is_known() -> None:
    """The catalogue's substitutes belong to the protocol, and may be logged."""
    protocol = accepted("phase.exercises", f"{{exercise: {MACHINE}, dose: {{}}}}")
    assert "leg-extension/band" in protocol.substitutes
    assert "leg-extension/band" in protocol.exercises
    assert "elastic band" in protocol.equipment

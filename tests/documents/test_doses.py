"""Doses, loads and schemes in a file."""

from __future__ import annotations

import pytest

from documents.small_file import accepted, check, said
from vmo_rehab import Diagnostic
from vmo_rehab.documents.row_schemes import check_scheme
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.protocol.dosage import Dose, Ladder, Weights
from vmo_rehab.protocol.scheme import (
    FIXED,
    LAST,
    STEPS,
    Band,
    By,
    Change,
    LookUp,
    Scheme,
    Table,
    Unit,
    WrittenSet,
)

BAND = "terminal-knee-extension/band"


@pytest.mark.parametrize(
    ("dose", "read"),
    [
        ("{sets: 3, reps: 10-15, hold_for: 3 s, per_week: 3}", Dose(3, (10, 15), 3, None, 3)),
        ("{sets: 20, reps: 100}", Dose(20, (100, 100))),
        ("{time: 120 min, rest: 90s}", Dose(time=7200, rest=90)),
    ],
)
def test_a_dose_is_read(dose: str, read: Dose) -> None:
    """Repetitions are one number or two, times are in seconds or minutes."""
    protocol = accepted("phase.exercises", f"{{exercise: {BAND}, dose: {dose}}}")
    assert protocol.phases[0].exercises[0].dose == read


@pytest.mark.parametrize(
    ("dose", "code", "what", "cure"),
    [
        ("reps: ⟦15-10⟧", "V300", 'the text "15-10"', "write the smaller number first: 10-15"),
        ("reps: ⟦10-101⟧", "V300", 'the text "10-101"', "write 10 or 10-15, from 1 to 100"),
        ("reps: ⟦0⟧", "V300", "the number 0", "write 10 or 10-15, from 1 to 100"),
        ("reps: ⟦ten⟧", "V300", 'the text "ten"', "write 10 or 10-15, from 1 to 100"),
    ],
)
def test_repetitions_that_cannot_be(dose: str, code: str, what: str, cure: str) -> None:
    """Repetitions go upwards from 1 to 100."""
    what = f"repetitions are due, and {what} stands here"
    check("phase.exercises", f"{{exercise: {BAND}, dose: {{{dose}}}}}", code, what, cure)


@pytest.mark.parametrize(
    ("time", "code", "what", "cure"),
    [
        ("⟦45⟧", "V315", 'the time "45" needs a unit', "write 45 s or 45 min"),
        ("⟦900⟧", "V315", 'the time "900" needs a unit', "write 900 s"),
        ("⟦0⟧", "V300", 'the time "0" is out of range', "write 1 s to 120 min"),
        ("⟦-5⟧", "V300", 'the time "-5" is out of range', "write 1 s to 120 min"),
        ("⟦7201⟧", "V300", 'the time "7201" is out of range', "write 1 s to 120 min"),
        ("⟦0 s⟧", "V300", 'the time "0 s" is out of range', "write 1 s to 120 min"),
        ("⟦121 min⟧", "V300", 'the time "121 min" is out of range', "write 1 s to 120 min"),
        ("⟦2 hours⟧", "V316", '"2 hours" is not a time', "write 45 s or 15 min"),
        ("⟦true⟧", "V316", '"true" is not a time', "write 45 s or 15 min"),
    ],
)
def test_a_time_that_cannot_be(time: str, code: str, what: str, cure: str) -> None:
    """A time without its unit gets one, a time out of range its ends; what is offered would be read."""
    check("phase.exercises", f"{{exercise: {BAND}, dose: {{time: {time}}}}}", code, what, cure)


@pytest.mark.parametrize(
    ("load", "read"),
    [
        ("{ladder: [red, green], start: green}", Ladder(("red", "green"), 1)),
        ("{ladder: [' red', 'green '], start: green}", Ladder(("red", "green"), 1)),
        ("{start: 5 kg, increment: 2.5 kg, most: 40 kg}", Weights(5000, 2500, 0, 40000)),
        ("{start: 5 kg, increment: 2.5 kg, least: 5 kg, most: 5 kg}", Weights(5000, 2500, 5000, 5000)),
    ],
)
def test_a_load_is_read(load: str, read: Ladder | Weights) -> None:
    """Loads are rungs of a ladder, or whole grams."""
    protocol = accepted("phase.exercises", f"{{exercise: {BAND}, dose: {{sets: 1}}, load: {load}}}")
    assert protocol.phases[0].exercises[0].load == read


LADDER_LENGTH = "list 2 to 64 loads, lightest first"


@pytest.mark.parametrize(
    ("load", "code", "what", "cure"),
    [
        (
            "{start: ⟦5 kg⟧, most: 40 kg}",
            "V203",
            'a load in kg needs "increment"',
            "write ladder: [...] for bands, or increment: 2.5 kg and most: 40 kg",
        ),
        (
            "{start: ⟦5 kg⟧, increment: 2.5 kg}",
            "V203",
            'a load in kg needs "most"',
            "write ladder: [...] for bands, or increment: 2.5 kg and most: 40 kg",
        ),
        ("{start: ⟦5⟧, increment: 2.5 kg, most: 40 kg}", "V315", "5 has no unit", "write 5 kg"),
        (
            "{start: 5 kg, increment: '⟦2,5 kg⟧', most: 40 kg}".replace("'⟦", "⟦'").replace("⟧'", "'⟧"),
            "V313",
            '"2,5 kg" is not a value of this scale',
            "write the decimal point: 2.5 kg",
        ),
        (
            "{start: 5 kg, increment: 2.5 kg, most: ⟦80 lb⟧}",
            "V316",
            '"80 lb" has the wrong unit',
            "write the whole load in kg, or all of it in lb: nothing is converted",
        ),
        (
            "{start: 5 kg, increment: 2.5 kg, least: ⟦-5 kg⟧, most: 40 kg}",
            "V314",
            "-5 kg is off the scale",
            "the scale goes from 0 kg to 1000 kg in steps of 0.001 kg",
        ),
        (
            "{start: 5 kg, increment: ⟦0 kg⟧, most: 40 kg}",
            "V333",
            "the increment is 0 kg",
            "write the smallest change that the equipment allows",
        ),
        (
            "{start: ⟦50 kg⟧, increment: 2.5 kg, most: 40 kg}",
            "V333",
            "the start, 50 kg, is not between 0 kg and 40 kg",
            "least, start, most must go upwards",
        ),
        (
            "{start: ⟦5 kg⟧, increment: 2.5 kg, most: 41 kg}",
            "V333",
            "least, start and most are not all whole numbers of 2.5 kg",
            "write most: 40 kg or 42.5 kg",
        ),
        (
            "{least: 1 kg, start: ⟦5 kg⟧, increment: 2 kg, most: 40 kg}",
            "V333",
            "least, start and most are not all whole numbers of 2 kg",
            "write least: 0 kg or 2 kg, start: 4 kg or 6 kg",
        ),
        (
            "{ladder: [red, green], start: ⟦gren⟧}",
            "V333",
            '"gren" is not on the ladder',
            'did you mean "green"?',
        ),
        (
            "{ladder: [red, green, ⟦red⟧], start: red}",
            "V333",
            'the rung "red" stands twice',
            "keep one of the two",
        ),
        (
            "{ladder: [red, ⟦' '⟧], start: red}",
            "V205",
            "a rung is blank",
            "write what the load is called",
        ),
        ("{ladder: [red], start: ⟦red⟧}", "V333", "the number of rungs is 1", LADDER_LENGTH),
        ("{ladder: [], start: ⟦red⟧}", "V333", "the number of rungs is 0", LADDER_LENGTH),
        (
            f"{{ladder: [{', '.join(map(str, range(65)))}], start: ⟦1⟧}}",
            "V333",
            "the number of rungs is 65",
            LADDER_LENGTH,
        ),
        (
            "{ladder: [red, green], start: red, most: ⟦40 kg⟧}",
            "V333",
            "a ladder has no most",
            "leave it out",
        ),
    ],
)
def test_a_load_that_cannot_be(load: str, code: str, what: str, cure: str) -> None:
    """A load that contradicts itself is said at the part that does."""
    check("phase.exercises", f"{{exercise: {BAND}, dose: {{sets: 1}}, load: {load}}}", code, what, cure)


@pytest.mark.parametrize(
    ("row", "code", "what", "cure"),
    [
        (
            "exercise: ⟦leg-extention/machine⟧, dose: {sets: 1}",
            "V312",
            '"leg-extention/machine" is not an exercise of the catalogue',
            'did you mean "leg-extension/machine"?',
        ),
        (
            "exercise: ⟦bridge⟧, dose: {sets: 1}, scheme: {rise: pain_during <= 3}",
            "V333",
            "bridge has a scheme that raises it, and no load to raise",
            "add a load, or leave the scheme out",
        ),
        (
            "exercise: ⟦TKE⟧, dose: {sets: 1}",
            "V312",
            '"TKE" is not an exercise of the catalogue',
            'did you mean "terminal-knee-extension/band"?',
        ),
        (
            "exercise: ⟦chair-rise⟧, dose: {sets: 1}",
            "V312",
            '"chair-rise" is not an exercise of the catalogue',
            'did you mean "sit-to-stand"?',
        ),
        (
            "exercise: bridge, dose: {sets: 1}, scheme: ⟦fixd⟧",
            "V312",
            'the text "fixd" is not a scheme',
            'did you mean "fixed"?',
        ),
        (
            "exercise: bridge, dose: {sets: 1}, scheme: ⟦[fixed]⟧",
            "V312",
            "a list of 1 is not a scheme",
            "write the id of a scheme, or {rise: CRITERION} for one level up when it is true",
        ),
    ],
)
def test_an_exercise_that_cannot_be_done(row: str, code: str, what: str, cure: str) -> None:
    """An exercise is one of the catalogue, and a scheme raises a load that is there."""
    check("phase.exercises", f"{{{row}}}", code, what, cure)


def test_a_scheme_with_an_unknown_key() -> None:
    """A scheme whose key is unknown says which was meant."""
    load = "load: {ladder: [floor, box], start: floor}"
    row = f"{{exercise: bridge, dose: {{sets: 1}}, {load}, scheme: {{rises: pain_during <= 3}}}}"
    assert said("phase.exercises", row) == [
        ("V204", "rises", 'unknown key "rises" in the scheme of an exercise', 'did you mean "rise"?'),
    ]


def test_a_scheme_is_read() -> None:
    """A scheme is fixed, or has the criterion for one level up."""
    load = "load: {ladder: [red, green], start: red}"
    protocol = accepted(
        "phase.exercises",
        f"[{{exercise: {BAND}, dose: {{sets: 1}}, {load}, scheme: {{rise: pain_during <= 3}}}},"
        f" {{exercise: step-up/box, dose: {{sets: 1}}, {load}, scheme: fixed}}]",
    )
    up, fixed = (row.rise for row in protocol.phases[0].exercises)
    assert up == protocol.phases[0].progress[0].when
    assert fixed is None


KG = "load: {start: 5 kg, increment: 2.5 kg, most: 40 kg}"
RUNGS = "load: {ladder: [red, green], start: red}"


@pytest.mark.parametrize(
    ("row", "scheme", "what", "cure"),
    [
        (f"dose: {{sets: 3}}, {KG}", "dapre", "writes its own sets, and the dose has sets", "leave sets out"),
        (f"dose: {{reps: 3}}, {KG}", "dapre", "writes its own sets, and the dose has reps", "leave reps out"),
        (f"dose: {{}}, {RUNGS}", "dapre", "reckons in weights, and the load is a ladder", "use a scheme"),
        (f"dose: {{}}, {KG}", "dapre-lb", "is in lb, and the load is in kg", "use a scheme in kg, or write"),
        (
            f"dose: {{sets: 3}}, {RUNGS}",
            "rpe-range",
            "reckons in weights, and the load is a ladder",
            "use a scheme that moves by levels",
        ),
        (
            f"dose: {{sets: 3, reps: 8-12}}, {KG}",
            "percent-step",
            "never adds more than 2 kg, and the increment is 2.5 kg",
            "write a smaller increment",
        ),
        (
            f"dose: {{}}, {KG.replace('2.5', '5')}",
            "delorme",
            "never adds more than 2.75 kg, and the increment is 5 kg",
            "write a smaller increment",
        ),
        (
            f"dose: {{sets: 3}}, {RUNGS}",
            "two-for-two",
            "looks at repetitions, and the dose has none",
            "add reps",
        ),
        (
            f"dose: {{reps: 8}}, {RUNGS}",
            "two-for-two",
            "looks at sets, and the dose does not say how many",
            "add sets",
        ),
        (
            f"dose: {{sets: 3, reps: 8}}, {RUNGS}",
            "double-progression",
            "lets the repetitions climb through a range, and the dose has one number",
            "write a range, such as reps: 8-12",
        ),
        (
            f"dose: {{reps: 8, per_week: 3}}, {RUNGS}",
            "heavy-slow-resistance",
            "plans the repetitions week by week, and the dose has reps",
            "leave reps out",
        ),
        (
            f"dose: {{}}, {RUNGS}",
            "heavy-slow-resistance",
            "counts training weeks, and the dose does not say how many sessions",
            "add per_week: 3",
        ),
    ],
)
def test_a_scheme_that_does_not_fit_its_row(row: str, scheme: str, what: str, cure: str) -> None:
    """Dose, load and scheme of a row agree; each is said where the scheme is named."""
    for written in (scheme, f"{{use: {scheme}, fall: pain_during >= 8}}"):
        ((code, where, told, advice),) = said(
            "phase.exercises", f"{{exercise: {BAND}, {row}, scheme: {written}}}"
        )
        assert (code, where, told) == ("V350", scheme, f"{scheme} {what}")
        assert advice.startswith(cure)


@pytest.mark.parametrize(
    ("dose", "load", "scheme"),
    [
        ("{}", KG, "dapre"),
        ("{hold_for: 1 s, per_week: 3, rest: 120 s}", KG, "oxford"),
        ("{sets: 3, reps: 8-12}", KG, "double-progression"),
        ("{sets: 3, reps: 8-12}", RUNGS, "double-progression"),
        ("{per_week: 3}", RUNGS, "heavy-slow-resistance"),
        ("{sets: 3}", KG, "rpe-target"),
        ("{sets: 2, reps: 8-12}", KG.replace("40", "50"), "percent-step"),
    ],
)
def test_a_scheme_that_fits_its_row(dose: str, load: str, scheme: str) -> None:
    """A scheme is named by its id, or with what must be true for a rise and what takes a level down."""
    row = f"{{exercise: {BAND}, dose: {dose}, {load}, scheme: "
    (first,) = accepted("phase.exercises", f"{row}{scheme}}}").phases[0].exercises
    assert (first.scheme.id, first.rise, first.fall) == (scheme, None, None)
    keys = f"{{use: {scheme}, rise: pain_during <= 3, fall: pain_during >= 8}}"
    (second,) = accepted("phase.exercises", f"{row}{keys}}}").phases[0].exercises
    assert second.scheme is first.scheme
    assert second.rise == accepted("title", "x").phases[0].progress[0].when
    assert second.fall is not None


@pytest.mark.parametrize(
    ("scheme", "code", "what", "cure"),
    [
        (
            "{use: ⟦fixed⟧, rise: pain_during <= 3}",
            "V350",
            "fixed raises nothing, and rise says when",
            "leave rise out; or leave use out, for plain steps of one level",
        ),
        (
            "{use: ⟦dapree⟧, rise: pain_during <= 3}",
            "V312",
            'the text "dapree" is not a scheme',
            'did you mean "dapre"?',
        ),
    ],
)
def test_a_scheme_with_keys_that_do_not_fit(scheme: str, code: str, what: str, cure: str) -> None:
    """A rise needs a scheme that raises; a misspelt id offers the nearest."""
    row = f"{{exercise: {BAND}, dose: {{sets: 3, reps: 8}}, {RUNGS}, scheme: {scheme}}}"
    check("phase.exercises", row, code, what, cure)


def test_a_fall_goes_with_any_scheme() -> None:
    """With fixed, or with nothing, a criterion may take the load down; plain steps need a rise."""
    row = f"{{exercise: {BAND}, dose: {{sets: 1}}, {RUNGS}, scheme: "
    for written in ("{use: fixed, fall: pain_during >= 8}", "{fall: pain_during >= 8}"):
        (made,) = accepted("phase.exercises", f"{row}{written}}}").phases[0].exercises
        assert (made.scheme, made.rise, made.fall is None) == (FIXED, None, False)
    (made,) = accepted("phase.exercises", f"{row}{{rise: pain_during <= 3}}}}").phases[0].exercises
    assert made.scheme == STEPS


def test_a_rescue_exercise_has_no_scheme() -> None:
    """Nothing raises a rescue exercise, whichever way its scheme is written."""
    for scheme in ("two-for-two", "{rise: pain_during <= 3}"):
        row = f"{{exercise: {BAND}, dose: {{sets: 3, reps: 8}}, {RUNGS}, scheme: {scheme}}}"
        what = f"{BAND} is a rescue exercise, which nothing raises"
        assert said("rescue", f"{{exercises: {row}}}") == [("V333", BAND, what, "leave the scheme out")]
    accepted("rescue", f"{{exercises: {{exercise: {BAND}, dose: {{sets: 3}}, scheme: fixed}}}}")


def test_a_scheme_of_ones_own_that_does_not_fit() -> None:
    """A look-up on a set that the dose does not have, and sets in percent of no load, are found."""
    table = Table("t", (Band(0, None, Change(1, 1, Unit.LEVELS)),))
    third = Scheme(id="third", next=LookUp(table, By.GOOD_REPS, 3, LAST))
    pyramid = Scheme(id="pyramid", sets=(WrittenSet(10, 50),))
    found: list[Diagnostic] = []
    check_scheme(third, Scalar("third", "third"), Dose(sets=2, reps=(8, 8)), Ladder(("a", "b"), 0), found)
    check_scheme(pyramid, Scalar("pyramid", "pyramid"), Dose(), None, found)
    assert [(one.code, one.what, one.cure) for one in found] == [
        ("V350", "third looks at set 3, and the dose has 2", "write more sets, or use another scheme"),
        ("V350", "pyramid gives its sets parts of a load, and there is none", "add a load in kg or lb"),
    ]

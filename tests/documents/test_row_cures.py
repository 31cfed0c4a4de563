"""Slips in rows: each is found once, with a cure that can be written as it stands."""

from __future__ import annotations

import pytest

from documents.small_file import accepted, check, findings, said, text_with

MACHINE = "leg-extension/machine"
KG = "load: {start: 5 kg, increment: 5 kg, most: 40 kg}"
RANGE = 'repetitions are due, and the text "12-8" stands here'
TURNED = "write the smaller number first: 8-12"


@pytest.mark.parametrize(
    ("increment", "number", "cure"),
    [
        ("2,5 kg", "2,5 kg", "write the decimal point: 2.5 kg"),
        ("12,25 kg", "12,25 kg", "write the decimal point: 12.25 kg"),
    ],
)
@pytest.mark.parametrize("scheme", ["", "scheme: {rise: pain_during <= 2}, "])
def test_a_decimal_comma_between_braces(increment: str, number: str, cure: str, scheme: str) -> None:
    """The comma parts the number in two there; it is told once, and read on as it was meant."""
    load = f"{{start: 0 kg, increment: {increment}, most: 49 kg}}"
    told = said("phase.exercises", f"{{exercise: {MACHINE}, dose: {{}}, {scheme}load: {load}}}")
    assert ("V210", f'the number "{number}" is written with a decimal comma', cure) in [
        (code, what, cured) for code, _, what, cured in told
    ]
    assert not {"V204", "V315"} & {code for code, *_ in told}


def test_a_decimal_comma_whose_second_half_stands_twice() -> None:
    """The second half would be one key twice, which is not what was meant; the cure is the decimal point."""
    load = "{start: 2,5 kg, increment: 2,5 kg, most: 40 kg}"
    told = said("phase.exercises", f"{{exercise: {MACHINE}, dose: {{}}, load: {load}}}")
    assert [(code, cure) for code, _, _, cure in told] == [("V210", "write the decimal point: 2.5 kg")]


def test_a_decimal_comma_in_a_rule() -> None:
    """Between brackets the comma ends the rule, and what stands behind it is no key."""
    check(
        "phase.progress",
        "{when: pain_during <= ⟦3,5⟧, to: discharged}",
        "V210",
        'the number "3,5" is written with a decimal comma',
        "write the decimal point: 3.5, or 3 or 4 where only whole numbers go",
    )


def test_a_decimal_comma_in_a_share() -> None:
    """A share below 1 was meant as a percentage where one is due, which is said at once."""
    check(
        "lapse",
        "[{after: 10 days, load: ⟦0,9⟧}]",
        "V210",
        'the number "0,9" is written with a decimal comma',
        "write the decimal point: 0.9, or 90% where a percentage is due",
    )


def test_semicolons_between_the_values_of_a_row() -> None:
    """A semicolon parts no values; what is said names the comma, and no quotes."""
    dose = "{sets: ⟦3; reps: 10⟧, per_week: 3}"
    check(
        "phase.exercises",
        f"{{exercise: {MACHINE}, dose: {dose}}}",
        "V103",
        'semicolons part the values of "3; reps: 10"',
        "part them by commas: 3, reps: 10",
    )


@pytest.mark.parametrize(
    ("key", "written", "meant"),
    [
        ("hold_for", "5 sec", "5 s"),
        ("hold_for", "5 Seconds", "5 s"),
        ("rest", "1 minute", "1 min"),
        ("rest", "1.5 min", "90 s"),
        ("reps", "8 to 12", "8-12"),
        ("reps", "8 \u2013 12", "8-12"),
    ],
)
def test_what_was_meant_is_the_cure(key: str, written: str, meant: str) -> None:
    """A number with its unit written out, and a range with another dash, are cured as they were meant."""
    told = said("phase.exercises", f"{{exercise: {MACHINE}, dose: {{sets: 2, {key}: {written}}}}}")
    assert [cure for *_, cure in told] == [f"write {meant}"]
    assert accepted("phase.exercises", f"{{exercise: {MACHINE}, dose: {{sets: 2, {key}: {meant}}}}}")


@pytest.mark.parametrize("rest", ["2, 5 kg", "2 kg,5 kg"])
def test_a_key_that_is_not_glued_to_a_number_is_unknown(rest: str) -> None:
    """With a blank or a unit before it a key is a key."""
    load = f"{{start: 0 kg, increment: {rest}, most: 40 kg}}"
    told = said("phase.exercises", f"{{exercise: {MACHINE}, dose: {{}}, load: {load}}}")
    assert "V204" in [code for code, *_ in told]
    assert "V210" not in [code for code, *_ in told]


@pytest.mark.parametrize("written", ["3 x 8-12", "3x8-12", "3 sets of 8-12", "3 × 8-12 reps"])
def test_a_dose_in_one_text(written: str) -> None:
    """It is cured with its own numbers, and the exercise is not said to have no dose."""
    check(
        "phase.exercises",
        f"{{exercise: {MACHINE}, dose: ⟦{written}⟧}}",
        "V201",
        f'a dose takes keys and values, and the text "{written}" stands here',
        "write {sets: 3, reps: 8-12}",
    )


def test_a_dose_that_is_lacking_beside_one_that_is_no_dose() -> None:
    """The one that is not there is told for its own exercise."""
    rows = f"[{{exercise: {MACHINE}, dose: much}}, {{exercise: bridge}}]"
    assert [(code, at) for code, at, *_ in said("phase.exercises", rows)] == [
        ("V201", "much"),
        ("V203", "bridge"),
    ]


def test_a_sign_off_in_one_text() -> None:
    """The cure names its keys."""
    check(
        "phase.progress",
        "{when: pain_during <= 3, to: discharged, sign_off: ⟦physiotherapist⟧}",
        "V201",
        'a sign-off takes keys and values, and the text "physiotherapist" stands here',
        "write its keys here: {by: ..., lasts: ...}",
    )


@pytest.mark.parametrize("written", ["[walk, ⟦Squat: under load⟧]", "\n      - ⟦Squat: under load⟧"])
def test_a_text_with_a_colon_in_a_list(written: str) -> None:
    """It reads as a key with its value, and is cured by quotes."""
    check(
        "phase.goals",
        written,
        "V206",
        '"goals" takes one value, and keys and values (Squat) stands here',
        'if it is one text, put it in quotes: "Squat: under load"',
    )


@pytest.mark.parametrize("written", ["3x10", "3 x 10"])
def test_sets_and_repetitions_in_one(written: str) -> None:
    """They are two keys."""
    what = f'a whole number is due, and the text "{written}" stands here'
    dose = f"{{sets: ⟦{written}⟧}}"
    check(
        "phase.exercises",
        f"{{exercise: {MACHINE}, dose: {dose}}}",
        "V208",
        what,
        "write sets: 3 and reps: 10",
    )


def test_a_range_from_more_to_less() -> None:
    """It is turned round; what the scheme would want is not said besides."""
    row = f"exercise: {MACHINE}, dose: {{sets: 3, reps: ⟦12-8⟧}}, scheme: double-progression, {KG}"
    check("phase.exercises", f"{{{row}}}", "V300", RANGE, TURNED)


def test_a_range_from_more_to_less_in_the_defaults() -> None:
    """Rows that take it over are not found to lack it."""
    rows = f"{{exercise: {MACHINE}, scheme: double-progression, {KG}}}"
    (one,) = findings(text_with("phase.defaults", f"{{sets: 3, reps: 12-8}}\n    exercises: {rows}"))
    assert (one.code, one.what, one.cure) == ("V300", RANGE, TURNED)


def test_a_ladder_named_like_an_exercise_is_told_once() -> None:
    """Though the exercise is one of its rungs."""
    rungs = "[{exercise: bridge, dose: {}}, {exercise: squat/wall, dose: {}}]"
    levels = f"{{levels: {{id: ⟦bridge⟧, start: bridge, rungs: {rungs}}}}}"
    what = "the ladder bridge has the name of an exercise"
    check("phase.exercises", levels, "V336", what, "choose another name")

"""The command that lists the exercises and shows one."""

from __future__ import annotations

from vmo_rehab.documents.library import catalogue
from vmo_rehab.report.exercise_text import exercise_in_words

SHIPPED = catalogue().exercises


def ids(result) -> list[str]:
    """Return the first column below the heading."""
    return [line.split()[0] for line in result.stdout.splitlines()[1:]]


def test_the_list_has_every_exercise(vmo):
    """Each exercise stands on one line, sorted by id."""
    result = vmo("exercises")
    assert result.stdout.splitlines()[0].split() == ["id", "name", "pattern", "equipment"]
    assert ids(result) == sorted(SHIPPED)


def test_the_list_is_narrowed_by_pattern(vmo):
    """A pattern leaves its own movement family."""
    lifts = ["deadlift/sumo", "deadlift/sumo-dumbbell", "deadlift/sumo-kettlebell"]
    assert ids(vmo("exercises", "--pattern", "hinge")) == lifts


def test_the_list_is_narrowed_by_equipment(vmo):
    """A word of the equipment leaves what needs it, whatever its capitals."""
    assert ids(vmo("exercises", "--equipment", "smith")) == ["squat/smith"]
    assert set(ids(vmo("exercises", "--equipment", "band"))) == {
        "leg-extension/band",
        "squat/spanish",
        "terminal-knee-extension/band",
    }


def test_none_is_a_word_for_no_equipment(vmo):
    """The exercises that need nothing can be asked for."""
    found = ids(vmo("exercises", "--equipment", "none", "--pattern", "lunge"))
    assert found == ["lunge/body-weight", "lunge/reverse", "split-squat/body-weight"]


def test_one_exercise_is_shown(vmo):
    """An id prints that exercise as a sheet."""
    assert vmo("exercises", "bridge").stdout == exercise_in_words(SHIPPED["bridge"], SHIPPED) + "\n"


def test_an_unknown_id_is_told_with_the_nearest(vmo):
    """A misspelt id is answered by the one that was meant."""
    result = vmo("exercises", "leg-extension/machin")
    assert result.exit_code == 2
    assert (
        'there is no exercise "leg-extension/machin"; did you mean "leg-extension/machine"?' in result.stderr
    )


def test_an_unknown_pattern_is_told_with_the_nearest(vmo):
    """A misspelt pattern is answered by the one that was meant."""
    result = vmo("exercises", "--pattern", "squatt")
    assert result.exit_code == 2
    assert 'did you mean "squat"?' in result.stderr


def test_equipment_that_nothing_needs_is_told(vmo):
    """Equipment that no exercise has, alone or with the pattern, is told rather than an empty list."""
    result = vmo("exercises", "--equipment", "kettlebel", "--pattern", "calf")
    assert result.exit_code == 2
    assert 'nothing here is done with "kettlebel"' in result.stderr


def test_one_exercise_is_not_narrowed(vmo):
    """An id together with a narrowing option is refused."""
    result = vmo("exercises", "bridge", "--pattern", "bridge")
    assert result.exit_code == 2
    assert "leave them out" in result.stderr

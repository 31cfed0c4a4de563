"""Counted faults in place of counted good repetitions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vmo_rehab import Enrolled, LogError, Performed, Session, SetDone, enrol, from_plain, load, step, to_plain
from vmo_rehab.engine.faults import good_reps, with_good_reps
from vmo_rehab.protocol.exercise import Exercise, Fault

KNEE = load(Path(__file__).parents[1] / "diagnostics" / "small-knee.yaml")
DAY = dt.date(2026, 3, 3)
EPISODE = enrol(KNEE, Enrolled(DAY, {"injury": "2026-02-20"}, {"pain_usual": 2}))
BAND = "terminal-knee-extension/band"
SQUAT = Exercise("squat", "Squat", faults=(Fault("a", major=True), Fault("b", major=True), Fault("c")))


def session(*sets: SetDone, **answers: object) -> Session:
    """Make a session with some sets with the band."""
    return Session(DAY, answers, [Performed(BAND, sets)])


@pytest.mark.parametrize(
    ("faults", "fewest", "most"),
    [
        ({}, 10, 10),
        ({"c": 10}, 10, 10),
        ({"a": 3}, 7, 7),
        ({"a": 3, "b": 2}, 5, 7),
        ({"a": 8, "b": 7}, 0, 2),
        ({"a": 0, "b": 0, "c": 4}, 10, 10),
    ],
)
def test_what_faults_leave(faults: dict[str, int], fewest: int, most: int) -> None:
    """Only major faults count, the fewest as if no two fell together, the most as if all did."""
    assert good_reps(SQUAT, 10, faults) == (fewest, most)


def test_the_fewest_are_taken() -> None:
    """Where nobody counted good repetitions, as few are taken as the faults may leave."""
    one = SetDone(10, faults={"snaps": 2, "knee_valgus": 1})
    assert with_good_reps(KNEE, session(one)).exercises[0].sets[0].good_reps == 7


def test_a_count_that_was_given_stays() -> None:
    """Good repetitions that somebody counted beside the faults are kept."""
    one = SetDone(10, 8, faults={"snaps": 2, "knee_valgus": 1})
    assert with_good_reps(KNEE, session(one)).exercises[0].sets[0].good_reps == 8


@pytest.mark.parametrize(
    "one",
    [
        SetDone(10),
        SetDone(10, faults={"sways": 1}),
        SetDone(10, faults={"snaps": 11}),
        SetDone(-1, faults={"snaps": 0}),
    ],
)
def test_what_cannot_be_counts_nothing(one: SetDone) -> None:
    """A set without faults, or with ones that cannot be, is left as it is."""
    assert with_good_reps(KNEE, session(one)) == session(one)


def test_an_unknown_exercise_counts_nothing() -> None:
    """The faults of an exercise that the protocol does not have say nothing."""
    other = Session(DAY, {}, [Performed("squat/jumping", [SetDone(10, faults={"snaps": 1})])])
    assert with_good_reps(KNEE, other) == other


def test_a_red_flag_is_heard_whatever_the_faults() -> None:
    """Faults that cannot be never keep a present red flag from referring."""
    decision, _ = step(KNEE, EPISODE, session(SetDone(10, faults={"sways": 99}), calf_pain="present"))
    assert decision.kind.value == "refer"


def test_the_decision_is_that_of_the_count() -> None:
    """A set with faults is decided as the same set with its good repetitions."""
    counted = step(KNEE, EPISODE, session(SetDone(10, 7), pain_during=1))
    faulty = step(KNEE, EPISODE, session(SetDone(10, faults={"snaps": 3}), pain_during=1))
    assert faulty == counted


def test_unknown_faults_are_answered_by_the_nearest() -> None:
    """A misspelt fault is refused with the one that was meant."""
    with pytest.raises(LogError, match="L158") as caught:
        step(KNEE, EPISODE, session(SetDone(10, faults={"knee_walgus": 3})))
    assert caught.value.diagnostics[0].cure == 'did you mean "knee_valgus"?'


@pytest.mark.parametrize("faults", [None, {}, {"snaps": 3}])
def test_faults_come_back_from_a_record(faults: dict[str, int] | None) -> None:
    """A session with faults is the same when it is read back; nobody looked is not none seen."""
    one = session(SetDone(10, faults=faults))
    again = from_plain(Session, to_plain(one))
    assert again == one
    assert again.exercises[0].sets[0].faults == faults

"""Faults in logs, as a table and as JSON."""

from __future__ import annotations

import json

import pytest

from interop.log_knee import knee
from vmo_rehab import LogError, SetDone
from vmo_rehab.interop.logs import Log, read_csv, read_json, write_json

MACHINE = "leg-extension/machine"


def table(faults: str, good: str = "", reps: str = "10", exercise: str = MACHINE) -> Log:
    head = "# start: 2026-03-02\ndate,exercise,reps,good_reps,faults\n"
    return read_csv(f"{head}2026-03-02,{exercise},{reps},{good},{faults}\n", "log.csv", knee())


def as_json(**parts: object) -> Log:
    done = {"exercise": MACHINE, "sets": [{"reps": 10, **parts}]}
    event = {"event": "session", "date": "2026-03-02", "exercises": [done]}
    whole = {"format": 1, "enrolled": {"on": "2026-03-02"}, "events": [event]}
    return read_json(json.dumps(whole), "log.json", knee())


def the_set(log: Log) -> SetDone:
    return log.events[0].exercises[0].sets[0]


@pytest.mark.parametrize(
    ("cell", "faults"),
    [
        ("", None),
        ("none", {}),
        ("swings:2", {"swings": 2}),
        ("swings:2 hips_lift:1", {"swings": 2, "hips_lift": 1}),
        ("swings:2;slams:0", {"swings": 2, "slams": 0}),
    ],
)
def test_a_cell_of_faults(cell: str, faults: dict[str, int] | None) -> None:
    """A cell says which faults were seen, that none was, or that nobody looked."""
    assert the_set(table(cell)).faults == faults


@pytest.mark.parametrize("faults", [None, {}, {"swings": 2, "slams": 1}])
def test_faults_in_json(faults: dict[str, int] | None) -> None:
    """JSON says the same by an object, an empty one, or none."""
    assert the_set(as_json(faults=faults)).faults == faults


@pytest.mark.parametrize("cell", ["", "none", "swings:2 slams:1"])
def test_both_forms_are_equal(cell: str) -> None:
    """A table written as JSON is read back as the same log."""
    log = table(cell)
    assert read_json(write_json(log), "log.json", knee()) == log


@pytest.mark.parametrize(
    ("cell", "good", "code", "what"),
    [
        ("swing:2", "", "L139", '"swing" is not a fault of leg-extension/machine'),
        ("swings", "", "L140", "is not a whole number"),
        ("swings:x", "", "L140", '"x" is not a whole number'),
        ("swings:11", "", "L149", "swings in 11 of 10 repetitions"),
        ("swings:1 swings:2", "", "L138", "swings is counted twice"),
        ("swings:2", "9", "L138", "9 good repetitions, and the faults leave 8 of 10"),
        ("swings:2 hips_lift:1", "6", "L138", "and the faults leave 7 to 8 of 10"),
        ("none", "9", "L138", "and the faults leave 10 of 10"),
    ],
)
def test_faults_that_cannot_be(cell: str, good: str, code: str, what: str) -> None:
    """Unknown faults, counts that cannot be and contradictions are refused with their place."""
    with pytest.raises(LogError) as caught:
        table(cell, good)
    ((found,),) = [caught.value.diagnostics]
    assert found.code == code
    assert what in found.what


@pytest.mark.parametrize("good", ["7", "8"])
def test_a_count_within_what_faults_leave_is_taken(good: str) -> None:
    """Good repetitions may be counted beside faults, where both can be true."""
    one = the_set(table("swings:2 hips_lift:1", good))
    assert (one.good_reps, one.faults) == (int(good), {"swings": 2, "hips_lift": 1})


def test_an_exercise_without_faults_in_the_catalogue() -> None:
    """A fault of an exercise that has none is unknown."""
    with pytest.raises(LogError, match="L139"):
        table("swings:1", exercise="lunge/static")


def test_an_unknown_exercise_is_said_once() -> None:
    """Of an exercise that is not known nothing more is said about its faults."""
    with pytest.raises(LogError) as caught:
        table("swings:1", "10", exercise="leg-extension/machin")
    assert [one.code for one in caught.value.diagnostics] == ["L139"]


def test_faults_of_another_kind_are_refused() -> None:
    """A list, or a count that is no number, is of the wrong kind."""
    for faults in (["swings"], {"swings": "two"}):
        with pytest.raises(LogError, match="L123"):
            as_json(faults=faults)

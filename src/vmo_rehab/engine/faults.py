"""Faults that were counted in a set, and how many good repetitions they leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.engine.session import Performed, Session, SetDone
from vmo_rehab.engine.stand_ins import as_text, refused_as
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.model import Protocol

MOST_REPS: Final = 10_000


def is_count(number: object) -> bool:
    """Tell whether something is a whole number from 0 that repetitions can be counted in."""
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MOST_REPS


def good_reps(exercise: Exercise, reps: int, faults: Mapping[str, int]) -> tuple[int, int]:
    """Return how many good repetitions counted faults leave: the fewest, and the most.

    Two faults may fall on one repetition or on two; nobody wrote down which.

    Args:
        exercise: knows which faults are major.
        reps: repetitions done.
        faults: how many repetitions had each fault; known ones, none above ``reps``.

    Example:
        >>> from vmo_rehab.protocol.exercise import Fault
        >>> major, minor = Fault("sways", major=True), Fault("looks_down")
        >>> squat = Exercise("squat", "Squat", faults=(major, Fault("drops", major=True), minor))
        >>> good_reps(squat, 10, {"sways": 3, "drops": 2, "looks_down": 9})
        (5, 7)
    """
    major = [number for name, number in faults.items() if exercise.fault_by_id[name].major]
    return reps - min(reps, sum(major)), reps - max(major, default=0)


def faults_found(exercise: Exercise, number: int, one: SetDone) -> Iterator[Diagnostic]:
    """Yield what is amiss with the faults of one set.

    Args:
        exercise: the exercise it is a set of.
        number: the place of the set, from 1.
        one: the set; its repetitions are counts.
    """
    where, faults = f"set {number} of {exercise.id}", one.faults or {}
    wrong = list(_names_and_counts(exercise, where, one.reps, faults))
    yield from wrong
    if wrong or one.faults is None or one.good_reps is None:
        return
    fewest, most = good_reps(exercise, one.reps, faults)
    if not fewest <= one.good_reps <= most:
        few = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        what = f"{where}: {one.good_reps} good repetitions, and its faults leave {few} of {one.reps}"
        yield Diagnostic("L158", what, "give the one that was counted, and leave the other out")


def _names_and_counts(
    exercise: Exercise, where: str, reps: int, faults: Mapping[str, int]
) -> Iterator[Diagnostic]:
    for name, count in faults.items():
        if name not in exercise.fault_by_id:
            yield _unknown(exercise, where, as_text(name))
        elif not is_count(count) or count > reps:
            what = f"{where}: the count of {name} is no whole number from 0 to {reps}"
            yield Diagnostic("L158", what, "count the repetitions that had it")


def _unknown(exercise: Exercise, where: str, name: str) -> Diagnostic:
    if what := refused_as(name):
        return Diagnostic("L154", f"{where}: {what}", "hand it over as a SetDone declares it")
    cure = did_you_mean(name, exercise.fault_by_id, "its faults: {}")
    return Diagnostic("L158", f'{where}: "{name[:60]}" is not a fault of it', cure)


def with_good_reps(protocol: Protocol, session: Session) -> Session:
    """Return a session in which good repetitions stand wherever faults were counted, the fewest there can be.

    A count that was given stays; a set whose faults cannot be keeps what it has.
    """
    if all(one.faults is None for done in session.exercises for one in done.sets):
        return session
    exercises: Any = [_counted(protocol, done) for done in session.exercises]
    return attrs.evolve(session, exercises=exercises)


def _counted(protocol: Protocol, done: Performed) -> Performed:
    exercise = protocol.exercises.get(done.exercise)
    if exercise is None:
        return done
    sets: Any = [
        attrs.evolve(one, good_reps=good_reps(exercise, one.reps, one.faults)[0])
        if one.faults is not None and one.good_reps is None and _usable(exercise, one)
        else one
        for one in done.sets
    ]
    return attrs.evolve(done, sets=sets)


def _usable(exercise: Exercise, one: SetDone) -> bool:
    return is_count(one.reps) and not list(faults_found(exercise, 0, one))

"""Sets: what a scheme prescribes of them, and what was done of them, as intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from attrs import frozen

from vmo_rehab.engine.episode import Practice, State
from vmo_rehab.engine.intake import effort_of
from vmo_rehab.engine.loads import changed
from vmo_rehab.engine.session import Session, SetDone
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.dosage import Load, Prescribed, Weights
from vmo_rehab.protocol.scheme import By, LookUp, Retest, Take

Ends = tuple[int, int]
"""The least and the most a number can be; equal where it is known."""


@frozen
class Done:
    """One set as it was done.

    Args:
        good: good repetitions; without a count they can be none to all that were done.
        load: its level; ``None`` where it was not noted, or not as the prescription writes it.
        effort: in steps of the measure; without an answer the whole scale.
    """

    good: Ends
    load: int | None
    effort: Ends

    def by(self, by: By) -> Ends:
        """Return what a table is entered with."""
        return self.good if by is By.GOOD_REPS else self.effort


def sets_done(row: Prescribed, level: int, session: Session, effort: Measure | None) -> tuple[Done, ...]:
    """Return the sets of an exercise in a session, in order; none where it was not done.

    Args:
        row: as it is prescribed.
        level: its level, which on a ladder of exercises says which one it is.
        session: with good repetitions counted.
        effort: the measure of effort, where the protocol has it.
    """
    name = row.at(level).exercise.id
    sets = next((done.sets for done in session.exercises if done.exercise == name), ())
    return tuple(_done(row, level, one, effort) for one in sets)


def _done(row: Prescribed, level: int, one: SetDone, effort: Measure | None) -> Done:
    load = level if row.rungs or row.load is None else row.load.read(one.load)
    good = (0, one.reps) if one.good_reps is None else (one.good_reps, one.good_reps)
    return Done(good, load, _effort(one, effort))


def _effort(one: SetDone, effort: Measure | None) -> Ends:
    if effort is None:
        return 0, 0
    steps = effort_of(effort, one)
    return (effort.scale.lowest, effort.scale.highest) if steps is None else (steps, steps)


@frozen
class Planned:
    """One set as a scheme prescribes it.

    Args:
        number: its place, from 1.
        reps: least and most repetitions; ``None`` for as many good ones as can be done.
        load: the least and the most its level can be, as far as the sets before it tell; ``None`` while they
            have not been done, or where nothing is loaded.
        look_up: what decides it from an earlier set.
    """

    number: int
    reps: Ends | None
    load: Ends | None
    look_up: LookUp | None = None


def sets_planned(
    row: Prescribed, level: int, week: int, done: Sequence[Done] = (), most: int | None = None
) -> tuple[Planned, ...]:
    """Return the sets that are prescribed, as far as those done so far decide them.

    Args:
        row: the exercise with its scheme.
        level: the working load.
        week: the training week, from 1.
        done: sets of this session so far.
        most: the highest level that limits allow; ``None`` where none says.
    """
    found: list[Planned] = []
    for number, written in enumerate(row.scheme.sets, 1):
        reps = None if written.reps is None else (written.reps, written.reps)
        load = _part(row.load, level, written.part) if written.look_up is None else None
        if written.look_up and len(done) >= max(written.look_up.of, written.look_up.start):
            load = _looked_up(row, written.look_up, found, done, most)
        found.append(Planned(number, reps, load, written.look_up))
    if found:
        return tuple(found)
    for number in range(1, set_count(row, level, week) + 1):
        look = row.scheme.between_sets if number > 1 else None
        load = (level, level) if row.load and not row.rungs else None
        if look:
            before = done[: number - 1]
            load = _looked_up(row, look, found, before, most) if len(before) == number - 1 else None
        found.append(Planned(number, reps_range(row, level, week), load, look))
    return tuple(found)


def tests_planned(
    row: Prescribed, level: int, retest: Retest, done: Sequence[Done], most: int | None
) -> tuple[Planned, ...]:
    """Return the tests of a heavier load, as far as those done so far ask for more; none above a limit.

    Args:
        row: the exercise, loaded with weights.
        level: the working load.
        retest: the rule.
        done: sets of this session so far.
        most: the highest level that limits allow; ``None`` where none says.
    """
    found: list[Planned] = []
    load = level
    for number in range(1, retest.at_most + 1):
        assert isinstance(row.load, Weights)  # noqa: S101 - checked when the file is read
        load = changed(row.load, load, retest.step, row.load.unit)
        if most is not None and load > most:
            break
        found.append(Planned(number, None, (load, load)))
        if len(done) < number or done[number - 1].good[0] <= retest.accept[1]:
            break
    return tuple(found)


def tests_of_day(
    row: Prescribed,
    level: int,
    practice: Practice,
    state: State,
    on: dt.date,
    done: Sequence[Done],
    most: int | None,
) -> tuple[Planned, ...]:
    """Return the tests that are prescribed on a day; none where no test is due, or a limit leaves none.

    Args:
        row: the exercise with its scheme.
        level: the working load.
        practice: tells when it was tested last.
        state: tells when the phase was entered.
        on: the day.
        done: sets of this session so far.
        most: the highest level that limits allow; ``None`` where none says.
    """
    retest = row.scheme.retest
    # What stands in for an exercise under its scheme may have a ladder, of which nothing is tested.
    if retest is None or not isinstance(row.load, Weights) or not retest_due(retest, practice, state, on):
        return ()
    return tests_planned(row, level, retest, done, most)


def retest_due(retest: Retest, practice: Practice, state: State, on: dt.date) -> bool:
    """Tell whether a day is late enough for the next test, counted from the last one or the phase's entry."""
    since = practice.tested or state.entered.get(state.phase, state.stay.since)
    return (on - since).days >= retest.every


def set_count(row: Prescribed, level: int, week: int) -> int:
    """Return how many sets are due."""
    planned = row.scheme.week(week)
    return len(row.scheme.sets) or (planned and planned.sets) or row.at(level).dose.sets or 1


def reps_range(row: Prescribed, level: int, week: int) -> Ends | None:
    """Return the least and most repetitions of a straight set; ``None`` where they are not counted."""
    planned = row.scheme.week(week)
    return planned.reps if planned else row.at(level).dose.reps


def entered(load: Load, look: LookUp, take: Take, count: int, level: int) -> int:
    """Return the level that a table gives for a count, from a level."""
    change = look.table.change(count)
    return changed(load, level, change.taken(take), change.unit)


def _looked_up(
    row: Prescribed, look: LookUp, planned: Sequence[Planned], done: Sequence[Done], most: int | None
) -> Ends | None:
    start, used = planned[(look.start or len(done)) - 1].load, done[(look.start or len(done)) - 1].load
    if start is None or row.load is None:
        return None
    # What was lifted counts where it was less than prescribed; what nobody noted raises nothing.
    bases = [level if used is None else min(level, used) for level in start]
    ends = done[(look.of or len(done)) - 1].by(look.by)
    take = row.scheme.take
    loads = [entered(row.load, look, take, count, level) for count in ends for level in bases]
    low, high = min([*loads, *bases] if used is None else loads), max(loads)
    return (low, high) if most is None else (min(low, most), min(high, most))


def _part(load: Load | None, level: int, percent: int | None) -> Ends | None:
    if load is None:
        return None
    part = (
        load.whole(level * (percent or 0) // 100) if isinstance(load, Weights) and percent != 100 else level
    )
    return part, part

"""What is due: which rows of a phase are prescribed now, and which exercise is done for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import attrs
from attrs import frozen

from vmo_rehab.engine.episode import State
from vmo_rehab.engine.limits import barred, caps
from vmo_rehab.engine.loads import capped
from vmo_rehab.protocol.dosage import Dose, Prescribed, Rung
from vmo_rehab.protocol.exercise import Exercise, stand_ins
from vmo_rehab.protocol.limit import Limit
from vmo_rehab.protocol.model import Phase, Protocol

Equipment = Collection[str] | None
"""What a patient has; ``None`` for everything."""


@frozen
class Chosen:
    """What is done for a row.

    Args:
        row: the row, or the one of those instead of it, whose level and scheme count.
        exercise: what is done.
        dose: how much of it.
        stands_in: whether the exercise is the catalogue's, and the row says nothing of it.
        withheld: why limits leave it out all the same; empty where it is done.
    """

    row: Prescribed
    exercise: Exercise
    dose: Dose
    stands_in: bool = False
    withheld: str = ""


def day_in_turn(phase: Phase, state: State) -> str:
    """Return the day of a phase's rotation that it is; empty where every session is alike."""
    return phase.rotation[state.turn % len(phase.rotation)] if phase.rotation else ""


def is_unlocked(protocol: Protocol, state: State, row: Prescribed) -> bool:
    """Whether a row is prescribed: it has no lock, or the same lock has been opened here or before."""
    if row.unlock is None:
        return True
    opened = [phase for phase, names in state.unlocked.items() if row.id in names]
    rows = (one for phase in opened for one in protocol.phase_by_id[phase].exercises)
    return any(one.id == row.id and one.unlock == row.unlock for one in rows)


def rows_due(protocol: Protocol, state: State) -> tuple[Prescribed, ...]:
    """Return the rows of the patient's phase that are prescribed now: of the day in turn, and unlocked."""
    phase = protocol.phase_by_id[state.phase]
    day = day_in_turn(phase, state)
    return tuple(
        row
        for row in phase.exercises
        if row.always_due or ((not row.days or day in row.days) and is_unlocked(protocol, state, row))
    )


def chosen(
    protocol: Protocol,
    rows: Iterable[Prescribed],
    levels: Mapping[str, int],
    equipment: Equipment,
    limits: Sequence[Limit],
) -> Iterator[tuple[Prescribed, Chosen | None]]:
    """Yield each row with what is done for it; ``None`` where nothing can be done with the equipment.

    Of a row and what is written instead of it, the first is done that there is equipment for and that no
    limit forbids. What the catalogue has in its place comes in for equipment alone.

    Args:
        protocol: knows the catalogue's substitutes.
        rows: as a phase or the rescue prescribes them.
        levels: tell which exercise of a ladder of exercises it is; none above a limit.
        equipment: what the patient has.
        limits: those that bind.
    """
    rows = tuple(rows)
    taken = {exercise.id for row in rows for exercise in row.exercises()} if equipment is not None else set()
    for row in rows:
        found = _first(_can_be_done(protocol, row, levels, equipment, taken), limits)
        if found and not found.withheld:
            taken.add(found.exercise.id)
        else:
            found = _forbidden(row, row.at(level_of(row, levels)), limits) or found
        yield row, found


def _first(there: Iterable[Chosen], limits: Sequence[Limit]) -> Chosen | None:
    """Return the first that limits allow; of none that they do, the first of all with what is said of it."""
    first: Chosen | None = None
    for one in there:
        why = _why_not(one.row, one.exercise, limits)
        if not why:
            return one
        first = first or attrs.evolve(one, withheld=why)
    return first


def _forbidden(row: Prescribed, own: Rung, limits: Sequence[Limit]) -> Chosen | None:
    """Return a row's own exercise with what is said of it, where limits leave it out."""
    why = _why_not(row, own.exercise, limits)
    return Chosen(row, own.exercise, own.dose, withheld=why) if why else None


def _why_not(row: Prescribed, exercise: Exercise, limits: Sequence[Limit]) -> str:
    """Say why an exercise is not done for a row: on a ladder of exercises for its first one as well."""
    if not limits:
        return ""
    return barred(row, row.own[0], limits) or barred(row, exercise, limits)


def _can_be_done(
    protocol: Protocol,
    row: Prescribed,
    levels: Mapping[str, int],
    equipment: Equipment,
    taken: Collection[str],
) -> Iterator[Chosen]:
    for one in row.all:
        rung = one.at(level_of(one, levels))
        if fits(rung.exercise, equipment):
            yield Chosen(one, rung.exercise, rung.dose)
    first = row.at(level_of(row, levels))
    for other in stand_ins(first.exercise, protocol.exercises):
        if fits(other, equipment) and other.id not in taken:
            dose = first.dose if other.counted is first.exercise.counted else Dose()
            yield Chosen(row, other, dose, stands_in=True)


def level_of(row: Prescribed, levels: Mapping[str, int]) -> int:
    """Return a row's level: as it is kept, else where it starts."""
    return levels.get(row.id, row.load.start if row.load else 0)


def levels_within(
    rows: Iterable[Prescribed], levels: Mapping[str, int], limits: Sequence[Limit]
) -> Mapping[str, int]:
    """Return the levels of some rows, none above a limit."""
    rows = tuple(rows)
    own = {row.id: level_of(row, levels) for row in rows}
    return capped(own, caps(rows, own, limits))


def fits(exercise: Exercise, equipment: Equipment) -> bool:
    """Whether nothing is lacking for an exercise."""
    return equipment is None or all(one in equipment for one in exercise.equipment)


def exercises_due(
    protocol: Protocol,
    state: State,
    levels: Mapping[str, int],
    equipment: Equipment,
    limits: Sequence[Limit],
) -> frozenset[str]:
    """Return the ids of the exercises that are due in a session.

    Those of a menu are not: one is due where it was done. What a limit leaves out is not. On hold, when
    nothing is prescribed, what hangs on a day, a lock or a level is not either.
    """
    rows = rows_due(protocol, state)
    if state.on_hold:
        rows = tuple(row for row in rows if row.always_due and not row.rungs)
    pairs = chosen(protocol, rows, levels, equipment, limits)
    return frozenset(
        found.exercise.id for row, found in pairs if found and not row.menu and not found.withheld
    )

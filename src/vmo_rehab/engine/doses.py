"""Levels and prescriptions: what is done, with how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vmo_rehab.engine.decision import Item, Prescription
from vmo_rehab.engine.episode import State
from vmo_rehab.engine.limits import Left, left_of
from vmo_rehab.engine.session import Performed, Session
from vmo_rehab.protocol.dosage import Dose, Prescribed
from vmo_rehab.protocol.exercise import ANY_ARC
from vmo_rehab.protocol.limit import Limit
from vmo_rehab.protocol.model import Do, Phase, Protocol, Return


def entering(phase: Phase, levels: Mapping[str, int], *, back: bool) -> dict[str, int]:
    """Return the levels with those of a phase that is entered: carried, or the start.

    Args:
        phase: the phase.
        levels: as they are.
        back: whether it is entered by a regress; then no load is above the present one nor above its start.
    """
    new = dict(levels)
    for prescribed in phase.exercises:
        load = prescribed.load
        if load:
            name = prescribed.exercise.id
            carried = min(levels.get(name, load.start), load.most)
            new[name] = min(carried, load.start) if back else carried
    return new


def lowered(
    rows: Iterable[Prescribed], levels: Mapping[str, int], *, percent: int = 100, down: int = 0
) -> dict[str, int]:
    """Return the levels with those of some exercises taken down.

    Args:
        rows: whose levels.
        levels: as they are.
        percent: the part of the load that stays.
        down: how many levels to go down.
    """
    new = dict(levels)
    for prescribed in rows:
        load, name = prescribed.load, prescribed.exercise.id
        if load and name in new:
            level = load.part_of(new[name], percent)
            for _ in range(down):
                level = load.down(level)
            new[name] = level
    return new


def lapsed(protocol: Protocol, state: State, tiers: int) -> dict[str, int]:
    """Return the levels after a gap: of all tiers reached, the lowest load wins."""
    percent = min((tier.load for tier in protocol.lapse[:tiers]), default=100)
    return lowered(protocol.loads_in(state.phase), state.levels, percent=percent)


def returned(
    protocol: Protocol, phase: str, levels: Mapping[str, int], returns: Iterable[Return]
) -> dict[str, int]:
    """Return the levels on coming back from holds: for each exercise the lowest of what they ask."""
    new = dict(levels)
    for asked in returns:
        less = lowered(protocol.loads_in(phase), levels, percent=asked.percent, down=asked.levels_down)
        new = {name: min(level, less[name]) for name, level in new.items()}
    return new


def was_done(prescribed: Prescribed, level: int | None, session: Session) -> bool:
    """Tell whether an exercise was done as prescribed: every set, every repetition good, at its load.

    What was not noted earns nothing: a missing load, an uncounted repetition, a skipped exercise.
    """
    done = next((d for d in session.exercises if d.exercise == prescribed.exercise.id), None)
    if done is None or len(done.sets) < (prescribed.dose.sets or 1):
        return False
    enough = sum(_counts(prescribed, level, done, place) for place in range(len(done.sets)))
    return enough >= (prescribed.dose.sets or 1)


def _counts(prescribed: Prescribed, level: int | None, done: Performed, place: int) -> bool:
    one = done.sets[place]
    if prescribed.dose.reps and (one.good_reps is None or one.good_reps < prescribed.dose.reps[0]):
        return False
    if prescribed.load is None or level is None:
        return True
    used = prescribed.load.read(one.load)
    return used is not None and used >= level


def prescription(
    protocol: Protocol, phase: str, levels: Mapping[str, int], limits: tuple[Limit, ...], do: Do
) -> Prescription:
    """Write what to do on a day of a kind.

    Args:
        protocol: the protocol.
        phase: the phase the patient is in.
        levels: each exercise's level.
        limits: those that bind.
        do: the kind of day; a rest day has no exercises.
    """
    if do is Do.REST:
        return Prescription(phase, do)
    rows = protocol.rescue if do is Do.RESCUE else protocol.phase_by_id[phase].exercises
    left = [
        (row, left_of(row, levels.get(row.id, row.load.start if row.load else 0), limits)) for row in rows
    ]
    items = tuple(_item(row, one) for row, one in left if not one.withheld)
    return Prescription(phase, do, items, tuple(one.withheld for _, one in left if one.withheld))


def _item(prescribed: Prescribed, left: Left) -> Item:
    rung, load = prescribed.at(left.level), prescribed.load
    return Item(
        exercise=rung.exercise.id,
        name=rung.exercise.name,
        load=load.show(left.level) if load else "",
        dose=dose_in_words(rung.dose),
        per_week=rung.dose.per_week,
        cues=rung.exercise.cues,
        note="; ".join(left.notes),
        arc="" if left.arc == ANY_ARC else str(left.arc),
    )


def dose_in_words(dose: Dose) -> str:
    """Write a dose as a therapist does.

    >>> dose_in_words(Dose(sets=3, reps=(10, 15), hold_for=3, rest=60))
    '3 sets of 10-15, hold each for 3 s, rest 60 s between sets'
    """
    words = []
    if dose.reps:
        low, high = dose.reps
        reps = str(low) if low == high else f"{low}-{high}"
        words.append(f"{dose.sets or 1} set{'s' * ((dose.sets or 1) != 1)} of {reps}")
    elif dose.sets:
        words.append(f"{dose.sets} set{'s' * (dose.sets != 1)}")
    if dose.time:
        minutes, rest = divmod(dose.time, 60)
        words.append(f"{minutes} min" if minutes and not rest else f"{dose.time} s")
    if dose.hold_for:
        words.append(f"hold each for {dose.hold_for} s")
    if dose.rest:
        words.append(f"rest {dose.rest} s between sets")
    return ", ".join(words)

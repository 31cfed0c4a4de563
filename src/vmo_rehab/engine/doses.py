"""Levels and prescriptions: what is done, with how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from vmo_rehab.engine.decision import Item, Prescription
from vmo_rehab.engine.due import Chosen, Equipment, chosen, day_in_turn, level_of, rows_due
from vmo_rehab.engine.episode import State
from vmo_rehab.protocol.dosage import Dose, Menu, Prescribed, Rung
from vmo_rehab.protocol.model import Do, Protocol, Return

_NO_LOAD: Final = (
    "No load is written for it: begin with the lightest, and stop a set while two more good repetitions "
    "could be done."
)
_NO_DOSE: Final = "No dose is written for it: ask how much of it to do."


def entering(rows: Iterable[Prescribed], levels: Mapping[str, int], *, back: bool) -> dict[str, int]:
    """Return the levels with those of a phase that is entered: carried, or the start.

    Args:
        rows: of the phase, with what may be done instead of them.
        levels: as they are.
        back: whether it is entered by a regress; then no load is above the present one nor above its start.
    """
    new = dict(levels)
    for row in rows:
        if load := row.load:
            carried = min(level_of(row, levels), load.most)
            new[row.id] = min(carried, load.start) if back else carried
    return new


def lowered(
    rows: Iterable[Prescribed], levels: Mapping[str, int], *, percent: int = 100, down: int = 0
) -> dict[str, int]:
    """Return the levels with those of some rows taken down.

    Args:
        rows: whose levels.
        levels: as they are.
        percent: the part of the load that stays.
        down: how many levels to go down.
    """
    new = dict(levels)
    for row in rows:
        if row.load and row.id in new:
            level = row.load.part_of(new[row.id], percent)
            for _ in range(down):
                level = row.load.down(level)
            new[row.id] = level
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


def prescription(
    protocol: Protocol,
    state: State,
    levels: Mapping[str, int],
    do: Do = Do.AS_PRESCRIBED,
    equipment: Equipment = None,
) -> Prescription:
    """Write what to do on a day of a kind.

    Args:
        protocol: the protocol.
        state: the phase the patient is in, its day in turn, what is unlocked.
        levels: each row's level.
        do: the kind of day; a rest day has no exercises.
        equipment: what the patient has; ``None`` for everything.
    """
    if do is Do.REST:
        return Prescription(state.phase, do)
    phase = protocol.phase_by_id[state.phase]
    rows = protocol.rescue if do is Do.RESCUE else rows_due(protocol, state)
    menus = _menus_in_words(rows)
    day = "" if do is Do.RESCUE else day_in_turn(phase, state)
    pairs = chosen(protocol, rows, levels, equipment)
    items = (_item(row, found, levels, equipment) for row, found in pairs)
    return Prescription(
        state.phase,
        do,
        tuple(
            attrs.evolve(item, menu=menus[row.menu.id] if row.menu else "", day=day if row.days else "")
            for row, item in zip(rows, items, strict=True)
        ),
    )


def _item(row: Prescribed, found: Chosen | None, levels: Mapping[str, int], equipment: Equipment) -> Item:
    first = row.at(level_of(row, levels))
    if found is None or found.stands_in:
        return _without_a_figure(first, found, equipment)
    exercise, own, dose = found.exercise, found.row, found.dose
    return Item(
        exercise=exercise.id,
        name=exercise.name,
        load=own.load.show(level_of(own, levels)) if own.load and not own.rungs else "",
        dose=dose_in_words(dose),
        per_week=dose.per_week,
        cues=exercise.cues,
        arc=str(own.arc or exercise.usual_arc or ""),
        tempo=dose.tempo,
        instead_of="" if own is row else first.exercise.id,
    )


def _without_a_figure(first: Rung, found: Chosen | None, equipment: Equipment) -> Item:
    """Write what the catalogue has in an exercise's place, or that nothing can be done with the equipment."""
    lacking = [one for one in first.exercise.equipment if one not in (equipment or ())]
    if found is None:
        note = f"Cannot be done without {' and '.join(lacking)}: ask what to do in its place."
        return Item(first.exercise.id, first.exercise.name, note=note)
    exercise, dose = found.exercise, found.dose
    note = f"In the place of {first.exercise.name}. {_NO_LOAD if dose != Dose() else _NO_DOSE}"
    return Item(
        exercise=exercise.id,
        name=exercise.name,
        dose=dose_in_words(dose),
        per_week=dose.per_week,
        cues=exercise.cues,
        note=note,
        arc=str(exercise.usual_arc or ""),
        tempo=dose.tempo,
        instead_of=first.exercise.id,
    )


def _menus_in_words(rows: Iterable[Prescribed]) -> dict[str, str]:
    """Say how many exercises of each menu are chosen; of fewer that are offered, no more than there are."""
    offered: dict[str, list[Menu]] = {}
    for row in rows:
        if row.menu:
            offered.setdefault(row.menu.id, []).append(row.menu)
    words = {name: menu_in_words(menus[0], len(menus)) for name, menus in offered.items()}
    if len(words) == 1:
        return words
    return {name: f"menu {place}: {told}" for place, (name, told) in enumerate(words.items(), 1)}


def menu_in_words(menu: Menu, offered: int) -> str:
    """Write what is chosen from a menu.

    >>> menu_in_words(Menu("menu-1", 2, 4, (("squat", 1),)), 5), menu_in_words(Menu("menu-1", 2, 2), 1)
    ('choose 2 to 4 of these, at least 1 squat', 'choose 1 of these')
    """
    least, most = min(menu.least, offered), min(menu.most, offered)
    number = str(most) if least == most else f"{least} to {most}"
    including = "".join(
        f", at least {count} {pattern.replace('-', ' ')}" for pattern, count in menu.including
    )
    return f"choose {number} of these{including}"


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

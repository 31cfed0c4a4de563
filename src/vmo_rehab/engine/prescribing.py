"""A prescription: what is done, with how much."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs
from attrs import frozen

from vmo_rehab.engine.decision import Item, Prescription
from vmo_rehab.engine.due import (
    Chosen,
    Equipment,
    chosen,
    day_in_turn,
    level_of,
    levels_within,
    rows_due,
)
from vmo_rehab.engine.episode import Practice, State
from vmo_rehab.engine.limits import arc_left, barred, most_of, notes_on, top_of
from vmo_rehab.engine.load_notes import LoadNote
from vmo_rehab.engine.progression import week_of
from vmo_rehab.engine.set_words import set_line
from vmo_rehab.engine.sets import reps_range, set_count, sets_planned, tests_of_day
from vmo_rehab.protocol.dosage import Dose, Menu, Prescribed, Rung
from vmo_rehab.protocol.exercise import ANY_ARC, Loaded
from vmo_rehab.protocol.limit import Limit
from vmo_rehab.protocol.model import Do, Protocol

_NO_LOAD: Final = (
    "No load is written for it: begin with the lightest, and stop a set while two more good repetitions "
    "could be done."
)
_NO_DOSE: Final = "No dose is written for it: ask how much of it to do."


def prescription(
    protocol: Protocol,
    state: State,
    levels: Mapping[str, int],
    limits: Sequence[Limit],
    do: Do = Do.AS_PRESCRIBED,
    equipment: Equipment = None,
    notes: Mapping[str, LoadNote] | None = None,
    on: dt.date | None = None,
) -> Prescription:
    """Write what to do on a day of a kind.

    Args:
        protocol: the protocol.
        state: the phase the patient is in, its day in turn, what is unlocked.
        levels: each row's level.
        limits: those that bind.
        do: the kind of day; a rest day has no exercises.
        equipment: what the patient has; ``None`` for everything.
        notes: what is to be said of a row's load, by its id.
        on: the day, where it is known; it tells whether a test is due.
    """
    if do is Do.REST:
        return Prescription(state.phase, do)
    phase = protocol.phase_by_id[state.phase]
    rows = protocol.rescue if do is Do.RESCUE else rows_due(protocol, state)
    day = "" if do is Do.RESCUE else day_in_turn(phase, state)
    within = levels_within((one for row in rows for one in row.all), levels, limits)
    now, pairs = _Now(state, notes or {}, on, limits), list(chosen(protocol, rows, within, equipment, limits))
    done = [(row, found) for row, found in pairs if not (found and found.withheld)]
    menus = _menus_in_words(done)
    items = []
    for row, found in done:
        item = _limited(_item(row, found, within, equipment, now), row, found, levels, limits)
        menu = menus[row.menu.id] if row.menu else ""
        items.append(attrs.evolve(item, menu=menu, day=day if row.days else ""))
    withheld = tuple(found.withheld for _, found in pairs if found and found.withheld)
    return Prescription(state.phase, do, tuple(items), withheld)


@frozen
class _Now:
    """What an item is written from besides its row: the state, what is to be said, the day, limits."""

    state: State
    notes: Mapping[str, LoadNote]
    on: dt.date | None
    limits: Sequence[Limit]


def _item(
    row: Prescribed,
    found: Chosen | None,
    levels: Mapping[str, int],
    equipment: Equipment,
    now: _Now,
) -> Item:
    first = row.at(level_of(row, levels))
    if found is None or found.stands_in:
        return _without_a_figure(first, found, equipment)
    exercise, own, level = found.exercise, found.row, level_of(found.row, levels)
    practice = now.state.practice.get(own.id, Practice())
    week = week_of(own, level, practice)
    dose = attrs.evolve(found.dose, sets=found.dose.sets and set_count(own, level, week))
    if own.scheme.plan:
        dose = attrs.evolve(dose, sets=set_count(own, level, week), reps=reps_range(own, level, week))
    noted = now.notes.get(own.id, LoadNote(""))
    aim = f", aim for {practice.target}" if practice.target else ""
    return Item(
        exercise=exercise.id,
        name=exercise.name,
        load=own.load.show(level) if own.load and not own.rungs else "",
        dose=dose_in_words(dose) + aim,
        per_week=dose.per_week,
        cues=exercise.cues,
        arc=str(own.arc or exercise.usual_arc or ""),
        tempo=dose.tempo,
        instead_of="" if own is row else first.exercise.id,
        note=noted.words,
        before=noted.before,
        sets=_sets(own, level, week, now),
    )


def _limited(
    item: Item, row: Prescribed, found: Chosen | None, levels: Mapping[str, int], limits: Sequence[Limit]
) -> Item:
    """Narrow an item's range, and say what limits have changed and until when."""
    if not limits or found is None:
        return item
    own, exercise, notes = found.row, found.exercise, [item.note]
    if own is not row and (why := barred(row, row.own[0], limits)):
        notes.append(f"{why}.")
    top = None if found.stands_in else top_of(own, limits)
    if top and top[0] < level_of(own, levels):
        notes.append(f"{top[1]}.")
    notes += notes_on(own, exercise, limits)
    arc = arc_left(own, exercise, limits)
    return attrs.evolve(
        item,
        note=" ".join(filter(None, notes)),
        arc="" if arc in (None, ANY_ARC) else str(arc),
    )


def _sets(row: Prescribed, level: int, week: int, now: _Now) -> tuple[str, ...]:
    """Write the sets one by one where they are not all alike; on a test day those of the test."""
    practice, most = now.state.practice.get(row.id, Practice()), most_of(row, now.limits)
    tests = tests_of_day(row, level, practice, now.state, now.on, (), most) if now.on else ()
    if tests:
        return tuple(f"test, {set_line(row, one)}" for one in tests)
    if not (row.scheme.sets or row.scheme.between_sets):
        return ()
    return tuple(set_line(row, one) for one in sets_planned(row, level, week, (), most))


def _without_a_figure(first: Rung, found: Chosen | None, equipment: Equipment) -> Item:
    """Write what the catalogue has in an exercise's place, or that nothing can be done with the equipment."""
    lacking = [one for one in first.exercise.equipment if one not in (equipment or ())]
    if found is None:
        note = f"Cannot be done without {' and '.join(lacking)}: ask what to do in its place."
        return Item(first.exercise.id, first.exercise.name, note=note)
    exercise, dose = found.exercise, found.dose
    note = f"In the place of {first.exercise.name}."
    if not (dose.sets or dose.reps or dose.time):
        note = f"{note} {_NO_DOSE}"
    elif exercise.load and exercise.load.kind in (Loaded.KG, Loaded.LADDER):
        note = f"{note} {_NO_LOAD}"
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


def _menus_in_words(rows: Iterable[tuple[Prescribed, Chosen | None]]) -> dict[str, str]:
    """Say how many exercises of each menu are chosen; of fewer that are offered, no more than there are."""
    offered: dict[str, list[tuple[Menu, str]]] = {}
    for row, found in rows:
        if row.menu:
            pattern = (found or row).exercise.pattern
            offered.setdefault(row.menu.id, []).append((row.menu, pattern))
    words = {name: _menu_in_words(one) for name, one in offered.items()}
    if len(words) == 1:
        return words
    return {name: f"menu {place}: {told}" for place, (name, told) in enumerate(words.items(), 1)}


def _menu_in_words(offered: Sequence[tuple[Menu, str]]) -> str:
    """Write what is chosen from what a menu offers on a day."""
    menu, there = offered[0][0], Counter(pattern for _, pattern in offered)
    including = [(pattern, min(count, there[pattern])) for pattern, count in menu.including]
    menu = attrs.evolve(menu, including=tuple(one for one in including if one[1]))
    return menu_in_words(menu, len(offered))


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

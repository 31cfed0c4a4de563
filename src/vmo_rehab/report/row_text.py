"""What is done in a phase, as plain English: exercises, ladders of them, menus; doses, loads, locks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from vmo_rehab.criteria.english import english
from vmo_rehab.engine.prescribing import dose_in_words, menu_in_words
from vmo_rehab.protocol.dosage import Dose, Ladder, Load, Pace, Prescribed, Weights
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.limit import Anchor
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.protocol.scheme import STEPS
from vmo_rehab.report.scheme_text import scheme_lines
from vmo_rehab.report.words import (
    a_week,
    anchor_in_words,
    count,
    criterion_lines,
    days,
    indented,
    listed,
    titled,
)


def row_lines(protocol: Protocol, rows: Iterable[Prescribed], told: set[str] | None = None) -> Iterator[str]:
    """Write rows as a list; those of a menu stand below it.

    Args:
        protocol: gives tests and phases their titles.
        rows: of a phase or of the rescue, in order.
        told: ids of schemes that have been told before, which are only named; those told now are added.
    """
    told = set() if told is None else told
    for menu, group in groupby(rows, lambda row: row.menu):
        alike = list(group)
        if menu:
            yield f"- {menu_in_words(menu, len(alike)).capitalize()}:"
        for row in alike:
            yield from indented(_row(protocol, row, told), 4 if menu else 0)


def _row(protocol: Protocol, row: Prescribed, told: set[str]) -> Iterator[str]:
    if row.rungs:
        yield f'- One of these, the "{row.track}" ladder, easiest first:'
        for place, rung in enumerate(row.rungs, 1):
            yield f"    {place}. {exercise_line(rung.exercise, rung.dose, row)}"
    else:
        yield f"- {exercise_line(row.exercise, row.dose, row)}"
    yield from indented(_rules(protocol, row, told), 2)
    if row.instead:
        forbidden = " or a limit forbids it" if any(protocol.all_limits()) else ""
        loads = ", with loads of their own that move as above" if any(one.load for one in row.instead) else ""
        yield f"  Where equipment is lacking{forbidden}{loads}:"
    for other in row.instead:
        yield f"    - {exercise_line(other.exercise, other.dose, other)}"
        if other.load:
            yield f"      {_load(protocol, other.load)}"


def exercise_line(exercise: Exercise, dose: Dose, row: Prescribed) -> str:
    """Write one exercise with its dose: ``Leg extension: 3 sets of 10, knee 90-45 deg, 5 sessions a week``.

    Args:
        exercise: what is done.
        dose: how much of it.
        row: may narrow its range.
    """
    arc = row.arc or exercise.usual_arc
    words = [
        dose_in_words(dose),
        f"tempo {dose.tempo}" if dose.tempo else "",
        f"knee {arc}" if arc else "",
        a_week(dose.per_week),
    ]
    told = ", ".join(word for word in words if word)
    return f"{exercise.name}{f': {told}' if told else ''} ({exercise.id})"


def _rules(protocol: Protocol, row: Prescribed, told: set[str]) -> Iterator[str]:
    if row.days:
        yield f"On day {listed(row.days)}."
    if lock := row.unlock:
        yield from criterion_lines("Locked until, after a session done as prescribed,", lock.when, 0)
        if lock.after:
            yield f"  and only from {anchor_in_words(protocol, Anchor(lock.days, lock.after))}."
    yield from load_lines(protocol, row, told)


def load_lines(protocol: Protocol, row: Prescribed, told: set[str] | None = None) -> Iterator[str]:
    """Write what a row is loaded with, and how its level moves.

    Args:
        protocol: gives a test its title.
        row: of a phase.
        told: as for a list of rows.
    """
    if row.load is None:
        return
    yield f"Starts with: {row.at(row.load.start).exercise.name}." if row.rungs else _load(protocol, row.load)
    yield from _moves(row, set() if told is None else told)
    if row.pace:
        yield _pace(row.pace)


def _moves(row: Prescribed, told: set[str]) -> Iterator[str]:
    if row.scheme == STEPS and row.rise:
        yield f"One level up after a session done as prescribed, when {english(row.rise)}."
    elif row.scheme.moves:
        if row.scheme.id in told:
            yield f"Scheme: {row.scheme.title}, as above."
        else:
            yield from scheme_lines(row.scheme)
            told.add(row.scheme.id)
        if row.rise:
            yield f"It rises only when {english(row.rise)}."
    elif not row.follows:
        yield "No rule raises its level."
    if row.fall:
        yield f"One level down, whatever else is decided, when {english(row.fall)}."


def _load(protocol: Protocol, load: Load) -> str:
    if isinstance(load, Ladder):
        return f"Levels, lightest first: {', '.join(load.rungs)}. Starts with: {load.show(load.start)}."
    start, step = load.show(load.start), load.show(load.increment)
    least, most = load.show(load.least), load.show(load.most)
    return f"Load: {_start(protocol, load, start)}, in steps of {step}, {least} to {most}."


def _start(protocol: Protocol, load: Weights, start: str) -> str:
    if not load.percent_of:
        return f"starts with {start}"
    return f"{load.part}% of {titled(protocol, load.percent_of)}, {start} until that is known"


def _pace(pace: Pace) -> str:
    gap = f", {days(pace.gap)} or more from one to the next" if pace.gap else ""
    return f"At most {count(pace.steps, 'rise')} in any {days(pace.days)}{gap}."

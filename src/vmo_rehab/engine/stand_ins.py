"""Reports of the wrong make: what stands in for a part that is none, so that it is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from vmo_rehab.engine.session import Performed, Session, SetDone

LARGEST: Final = 10**15
NO_COUNT: Final = -1
"""Stands for a count that is none."""

_SHOWN: Final = 60
_FOUND: Final = ": "
_ENDLESS: Final = "a number of more than 15 digits"


def is_endless(value: object) -> bool:
    """Tell whether something is a number too long to be any that is asked for."""
    return isinstance(value, int | Decimal) and not -LARGEST < value < LARGEST


def shown(value: object) -> str:
    """Write a value for a message; a number too long to write is called that.

    >>> shown("chair"), shown(10**400), shown([10**5000])
    ("'chair'", 'a number of more than 15 digits', 'a list')
    """
    if is_endless(value):
        return _ENDLESS
    try:
        return repr(value)[:_SHOWN]
    except ValueError:
        return f"a {type(value).__name__}"


def as_text(value: object) -> str:
    """Return a text as it is, and anything else as a message shows it."""
    return str.__str__(value) if isinstance(value, str) else shown(value)


def well_made(session: Session) -> Session:
    """Return a session with a stand-in for each part that is of the wrong make.

    A stand-in tells what was found, and no protocol takes it. So the report is refused by name, and a red
    flag beside the mistake still refers.

    Args:
        session: as it was handed over; a value of the wrong make within its answers and counts is left.
    """
    if _is_well_made(session):
        return session
    answers: Any = (
        session.answers if _is_mapping(session.answers) else standing_in("answers", session.answers)
    )
    cut_short: Any = session.cut_short
    if type(cut_short) is not bool:
        answers, cut_short = {**answers, **standing_in("cut_short", cut_short)}, True
    exercises: Any = [_performed(done) for done in session.exercises]
    phase = as_text(session.phase)
    return attrs.evolve(session, answers=answers, exercises=exercises, cut_short=cut_short, phase=phase)


def counted(session: Session) -> Session:
    """Return a well-made session with a stand-in for each count that is none."""
    exercises: Any = [attrs.evolve(done, sets=map(_counted, done.sets)) for done in session.exercises]
    return attrs.evolve(session, exercises=exercises)


def standing_in(field: str, value: object) -> dict[str, int]:
    """Return what stands among the answers of a report, or the faults of a set, for a bad field.

    >>> standing_in("cut_short", "yes")
    {"cut_short: 'yes'": 0}
    """
    return {f"{field}{_FOUND}{shown(value)}": 0}


def refused_as(name: str) -> str:
    """Say what is wrong with a field that `standing_in` stands for; nothing for any other name."""
    return f"{name} cannot be used" if _FOUND in name else ""


def _counted(one: SetDone) -> SetDone:
    good = None if one.good_reps is None else _count(one.good_reps)
    faults = None if one.faults is None else {as_text(name): _count(n) for name, n in one.faults.items()}
    return attrs.evolve(one, reps=_count(one.reps), good_reps=good, faults=faults)


def _count(number: object) -> int:
    whole = isinstance(number, int) and not isinstance(number, bool) and abs(number) < LARGEST
    return int(number) if whole else NO_COUNT  # type: ignore[call-overload]


def _is_well_made(session: Session) -> bool:
    return (
        _is_mapping(session.answers)
        and type(session.cut_short) is bool
        and isinstance(session.phase, str)
        and all(isinstance(done, Performed) and _is_done(done) for done in session.exercises)
    )


def _is_done(done: Performed) -> bool:
    return (
        isinstance(done.exercise, str)
        and _is_mapping(done.answers)
        and all(isinstance(one, SetDone) and _is_set(one) for one in done.sets)
    )


def _is_set(one: SetDone) -> bool:
    return isinstance(one.load, str) and (one.faults is None or _is_mapping(one.faults))


def _is_mapping(value: object) -> bool:
    return type(value) is dict or isinstance(value, Mapping)


def _performed(done: object) -> Performed:
    if not isinstance(done, Performed):
        return Performed(shown(done), ())
    answers: Any = done.answers if _is_mapping(done.answers) else standing_in("answers", done.answers)
    sets: Any = [_set(one) for one in done.sets]
    return Performed(as_text(done.exercise), sets, answers)


def _set(one: object) -> SetDone:
    if not isinstance(one, SetDone):
        return SetDone(NO_COUNT)
    if _is_set(one):
        return one
    faults = one.faults or {}
    if not _is_mapping(faults):
        faults = standing_in("faults", faults)
    if not isinstance(one.load, str):
        faults, load = {**faults, **standing_in("load", one.load)}, ""
    else:
        load = one.load
    return attrs.evolve(one, faults=faults, load=load)

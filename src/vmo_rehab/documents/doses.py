"""Doses and loads in a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from typing import Any, Final

from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents import leaves
from vmo_rehab.documents.nodes import Node, Scalar
from vmo_rehab.documents.row_schemes import check_scheme, scheme_of_row
from vmo_rehab.documents.shapes import DoseShape, LoadShape, PrescribedShape
from vmo_rehab.documents.source_text import shown
from vmo_rehab.protocol.dosage import KILOGRAMS, Dose, Ladder, Load, Prescribed, Weights
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.scheme import FIXED, Scheme
from vmo_rehab.scales import OffScaleError

Found = list[Diagnostic]

_REPS: Final = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
_TIME: Final = re.compile(r"(\d{1,5})\s*(s|min)")
MOST_SETS: Final = 20
MOST_REPS: Final = 100
MOST_SECONDS: Final = 7_200
MOST_RUNGS: Final = 64


def prescribed_of(
    shape: PrescribedShape,
    exercises: dict[str, Exercise],
    schemes: AnyMapping[str, Scheme],
    criterion: Callable[[Node], Criterion],
    found: Found,
) -> Prescribed | None:
    """Make an exercise of a phase.

    Args:
        shape: as the file has it.
        exercises: the catalogue.
        schemes: the schemes it may name.
        criterion: reads the criterion of a scheme.
        found: findings are added to it.
    """
    name, before = shape.exercise.text, len(found)
    dose = _dose(shape.dose, found)
    load = _load(shape.load, found) if shape.load else None
    scheme, rise, fall = FIXED, None, None
    if shape.scheme:
        scheme, rise, fall = scheme_of_row(shape.scheme, schemes, criterion, found)
    if (scheme.moves or rise or fall) and shape.load is None:
        what = f"{name} has a scheme that raises it, and no load to raise"
        found.append(shape.exercise.finding("V333", what, "add a load, or leave the scheme out"))
    elif shape.scheme and len(found) == before:
        check_scheme(scheme, shape.scheme, dose, load, found)
    if name not in exercises:
        cure = did_you_mean(name, exercises, "the catalogue has: {}")
        found.append(shape.exercise.finding("V312", f'"{name}" is not an exercise of the catalogue', cure))
        return None
    return Prescribed(exercises[name], dose, load, scheme, rise, fall, span=shape.span)


def _dose(shape: DoseShape, found: Found) -> Dose:
    return Dose(
        sets=leaves.whole_number(shape.sets, found, low=1, high=MOST_SETS) if shape.sets else None,
        reps=repetitions(shape.reps, found) if shape.reps else None,
        hold_for=seconds(shape.hold_for, found) if shape.hold_for else None,
        time=seconds(shape.time, found) if shape.time else None,
        per_week=leaves.whole_number(shape.per_week, found, low=1, high=21) if shape.per_week else None,
        rest=seconds(shape.rest, found) if shape.rest else None,
    )


def repetitions(scalar: Scalar, found: Found) -> tuple[int, int] | None:
    """Read repetitions of a set, ``10`` or ``10-15``: the least and the most."""
    match = _REPS.fullmatch(scalar.text)
    if match:
        low = int(match[1])
        high = int(match[2] or low)
        if 1 <= low <= high <= MOST_REPS:
            return low, high
    what = f"repetitions are due, and {scalar.described} stands here"
    found.append(scalar.finding("V300", what, f"write 10 or 10-15, from 1 to {MOST_REPS}"))
    return None


def seconds(scalar: Scalar, found: Found) -> int | None:
    """Read a time of training, ``45 s`` or ``15 min``, in seconds."""
    match = _TIME.fullmatch(scalar.text)
    if match:
        read = int(match[1]) * (60 if match[2] == "min" else 1)
        if 1 <= read <= MOST_SECONDS:
            return read
    number = scalar.value if isinstance(scalar.value, int) and not isinstance(scalar.value, bool) else None
    if match or (number is not None and not 1 <= number <= MOST_SECONDS):
        code, what = "V300", f"the time {shown(scalar.text)} is out of range"
        cure = f"write 1 s to {MOST_SECONDS // 60} min"
    elif number is not None:
        code, what = "V315", f"the time {shown(scalar.text)} needs a unit"
        minutes = f" or {number} min" if number * 60 <= MOST_SECONDS else ""
        cure = f"write {number} s{minutes}"
    else:
        code, what, cure = "V316", f"{shown(scalar.text)} is not a time", "write 45 s or 15 min"
    found.append(scalar.finding(code, what, cure))
    return None


def _load(shape: LoadShape, found: Found) -> Load | None:
    if shape.ladder is not None:
        return _ladder(shape, shape.ladder, found)
    if shape.increment is None or shape.most is None:
        missing = "increment" if shape.increment is None else "most"
        what = f'a load in kg needs "{missing}"'
        cure = "write ladder: [...] for bands, or increment: 2.5 kg and most: 40 kg"
        found.append(shape.start.finding("V203", what, cure))
        return None
    values = {
        "start": grams(shape.start, found),
        "increment": grams(shape.increment, found),
        "least": grams(shape.least, found) if shape.least else 0,
        "most": grams(shape.most, found),
    }
    known: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
    if known.get("increment") == 0:
        cure = "write the smallest change that the equipment allows"
        found.append(shape.increment.finding("V333", "the increment is 0 kg", cure))
        return None
    if len(known) < len(values):
        return None
    return _weights(Weights(**known), shape, found)


def _weights(load: Weights, shape: LoadShape, found: Found) -> Weights | None:
    if not load.least <= load.start <= load.most:
        ends = f"{load.show(load.least)} and {load.show(load.most)}"
        what = f"the start, {shape.start.text}, is not between {ends}"
        found.append(shape.start.finding("V333", what, "least, start, most must go upwards"))
        return None
    if any(weight % load.increment for weight in (load.least, load.start, load.most)):
        what = f"least, start and most are not all whole numbers of {load.show(load.increment)}"
        found.append(shape.start.finding("V333", what, "a load can only be what the equipment allows"))
        return None
    return load


def grams(scalar: Scalar, found: Found) -> int | None:
    """Read a weight, ``2.5 kg``, in grams."""
    try:
        return KILOGRAMS.read(scalar.text)
    except OffScaleError as off:
        found.append(scalar.finding(off.code, off.what, off.cure))
        return None


def _ladder(shape: LoadShape, ladder: tuple[Scalar, ...], found: Found) -> Ladder | None:
    for name in ("increment", "least", "most"):
        if scalar := getattr(shape, name):
            found.append(scalar.finding("V333", f"a ladder has no {name}", "leave it out"))
    rungs = tuple(scalar.text.strip() for scalar in ladder)
    for place, rung in enumerate(rungs):
        if not rung:
            found.append(ladder[place].finding("V205", "a rung is blank", "write what the load is called"))
        elif rung in rungs[:place]:
            what = f"the rung {shown(rung)} stands twice"
            found.append(ladder[place].finding("V333", what, "keep one of the two"))
    if not 2 <= len(rungs) <= MOST_RUNGS:
        cure = f"list 2 to {MOST_RUNGS} loads, lightest first"
        found.append(shape.start.finding("V333", f"the number of rungs is {len(rungs)}", cure))
        return None
    if shape.start.text.strip() not in rungs:
        cure = did_you_mean(shape.start.text, rungs, "its rungs: {}")
        found.append(shape.start.finding("V333", f"{shown(shape.start.text)} is not on the ladder", cure))
        return None
    return Ladder(rungs, rungs.index(shape.start.text.strip()))

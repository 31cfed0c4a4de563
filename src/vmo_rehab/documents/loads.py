"""Loads in a file: ladders of names, weights on an increment, percentages of a test."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from typing import Any, Final

from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.shapes.doses import LoadShape
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import leaves
from vmo_rehab.measures import Measure, measure_meant
from vmo_rehab.protocol.dosage import MASSES, Ladder, Load, Weights
from vmo_rehab.protocol.scheme import Unit
from vmo_rehab.scales import OffScaleError

Found = list[Diagnostic]

MOST_RUNGS: Final = 64
_ONE_UNIT: Final = "write the whole load in kg, or all of it in lb: nothing is converted"


def load_of(shape: LoadShape, measures: AnyMapping[str, Measure], found: Found) -> Load | None:
    """Make a load.

    Args:
        shape: as the file has it.
        measures: among them the tests that a load may follow.
        found: findings are added to it.
    """
    return _weights(shape, measures, found) if shape.ladder is None else _ladder(shape, shape.ladder, found)


def grams(scalar: Scalar, found: Found) -> int | None:
    """Read a weight, ``2.5 kg``, in grams."""
    return _weight(scalar, Unit.KG, found)


def unit_of(shape: LoadShape) -> Unit:
    """Return the unit that a load is written in: that of its start."""
    return Unit.LB if shape.start.text.rstrip().endswith(Unit.LB) else Unit.KG


def _weight(scalar: Scalar, unit: Unit, found: Found) -> int | None:
    try:
        return MASSES[unit].read(scalar.text)
    except OffScaleError as off:
        mixed = off.code == "V316" and scalar.text.rstrip().endswith((Unit.KG, Unit.LB))
        found.append(scalar.finding(off.code, off.what, _ONE_UNIT if mixed else off.cure))
        return None


def _weights(shape: LoadShape, measures: AnyMapping[str, Measure], found: Found) -> Weights | None:
    unit = unit_of(shape)
    if shape.increment is None or shape.most is None:
        missing = "increment" if shape.increment is None else "most"
        what = f'a load in {unit} needs "{missing}"'
        cure = f"write ladder: [...] for bands, or increment: 2.5 {unit} and most: 40 {unit}"
        found.append(shape.start.finding("V203", what, cure))
        return None
    values = {
        "start": _weight(shape.start, unit, found),
        "increment": _weight(shape.increment, unit, found),
        "least": _weight(shape.least, unit, found) if shape.least else 0,
        "most": _weight(shape.most, unit, found),
    }
    known: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
    if known.get("increment") == 0:
        cure = "write the smallest change that the equipment allows"
        found.append(shape.increment.finding("V333", f"the increment is 0 {unit}", cure))
        return None
    test, percent = _followed(shape, unit, measures, found)
    if len(known) < len(values):
        return None
    return _checked(Weights(**known, unit=unit, percent_of=test, part=percent), shape, found)


def _followed(
    shape: LoadShape, unit: Unit, measures: AnyMapping[str, Measure], found: Found
) -> tuple[str, int]:
    """Read the test that a load follows, and what part of it."""
    test, part = shape.percent_of, shape.percent
    if test is None:
        if part:
            cure = "name the test in percent_of, or leave part out"
            found.append(part.finding("V333", f"{part.text} of which test is not said", cure))
        return "", 100
    measure = measures.get(test.text)
    if measure is None:
        cure = measure_meant(test.text, measures)
        found.append(test.finding("V312", f"{shown(test.text)} is not a measure", cure))
    elif not measure.is_state or measure.scale.unit != unit:
        what = f"{measure.id} is not a test in {unit} whose result stands for a time"
        cure = f"name a measure with the unit {unit} and valid_for, such as leg_extension_rm10 in kg"
        found.append(test.finding("V333", what, cure))
    if part is None:
        cure = "write how much of it: part: 60%"
        found.append(test.finding("V203", f'percent_of {test.text} stands without "part"', cure))
        return test.text, 100
    return test.text, leaves.percent(part, found, low=1) or 100


def _checked(load: Weights, shape: LoadShape, found: Found) -> Weights | None:
    if not load.least <= load.start <= load.most:
        ends = f"{load.show(load.least)} and {load.show(load.most)}"
        what = f"the start, {shape.start.text}, is not between {ends}"
        found.append(shape.start.finding("V333", what, "least, start, most must go upwards"))
        return None
    if any(weight % load.increment for weight in (load.least, load.start, load.most)):
        what = f"least, start and most are not all whole numbers of {load.show(load.increment)}"
        found.append(shape.start.finding("V333", what, _whole_steps(load)))
        return None
    return load


def _whole_steps(load: Weights) -> str:
    """Return a cure for loads between two steps: for each of them, the loads next to it."""
    step, between = load.increment, []
    for name, weight in (("least", load.least), ("start", load.start), ("most", load.most)):
        if weight % step:
            below = weight - weight % step
            between.append(f"{name}: {load.show(below)} or {load.show(below + step)}")
    return f"write {', '.join(between)}"


def _ladder(shape: LoadShape, ladder: tuple[Scalar, ...], found: Found) -> Ladder | None:
    given = {
        "increment": shape.increment,
        "least": shape.least,
        "most": shape.most,
        "percent_of": shape.percent_of,
        "part": shape.percent,
    }
    for name, scalar in given.items():
        if scalar:
            found.append(scalar.finding("V333", f"a ladder has no {name}", "leave it out"))
    rungs = tuple(scalar.text.strip() for scalar in ladder)
    for place, rung in enumerate(rungs):
        if not rung:
            found.append(ladder[place].finding("V205", "a rung is blank", "write what the load is called"))
        elif rung in rungs[:place]:
            what = f"the rung {shown(rung)} stands twice"
            found.append(ladder[place].finding("V333", what, "keep one of the two"))
    return ladder_of(rungs, shape.start, "loads, lightest first", found)


def ladder_of(rungs: tuple[str, ...], start: Scalar, what_it_lists: str, found: Found) -> Ladder | None:
    """Make a ladder of names, of loads or of exercises.

    Args:
        rungs: the names, in order.
        start: the first one.
        what_it_lists: for findings, such as ``loads, lightest first``.
        found: findings are added to it.
    """
    if not 2 <= len(rungs) <= MOST_RUNGS:
        cure = f"list 2 to {MOST_RUNGS} {what_it_lists}"
        found.append(start.finding("V333", f"the number of rungs is {len(rungs)}", cure))
        return None
    if start.text.strip() not in rungs:
        cure = did_you_mean(start.text, rungs, "its rungs: {}")
        found.append(start.finding("V333", f"{shown(start.text)} is not on the ladder", cure))
        return None
    return Ladder(rungs, rungs.index(start.text.strip()))

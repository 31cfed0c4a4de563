"""The scheme of an exercise in a phase: found by its id, and held against the row's dose and load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as AnyMapping

from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.documents.shapes.doses import SchemeOfRow
from vmo_rehab.documents.shapes.structure import structure
from vmo_rehab.documents.text.nodes import Mapping, Node, Scalar
from vmo_rehab.documents.values.leaves import Found
from vmo_rehab.protocol.dosage import Dose, Ladder, Load, Weights
from vmo_rehab.protocol.scheme import FIXED, STEPS, By, Scheme, Unit

OfRow = tuple[Scheme, Criterion | None, Criterion | None]
"""A scheme, what must be true besides for a rise, and what takes one level down."""


def scheme_of_row(
    node: Node, schemes: AnyMapping[str, Scheme], criterion: Callable[[Node], Criterion], found: Found
) -> OfRow:
    """Read what stands under ``scheme``: an id, or keys.

    Args:
        node: as the file has it.
        schemes: those that may be named, by id.
        criterion: reads a criterion.
        found: findings are added to it.
    """
    if isinstance(node, Scalar):
        return _named(node, schemes, found), None, None
    written = structure(SchemeOfRow, node, found) if isinstance(node, Mapping) else None
    if written is None:
        cure = "write the id of a scheme, or {rise: CRITERION} for one level up when it is true"
        found.append(node.finding("V312", f"{node.described} is not a scheme", cure))
        return FIXED, None, None
    rise = criterion(written.rise) if written.rise else None
    fall = criterion(written.fall) if written.fall else None
    if written.use is None:
        return (STEPS if rise else FIXED), rise, fall
    before = len(found)
    scheme = _named(written.use, schemes, found)
    if rise and len(found) == before and not raises(scheme):
        what = f"{scheme.id} raises nothing, and rise says when"
        cure = "leave rise out; or leave use out, for plain steps of one level"
        found.append(written.use.finding("V350", what, cure))
    return scheme, rise, fall


def _named(scalar: Scalar, schemes: AnyMapping[str, Scheme], found: Found) -> Scheme:
    if scalar.text in schemes:
        return schemes[scalar.text]
    cure = did_you_mean(scalar.text, schemes, "schemes: {}; or write {{rise: CRITERION}}")
    found.append(scalar.finding("V312", f"{scalar.described} is not a scheme", cure))
    return FIXED


def raises(scheme: Scheme) -> bool:
    """Whether anything in a scheme can raise a load."""
    return bool(scheme.next or scheme.rise or scheme.retest)


def needs_weights(scheme: Scheme) -> bool:
    """Whether a scheme reckons with the weight of a load, which the rungs of a ladder do not have."""
    look_ups = (scheme.next, scheme.between_sets, *(one.look_up for one in scheme.sets))
    changes = [scheme.most_up, *(part.by for part in (scheme.rise, scheme.fall) if part)]
    changes += [band.change for one in look_ups if one for band in one.table.bands]
    return bool(scheme.sets or scheme.unit or any(one and one.unit is Unit.PERCENT for one in changes))


def _most_rise(scheme: Scheme, load: Weights) -> int | None:
    """Return by how much a load can rise at once, before it is rounded; ``None`` where that is a level."""
    changes = [band.change for band in scheme.next.table.bands] if scheme.next else []
    changes += [scheme.rise.by] if scheme.rise else []
    if any(one.unit is Unit.LEVELS and one.high > 0 for one in changes):
        return None
    most = [_weight(one.taken(scheme.take), one.unit, load) for one in changes]
    most += [scheme.retest.step] if scheme.retest else []
    cap = _weight(scheme.most_up.low, scheme.most_up.unit, load) if scheme.most_up else load.most
    return min(cap, max(most)) if most else None


def _weight(steps: int, unit: Unit, load: Weights) -> int:
    """Return a change of the heaviest load as a weight."""
    return load.most * steps // 100 if unit is Unit.PERCENT else steps


def check_scheme(scheme: Scheme, place: Node, dose: Dose, load: Load | None, found: Found) -> None:
    """Find what in a row does not fit its scheme.

    Args:
        scheme: the row's.
        place: where it is named.
        dose: the row's, whole.
        load: the row's; ``None`` where nothing is loaded.
        found: findings are added to it.
    """
    if scheme == STEPS:
        return
    used = place.get("use") if isinstance(place, Mapping) else None
    place = used.value if used else place
    amiss = [*_load_amiss(scheme, load), *_dose_amiss(scheme, dose)]
    found += [place.finding("V350", f"{scheme.id} {what}", cure) for what, cure in amiss]


def _load_amiss(scheme: Scheme, load: Load | None) -> Iterator[tuple[str, str]]:
    if isinstance(load, Ladder) and needs_weights(scheme):
        yield "reckons in weights, and the load is a ladder", "use a scheme that moves by levels"
    if load is None and scheme.sets:
        yield "gives its sets parts of a load, and there is none", "add a load in kg or lb"
    if isinstance(load, Weights) and scheme.unit and load.unit is not scheme.unit:
        cure = f"use a scheme in {load.unit}, or write the load in {scheme.unit}; nothing is converted"
        yield f"is in {scheme.unit}, and the load is in {load.unit}", cure
    elif isinstance(load, Weights) and (most := _most_rise(scheme, load)) and most < load.increment:
        what = f"never adds more than {load.show(most)}, and the increment is {load.show(load.increment)}"
        yield what, "write a smaller increment, or use a scheme that moves by levels"


def _dose_amiss(scheme: Scheme, dose: Dose) -> Iterator[tuple[str, str]]:
    if scheme.sets:
        for name in ("sets", "reps"):
            if getattr(dose, name) is not None:
                yield f"writes its own sets, and the dose has {name}", f"leave {name} out of the dose"
        return
    if scheme.plan:
        if dose.reps is not None:
            yield "plans the repetitions week by week, and the dose has reps", "leave reps out of the dose"
        if dose.per_week is None:
            yield "counts training weeks, and the dose does not say how many sessions", "add per_week: 3"
    elif dose.reps is None and _counts_reps(scheme):
        yield "looks at repetitions, and the dose has none", "add reps to the dose, such as reps: 8-12"
    if dose.sets is None and scheme.moves and not (scheme.plan and all(one.sets for one in scheme.plan)):
        yield "looks at sets, and the dose does not say how many", "add sets to the dose, such as sets: 3"
    elif scheme.next and dose.sets and max(scheme.next.of, scheme.next.start) > dose.sets:
        what = f"looks at set {max(scheme.next.of, scheme.next.start)}, and the dose has {dose.sets}"
        yield what, "write more sets, or use another scheme"
    if scheme.climbs and dose.reps and dose.reps[0] == dose.reps[1]:
        cure = "write a range, such as reps: 8-12"
        yield "lets the repetitions climb through a range, and the dose has one number", cure


def _counts_reps(scheme: Scheme) -> bool:
    look_ups = (scheme.next, scheme.between_sets)
    return bool(scheme.rise or scheme.fall or any(one and one.by is By.GOOD_REPS for one in look_ups))

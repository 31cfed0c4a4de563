"""Measures in a file: the catalogue's, and those a protocol adds or narrows."""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from decimal import Decimal
from typing import Final

import attrs

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.shapes.protocols import MeasuresFile, MeasureShape, ScaleShape
from vmo_rehab.documents.shapes.structure import Named, options
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import leaves
from vmo_rehab.measures import PRESENCE, Asked, Measure, Worse
from vmo_rehab.scales import Scale

Found = list[Diagnostic]

FORMAT: Final = 1
"""The format of files that this library reads."""

_MOST: Final = 1_000_000
_MOST_STEPS: Final = 10_000
_LABEL_SIGNS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_.")
_NO_LABELS: Final = frozenset({"for", "in", "over", "of", "is", "not"})


def measures_of(file: MeasuresFile, found: Found) -> dict[str, Measure]:
    """Make the measures of a catalogue file."""
    check_format(file.format, found)
    made = {}
    for name, entry in file.measures.items():
        if leaves.snake_id(entry.key, found) and (measure := new_measure(entry, found)):
            made[name] = measure
    return made


def check_format(scalar: Scalar, found: Found) -> None:
    """Refuse a file of another format than the one that is read."""
    if scalar.value != FORMAT or isinstance(scalar.value, bool):
        what = f"this library reads format {FORMAT}, and {scalar.described} stands here"
        found.append(scalar.finding("V322", what, f"write format: {FORMAT}"))


def texts(scalars: tuple[Scalar, ...], found: Found) -> tuple[str, ...]:
    """Read a list of texts, leaving out those with findings."""
    return tuple(word for scalar in scalars if (word := leaves.text(scalar, found)))


def new_measure(entry: Named[MeasureShape], found: Found) -> Measure | None:
    """Make a measure that stands for itself: title, scale and asking time are needed."""
    shape, key = entry.value, entry.key
    red_flag = bool(shape.red_flag and leaves.boolean(shape.red_flag, found))
    if red_flag and (shape.scale or shape.labels):
        what = f"{key.text} is a red flag, which is absent or present"
        found.append(key.finding("V331", what, "leave out scale and labels"))
    scale = PRESENCE if red_flag else _scale(entry, found)
    for name, value in (("title", shape.title), ("asked", shape.asked)):
        if value is None:
            found.append(
                key.finding("V203", f'the measure {key.text} has no "{name}"', f"add a line {name}: ...")
            )
    if scale is None or shape.title is None or shape.asked is None:
        return None
    asked = leaves.one_of(shape.asked, found, options(MeasureShape, "asked"))
    worse = leaves.one_of(shape.worse, found, options(MeasureShape, "worse")) if shape.worse else Worse.HIGH
    from_reps = bool(shape.from_reps and leaves.boolean(shape.from_reps, found))
    if from_reps and not (scale.lowest == 0 and scale.unit == "%" and scale.highest * scale.step == 100):
        found.append(key.finding("V330", f"{key.text} is a share of repetitions", "its scale is 0 to 100%"))
    return Measure(
        id=key.text,
        title=leaves.text(shape.title, found) or "",
        scale=scale,
        asked=Asked(asked or "visit"),
        worse=Worse(worse or "high"),
        valid_for=_valid_for(shape, found),
        red_flag=red_flag,
        from_reps=from_reps,
        question=(shape.question and leaves.text(shape.question, found)) or "",
        source=(shape.source and leaves.text(shape.source, found)) or "",
    )


def narrowed(
    entries: AnyMapping[str, Named[MeasureShape]], catalogue: AnyMapping[str, Measure], found: Found
) -> dict[str, Measure]:
    """Return the catalogue's measures with those a protocol adds, and those it narrows, never widens."""
    measures = dict(catalogue)
    for name, entry in entries.items():
        if not leaves.snake_id(entry.key, found):
            continue
        base = catalogue.get(name)
        made = _narrow(base, entry, found) if base else new_measure(entry, found)
        if made:
            measures[name] = made
    return measures


def _narrow(base: Measure, entry: Named[MeasureShape], found: Found) -> Measure:
    shape, key = entry.value, entry.key
    fixed = ("title", "asked", "worse", "red_flag", "from_reps", "labels")
    for name in fixed:
        if (value := getattr(shape, name)) is not None:
            at = value.span if isinstance(value, Scalar) else key.span
            what = f"{base.id} stands in the catalogue, and its {name} is fixed there"
            found.append(key.finding("V330", what, "leave it out, or give the measure a name of its own", at))
    scale, valid_for = base.scale, base.valid_for
    if shape.scale and base.from_reps:
        what = f"{base.id} is a share of repetitions, always {base.scale.describe()}"
        found.append(key.finding("V330", what, "leave the scale out", shape.scale.lowest.span))
    elif shape.scale and base.scale.labels:
        what = f"{base.id} has the words {base.scale.describe()}, and no numbers"
        found.append(key.finding("V330", what, "leave the scale out", shape.scale.lowest.span))
    elif shape.scale:
        read = _numbers(shape.scale, found)
        if read and (cure := _widened(read, base.scale)):
            what = f"{base.id} goes from {base.scale.describe()} in the catalogue"
            found.append(key.finding("V330", what, cure, shape.scale.lowest.span))
        elif read:
            scale = read
    if shape.valid_for and (days := _valid_for(shape, found)):
        if base.valid_for is None or days > base.valid_for:
            stands = f"stands {base.valid_for} days" if base.valid_for else "counts on its own day alone"
            what = f"{base.id} {stands} in the catalogue"
            cure = "a protocol may shorten that, not lengthen it" if base.valid_for else "leave valid_for out"
            found.append(key.finding("V330", what, cure, shape.valid_for.span))
        valid_for = days
    question = (shape.question and leaves.text(shape.question, found)) or base.question
    source = (shape.source and leaves.text(shape.source, found)) or base.source
    return attrs.evolve(base, scale=scale, valid_for=valid_for, question=question, source=source)


def _widened(scale: Scale, base: Scale) -> str:
    """Return what to do about a scale that is not a part of its base; empty where it is."""
    if scale.unit != base.unit:
        return f'write unit: "{base.unit}", as there' if base.unit else "leave the unit out, as there"
    if scale.step != base.step:
        return f"keep its steps of {base.show(1)}"
    inside = base.lowest <= scale.lowest and scale.highest <= base.highest
    return "" if inside else "narrow it, never widen it"


def _valid_for(shape: MeasureShape, found: Found) -> int | None:
    if shape.valid_for is None:
        return None
    days = leaves.duration_days(shape.valid_for, found)
    if days == 0:
        found.append(shape.valid_for.finding("V300", "an answer stands at least 1 day", "leave it out"))
    return days or None


def _scale(entry: Named[MeasureShape], found: Found) -> Scale | None:
    shape, key = entry.value, entry.key
    if (shape.scale is None) is (shape.labels is None):
        what = f'the measure {key.text} needs either "scale" or "labels"'
        found.append(key.finding("V203", what, "scale: {from: 0, to: 10} or labels: [none, some]"))
        return None
    return _numbers(shape.scale, found) if shape.scale else _labels(shape.labels or (), key, found)


def _labels(labels: tuple[Scalar, ...], key: Scalar, found: Found) -> Scale | None:
    words = [label.text for label in labels]
    for label in labels:
        if not label.text or not set(label.text) <= _LABEL_SIGNS or label.text in _NO_LABELS:
            cure = 'use letters, digits, "-" and "+", without spaces'
            if label.text in _NO_LABELS:
                cure = "it is a word of the criteria: choose another"
            found.append(label.finding("V331", f"{shown(label.text)} cannot be a label", cure))
        if words.count(label.text) > 1:
            found.append(label.finding("V331", f"the label {label.text} stands twice", "remove one"))
    if len(words) < 2:
        found.append(key.finding("V331", f"{key.text} has {len(words)} labels", "list at least two"))
        return None
    return Scale.of_labels(words)


def _numbers(shape: ScaleShape, found: Found) -> Scale | None:
    low, high = _number(shape.lowest, found), _number(shape.highest, found)
    step = _number(shape.step, found) if shape.step else Decimal(1)
    unit = shape.unit.text.strip() if shape.unit else ""
    if shape.unit and not _NO_LABELS.isdisjoint(unit.split()):
        cure = "it is a word of the criteria: write it in another way, such as inch"
        found.append(shape.unit.finding("V331", f"{shown(unit)} cannot be a unit", cure))
    if low is None or high is None or step is None:
        return None
    if step <= 0 or low >= high or low % step or high % step or (high - low) / step > _MOST_STEPS:
        what = f"{low} to {high} in steps of {step} is not a scale"
        cure = f"lowest below highest, both whole numbers of steps, at most {_MOST_STEPS} steps"
        found.append(shape.lowest.finding("V331", what, cure))
        return None
    return Scale(int(low / step), int(high / step), step.normalize(), unit)


def _number(scalar: Scalar, found: Found) -> Decimal | None:
    if isinstance(scalar.value, int | Decimal) and not isinstance(scalar.value, bool):
        number = Decimal(scalar.value)
        if abs(number) <= _MOST:
            return number
        what = f"{shown(scalar.text)} is out of range"
        found.append(scalar.finding("V300", what, f"write -{_MOST} to {_MOST}"))
    elif not leaves.decimal_comma(scalar, found):
        number_first = re.match(r"[-+]?\d+(?:\.\d+)?(?=\D)", scalar.text)
        cure = f"write {number_first[0]}, and the unit behind unit:" if number_first else "write it in digits"
        found.append(scalar.finding("V208", f"a number is due, and {scalar.described} stands here", cure))
    return None

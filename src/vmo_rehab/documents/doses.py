"""Rows of a phase in a file: exercises with dose, load and scheme, ladders of exercises, menus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from decimal import Decimal
from typing import Any, Final

import attrs
from attrs import frozen

from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.loads import ladder_of, load_of
from vmo_rehab.documents.measures import texts
from vmo_rehab.documents.row_schemes import OfRow, check_scheme, scheme_of_row
from vmo_rehab.documents.shapes.doses import (
    DefaultsShape,
    DoseShape,
    InsteadShape,
    LevelsShape,
    MenuShape,
    PaceShape,
    PrescribedShape,
    RowShape,
    RungShape,
    UnlockShape,
)
from vmo_rehab.documents.shapes.structure import word
from vmo_rehab.documents.text.nodes import Node, Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import leaves
from vmo_rehab.documents.values.arcs import arc_of
from vmo_rehab.documents.values.kinds import (
    MOST_CHOSEN,
    MOST_PER_WEEK,
    MOST_SETS,
    MOST_STEPS,
    RANGE,
    TEMPO,
    TIME,
)
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.dosage import Dose, Menu, Pace, Prescribed, Rung, Unlock
from vmo_rehab.protocol.exercise import Arc, Exercise, other_names
from vmo_rehab.protocol.limit import Anchor
from vmo_rehab.protocol.scheme import FIXED, Scheme
from vmo_rehab.source import Span

Found = list[Diagnostic]
NO_RULE: Final[OfRow] = (FIXED, None, None)

_SETS_OF: Final = re.compile(r"(\d{1,2})\s*[x*×]\s*(\d{1,3}(?:-\d{1,3})?)")
_RANGE_MEANT: Final = re.compile(r"(\d{1,3})\s*(?:to|-|[\u2010-\u2015])\s*(\d{1,3})")
_TIME_MEANT: Final = re.compile(r"(?i:(\d{1,4}(?:\.\d{1,2})?)\s*(s|secs?|seconds?|m|mins?|minutes?)\.?)")
MOST_REPS: Final = 100
MOST_SECONDS: Final = 7_200
MOST_TEMPO: Final = 60


@frozen
class Defaults:
    """What the exercises of a phase leave out; not whole where something was amiss in the dose or rule."""

    dose: Dose = Dose()
    rule: OfRow | None = None
    whole: bool = True


@frozen
class RowReader:
    """Makes rows from their shapes.

    Args:
        exercises: the catalogue.
        measures: among them the tests that a load may follow.
        schemes: those that rows may name, by id.
        criterion: reads a criterion.
        anchor: reads a time after something.
        found: findings are added to it.
    """

    exercises: AnyMapping[str, Exercise]
    measures: AnyMapping[str, Measure]
    schemes: AnyMapping[str, Scheme]
    criterion: Callable[[Node], Criterion]
    anchor: Callable[[Scalar], Anchor | None]
    found: Found

    def rows(
        self, shapes: Iterable[RowShape], defaults: DefaultsShape | None = None
    ) -> tuple[Prescribed, ...]:
        """Make the rows of a phase, or of the rescue, in the order of the file."""
        usual, menus, made = self._defaults(defaults), 0, list[Prescribed]()
        for shape in shapes:
            match shape:
                case LevelsShape():
                    made += self._track(shape, usual)
                case MenuShape():
                    menus += 1
                    made += self._menu(shape, f"menu-{menus}", usual)
                case PrescribedShape():
                    made += self._row(shape, usual)
        return tuple(made)

    def _defaults(self, shape: DefaultsShape | None) -> Defaults:
        if shape is None:
            return Defaults()
        before = len(self.found)
        dose = self._dose(shape)
        return Defaults(dose, self._rule(shape.scheme), len(self.found) == before)

    def _row(self, shape: PrescribedShape, usual: Defaults, menu: Menu | None = None) -> Iterator[Prescribed]:
        exercise, before = self._exercise(shape.exercise), len(self.found)
        loaded = shape.load or any(one.load for one in shape.instead)
        own, pace = self._rule(shape.scheme), self._pace(shape.pace) if shape.pace else None
        if not loaded:
            self._check_moves(shape, own)
        rule = own or (usual.rule if loaded else None) or NO_RULE
        dose = self._dose_of(shape, usual, rule[0])
        if exercise is None:
            return
        row = Prescribed(
            exercise,
            dose,
            load_of(shape.load, self.measures, self.found) if shape.load else None,
            *rule,
            pace=pace,
            arc=self._arc(shape.arc, exercise) if shape.arc else None,
            unlock=self._unlock(shape.unlock) if shape.unlock else None,
            days=texts(shape.days or (), self.found),
            menu=menu,
            span=shape.span,
        )
        if len(self.found) == before and loaded and usual.whole:
            check_scheme(rule[0], shape.scheme or shape.exercise, dose, row.load, self.found)
        instead = (self._instead(one, row, usual, rule) for one in shape.instead)
        yield attrs.evolve(row, instead=tuple(one for one in instead if one))

    def _instead(
        self, shape: InsteadShape, row: Prescribed, usual: Defaults, rule: OfRow
    ) -> Prescribed | None:
        """Make what is done in a row's place: its own load, and all else as the row."""
        exercise = self._exercise(shape.exercise)
        dose = self._dose_of(shape, usual, rule[0]) if shape.dose else row.dose
        load = load_of(shape.load, self.measures, self.found) if shape.load else None
        if exercise is None:
            return None
        scheme, rise, fall = rule if load else NO_RULE
        return attrs.evolve(
            row,
            exercise=exercise,
            dose=dose,
            load=load,
            scheme=scheme,
            rise=rise,
            fall=fall,
            arc=self._arc(shape.arc, exercise) if shape.arc else None,
            span=shape.span,
        )

    def _track(self, shape: LevelsShape, usual: Defaults) -> Iterator[Prescribed]:
        ladder = shape.levels
        name = leaves.kebab_id(ladder.id, self.found) or ""
        if name in self.exercises:
            what = f"the ladder {name} has the name of an exercise"
            self._say(ladder.id, "V336", what, "choose another name")
        rule = self._rule(shape.scheme) or usual.rule or NO_RULE
        rungs = [self._rung(one, usual, rule[0]) for one in ladder.rungs]
        ids = tuple(one.exercise.text for one in ladder.rungs)
        load = ladder_of(ids, ladder.start, "exercises, easiest first", self.found)
        whole = tuple(rung for rung in rungs if rung)
        if whole and load:
            first = whole[0]
            yield Prescribed(
                first.exercise,
                first.dose,
                load,
                *rule,
                pace=self._pace(shape.pace) if shape.pace else None,
                unlock=self._unlock(shape.unlock) if shape.unlock else None,
                days=texts(shape.days or (), self.found),
                track=name,
                rungs=whole,
                span=shape.span,
            )

    def _rung(self, shape: RungShape, usual: Defaults, scheme: Scheme) -> Rung | None:
        exercise = self._exercise(shape.exercise)
        dose = self._dose_of(shape, usual, scheme)
        return Rung(exercise, dose) if exercise else None

    def _menu(self, shape: MenuShape, name: str, usual: Defaults) -> Iterator[Prescribed]:
        least, most = _range(shape.choose, MOST_CHOSEN, "a number to choose", "2 or 2-4", self.found) or (
            1,
            1,
        )
        including = tuple(
            (pattern, leaves.whole_number(entry.value, self.found, low=1, high=MOST_CHOSEN) or 1)
            for pattern, entry in (shape.including or {}).items()
        )
        menu = Menu(name, least, most, including)
        for row in shape.rows:
            yield from self._row(row, usual, menu)

    def _exercise(self, scalar: Scalar) -> Exercise | None:
        name = scalar.text
        if name not in self.exercises:
            known = "the catalogue has: {}; vmo-rehab exercises lists all"
            cure = did_you_mean(name, self.exercises, known, other_names(self.exercises))
            self._say(scalar, "V312", f'"{name}" is not an exercise of the catalogue', cure)
        return self.exercises.get(name)

    def _rule(self, node: Node | None) -> OfRow | None:
        return scheme_of_row(node, self.schemes, self.criterion, self.found) if node else None

    def _check_moves(self, shape: PrescribedShape, rule: OfRow | None) -> None:
        """Refuse what raises a load where there is none."""
        if rule and (rule[0].moves or rule[1] or rule[2]):
            what = f"{shape.exercise.text} has a scheme that raises it, and no load to raise"
            self._say(shape.exercise, "V333", what, "add a load, or leave the scheme out")
        elif shape.pace:
            what = f"{shape.exercise.text} has a pace, and no load to raise"
            self._say(shape.exercise, "V333", what, "add a load, or leave the pace out")

    def _arc(self, scalar: Scalar, exercise: Exercise) -> Arc | None:
        arc, arcs = arc_of(scalar, self.found), exercise.arcs
        if arc and arcs and not arc.within(arcs.allowed):
            what = f"{arc} goes beyond {arcs.allowed}, which is allowed for {exercise.id}"
            self._say(scalar, "V355", what, "narrow it, or choose another exercise")
        return arc

    def _unlock(self, shape: UnlockShape) -> Unlock:
        anchor = self.anchor(shape.not_before) if shape.not_before else None
        when = self.criterion(shape.when)
        return (
            Unlock(when, anchor.days, anchor.after, shape.span) if anchor else Unlock(when, span=shape.span)
        )

    def _pace(self, shape: PaceShape) -> Pace:
        days = leaves.duration_days(shape.within, self.found)
        if days == 0:
            self._say(shape.within, "V300", "a pace in 0 days", "write at least 1 day")
        return Pace(
            leaves.whole_number(shape.steps, self.found, low=1, high=MOST_STEPS) or 1,
            days or 1,
            (leaves.duration_days(shape.gap, self.found) or 0) if shape.gap else 0,
        )

    def _dose_of(
        self, row: PrescribedShape | InsteadShape | RungShape, usual: Defaults, scheme: Scheme
    ) -> Dose:
        if row.dose is None and usual.dose == Dose() and not self._has_broken_dose(row.span):
            what = f'{row.exercise.text} has no "dose", and the phase no defaults for it'
            self._say(row.exercise, "V203", what, "add dose: {sets: 3, reps: 10}, or dose: {}")
        return filled(self._dose(row.dose) if row.dose else Dose(), usual.dose, scheme)

    def _has_broken_dose(self, row: Span) -> bool:
        """Tell whether it is said already of a row's dose that it has no keys."""
        return any(
            one.code == "V201" and one.what.startswith(word(DoseShape)) and one.span and row.holds(one.span)
            for one in self.found
        )

    def _dose(self, shape: DoseShape | DefaultsShape) -> Dose:
        found = self.found
        time = shape.time if isinstance(shape, DoseShape) else None
        return Dose(
            sets=_sets(shape.sets, found) if shape.sets else None,
            reps=repetitions(shape.reps, found) if shape.reps else None,
            hold_for=seconds(shape.hold_for, found) if shape.hold_for else None,
            time=seconds(time, found) if time else None,
            per_week=leaves.whole_number(shape.per_week, found, low=1, high=MOST_PER_WEEK)
            if shape.per_week
            else None,
            rest=seconds(shape.rest, found) if shape.rest else None,
            tempo=_tempo(shape.tempo, found) if shape.tempo else "",
        )

    def _say(self, at: Scalar, code: str, what: str, cure: str) -> None:
        self.found.append(at.finding(code, what, cure))


def filled(own: Dose, usual: Dose, scheme: Scheme) -> Dose:
    """Fill a dose in from the defaults of its phase.

    A bout of time takes only how often a week it is done: sets and repetitions are not what it is
    counted in. What a scheme prescribes itself is not filled in either.

    Args:
        own: what the row says.
        usual: what the phase says.
        scheme: the row's.
    """
    if own.time:
        return attrs.evolve(own, per_week=own.per_week or usual.per_week)
    taken: dict[str, Any] = {
        part.name: getattr(own, part.name) or getattr(usual, part.name) for part in attrs.fields(Dose)
    }
    if scheme.sets:
        taken["sets"] = own.sets
    if scheme.sets or scheme.plan:
        taken["reps"] = own.reps
    return Dose(**taken)


def _sets(scalar: Scalar, found: Found) -> int | None:
    if match := _SETS_OF.fullmatch(scalar.text):
        what = f"a whole number is due, and {scalar.described} stands here"
        found.append(scalar.finding("V208", what, f"write sets: {match[1]} and reps: {match[2]}"))
        return None
    return leaves.whole_number(scalar, found, low=1, high=MOST_SETS)


def repetitions(scalar: Scalar, found: Found) -> tuple[int, int] | None:
    """Read repetitions of a set, ``10`` or ``10-15``: the least and the most."""
    return _range(scalar, MOST_REPS, "repetitions", "10 or 10-15", found)


def _range(scalar: Scalar, most: int, word: str, form: str, found: Found) -> tuple[int, int] | None:
    match = RANGE.fullmatch(scalar.text)
    if match:
        low = int(match[1])
        high = int(match[2] or low)
        if 1 <= low <= high <= most:
            return low, high
    verb = "are" if word.endswith("s") else "is"
    what = f"{word} {verb} due, and {scalar.described} stands here"
    cure = f"write {form}, from 1 to {most}"
    if (meant := _RANGE_MEANT.fullmatch(scalar.text)) and 1 <= int(meant[1]) <= int(meant[2]) <= most:
        cure = f"write {meant[1]}-{meant[2]}"
    if match and 1 <= int(match[2] or 0) < int(match[1]) <= most:
        cure = f"write the smaller number first: {match[2]}-{match[1]}"
    found.append(scalar.finding("V300", what, cure))
    return None


def _tempo(scalar: Scalar, found: Found) -> str:
    match = TEMPO.fullmatch(scalar.text)
    if match and all(int(part) <= MOST_TEMPO for part in match.groups()):
        return scalar.text
    what = f"a tempo is due, and {scalar.described} stands here"
    cure = f"write the seconds down, held and up, such as 4-1-3, each 0 to {MOST_TEMPO}"
    found.append(scalar.finding("V300", what, cure))
    return ""


def seconds(scalar: Scalar, found: Found) -> int | None:
    """Read a short time, ``45 s`` or ``15 min``, in seconds."""
    match = TIME.fullmatch(scalar.text)
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
        code, what, cure = "V316", f"{shown(scalar.text)} is not a time", _time_meant(scalar.text)
    found.append(scalar.finding(code, what, cure))
    return None


def _time_meant(written: str) -> str:
    """Return a cure with the time that was meant, where the unit is only written in another way."""
    match = _TIME_MEANT.fullmatch(written)
    if not match:
        return "write 45 s or 15 min"
    unit = "min" if match[2].lower().startswith("m") else "s"
    if "." not in match[1]:
        return f"write {match[1]} {unit}"
    read = Decimal(match[1]) * (60 if unit == "min" else 1)
    whole = read == read.to_integral_value() and 1 <= read <= MOST_SECONDS
    return f"write {int(read)} s" if whole else "write 45 s or 15 min"

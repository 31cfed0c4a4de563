"""Exercises in the files of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from enum import StrEnum
from typing import Final, TypeVar

import attrs
from attrs import define

from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.build import references
from vmo_rehab.documents.loads import grams
from vmo_rehab.documents.measures import check_format, texts
from vmo_rehab.documents.shapes.exercises import (
    ArcShape,
    ExercisesFile,
    ExerciseShape,
    FaultShape,
    NoteShape,
    PurposesShape,
    UsualLoadShape,
)
from vmo_rehab.documents.shapes.structure import Named
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import leaves
from vmo_rehab.documents.values.arcs import arc_of
from vmo_rehab.protocol.exercise import (
    Arcs,
    Chain,
    Counted,
    Exercise,
    Fault,
    Laterality,
    Loaded,
    Note,
    Position,
    Purpose,
    UsualLoad,
)
from vmo_rehab.protocol.reference import Reference

Found = list[Diagnostic]
_Word = TypeVar("_Word", bound=StrEnum)

NO_EQUIPMENT: Final = "none"
"""The equipment of a substitute that needs none."""


def exercises_of(files: Iterable[ExercisesFile], found: Found) -> dict[str, Exercise]:
    """Make the exercises of all files of a catalogue, which refer to each other.

    Args:
        files: their shapes.
        found: findings are added to it.

    Returns:
        The exercises by id; one that stands twice as it stands first.
    """
    entries: dict[str, Named[ExerciseShape]] = {}
    made: dict[str, Exercise] = {}
    for file in files:
        check_format(file.format, found)
        known = references(file.sources or {}, found)
        for name, entry in file.exercises.items():
            for piece in name.split("/", 1):
                leaves.kebab_id(attrs.evolve(entry.key, value=piece, text=piece), found)
            if name in entries:
                where = entries[name].key.span
                cure = f"keep one of them; the other is in {where.path}, line {where.line}"
                found.append(entry.key.finding("V336", f"the exercise {name} stands twice", cure))
            else:
                entries[name], made[name] = entry, _Reader(known, found).exercise(name, entry.value)
    for name, entry in entries.items():
        _check_links(name, entry.value, made, found)
    return made


@define(eq=False)
class _Reader:
    """Reads one exercise; which sources its file has is known."""

    known: AnyMapping[str, Reference]
    found: Found

    def exercise(self, name: str, shape: ExerciseShape) -> Exercise:
        found = self.found
        named = (*shape.sources, *(shape.arc.sources if shape.arc else ()))
        named += shape.load.sources if shape.load else ()
        named += tuple(source for note in shape.notes for source in note.sources)
        return Exercise(
            id=name,
            name=leaves.text(shape.name, found) or "",
            cues=texts(shape.cues, found),
            faults=self._faults(shape.faults),
            also_called=texts(shape.also_called, found),
            pattern=leaves.kebab_id(shape.pattern, found) or "",
            chain=self._word(Chain, shape.chain),
            purposes=self._purposes(shape.purposes) if shape.purposes else {},
            targets=texts(shape.targets, found),
            laterality=self._word(Laterality, shape.laterality),
            position=self._word(Position, shape.position),
            equipment=texts(shape.equipment, found),
            at_home=texts(shape.at_home, found),
            arcs=self._arcs(shape.arc) if shape.arc else None,
            counted=self._word(Counted, shape.dose),
            load=self._load(shape.load) if shape.load else None,
            setup=texts(shape.setup, found),
            steps=texts(shape.steps, found),
            cautions=texts(shape.cautions, found),
            easier=tuple(scalar.text for scalar in shape.easier),
            harder=tuple(scalar.text for scalar in shape.harder),
            substitutes={key: entry.value.text for key, entry in (shape.substitutes or {}).items()},
            wording=(shape.wording and leaves.text(shape.wording, found)) or "",
            notes=tuple(map(self._note, shape.notes)),
            codes=self._codes(shape.codes or {}),
            sources={key: self.known[key] for key in self._sources(named)},
        )

    def _word(self, words: type[_Word], scalar: Scalar | None) -> _Word | None:
        word = leaves.one_of(scalar, self.found, list(words)) if scalar else None
        return words(word) if word else None

    def _sources(self, scalars: Iterable[Scalar], *, silent: bool = False) -> tuple[str, ...]:
        """Return the keys that are sources of the file, each once; say the others unless they were said."""
        keys: dict[str, None] = {}
        for scalar in scalars:
            if scalar.text in self.known:
                keys[scalar.text] = None
            elif not silent:
                cure = did_you_mean(scalar.text, self.known, "its sources: {}")
                what = f'"{scalar.text}" is not a source of this file'
                self.found.append(scalar.finding("V312", what, cure))
        return tuple(keys)

    def _purposes(self, shape: PurposesShape) -> dict[Purpose, str]:
        read = {}
        for purpose in Purpose:
            scalar = getattr(shape, purpose.name.lower())
            if scalar and (why := leaves.text(scalar, self.found)):
                read[purpose] = why
        return read

    def _faults(self, shapes: tuple[FaultShape, ...]) -> tuple[Fault, ...]:
        made: dict[str, Fault] = {}
        for shape in shapes:
            name = leaves.snake_id(shape.id, self.found)
            if name in made:
                cure = "keep one of them, or give the other a name of its own"
                self.found.append(shape.id.finding("V336", f"the fault {name} stands twice", cure))
            words = leaves.text(shape.words, self.found)
            major = leaves.boolean(shape.major, self.found)
            if name:
                made.setdefault(name, Fault(name, words or "", bool(major)))
        return tuple(made.values())

    def _arcs(self, shape: ArcShape) -> Arcs | None:
        default, allowed = arc_of(shape.default, self.found), arc_of(shape.allowed, self.found)
        if default is None or allowed is None:
            return None
        if not default.within(allowed):
            what = f"the default {default} goes beyond {allowed}, which is allowed"
            cure = "narrow the default, or widen what is allowed"
            self.found.append(shape.default.finding("V342", what, cure))
        return Arcs(default, allowed, self._sources(shape.sources, silent=True))

    def _load(self, shape: UsualLoadShape) -> UsualLoad:
        kind = self._word(Loaded, shape.kind)
        for name, scalars, fits in (
            ("increments", shape.increments, Loaded.KG),
            ("ladder", shape.ladder, Loaded.LADDER),
        ):
            if kind and scalars and kind is not fits:
                what = f"the load is of the kind {kind}, and has {name}"
                cure = f"leave them out, or write kind: {fits}"
                self.found.append(scalars[0].finding("V333", what, cure))
        if shape.increments and not shape.sources:
            cure = "add a line sources: ... with a key of this file's sources"
            self.found.append(shape.increments[0].finding("V203", "increments without their source", cure))
        read = [grams(scalar, self.found) for scalar in shape.increments]
        return UsualLoad(
            kind=kind or Loaded.NONE,
            increments=tuple(weight for weight in read if weight),
            ladder=texts(shape.ladder, self.found),
            sources=self._sources(shape.sources, silent=True),
        )

    def _note(self, shape: NoteShape) -> Note:
        return Note(
            leaves.text(shape.claim, self.found) or "",
            leaves.text(shape.found, self.found) or "",
            self._sources(shape.sources, silent=True),
        )

    def _codes(self, entries: AnyMapping[str, Named[Scalar]]) -> dict[str, str]:
        return {system: leaves.text(entry.value, self.found) or "" for system, entry in entries.items()}


def _check_links(name: str, shape: ExerciseShape, made: AnyMapping[str, Exercise], found: Found) -> None:
    """Check what an exercise says of others, now that all are known."""
    substitutes = shape.substitutes or {}
    for scalar in (*shape.easier, *shape.harder, *(entry.value for entry in substitutes.values())):
        if scalar.text not in made:
            cure = did_you_mean(scalar.text, made, "the catalogue has: {}")
            what = f'"{scalar.text}" is not an exercise of the catalogue'
            found.append(scalar.finding("V312", what, cure))
        elif scalar.text == name:
            cure = "name another exercise, or leave it out"
            found.append(scalar.finding("V343", f"{name} refers to itself", cure))
    easier = {scalar.text for scalar in shape.easier}
    for scalar in shape.harder:
        if scalar.text in easier or _asks_more(name, scalar.text, made):
            what = f"{scalar.text} is said to be harder than {name}, and easier"
            found.append(scalar.finding("V344", what, "keep the one that is so"))
    for equipment, entry in substitutes.items():
        other = made.get(entry.value.text)
        if other and equipment not in (other.equipment or (NO_EQUIPMENT,)):
            needs = ", ".join(other.equipment) or NO_EQUIPMENT
            what = f"{other.id} does not need {shown(equipment)}"
            found.append(entry.key.finding("V345", what, f"write what it needs: {needs}"))


def _asks_more(name: str, harder: str, made: AnyMapping[str, Exercise]) -> bool:
    """Whether the exercise that is said to be harder says the same of this one."""
    return harder in made and name in made[harder].harder

"""The shape of the catalogue's files of exercises: which keys each part has."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from vmo_rehab.documents.shapes.protocols import SourceShape
from vmo_rehab.documents.shapes.structure import Named, part
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.values.kinds import (
    ARC_OF,
    BOOLEAN,
    EXERCISE,
    FORMAT,
    KEBAB_ID,
    SNAKE_ID,
    TEXT,
    WEIGHT,
)
from vmo_rehab.protocol.exercise import Chain, Counted, Laterality, Loaded, Position


@frozen(kw_only=True)
class PurposesShape:
    """What an exercise is done for; each with the reason."""

    _word_: ClassVar[str] = "the purposes"
    rehabilitation: Scalar | None = part(takes=TEXT, doc="Why it helps a knee recover.", default=None)
    prevention: Scalar | None = part(takes=TEXT, doc="Why it may keep a knee well.", default=None)
    strength: Scalar | None = part(takes=TEXT, doc="Why it makes stronger.", default=None)
    carry_over: Scalar | None = part(
        takes=TEXT, key="carry-over", doc="What of daily life it is like.", default=None
    )


@frozen(kw_only=True)
class ArcShape:
    """A range of knee flexion."""

    _word_: ClassVar[str] = "an arc"
    default: Scalar = part(takes=ARC_OF, doc="The usual range, the more bent end first: 90-45 deg.")
    allowed: Scalar = part(takes=ARC_OF, doc="The widest range that may be given.")
    sources: tuple[Scalar, ...] = part(doc="Sources of the numbers.", one_or_many=True)


@frozen(kw_only=True)
class UsualLoadShape:
    """What an exercise is loaded with, and its usual steps."""

    _word_: ClassVar[str] = "the load of an exercise"
    kind: Scalar = part(options=Loaded, doc="none, body-weight, ladder or kg.")
    increments: tuple[Scalar, ...] = part(
        takes=WEIGHT, doc="Usual changes in kg.", default=(), one_or_many=True
    )
    ladder: tuple[Scalar, ...] = part(takes=TEXT, doc="Usual loads, lightest first.", default=())
    sources: tuple[Scalar, ...] = part(doc="Sources of the numbers.", default=(), one_or_many=True)


@frozen(kw_only=True)
class FaultShape:
    """Something that can go wrong in a repetition."""

    _word_: ClassVar[str] = "a fault"
    id: Scalar = part(takes=SNAKE_ID, doc="Its name, in small letters with underscores.")
    words: Scalar = part(takes=TEXT, doc="What is seen.")
    major: Scalar = part(takes=BOOLEAN, doc="true if a repetition with it is not a good one.")


@frozen(kw_only=True)
class NoteShape:
    """A popular claim that evidence contradicts."""

    _word_: ClassVar[str] = "a note"
    claim: Scalar = part(takes=TEXT, doc="As it is commonly said.")
    found: Scalar = part(takes=TEXT, doc="What the sources say.")
    sources: tuple[Scalar, ...] = part(doc="Which sources.", one_or_many=True)


@frozen(kw_only=True)
class ExerciseShape:
    """An exercise of the catalogue."""

    _word_: ClassVar[str] = "an exercise"
    name: Scalar = part(takes=TEXT, doc="What a patient is told.")
    also_called: tuple[Scalar, ...] = part(takes=TEXT, doc="Other names.", default=(), one_or_many=True)
    pattern: Scalar = part(takes=KEBAB_ID, doc="The movement family.")
    chain: Scalar | None = part(options=Chain, doc="open or closed.", default=None)
    purposes: PurposesShape | None = part(doc="What it is done for.", default=None)
    targets: tuple[Scalar, ...] = part(takes=TEXT, doc="The muscles it is for.", default=(), one_or_many=True)
    laterality: Scalar | None = part(options=Laterality, doc="one-leg or both.", default=None)
    position: Scalar | None = part(options=Position, doc="How the body is placed.", default=None)
    equipment: tuple[Scalar, ...] = part(takes=TEXT, doc="What is needed.", default=())
    at_home: tuple[Scalar, ...] = part(takes=TEXT, doc="What will do at home.", default=(), one_or_many=True)
    arc: ArcShape | None = part(doc="The range of the knee.", default=None)
    dose: Scalar | None = part(options=Counted, doc="reps, time or hold.", default=None)
    load: UsualLoadShape | None = part(doc="What it is loaded with.", default=None)
    cues: tuple[Scalar, ...] = part(takes=TEXT, doc="Short instructions.", default=())
    setup: tuple[Scalar, ...] = part(takes=TEXT, doc="How to get ready.", default=(), one_or_many=True)
    steps: tuple[Scalar, ...] = part(takes=TEXT, doc="How it is done.", default=(), one_or_many=True)
    faults: tuple[FaultShape, ...] = part(doc="What can go wrong in a repetition.", default=())
    cautions: tuple[Scalar, ...] = part(takes=TEXT, doc="What to mind.", default=(), one_or_many=True)
    easier: tuple[Scalar, ...] = part(
        takes=EXERCISE, doc="Exercises that ask less.", default=(), one_or_many=True
    )
    harder: tuple[Scalar, ...] = part(
        takes=EXERCISE, doc="Exercises that ask more.", default=(), one_or_many=True
    )
    substitutes: dict[str, Named[Scalar]] | None = part(
        takes=EXERCISE, doc="In its place, by equipment.", default=None
    )
    wording: Scalar | None = part(takes=TEXT, doc="What a patient is told about it.", default=None)
    notes: tuple[NoteShape, ...] = part(doc="Claims that evidence contradicts.", default=())
    codes: dict[str, Named[Scalar]] | None = part(takes=TEXT, doc="Codes by terminology.", default=None)
    sources: tuple[Scalar, ...] = part(doc="Where all this comes from.", one_or_many=True)


@frozen(kw_only=True)
class ExercisesFile:
    """A file of the catalogue's exercises."""

    _word_: ClassVar[str] = "a file of exercises"
    format: Scalar = part(takes=FORMAT, doc="The version of the file format: 1.")
    sources: dict[str, Named[SourceShape]] | None = part(doc="References by key.", default=None)
    exercises: dict[str, Named[ExerciseShape]] = part(doc="The exercises by id.")

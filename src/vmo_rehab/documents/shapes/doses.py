"""The shape of what is done in a phase: rows, their doses and loads, ladders of exercises, menus."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from vmo_rehab.documents.shapes.structure import Named, part
from vmo_rehab.documents.text.nodes import Node, Scalar
from vmo_rehab.documents.values.kinds import (
    AFTER,
    ARC_OF,
    CHOSEN,
    CRITERION,
    DURATION,
    EXERCISE,
    KEBAB_ID,
    MEASURE,
    PER_WEEK,
    PERCENT,
    REPS,
    SCHEME,
    SECONDS,
    SETS,
    STEPS,
    TEMPO_OF,
    TEXT,
    WEIGHT,
)
from vmo_rehab.source import Span


@frozen(kw_only=True)
class DoseShape:
    """How much of an exercise."""

    _word_: ClassVar[str] = "a dose"
    sets: Scalar | None = part(takes=SETS, doc="Sets, 1 to 20.", default=None)
    reps: Scalar | None = part(takes=REPS, doc="Repetitions of a set: 10 or 10-15.", default=None)
    hold_for: Scalar | None = part(takes=SECONDS, doc="How long a repetition is held: 3 s.", default=None)
    time: Scalar | None = part(takes=SECONDS, doc="How long a bout is: 15 min.", default=None)
    per_week: Scalar | None = part(takes=PER_WEEK, doc="Sessions a week, 1 to 21.", default=None)
    rest: Scalar | None = part(takes=SECONDS, doc="Rest between sets: 60 s.", default=None)
    tempo: Scalar | None = part(takes=TEMPO_OF, doc="Seconds down, held and up: 4-1-3.", default=None)


@frozen(kw_only=True)
class SchemeOfRow:
    """How the level of an exercise moves: a scheme by its id, and what must be true besides."""

    _word_: ClassVar[str] = "the scheme of an exercise"
    use: Scalar | None = part(
        takes=SCHEME, doc="Id of a scheme; plain steps of one level if left out.", default=None
    )
    rise: Node | None = part(
        takes=CRITERION, doc="The criterion that must be true for any rise.", default=None
    )
    fall: Node | None = part(takes=CRITERION, doc="The criterion that takes it one level down.", default=None)


@frozen(kw_only=True)
class DefaultsShape:
    """What the exercises of a phase leave out."""

    _word_: ClassVar[str] = "the defaults of a phase"
    sets: Scalar | None = part(takes=SETS, doc="Sets, 1 to 20.", default=None)
    reps: Scalar | None = part(takes=REPS, doc="Repetitions of a set: 10 or 10-15.", default=None)
    hold_for: Scalar | None = part(takes=SECONDS, doc="How long a repetition is held: 3 s.", default=None)
    per_week: Scalar | None = part(takes=PER_WEEK, doc="Sessions a week, 1 to 21.", default=None)
    rest: Scalar | None = part(takes=SECONDS, doc="Rest between sets: 60 s.", default=None)
    tempo: Scalar | None = part(takes=TEMPO_OF, doc="Seconds down, held and up: 4-1-3.", default=None)
    scheme: Node | None = part(
        takes=(SCHEME, SchemeOfRow), doc="Of the exercises that have a load.", default=None
    )


@frozen(kw_only=True)
class LoadShape:
    """A ladder of named loads, or weights on an increment."""

    _word_: ClassVar[str] = "a load"
    ladder: tuple[Scalar, ...] | None = part(doc="Named loads, lightest first.", default=None)
    start: Scalar = part(doc="The first load.")
    increment: Scalar | None = part(
        takes=WEIGHT, doc="The smallest change, such as 2.5 kg or 5 lb.", default=None
    )
    least: Scalar | None = part(takes=WEIGHT, doc="Never less; nothing if left out.", default=None)
    most: Scalar | None = part(takes=WEIGHT, doc="Never more.", default=None)
    percent_of: Scalar | None = part(takes=MEASURE, doc="The test that the load follows.", default=None)
    percent: Scalar | None = part(
        takes=PERCENT, key="part", doc="How much of that test, such as 60%.", default=None
    )
    span: Span = field(eq=False)


@frozen(kw_only=True)
class PaceShape:
    """How fast a load may rise."""

    _word_: ClassVar[str] = "a pace"
    steps: Scalar = part(takes=STEPS, doc="Rises, at most.")
    within: Scalar = part(takes=DURATION, key="in", doc="In so many days: 7 days.")
    gap: Scalar | None = part(takes=DURATION, doc="From one rise to the next, at least.", default=None)


@frozen(kw_only=True)
class UnlockShape:
    """A gate of one exercise."""

    _word_: ClassVar[str] = "an unlock"
    when: Node = part(takes=CRITERION, doc="The criterion that opens it.")
    not_before: Scalar | None = part(takes=AFTER, doc="The earliest day: 12 weeks after FACT.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class InsteadShape:
    """What is done in an exercise's place where its equipment is lacking."""

    _word_: ClassVar[str] = "an exercise instead"
    exercise: Scalar = part(takes=EXERCISE, doc="Its id in the catalogue.")
    dose: DoseShape | None = part(doc="As the exercise's own if left out.", default=None)
    arc: Scalar | None = part(takes=ARC_OF, doc="The range of the knee.", default=None)
    load: LoadShape | None = part(doc="What its levels are.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class PrescribedShape:
    """An exercise in a phase."""

    _word_: ClassVar[str] = "an exercise of a phase"
    exercise: Scalar = part(takes=EXERCISE, doc="Its id in the catalogue.")
    dose: DoseShape | None = part(doc="Sets, repetitions, times.", default=None)
    arc: Scalar | None = part(takes=ARC_OF, doc="The range of the knee, as 90-45 deg.", default=None)
    load: LoadShape | None = part(doc="What its levels are.", default=None)
    scheme: Node | None = part(
        takes=(SCHEME, SchemeOfRow), doc="Id of a scheme, or what must be true for a rise.", default=None
    )
    pace: PaceShape | None = part(doc="How fast its load may rise.", default=None)
    unlock: UnlockShape | None = part(doc="Only from then on is it prescribed.", default=None)
    days: tuple[Scalar, ...] | None = part(takes=TEXT, doc="Of the rotation.", default=None, one_or_many=True)
    instead: tuple[InsteadShape, ...] = part(doc="By equipment.", default=(), one_or_many=True)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class RungShape:
    """One exercise of a ladder of exercises."""

    _word_: ClassVar[str] = "a rung"
    exercise: Scalar = part(takes=EXERCISE, doc="Its id in the catalogue.")
    dose: DoseShape | None = part(doc="Sets, repetitions, times.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class LadderOfExercises:
    """Exercises that follow each other, easiest first."""

    _word_: ClassVar[str] = "a ladder of exercises"
    id: Scalar = part(takes=KEBAB_ID, doc="Its name, in small letters with hyphens.")
    start: Scalar = part(takes=EXERCISE, doc="The first exercise.")
    rungs: tuple[RungShape, ...] = part(doc="The exercises, easiest first.")


@frozen(kw_only=True)
class LevelsShape:
    """A ladder of exercises in a phase."""

    _word_: ClassVar[str] = "a ladder of exercises in a phase"
    levels: LadderOfExercises = part(doc="The exercises.")
    scheme: Node | None = part(
        takes=(SCHEME, SchemeOfRow), doc="Id of a scheme, or what must be true for a rise.", default=None
    )
    pace: PaceShape | None = part(doc="How fast it may rise.", default=None)
    unlock: UnlockShape | None = part(doc="Only from then on is it prescribed.", default=None)
    days: tuple[Scalar, ...] | None = part(takes=TEXT, doc="Of the rotation.", default=None, one_or_many=True)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class MenuShape:
    """Exercises of which the patient does some."""

    _word_: ClassVar[str] = "a menu"
    choose: Scalar = part(takes=REPS, doc="How many of them: 2 or 2-4.")
    rows: tuple[PrescribedShape, ...] = part(key="from", doc="The exercises.", one_or_many=True)
    including: dict[str, Named[Scalar]] | None = part(
        takes=CHOSEN, doc="At least, of a pattern.", default=None
    )


RowShape = LevelsShape | MenuShape | PrescribedShape
"""What may stand in the list of a phase's exercises."""

"""What an exercise is: how it is done, what can go wrong in it, and what stands in its place.

What a decision shows (id, name, cues, range, substitutes) or rests on (which faults there are and which are
major, in what a dose is counted, the equipment, and what limits go by: pattern, chain, position) takes part
in comparing exercises, and so in a protocol's digest. All the rest is description: it can be worded better
without making another protocol of the old one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from attrs import Factory, field, frozen

from vmo_rehab.protocol.reference import Reference

SUBSTITUTES_DEEP: Final = 3
"""How often a substitute may stand in for a substitute."""
MOST_BENT: Final = 150
"""Degrees of flexion; no knee is trained beyond."""


def _told(default: Any = ()) -> Any:  # noqa: ANN401 - as attrs.field
    """Declare a field that describes and decides nothing."""
    return field(default=default, eq=False, repr=False, kw_only=True)


class Chain(StrEnum):
    """Whether the foot is free to move or stands against something."""

    OPEN = "open"
    CLOSED = "closed"


class Purpose(StrEnum):
    """What an exercise is done for."""

    REHABILITATION = "rehabilitation"
    PREVENTION = "prevention"
    STRENGTH = "strength"
    CARRY_OVER = "carry-over"


class Laterality(StrEnum):
    """Which legs work."""

    ONE_LEG = "one-leg"
    BOTH = "both"


class Position(StrEnum):
    """How the body is placed."""

    STANDING = "standing"
    SITTING = "sitting"
    ON_THE_BACK = "on-the-back"
    ON_THE_SIDE = "on-the-side"


class Counted(StrEnum):
    """In what a dose of the exercise is counted."""

    REPS = "reps"
    TIME = "time"
    HOLD = "hold"


class Loaded(StrEnum):
    """What an exercise is loaded with."""

    NONE = "none"
    BODY_WEIGHT = "body-weight"
    LADDER = "ladder"
    KG = "kg"


@frozen
class Arc:
    """A range of knee flexion in degrees, the more bent end first; one angle where both are equal.

    Args:
        bent: the end with more flexion, up to 150.
        straight: the end with less, from 0.
    """

    bent: int
    straight: int

    def __str__(self) -> str:
        return f"{self.bent} deg" if self.bent == self.straight else f"{self.bent}-{self.straight} deg"

    def within(self, other: Arc) -> bool:
        """Whether it lies inside another range.

        >>> Arc(90, 45).within(Arc(90, 0)), Arc(90, 45).within(Arc(60, 0))
        (True, False)
        """
        return other.straight <= self.straight and self.bent <= other.bent

    def meet(self, other: Arc) -> Arc | None:
        """Return what lies inside both, if anything does.

        >>> print(Arc(90, 0).meet(Arc(120, 45)), Arc(90, 45).meet(Arc(30, 0)))
        90-45 deg None
        """
        bent, straight = min(self.bent, other.bent), max(self.straight, other.straight)
        return Arc(bent, straight) if bent >= straight else None


ANY_ARC: Final = Arc(MOST_BENT, 0)
"""Where no range is told."""


@frozen
class Arcs:
    """The range an exercise is done in unless said otherwise, and the widest it may be given.

    Args:
        default: the usual range.
        allowed: the widest; the default lies within it.
        sources: keys of the exercise's sources.
    """

    default: Arc
    allowed: Arc
    sources: tuple[str, ...] = field(default=(), eq=False)


@frozen
class UsualLoad:
    """What an exercise is loaded with, and the usual steps of it.

    Args:
        kind: what the load is.
        increments: the usual changes in grams, smallest first; for kilograms alone.
        ladder: the usual loads, lightest first; for a ladder alone.
        sources: keys of the exercise's sources; needed with increments.
    """

    kind: Loaded = Loaded.NONE
    increments: tuple[int, ...] = ()
    ladder: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@frozen
class Fault:
    """Something that can go wrong in a repetition.

    Args:
        id: snake_case.
        words: what is seen.
        major: whether a repetition with it is not a good one.
    """

    id: str
    words: str = field(default="", eq=False)
    major: bool = False


@frozen
class Note:
    """A popular claim, and what was found about it.

    Args:
        claim: as it is commonly said.
        found: what the sources say.
        sources: keys of the exercise's sources.
    """

    claim: str
    found: str
    sources: tuple[str, ...] = ()


@frozen(slots=False)
class Exercise:
    """One exercise (in one variant) of the catalogue.

    Args:
        id: kebab-case, variant behind a slash: ``leg-extension/machine``.
        name: what a patient is told.
        cues: short instructions that stand with a prescription, in the patient's words.
        faults: what can go wrong in a repetition; which of them are major decides what a good one is.
        also_called: other names.
        pattern: the movement family, such as ``knee-extension`` or ``lunge``.
        chain: open or closed; ``None`` where that makes no sense.
        purposes: what it is done for, each with the reason.
        targets: the muscles it is for.
        laterality: whether one leg works or both.
        position: how the body is placed.
        equipment: what is needed, empty for none.
        at_home: what will do instead at home.
        arcs: the range of the knee, default and allowed.
        counted: in what its dose is counted.
        load: what it is loaded with.
        setup: how to get ready.
        steps: how it is done.
        cautions: what a clinician minds.
        easier: ids of exercises that ask less.
        harder: ids of exercises that ask more.
        substitutes: ids of exercises in its place, by the equipment there is.
        wording: what a patient is told about it.
        notes: popular claims that evidence contradicts.
        codes: codes of terminologies, by their system.
        sources: the references, by key.
    """

    id: str
    name: str
    cues: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = field(default=(), kw_only=True)
    also_called: tuple[str, ...] = _told()
    pattern: str = field(default="", kw_only=True)
    chain: Chain | None = field(default=None, repr=False, kw_only=True)
    purposes: Mapping[Purpose, str] = _told(Factory(dict))
    targets: tuple[str, ...] = _told()
    laterality: Laterality | None = _told(None)
    position: Position | None = field(default=None, repr=False, kw_only=True)
    equipment: tuple[str, ...] = field(default=(), kw_only=True)
    at_home: tuple[str, ...] = _told()
    arcs: Arcs | None = field(default=None, repr=False, kw_only=True)
    counted: Counted | None = field(default=None, repr=False, kw_only=True)
    load: UsualLoad | None = _told(None)
    setup: tuple[str, ...] = _told()
    steps: tuple[str, ...] = _told()
    cautions: tuple[str, ...] = _told()
    easier: tuple[str, ...] = _told()
    harder: tuple[str, ...] = _told()
    substitutes: Mapping[str, str] = field(factory=dict, repr=False, kw_only=True)
    wording: str = _told("")
    notes: tuple[Note, ...] = _told()
    codes: Mapping[str, str] = _told(Factory(dict))
    sources: Mapping[str, Reference] = _told(Factory(dict))

    @property
    def usual_arc(self) -> Arc | None:
        """The range it is done in unless said otherwise, where the catalogue has one."""
        return self.arcs.default if self.arcs else None

    @property
    def bears_weight(self) -> bool:
        """Whether the leg takes weight; what is not said to leave the foot free is taken to load it."""
        return self.chain is not Chain.OPEN or self.position is Position.STANDING

    @cached_property
    def fault_by_id(self) -> Mapping[str, Fault]:
        """The faults by id."""
        return {fault.id: fault for fault in self.faults}


def _harder(exercise: Exercise, catalogue: Mapping[str, Exercise]) -> set[str]:
    found, waiting = set[str](), list(exercise.harder)
    while waiting:
        name = waiting.pop()
        if name not in found and name in catalogue:
            waiting += catalogue[name].harder
        found.add(name)
    return found - {exercise.id}


def other_names(exercises: Mapping[str, Exercise]) -> dict[str, tuple[str, ...]]:
    """Return what exercises are called besides their ids."""
    return {one.id: (one.name, *one.also_called) for one in exercises.values()}


def stand_ins(exercise: Exercise, catalogue: Mapping[str, Exercise]) -> Iterator[Exercise]:
    """Yield what a catalogue has in an exercise's place, at most three substitutes away.

    The nearest come first, and of those that are equally near the ones of the same movement pattern. What the
    catalogue calls harder, or harder than that, never stands in.

    Args:
        exercise: that cannot be done.
        catalogue: has the exercises that others name as substitutes.
    """
    met, level = {exercise.id, *_harder(exercise, catalogue)}, [exercise]
    for _ in range(SUBSTITUTES_DEEP):
        names = [name for one in level for name in one.substitutes.values()]
        level = [catalogue[name] for name in dict.fromkeys(names) if name in catalogue and name not in met]
        met |= {one.id for one in level}
        yield from sorted(level, key=lambda one: one.pattern != exercise.pattern)

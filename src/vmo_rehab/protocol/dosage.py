"""How much of an exercise is prescribed: dose, load, level."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Final

from attrs import field, frozen

from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.protocol.exercise import Arc, Exercise
from vmo_rehab.protocol.scheme import FIXED, Scheme, Unit
from vmo_rehab.scales import OffScaleError, Scale
from vmo_rehab.source import NOWHERE, Span

KILOGRAMS: Final = Scale(0, 1_000_000, step=Decimal("0.001"), unit="kg")
"""Loads: whole grams up to a tonne, written in kg."""
POUNDS: Final = Scale(0, 2_000_000, step=Decimal("0.001"), unit="lb")
"""Loads of a clinic that works in pounds, in thousandths; never converted into the other."""
MASSES: Final = {Unit.KG: KILOGRAMS, Unit.LB: POUNDS}
"""The scale of each unit of weight."""


@frozen
class Dose:
    """Sets, repetitions and times; what is not prescribed is ``None``.

    Args:
        sets: 1 to 20.
        reps: least and most repetitions of a set, 1 to 100.
        hold_for: seconds a repetition is held.
        time: seconds of one bout, for exercises that are not counted.
        per_week: sessions a week, 1 to 21.
        rest: seconds between sets.
        tempo: seconds down, held and up, as ``4-1-3``; empty for none.
    """

    sets: int | None = None
    reps: tuple[int, int] | None = None
    hold_for: int | None = None
    time: int | None = None
    per_week: int | None = None
    rest: int | None = None
    tempo: str = ""


@frozen
class Ladder:
    """Loads in a fixed order, lightest first: bands, step heights. A level is a rung's place from 0."""

    rungs: tuple[str, ...]
    start: int

    @property
    def least(self) -> int:
        """The lowest level."""
        return 0

    @property
    def most(self) -> int:
        """The highest level."""
        return len(self.rungs) - 1

    def show(self, level: int) -> str:
        """Name a rung."""
        return self.rungs[level]

    def up(self, level: int) -> int:
        """Return the next rung, or the last."""
        return min(self.most, level + 1)

    def down(self, level: int) -> int:
        """Return the rung below, or the first."""
        return max(0, level - 1)

    def part_of(self, level: int, percent: int) -> int:
        """Return one rung down for any percentage below 100: rungs have no weight to take a part of."""
        return self.down(level) if percent < 100 else level

    def read(self, written: str) -> int | None:
        """Return the place of a rung by its name, or ``None``."""
        return self.rungs.index(written) if written in self.rungs else None

    def whole(self, level: int) -> int:
        """Return the highest level that is not above one; every rung is a level."""
        return level


@frozen
class Weights:
    """Loads on an increment. A level is the load in whole grams, or in thousandths of a pound.

    Args:
        start: first load.
        increment: the smallest change the equipment allows, above 0.
        least: never less than this.
        most: never more than this.
        unit: kg or lb.
        percent_of: id of the test whose latest valid entry the load follows; empty for none.
        part: percent of that entry.
    """

    start: int
    increment: int
    least: int
    most: int
    unit: Unit = Unit.KG
    percent_of: str = ""
    part: int = 100

    def show(self, level: int) -> str:
        """Write a load with its unit.

        >>> Weights(5000, 2500, 0, 40000).show(7500), Weights(5000, 5000, 0, 90000, Unit.LB).show(5000)
        ('7.5 kg', '5 lb')
        """
        return MASSES[self.unit].show(level)

    def up(self, level: int) -> int:
        """Return one increment more, never above ``most``."""
        return level if level + self.increment > self.most else level + self.increment

    def down(self, level: int) -> int:
        """Return one increment less, never under ``least``."""
        return max(min(self.least, level), level - self.increment)

    def part_of(self, level: int, percent: int) -> int:
        """Return a part of a load, rounded down to the increment and at least one increment away.

        >>> machine = Weights(5000, 2500, 0, 40000)
        >>> machine.part_of(20000, 90), machine.part_of(5000, 90), machine.part_of(2500, 50)
        (17500, 2500, 0)
        >>> machine.part_of(20000, 100)
        20000
        """
        if percent >= 100:
            return level
        steps = level * percent // (100 * self.increment)
        return max(min(self.least, level), min(steps * self.increment, level - self.increment))

    def whole(self, load: int) -> int:
        """Return the heaviest load the equipment has that is not above one, within least and most."""
        return min(self.most, max(self.least, load // self.increment * self.increment))

    def read(self, written: str) -> int | None:
        """Return a load written with this unit, or ``None``; another unit is not converted."""
        try:
            return MASSES[self.unit].read(written)
        except OffScaleError:
            return None


Load = Ladder | Weights


def as_prescribed(loads: Iterable[Load], written: str) -> str | None:
    """Return a load as a prescription writes it, or ``None`` where it is none of some loads.

    >>> as_prescribed([Weights(5000, 2500, 0, 40000), Ladder(("red band", "green band"), 0)], "7.50 kg")
    '7.5 kg'
    """
    found = ((load, load.read(written)) for load in loads)
    return next((load.show(level) for load, level in found if level is not None), None)


@frozen
class Pace:
    """How fast a load may rise: so many steps in any so many days, and days from one to the next.

    Args:
        steps: rises allowed in the time.
        days: the time.
        gap: days from one rise to the next.
    """

    steps: int
    days: int
    gap: int = 0


@frozen
class Unlock:
    """A gate of one exercise: it is prescribed only once its criterion has been true.

    Args:
        when: the criterion, read for merit.
        days: not before so many days after ``after``.
        after: a fact, ``start`` or a phase; empty for no such gate.
    """

    when: Criterion
    days: int = 0
    after: str = ""
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class Menu:
    """Exercises of which the patient does some.

    Args:
        id: one in the phase, ``menu-1``.
        least: how many at least.
        most: how many at most.
        including: how many of a movement pattern at least.
    """

    id: str
    least: int
    most: int
    including: tuple[tuple[str, int], ...] = ()


@frozen
class Rung:
    """One exercise of a ladder of exercises, with its dose."""

    exercise: Exercise
    dose: Dose


@frozen(slots=False)
class Prescribed:
    """One exercise as a phase prescribes it, or one ladder of exercises.

    Args:
        exercise: the exercise; of a ladder of exercises, its first.
        dose: sets, repetitions, times.
        load: what its levels are; ``None`` when nothing is loaded.
        scheme: how its level moves.
        rise: what must be certainly true besides for it to rise.
        fall: one level down when this is true.
        pace: how fast it may rise.
        arc: the range of the knee; ``None`` as the catalogue has it.
        unlock: the gate before which it is not prescribed.
        days: the days of the phase's rotation it stands on; empty for all.
        menu: the menu it is chosen from.
        instead: what is done in its place, by the equipment there is.
        track: the name of a ladder of exercises.
        rungs: its exercises, easiest first; its load is then a ladder of their ids.
    """

    exercise: Exercise
    dose: Dose
    load: Load | None = None
    scheme: Scheme = FIXED
    rise: Criterion | None = None
    fall: Criterion | None = None
    pace: Pace | None = None
    arc: Arc | None = None
    unlock: Unlock | None = None
    days: tuple[str, ...] = ()
    menu: Menu | None = None
    instead: tuple[Prescribed, ...] = ()
    track: str = ""
    rungs: tuple[Rung, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    @cached_property
    def id(self) -> str:
        """The name its level is kept under: the exercise's id, or the ladder's name."""
        return self.track or self.exercise.id

    @cached_property
    def moves(self) -> bool:
        """Whether any rule moves its level."""
        return self.load is not None and (self.scheme.moves or self.fall is not None or self.follows != "")

    @property
    def follows(self) -> str:
        """Id of the test its load is a percentage of; empty for none."""
        return self.load.percent_of if isinstance(self.load, Weights) else ""

    @cached_property
    def always_due(self) -> bool:
        """Whether it is due at every session in its phase."""
        return not (self.unlock or self.days or self.menu)

    @cached_property
    def all(self) -> tuple[Prescribed, ...]:
        """The row and all that may be done in its place."""
        return (self, *self.instead)

    def at(self, level: int) -> Rung:
        """Return the exercise and dose of a level; they differ by level on a ladder of exercises alone."""
        return self.rungs[level] if self.rungs else self._only

    @cached_property
    def _only(self) -> Rung:
        return Rung(self.exercise, self.dose)

    @cached_property
    def own(self) -> tuple[Exercise, ...]:
        """Its exercise; of a ladder of exercises all of them, easiest first."""
        return tuple(rung.exercise for rung in self.rungs) or (self.exercise,)

    def exercises(self) -> tuple[Exercise, ...]:
        """Return every exercise it may stand for, substitutes included."""
        return (*self.own, *(exercise for row in self.instead for exercise in row.exercises()))

    def criteria(self) -> tuple[Criterion, ...]:
        """Return every criterion it asks for."""
        own = (self.rise, self.fall, self.unlock.when if self.unlock else None)
        return tuple(criterion for criterion in own if criterion)

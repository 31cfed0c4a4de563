"""How much of an exercise is prescribed: dose, load, level."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from attrs import field, frozen

from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.scales import OffScaleError, Scale
from vmo_rehab.source import NOWHERE, Span

KILOGRAMS: Final = Scale(0, 1_000_000, step=Decimal("0.001"), unit="kg")
"""Loads: whole grams up to a tonne, written in kg."""


def in_kilograms(weight: int) -> str:
    """Write whole grams in kilograms.

    >>> in_kilograms(500), in_kilograms(20000)
    ('0.5 kg', '20 kg')
    """
    kilos, grams = divmod(weight, 1000)
    return f"{kilos}.{grams:03d}".rstrip("0").rstrip(".") + " kg"


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
    """

    sets: int | None = None
    reps: tuple[int, int] | None = None
    hold_for: int | None = None
    time: int | None = None
    per_week: int | None = None
    rest: int | None = None


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

    def part(self, level: int, percent: int) -> int:
        """Return one rung down for any percentage below 100: rungs have no weight to take a part of."""
        return self.down(level) if percent < 100 else level

    def read(self, written: str) -> int | None:
        """Return the place of a rung by its name, or ``None``."""
        return self.rungs.index(written) if written in self.rungs else None


@frozen
class Weights:
    """Loads in whole grams on an increment. A level is the load in grams.

    Args:
        start: first load.
        increment: the smallest change the equipment allows, above 0.
        least: never less than this.
        most: never more than this.
    """

    start: int
    increment: int
    least: int
    most: int

    def show(self, level: int) -> str:
        """Write a load with its unit.

        >>> Weights(5000, 2500, 0, 40000).show(7500)
        '7.5 kg'
        """
        return in_kilograms(level)

    def up(self, level: int) -> int:
        """Return one increment more, never above ``most``."""
        return level if level + self.increment > self.most else level + self.increment

    def down(self, level: int) -> int:
        """Return one increment less, never under ``least``."""
        return max(min(self.least, level), level - self.increment)

    def part(self, level: int, percent: int) -> int:
        """Return a part of a load, rounded down to the increment and at least one increment away.

        >>> machine = Weights(5000, 2500, 0, 40000)
        >>> machine.part(20000, 90), machine.part(5000, 90), machine.part(2500, 50), machine.part(20000, 100)
        (17500, 2500, 0, 20000)
        """
        if percent >= 100:
            return level
        steps = level * percent // (100 * self.increment)
        return max(min(self.least, level), min(steps * self.increment, level - self.increment))

    def read(self, written: str) -> int | None:
        """Return a load written in kg as grams, or ``None``."""
        try:
            return KILOGRAMS.read(written)
        except OffScaleError:
            return None


Load = Ladder | Weights


@frozen
class Prescribed:
    """One exercise as a phase prescribes it.

    Args:
        exercise: the exercise.
        dose: sets, repetitions, times.
        load: what its levels are; ``None`` when nothing is loaded.
        up: one level up when this is certainly true after a session done as
            prescribed; ``None`` for a fixed level.
    """

    exercise: Exercise
    dose: Dose
    load: Load | None = None
    up: Criterion | None = None
    span: Span = field(default=NOWHERE, eq=False, repr=False)

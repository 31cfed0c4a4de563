"""A progression scheme: how the load of an exercise moves from session to session, and within one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from attrs import field, frozen

from vmo_rehab.protocol.reference import Reference
from vmo_rehab.source import NOWHERE, Span


def _place() -> Span:
    return field(default=NOWHERE, eq=False, repr=False, kw_only=True)


class Unit(StrEnum):
    """In what a change is told."""

    KG = "kg"
    LB = "lb"
    PERCENT = "%"
    LEVELS = "levels"


class Take(StrEnum):
    """Which end of a range of changes is taken; low is the lightest load."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@frozen
class Change:
    """What is done to a load: from ``low`` to ``high``, either of which may be negative; zero keeps it.

    Args:
        low: the end that gives the lighter load: thousandths of a kg or lb, whole percent, or levels.
        high: the other end.
        unit: what they are.
    """

    low: int = 0
    high: int = 0
    unit: Unit = Unit.LEVELS

    def taken(self, take: Take) -> int:
        """Return the end or the middle that a scheme takes; a middle is cut towards the lighter load.

        >>> Change(2500, 7500, Unit.KG).taken(Take.MIDDLE), Change(-5, -2, Unit.PERCENT).taken(Take.LOW)
        (5000, -5)
        """
        match take:
            case Take.LOW:
                return self.low
            case Take.MIDDLE:
                return (self.low + self.high) // 2
            case Take.HIGH:
                return self.high


KEEP = Change()
"""The load stays."""


@frozen
class Band:
    """A row of a table: the counts it is for, and what follows.

    Args:
        low: the least count, in steps of what is counted: repetitions, or half points of effort.
        high: the greatest; ``None`` for no end.
        change: what follows.
    """

    low: int
    high: int | None
    change: Change
    span: Span = _place()

    def holds(self, count: int) -> bool:
        """Whether a count is in the band."""
        return self.low <= count and (self.high is None or count <= self.high)


@frozen
class Table:
    """Bands that hold every count exactly once, lowest first."""

    id: str
    bands: tuple[Band, ...]

    def change(self, count: int) -> Change:
        """Return what follows on a count; below the first band, that of the first."""
        return next((band.change for band in self.bands if band.holds(count)), self.bands[0].change)


class By(StrEnum):
    """What a table is entered with."""

    GOOD_REPS = "good_reps"
    EFFORT = "effort"


LAST = 0
"""The place of the last set, whichever it was; other sets count from 1."""


@frozen
class LookUp:
    """A table entered with the result of a set, and changing the load of a set.

    Args:
        table: the table.
        by: what of the set.
        of: the set whose result it is; `LAST` for the last one done.
        start: the set whose load is changed; `LAST` for the last one done.
    """

    table: Table
    by: By
    of: int
    start: int
    span: Span = _place()


@frozen
class WrittenSet:
    """A set that a scheme prescribes.

    Args:
        reps: repetitions; ``None`` for as many good ones as can be done.
        part: percent of the working load; ``None`` where a look-up gives the load.
        look_up: what gives the load from an earlier set.
    """

    reps: int | None
    part: int | None = None
    look_up: LookUp | None = None
    span: Span = _place()


class Which(StrEnum):
    """Which sets must have reached something."""

    EVERY = "every"
    ANY = "any"
    LAST = "last"


@frozen
class Reach:
    """Repetitions as compared with the range that the dose prescribes.

    Args:
        top: whether they are counted from the top of the range, else from its bottom.
        more: how many more than that.
    """

    top: bool = True
    more: int = 0


@frozen
class Rise:
    """When the load goes up: sets that reach so many good repetitions, in so many sessions in a row."""

    sets: Which
    reach: Reach
    sessions: int
    by: Change
    span: Span = _place()


@frozen
class Fall:
    """When the load goes down: sets that stay under the bottom of the range, in so many sessions in a row."""

    sets: Which
    sessions: int
    by: Change
    span: Span = _place()


@frozen
class PlanWeek:
    """What is done in some training weeks: sessions done, divided by the sessions a week.

    Args:
        first: the first week, from 1.
        last: the last one; ``None`` for all that follow.
        reps: least and most repetitions.
        sets: number of sets; ``None`` as the dose says.
    """

    first: int
    last: int | None
    reps: tuple[int, int]
    sets: int | None = None
    span: Span = _place()


@frozen
class Retest:
    """A test of a heavier load from time to time.

    Args:
        every: days from one test to the next.
        step: how much heavier each test is, in thousandths of the scheme's unit.
        accept: good repetitions with which the tested load becomes the working load; with fewer the old
            one stays, with more a heavier one is tested.
        at_most: tests in one session.
        rest: seconds between them.
    """

    every: int
    step: int
    accept: tuple[int, int]
    at_most: int
    rest: int | None = None
    span: Span = _place()


@frozen(kw_only=True, slots=False)
class Scheme:
    """A progression scheme, checked and resolved.

    Args:
        id: kebab-case; empty for plain steps that a protocol writes out itself.
        title: what it is called.
        summary: what it does, in plain words.
        unit: kg or lb where its amounts are weights; ``None`` where there are none.
        take: which end of its ranges.
        most_up: the largest single rise; ``None`` for no such limit.
        sets: the sets it prescribes; empty where the dose does.
        next: how the next session's load follows from this one's sets.
        between_sets: how the next set's load follows from the last one's.
        rise: when the load goes up, for straight sets.
        fall: when it goes down, for straight sets.
        climbs: whether the repetition target climbs through the range.
        plan: what is done in which training week.
        retest: a test of a heavier load from time to time.
        sources: references by key.
    """

    id: str = ""
    title: str = field(default="", eq=False)
    summary: str = field(default="", eq=False)
    unit: Unit | None = None
    take: Take = Take.LOW
    most_up: Change | None = None
    sets: tuple[WrittenSet, ...] = ()
    next: LookUp | None = None
    between_sets: LookUp | None = None
    rise: Rise | None = None
    fall: Fall | None = None
    climbs: bool = False
    plan: tuple[PlanWeek, ...] = ()
    retest: Retest | None = None
    sources: Mapping[str, Reference] = field(factory=dict, eq=False, repr=False)
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    @cached_property
    def moves(self) -> bool:
        """Whether anything in it moves a load."""
        return bool(self.next or self.rise or self.fall or self.retest)

    def week(self, number: int) -> PlanWeek | None:
        """Return what the plan has for a training week; beyond its end, its last."""
        found = [week for week in self.plan if week.first <= number]
        return found[-1] if found else None


STEPS = Scheme(
    rise=Rise(Which.EVERY, Reach(top=False), 1, Change(1, 1, Unit.LEVELS)),
    title="Plain steps",
    summary="One level up after a session in which every set was done as prescribed.",
)
"""What a protocol writes out as ``scheme: {rise: CRITERION}``."""

FIXED = Scheme(id="fixed", title="Fixed", summary="No rule moves the load.")
"""What stands where a row names no scheme."""

"""Limits and variants: what binds for a time, and what binds some patients besides."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from vmo_rehab.criteria.english import english
from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.protocol.exercise import Arc, Exercise
from vmo_rehab.source import NOWHERE, Span


@frozen
class Anchor:
    """A number of days after a fact, the start, or the last entry to a phase.

    Args:
        days: 0 to 730.
        after: the fact's or phase's id, or ``start``.
    """

    days: int
    after: str

    def __str__(self) -> str:
        weeks, rest = divmod(self.days, 7)
        if weeks and not rest:
            return f"{weeks} week{'s' * (weeks != 1)} after {self.after}"
        return f"{self.days} day{'s' * (self.days != 1)} after {self.after}"


class WeightBearing(StrEnum):
    """How much weight the leg may take."""

    NONE = "none"
    PARTIAL = "partial"


@frozen(kw_only=True)
class Limit:
    """What binds some exercises until something is certainly so; of several the narrowest wins.

    Args:
        ids: exercise ids, a star for any end: ``leg-extension/*``; empty for all.
        pattern: a movement pattern; empty for all.
        arc: the widest range of the knee.
        forbid: whether they are not done at all.
        load: the heaviest load, as a protocol writes it: ``20 kg``, or a rung.
        weight_bearing: how much weight the leg may take, in exercises in which it takes any.
        until: the criterion that ends it.
        anchor: the day that ends it; where there is no criterion.
    """

    ids: str = ""
    pattern: str = ""
    arc: Arc | None = None
    forbid: bool = False
    load: str = ""
    weight_bearing: WeightBearing | None = None
    until: Criterion | None = None
    anchor: Anchor | None = None
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    def __str__(self) -> str:
        effects = [str(self.arc)] if self.arc else []
        effects += ["forbidden"] if self.forbid else []
        effects += [f"at most {self.load}"] if self.load else []
        effects += [f"weight bearing {self.weight_bearing}"] if self.weight_bearing else []
        return f"{self.ids or self.pattern or 'all'}: {', '.join(effects)}"

    @property
    def end(self) -> str:
        """What ends it, in words: ``5 weeks after injury``."""
        return english(self.until) if self.until else str(self.anchor)

    def concerns(self, exercise: Exercise) -> bool:
        """Whether it is of an exercise.

        >>> Limit(ids="lunge/*").concerns(Exercise("lunge/static", "Static lunge"))
        True
        """
        if self.pattern:
            return exercise.pattern == self.pattern
        if self.ids.endswith("*"):
            return exercise.id.startswith(self.ids[:-1])
        return self.ids in ("", exercise.id)

    def bars(self, exercise: Exercise) -> bool:
        """Whether an exercise that it is of is not done at all."""
        return self.forbid or (self.weight_bearing is WeightBearing.NONE and exercise.bears_weight)


@frozen(kw_only=True)
class Variant:
    """What binds besides where a fact asked at enrolment is so, or is not known; it only tightens.

    Args:
        fact: the fact.
        label: what it is.
        limits: that bind besides.
        min_stay: more days in a phase, by its id.
        not_before: a later entry to a phase, by its id.
    """

    fact: str
    label: str
    limits: tuple[Limit, ...] = ()
    min_stay: Mapping[str, int] = field(factory=dict)
    not_before: Mapping[str, Anchor] = field(factory=dict)
    span: Span = field(default=NOWHERE, eq=False, repr=False)

"""A protocol: phases, and the rules that move a patient between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from attrs import field, frozen

from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.accepted import Accepted
from vmo_rehab.protocol.dosage import Load, Prescribed, Weights
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.limit import Anchor, Limit, Variant
from vmo_rehab.protocol.memory import Memory, memory_of
from vmo_rehab.protocol.reference import Reference
from vmo_rehab.protocol.scheme import Unit
from vmo_rehab.source import NOWHERE, Span


def _place() -> Span:
    return field(default=NOWHERE, eq=False, repr=False, kw_only=True)


class Status(StrEnum):
    """Where a protocol stands in its own life."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Do(StrEnum):
    """What kind of day a session is; in the order of caution, most cautious first."""

    REST = "rest"
    RESCUE = "rescue"
    REPEAT = "repeat"
    AS_PRESCRIBED = "as prescribed"


class FactKind(StrEnum):
    """What a fact asked at enrolment is."""

    DATE = "date"
    LABEL = "label"


@frozen
class Fact:
    """A fact asked once, at enrolment."""

    id: str
    kind: FactKind
    labels: tuple[str, ...] = ()
    required: bool = False


@frozen
class LapseTier:
    """What a gap of ``after`` days or more between sessions with sets does."""

    after: int
    load: int = 100
    empties_merit: bool = False
    reenters: bool = False
    review: bool = False
    span: Span = _place()


@frozen
class TodayRule:
    """A rule decided at the door."""

    when: Criterion
    do: Do
    span: Span = _place()


@frozen
class Return:
    """With what a patient comes back from a hold: a percentage of the load, or levels down."""

    percent: int = 100
    levels_down: int = 0

    def __str__(self) -> str:
        if self.levels_down:
            return "one level down"
        return "the same level" if self.percent == 100 else f"{self.percent}% of the load"


@frozen
class Escalate:
    """Whom a hold is reported to, and when."""

    when: Criterion
    to: str


@frozen
class Hold:
    """A rule that stops training until its reason is gone."""

    id: str
    when: Criterion
    rest: int = 0
    until: Criterion | None = None
    returns: Return = Return()
    escalate: Escalate | None = None
    span: Span = _place()


@frozen
class Freeze:
    """A rule that lets nothing rise and loses nothing."""

    when: Criterion
    span: Span = _place()


@frozen
class Regress:
    """A way back: to an earlier phase, or one level down within the phase (``to`` empty)."""

    when: Criterion
    to: str = ""
    span: Span = _place()


@frozen
class SignOffNeeded:
    """A clinician's word that a move asks for.

    Args:
        by: the role, such as ``physiotherapist``.
        lasts: days it counts, 1 to 730.
    """

    by: str
    lasts: int


@frozen
class Progress:
    """A way on, to a later phase."""

    when: Criterion
    to: str
    sign_off: SignOffNeeded | None = None
    span: Span = _place()


@frozen(kw_only=True)
class Phase:
    """One phase of a protocol.

    Args:
        id: kebab-case.
        title: as a clinician says it.
        goals: what the phase is for.
        precautions: what to mind in it.
        expected: a label for plots such as ``weeks 0-3``; never a gate.
        min_stay: days that must be spent in it before any progress.
        not_before: the earliest entry by progress.
        exercises: what is done in it.
        rotation: its days in turn, as ``A``, ``B``; empty where every session is alike.
        review_after: days in it after which the clinician is told; ``None`` for never.
        regress: ways back.
        stays: whether it is said on purpose that nothing leads back.
        progress: ways on.
        final: whether it ends the episode.
    """

    id: str
    title: str
    goals: tuple[str, ...] = ()
    precautions: tuple[str, ...] = ()
    expected: str = ""
    min_stay: int = 0
    not_before: Anchor | None = None
    exercises: tuple[Prescribed, ...] = ()
    rotation: tuple[str, ...] = ()
    review_after: int | None = None
    regress: tuple[Regress, ...] = ()
    stays: bool = field(default=False, eq=False)
    progress: tuple[Progress, ...] = ()
    final: bool = False
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen(kw_only=True, slots=False)
class Protocol:
    """A whole protocol, checked and resolved; made by `vmo_rehab.load`.

    Args:
        id: kebab-case.
        revision: the author's name for this state of the file.
        title: what it is called.
        status: draft, active or retired.
        intended_use: what it is for.
        applies_to: for whom.
        not_for: for whom not.
        review_due: when it must be looked at again.
        approved_by: names of clinicians.
        accepted: findings of a check that are let be; they decide nothing, and are no part of the digest.
        sources: references by key.
        facts: asked at enrolment.
        baseline: ids of measures asked at enrolment and kept.
        start: id of the first phase.
        red_flags: ids of the red flags that must be answered each session.
        lapse: what gaps do, shortest first.
        measures: every measure that may be answered, by id.
        criteria: the named criteria.
        today: rules decided at the door.
        rescue: what is done instead on a rescue day.
        holds: rules that stop training.
        freezes: rules that let nothing rise.
        limits: what binds exercises for a time.
        variants: what binds besides, by facts.
        contact: whom the patient calls.
        phases: in file order.
        substitutes: exercises that the catalogue has where equipment is lacking, by id.
        equipment: every piece of equipment that the catalogue knows.
        digest: SHA-256 of all the above.
    """

    id: str
    revision: str
    title: str
    status: Status = Status.DRAFT
    intended_use: str = field(repr=False)
    applies_to: tuple[str, ...] = field(default=(), repr=False)
    not_for: tuple[str, ...] = field(default=(), repr=False)
    review_due: dt.date | None = field(default=None, repr=False)
    approved_by: tuple[str, ...] = field(default=(), repr=False)
    accepted: tuple[Accepted, ...] = field(default=(), eq=False, repr=False)
    sources: Mapping[str, Reference] = field(factory=dict, repr=False)
    facts: Mapping[str, Fact] = field(factory=dict, repr=False)
    baseline: tuple[str, ...] = field(default=(), repr=False)
    start: str = field(repr=False)
    red_flags: tuple[str, ...] = field(default=(), repr=False)
    lapse: tuple[LapseTier, ...] = field(default=(), repr=False)
    measures: Mapping[str, Measure] = field(repr=False)
    criteria: Mapping[str, Criterion] = field(factory=dict, repr=False)
    today: tuple[TodayRule, ...] = field(default=(), repr=False)
    rescue: tuple[Prescribed, ...] = field(default=(), repr=False)
    holds: tuple[Hold, ...] = field(default=(), repr=False)
    freezes: tuple[Freeze, ...] = field(default=(), repr=False)
    limits: tuple[Limit, ...] = field(default=(), repr=False)
    variants: tuple[Variant, ...] = field(default=(), repr=False)
    contact: str = field(default="", repr=False)
    phases: tuple[Phase, ...] = field(repr=False)
    substitutes: Mapping[str, Exercise] = field(factory=dict, repr=False)
    equipment: tuple[str, ...] = field(default=(), eq=False, repr=False)
    digest: str = ""
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    def all_criteria(self) -> Iterator[Criterion]:
        """Yield every criterion that any rule of the protocol asks for."""
        yield from (rule.when for rule in self.today)
        yield from (hold.when for hold in self.holds)
        yield from (freeze.when for freeze in self.freezes)
        yield from (hold.until for hold in self.holds if hold.until)
        yield from (hold.escalate.when for hold in self.holds if hold.escalate)
        for phase in self.phases:
            yield from (rule.when for rule in phase.regress)
            yield from (rule.when for rule in phase.progress)
            yield from (criterion for row in phase.exercises for criterion in row.criteria())
        yield from (limit.until for limit in self.all_limits() if limit.until)

    def all_limits(self) -> Iterator[Limit]:
        """Yield every limit, those of the variants too."""
        yield from self.limits
        for variant in self.variants:
            yield from variant.limits

    @cached_property
    def memory(self) -> Memory:
        """What must be remembered of a patient."""
        return memory_of(self.all_criteria())

    @cached_property
    def rows(self) -> Mapping[str, Prescribed]:
        """Every row that a phase or the rescue prescribes, substitutes too, by its id, as it first stands."""
        found: dict[str, Prescribed] = {}
        for row in self.every_row():
            found.setdefault(row.id, row)
        return found

    def every_row(self) -> Iterator[Prescribed]:
        """Yield every row as each phase and the rescue prescribe it, substitutes too."""
        for prescribed in (*(row for phase in self.phases for row in phase.exercises), *self.rescue):
            yield from prescribed.all

    @cached_property
    def loads(self) -> Mapping[str, tuple[Load, ...]]:
        """The loads of each exercise, in the order of the rows; one that no row loads is left out."""
        found: dict[str, tuple[Load, ...]] = {}
        for row in self.every_row():
            if row.load and row.load not in found.get(row.id, ()):
                found[row.id] = (*found.get(row.id, ()), row.load)
        return found

    @cached_property
    def paces(self) -> Mapping[str, int]:
        """The longest time that a pace looks back on, in days, by row; rows without a pace are left out."""
        found: dict[str, int] = {}
        for row in self.every_row():
            if row.pace:
                found[row.id] = max(found.get(row.id, 0), row.pace.days, row.pace.gap)
        return found

    @cached_property
    def units(self) -> Mapping[str, str]:
        """The unit of the rows whose weights are not in kg."""
        loads = {name: row.load for name, row in self.rows.items()}
        return {
            name: load.unit.value
            for name, load in loads.items()
            if isinstance(load, Weights) and load.unit is not Unit.KG
        }

    @cached_property
    def exercises(self) -> Mapping[str, Exercise]:
        """Every exercise that may be done under the protocol, by id."""
        own = {one.id: one for row in self.rows.values() for one in row.exercises()}
        return {**self.substitutes, **own}

    @cached_property
    def named_exercises(self) -> frozenset[str]:
        """The ids of the exercises that some criterion names."""
        return frozenset(term.exercise for term in self.memory.terms if term.exercise)

    @cached_property
    def rows_in(self) -> Mapping[str, tuple[Prescribed, ...]]:
        """The rows of each phase, substitutes too, by the phase's id."""
        return {
            phase.id: tuple(row for first in phase.exercises for row in first.all) for phase in self.phases
        }

    def loads_in(self, phase: str) -> tuple[Prescribed, ...]:
        """Return each row of the protocol once, as a phase prescribes it if it does."""
        here = {row.id: row for row in self.rows_in[phase]}
        return tuple({**self.rows, **here}.values())

    @cached_property
    def phase_by_id(self) -> Mapping[str, Phase]:
        """The phases by id."""
        return {phase.id: phase for phase in self.phases}

    @cached_property
    def phase_order(self) -> Mapping[str, int]:
        """The place of each phase in the file, from 0."""
        return {phase.id: place for place, phase in enumerate(self.phases)}

    @cached_property
    def hold_by_id(self) -> Mapping[str, Hold]:
        """The holds by id."""
        return {hold.id: hold for hold in self.holds}

"""The typed tree of a criterion.

Every reading of a criterion (English, evaluation, explanation) walks these
nodes. There is no node for *not*: it is pushed down to the comparisons when
the file is read, see `vmo_rehab.criteria.negation`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from attrs import Factory, field, frozen

from vmo_rehab.measures import Measure
from vmo_rehab.source import NOWHERE, Span


class Op(StrEnum):
    """How a term is compared with a value."""

    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    EQ = "="
    IS = "is"
    IS_NOT = "is not"


class Count(StrEnum):
    """The built-in terms: counts of days and sessions."""

    DAYS_IN_PHASE = "days_in_phase"
    SESSIONS_IN_PHASE = "sessions_in_phase"
    DAYS_SINCE_FACT = "days_since"
    WEEKS_SINCE_FACT = "weeks_since"
    SESSIONS_SINCE_HOLD = "sessions_since"
    DAYS_SINCE_HOLD = "days_since_hold"


class Fold(StrEnum):
    """How the values of several sessions become one."""

    MEAN = "mean"
    WORST = "worst"


def _place() -> Span:
    return field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@frozen(cache_hash=True)
class Answered:
    """A term: the answer to a measure, of the session or of one exercise in it."""

    measure: Measure
    exercise: str = ""
    key: str = field(init=False, eq=False, repr=False, default=Factory(lambda t: _key(t), True))  # noqa: PLW0108 - defined below

    def __str__(self) -> str:
        return self.key


@frozen(cache_hash=True)
class Counted:
    """A term: a built-in count; ``of`` names its fact or hold."""

    count: Count
    of: str = ""

    def __str__(self) -> str:
        if not self.of:
            return self.count.value
        stem = "days_since" if self.count is Count.DAYS_SINCE_HOLD else self.count.value
        return f"{stem}_{self.of}"


@frozen(cache_hash=True)
class Constant:
    """A value written in the file, in steps of the term's scale."""

    steps: int


@frozen(cache_hash=True)
class FromBaseline:
    """The patient's baseline answer plus a fixed number of steps."""

    measure: Measure
    offset: int = 0


Term = Answered | Counted
Value = Constant | FromBaseline


@frozen(cache_hash=True)
class Compare:
    """A term compared with a value."""

    term: Term
    op: Op
    value: Value
    span: Span = _place()


@frozen
class Counts:
    """Which sessions a window counts: it skips those in which one of its questions had no meaning.

    Args:
        training: whether check-ins are skipped, because a question belongs to training.
        exercises: exercises that must have been due.
    """

    training: bool
    exercises: frozenset[str]


def _counts() -> Counts:
    return field(
        init=False, eq=False, repr=False, default=Factory(lambda window: _counted_by(window.of), True)
    )


@frozen(cache_hash=True)
class Streak:
    """``for N sessions in a row``; N is 1 to 20."""

    of: Criterion
    sessions: int
    in_phase: bool = False
    span: Span = _place()
    counts: Counts = _counts()


@frozen(cache_hash=True)
class Hits:
    """``in K of the last N sessions``; K is 1 to N, N at most 20."""

    of: Criterion
    hits: int
    sessions: int
    in_phase: bool = False
    span: Span = _place()
    counts: Counts = _counts()


@frozen(cache_hash=True)
class Spell:
    """``for D days with at least K sessions``; D is 1 to 90, K 1 to 20."""

    of: Criterion
    days: int
    sessions: int
    in_phase: bool = False
    span: Span = _place()
    counts: Counts = _counts()


@frozen(cache_hash=True)
class Folded:
    """``mean|worst TERM OP VALUE over the last N sessions``; N at most 20, 7 for a mean."""

    fold: Fold
    of: Compare
    sessions: int
    in_phase: bool = False
    span: Span = _place()
    counts: Counts = _counts()


@frozen(cache_hash=True)
class All:
    """Every part holds."""

    parts: tuple[Criterion, ...]
    source: str = ""
    span: Span = _place()


@frozen(cache_hash=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Criterion, ...]
    source: str = ""
    span: Span = _place()


@frozen(cache_hash=True)
class AtLeast:
    """At least ``needed`` of the parts hold."""

    needed: int
    parts: tuple[Criterion, ...]
    source: str = ""
    span: Span = _place()


@frozen(cache_hash=True)
class Named:
    """A criterion that the protocol has given a name."""

    name: str
    of: Criterion
    span: Span = _place()


Windowed = Streak | Hits | Spell | Folded
Group = All | AnyOf | AtLeast
Criterion = Compare | Streak | Hits | Spell | Folded | All | AnyOf | AtLeast | Named


def children(criterion: Criterion) -> tuple[Criterion, ...]:
    """Return the criteria directly below one."""
    match criterion:
        case All() | AnyOf() | AtLeast():
            return criterion.parts
        case Compare():
            return ()
        case _:
            return (criterion.of,)


def walk(criterion: Criterion) -> Iterator[Criterion]:
    """Yield a criterion and all below it, parents first, in the order of the text."""
    waiting = [criterion]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(children(node))


def answers(criterion: Criterion) -> Iterator[Answered]:
    """Yield every answer a criterion reads, in the order of the text."""
    for node in walk(criterion):
        if isinstance(node, Compare) and isinstance(node.term, Answered):
            yield node.term


def _key(term: Answered) -> str:
    return f"{term.measure.id} of {term.exercise}" if term.exercise else term.measure.id


def _counted_by(of: Criterion) -> Counts:
    terms = tuple(answers(of))
    training = any(term.measure.asked.of_training for term in terms)
    return Counts(training, frozenset(term.exercise for term in terms if term.exercise))

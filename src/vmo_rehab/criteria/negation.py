"""Pushing *not* down to the comparisons, so that no short window is made true by one."""

from __future__ import annotations

from typing import Final

import attrs

from vmo_rehab.criteria.tree import (
    All,
    AnyOf,
    AtLeast,
    Compare,
    Criterion,
    Folded,
    Hits,
    Named,
    Op,
    Streak,
)

_OPPOSITE: Final = {
    Op.LT: Op.GE,
    Op.GE: Op.LT,
    Op.GT: Op.LE,
    Op.LE: Op.GT,
    Op.IS: Op.IS_NOT,
    Op.IS_NOT: Op.IS,
}


class NotPushable(ValueError):  # noqa: N818 - says what the criterion is
    """A criterion has no opposite in the language.

    Attributes:
        criterion: the part that cannot be turned round.
    """

    def __init__(self, criterion: Criterion, why: str) -> None:
        super().__init__(why)
        self.criterion = criterion


def opposite(criterion: Criterion) -> Criterion:
    """Return the criterion that holds where this one does not, with no *not* in it.

    De Morgan's laws for the groups. Over windows: *not p in K of the last N* is
    *(not p) in N-K+1 of the last N*, and *not p for N in a row* is *(not p) in
    1 of the last N*. A named criterion is replaced by what it stands for.

    Raises:
        NotPushable: for a window of days, and for a window over several
            comparisons, which have no opposite on one line.
    """
    match criterion:
        case Compare(op=Op.EQ):
            below, above = attrs.evolve(criterion, op=Op.LT), attrs.evolve(criterion, op=Op.GT)
            return AnyOf((below, above), span=criterion.span)
        case Compare():
            return attrs.evolve(criterion, op=_OPPOSITE[criterion.op])
        case All(parts, source):
            return AnyOf(tuple(map(opposite, parts)), source, span=criterion.span)
        case AnyOf(parts, source):
            return All(tuple(map(opposite, parts)), source, span=criterion.span)
        case AtLeast(needed, parts, source):
            return AtLeast(len(parts) - needed + 1, tuple(map(opposite, parts)), source, span=criterion.span)
        case Named():
            return opposite(criterion.of)
        case Folded():
            if criterion.of.op is Op.EQ:
                raise NotPushable(criterion, "one value of a mean or worst has no opposite on one line")
            return attrs.evolve(criterion, of=attrs.evolve(criterion.of, op=_OPPOSITE[criterion.of.op]))
        case Streak(of, sessions, in_phase):
            return Hits(_of_one(of), 1, sessions, in_phase, span=criterion.span)
        case Hits(of, hits, sessions, in_phase):
            return Hits(_of_one(of), sessions - hits + 1, sessions, in_phase, span=criterion.span)
        case _:
            raise NotPushable(criterion, f"a window of {criterion.days} days has no opposite")


def _of_one(inner: Criterion) -> Compare:
    while isinstance(inner, Named):
        inner = inner.of
    if isinstance(inner, Compare) and inner.op is not Op.EQ:
        turned = opposite(inner)
        assert isinstance(turned, Compare)  # noqa: S101 - only = turns into more than one comparison
        return turned
    raise NotPushable(inner, "a window over several comparisons has no opposite on one line")

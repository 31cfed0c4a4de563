"""Values that a term can still take, as intervals of whole steps."""

from __future__ import annotations

from typing import Final

from vmo_rehab.criteria.tree import Compare, Count, Counted, Op, Term

BEYOND: Final = 1_000_000
"""More than any count is compared with."""

Intervals = tuple[tuple[int, int], ...]
"""Disjoint, rising, both ends included; none where nothing is left."""

YES: Final[Intervals] = ((1, 1),)
NO: Final[Intervals] = ((0, 0),)
EITHER: Final[Intervals] = ((0, 1),)

_OPPOSITE: Final = {
    Op.LT: Op.GE,
    Op.LE: Op.GT,
    Op.GT: Op.LE,
    Op.GE: Op.LT,
    Op.EQ: Op.IS_NOT,
    Op.IS: Op.IS_NOT,
    Op.IS_NOT: Op.IS,
}


def both(first: Intervals, second: Intervals) -> Intervals:
    """Return what two sets of intervals share.

    >>> both(((0, 3), (5, 10)), ((2, 6),))
    ((2, 3), (5, 6))
    """
    shared = ((max(a, c), min(b, d)) for a, b in first for c, d in second)
    return tuple((low, high) for low, high in shared if low <= high)


def whole(term: Term) -> Intervals:
    """Return every value of a term: its scale, or what a count can be."""
    if not isinstance(term, Counted):
        return ((term.measure.scale.lowest, term.measure.scale.highest),)
    of_fact = term.count in (Count.DAYS_SINCE_FACT, Count.WEEKS_SINCE_FACT)
    return ((-BEYOND if of_fact else 0, BEYOND),)


def key(term: Term) -> str:
    """Name what a term reads; days and weeks since a fact are one thing.

    >>> key(Counted(Count.WEEKS_SINCE_FACT, "injury"))
    'days_since_injury'
    """
    return str(in_days(term))


def in_days(term: Term) -> Term:
    """Return the count of days in the place of one of weeks; any other term as it is."""
    if isinstance(term, Counted) and term.count is Count.WEEKS_SINCE_FACT:
        return Counted(Count.DAYS_SINCE_FACT, term.of)
    return term


def allowed(compare: Compare, bound: int, *, wanted: bool) -> Intervals:
    """Return the values with which a comparison is as wanted, on no scale yet.

    Args:
        compare: the comparison; whole weeks are told in days.
        bound: what it compares with, in steps.
        wanted: whether it has to be true or false.
    """
    op, low, high = compare.op if wanted else _OPPOSITE[compare.op], bound, bound
    if isinstance(compare.term, Counted) and compare.term.count is Count.WEEKS_SINCE_FACT:
        low, high = 7 * bound, 7 * bound + 6
    below, above = (-BEYOND, low - 1), (high + 1, BEYOND)
    match op:
        case Op.LT:
            return (below,)
        case Op.LE:
            return ((-BEYOND, high),)
        case Op.GT:
            return (above,)
        case Op.GE:
            return ((low, BEYOND),)
        case Op.IS_NOT:
            return (below, above)
        case _:
            return ((low, high),)

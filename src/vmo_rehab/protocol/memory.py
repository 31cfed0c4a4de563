"""What must be remembered of a patient, derived from a protocol's criteria."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from vmo_rehab.criteria.tree import (
    Answered,
    Counts,
    Criterion,
    Folded,
    Hits,
    Spell,
    Streak,
    answers,
    walk,
)


@frozen
class Memory:
    """The questions a protocol reads and how far back.

    Args:
        terms: every answer any criterion reads, each once.
        windows: for each kind of window the greatest number of sessions one looks back on.
        days: the longest window of days; 0 for none.
    """

    terms: tuple[Answered, ...]
    windows: tuple[tuple[Counts, int], ...]
    days: int


def memory_of(criteria: Iterable[Criterion]) -> Memory:
    """Derive the memory that a set of criteria needs.

    Args:
        criteria: all criteria of a protocol.

    Returns:
        The terms, window lengths and days, in a fixed order.
    """
    terms: dict[str, Answered] = {}
    windows: dict[Counts, int] = {}
    days = 0
    for criterion in criteria:
        for term in answers(criterion):
            terms[str(term)] = term
        for node in walk(criterion):
            match node:
                case Streak() | Hits() | Folded():
                    windows[node.counts] = max(node.sessions, windows.get(node.counts, 0))
                case Spell():
                    days = max(days, node.days)
    by_name = tuple(terms[name] for name in sorted(terms))
    ordered = sorted(windows.items(), key=lambda item: (item[0].training, sorted(item[0].exercises)))
    return Memory(by_name, tuple(ordered), days)

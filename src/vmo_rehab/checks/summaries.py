"""What a window that is true says for certain of single sessions, and what makes one true."""

from __future__ import annotations

from attrs import frozen

from vmo_rehab.criteria.tree import (
    Answered,
    Compare,
    Criterion,
    Fold,
    Folded,
    Hits,
    Op,
    Spell,
    Streak,
    Windowed,
)
from vmo_rehab.measures import Worse


@frozen
class AtLeastSo:
    """In so many of the newest sessions that it counts, a criterion holds.

    Args:
        hits: in how many.
        newest: of how many.
        of: what holds in them.
    """

    hits: int
    newest: int
    of: Criterion

    @property
    def now(self) -> bool:
        """Whether the newest session is one of them."""
        return self.hits == self.newest


def follows(window: Windowed, *, merit: bool) -> AtLeastSo | None:
    """Return what is so wherever a window is true; ``None`` where that is nothing about one session."""
    match window:
        case Streak(of, sessions):
            return AtLeastSo(sessions, sessions, of)
        case Hits(of, hits, sessions):
            return AtLeastSo(hits, sessions, of)
        case Spell(of, _, sessions):
            return AtLeastSo(sessions, sessions, of)
        case Folded(_, of, sessions):
            if each(window):
                return AtLeastSo(sessions, sessions, of) if merit else AtLeastSo(1, 1, of)
            return None if of.op is Op.EQ and window.fold is Fold.MEAN else AtLeastSo(1, sessions, of)


def each(window: Folded) -> bool:
    """Whether a *worst* is compared towards better, so that every session must comply."""
    return window.fold is Fold.WORST and not _towards_worse(window.of) and window.of.op not in (Op.EQ, Op.IS)


def suffices(window: Windowed, *, merit: bool) -> Criterion | None:
    """Return what need only hold in the newest counted session for a window to be true."""
    if window.in_phase and not merit:
        return None
    match window:
        case Streak(of, 1):
            return of
        case Hits(of, 1, sessions) if not merit or sessions == 1:
            return of
        case Folded(_, of, 1):
            return of
        case Folded(Fold.WORST, of, _) if not merit and _towards_worse(of) and of.op is not Op.IS_NOT:
            return of
        case _:
            return None


def _towards_worse(compare: Compare) -> bool:
    low_is_worse = isinstance(compare.term, Answered) and compare.term.measure.worse is Worse.LOW
    return compare.op in ((Op.LT, Op.LE) if low_is_worse else (Op.GT, Op.GE))


def implied(window: Windowed, by: Windowed, *, merit: bool) -> tuple[Criterion, Criterion] | None:
    """Return what must follow from what, session by session, for one window to follow from another.

    Args:
        window: the one that would follow; both are read alike, and count the same sessions.
        by: the one that is true.
        merit: whether both are read for merit.

    Returns:
        The premise and the consequence, or ``None`` where the lengths do not allow it.
    """
    if window.counts != by.counts or window.in_phase != by.in_phase:
        return None
    if isinstance(by, Spell) or isinstance(window, Spell):
        return _of_days(window, by)
    given, needed = follows(by, merit=merit), follows(window, merit=merit)
    if (
        given is None
        or needed is None
        or isinstance(window, Folded)
        or (isinstance(by, Folded) and not merit)
    ):
        return None
    if merit and needed.newest > given.newest:
        return None
    certain = given.hits - max(0, given.newest - needed.newest)
    return (given.of, needed.of) if certain >= needed.hits else None


def _of_days(window: Windowed, by: Windowed) -> tuple[Criterion, Criterion] | None:
    """Compare windows of days: a longer one with as many sessions makes a shorter one of equal days true."""
    if isinstance(window, Spell) and isinstance(by, Spell):
        same = window.days == by.days and window.sessions <= by.sessions
        return (by.of, window.of) if same else None
    return None

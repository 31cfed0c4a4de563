"""The readable evaluation: a criterion walked over the sessions it may see.

This is the law. It decides, and the findings it returns explain. A criterion
is read for *merit* (it earns a move) or for *harm* (it warns against one):
merit sees the present stay only and is false until its window is full; harm
sees the whole episode and acts as soon as what it counts is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from attrs import define

from vmo_rehab.criteria.tree import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Count,
    Counted,
    Counts,
    Criterion,
    Fold,
    Folded,
    Hits,
    Named,
    Op,
    Spell,
    Streak,
)
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.seen import Reading, Seen
from vmo_rehab.engine.session import Why
from vmo_rehab.measures import Worse
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, at_least

BEYOND: Final = 1_000_000
"""A count beyond every bound: the sessions since a hold that never was."""


@define(eq=False)
class View:
    """What a rule sees: the session at hand and the sessions before it.

    Args:
        now: the session at hand.
        sessions: those its windows count, newest first, the one at hand included.
        stay: those of the present stay, for windows of harm that end in "in this phase"; merit sees
            no others, and after a lapse fewer.
        merit: whether the rule is read for merit.
        stay_days: days since merit counts, for windows of days.
        episode: where counts and baselines are read.
    """

    now: Seen
    sessions: Sequence[Seen]
    stay: Sequence[Seen]
    merit: bool
    stay_days: int
    episode: Episode


@define(eq=False)
class Finding:
    """What evaluating one criterion found.

    Args:
        criterion: what was asked.
        truth: the answer.
        seen: the session it was read for.
        parts: the findings below; for a window one per session it counted, newest first.
        reading: the interval that was compared.
        bound: what it was compared with, in steps.
        note: why a comparison was settled without a value.
        more: how many sessions a window lacks before it is full.
    """

    criterion: Criterion
    truth: Truth
    seen: Seen
    parts: tuple[Finding, ...] = ()
    reading: Reading | None = None
    bound: int | None = None
    note: str = ""
    more: int = 0

    @property
    def asks(self) -> Answered | None:
        """The answer that a comparison reads; ``None`` for a count, and for what is no comparison."""
        term = self.criterion.term if isinstance(self.criterion, Compare) else None
        return term if isinstance(term, Answered) else None

    def causes(self) -> Iterator[Finding]:
        """Yield the comparisons with a missing answer that an unknown finding hangs on."""
        if self.truth is not UNKNOWN:
            return
        if not self.parts:
            yield self
        elif isinstance(self.criterion, Folded):
            yield from (part for part in self.parts if part.reading and part.reading.why)
        else:
            for part in self.parts:
                yield from part.causes()


def evaluate(criterion: Criterion, view: View) -> Finding:
    """Evaluate a criterion for the session at hand.

    Args:
        criterion: what is asked.
        view: what it may see.

    Returns:
        Its truth, with everything it rests on.
    """
    return _at(criterion, view.now, view)


def _at(criterion: Criterion, seen: Seen, view: View) -> Finding:
    return _READERS[type(criterion)](criterion, seen, view)


def _compare(criterion: Compare, seen: Seen, view: View) -> Finding:
    term = criterion.term
    if type(term) is Counted:
        low, high = _count(term, view)
        bound = _bound(criterion, view)
        truth = _ordered(criterion.op, low, high, bound)
        reading = Reading(low, high, None if low == high else Why.NOT_ASKED)
        return Finding(criterion, truth, seen, (), reading, bound)
    assert isinstance(term, Answered)  # noqa: S101 - the only other term
    note = _without_meaning(term, seen, view)
    if note:
        return Finding(criterion, FALSE, seen, note=note)
    reading = seen.readings[term.key]
    bound = _bound(criterion, view)
    truth = _ordered(criterion.op, reading.low, reading.high, bound)
    if view.merit and seen.earns is UNKNOWN:
        note = "whether this day earns merit is unknown"
        truth = min(truth, UNKNOWN)
    return Finding(criterion, truth, seen, (), reading, bound, note)


def _without_meaning(term: Answered, seen: Seen, view: View) -> str:
    if term.measure.of_training and not seen.trained:
        return "a check-in: not asked without training"
    if term.exercise and term.exercise not in seen.due:
        return f"{term.exercise} was not due"
    if view.merit and seen.earns is FALSE:
        return "this day earns no merit"
    return ""


def _bound(criterion: Compare, view: View) -> int:
    value = criterion.value
    if isinstance(value, Constant):
        return value.steps
    return view.episode.state.baseline[value.measure.id] + value.offset


def _ordered(op: Op, low: int, high: int, bound: int) -> Truth:
    """Compare an interval with a number: settled only where every value in it agrees."""
    if op is Op.LE:
        return TRUE if high <= bound else (FALSE if low > bound else UNKNOWN)
    if op is Op.GE:
        return TRUE if low >= bound else (FALSE if high < bound else UNKNOWN)
    if op is Op.LT:
        return TRUE if high < bound else (FALSE if low >= bound else UNKNOWN)
    if op is Op.GT:
        return TRUE if low > bound else (FALSE if high <= bound else UNKNOWN)
    same = UNKNOWN if low < high else TRUE
    if not low <= bound <= high:
        same = FALSE
    return Truth(2 - same) if op is Op.IS_NOT else same


def _count(term: Counted, view: View) -> tuple[int, int]:
    state, now = view.episode.state, view.now
    match term.count:
        case Count.DAYS_IN_PHASE:
            number = state.days_in_stay(now.date)
        case Count.SESSIONS_IN_PHASE:
            before, here = state.stay.trained, now.trained and not state.on_hold
            return before + (here and now.earns is TRUE), before + (here and now.earns is not FALSE)
        case Count.DAYS_SINCE_FACT | Count.WEEKS_SINCE_FACT:
            fact = view.episode.enrolled.facts.get(term.of)
            if not isinstance(fact, dt.date):
                return -BEYOND, BEYOND
            number = (now.date - fact).days
            number = number if term.count is Count.DAYS_SINCE_FACT else number // 7
        case _:
            ended = state.holds_ended.get(term.of)
            if ended is None:
                number = BEYOND
            elif term.count is Count.DAYS_SINCE_HOLD:
                number = (now.date - ended.on).days
            else:
                number = state.trained + now.trained - ended.trained
    return number, number


def _counted(window: Streak | Hits | Folded, view: View) -> list[Seen]:
    """Return the last sessions a window counts, newest first, skipping those that could not be asked."""
    found: list[Seen] = []
    for seen in view.stay if window.in_phase and not view.merit else view.sessions:
        if is_counted(window.counts, seen):
            found.append(seen)
            if len(found) == window.sessions:
                break
    return found


def is_counted(counts: Counts, seen: Seen) -> bool:
    """Tell whether a window counts a session."""
    return (seen.trained or not counts.training) and all(one in seen.due for one in counts.exercises)


def _streak(criterion: Streak, seen: Seen, view: View) -> Finding:
    sessions = _counted(criterion, view)
    parts = tuple([_at(criterion.of, one, view) for one in sessions])
    full = len(parts) == criterion.sessions
    return Finding(criterion, all_of([part.truth for part in parts]) if full else FALSE, seen, parts)


def _hits(criterion: Hits, seen: Seen, view: View) -> Finding:
    sessions = _counted(criterion, view)
    parts = tuple([_at(criterion.of, one, view) for one in sessions])
    if view.merit and len(parts) < criterion.sessions:
        return Finding(criterion, FALSE, seen, parts, more=criterion.sessions - len(parts))
    return Finding(criterion, at_least(criterion.hits, [part.truth for part in parts]), seen, parts)


def _spell(criterion: Spell, seen: Seen, view: View) -> Finding:
    pool = view.stay if criterion.in_phase and not view.merit else view.sessions
    parts = tuple(
        [
            _at(criterion.of, one, view)
            for one in pool
            if (view.now.date - one.date).days < criterion.days and is_counted(criterion.counts, one)
        ]
    )
    full = len(parts) >= criterion.sessions and (not view.merit or view.stay_days >= criterion.days)
    return Finding(criterion, all_of([part.truth for part in parts]) if full else FALSE, seen, parts)


def _folded(criterion: Folded, seen: Seen, view: View) -> Finding:
    sessions = _counted(criterion, view)
    parts = tuple([_at(criterion.of, one, view) for one in sessions])
    readings = [part.reading for part in parts if part.reading is not None]
    needed = criterion.sessions if view.merit else 1
    if len(readings) < needed or len(readings) < len(parts):
        run = next((n for n, part in enumerate(parts) if part.reading is None), len(parts))
        return Finding(criterion, FALSE, seen, parts, more=needed - run)
    lows, highs = [r.low for r in readings], [r.high for r in readings]
    low, high, weight = _folded_ends(criterion, lows, highs)
    bound = _bound(criterion.of, view) * weight
    truth = _ordered(criterion.of.op, low, high, bound)
    if view.merit and any(one.earns is UNKNOWN for one in sessions):
        truth = min(truth, UNKNOWN)
    return Finding(criterion, truth, seen, parts, Reading(low, high), bound)


def _folded_ends(criterion: Folded, lows: list[int], highs: list[int]) -> tuple[int, int, int]:
    """Return the two ends of the folded interval, and by how much a limit is multiplied."""
    if criterion.fold is Fold.MEAN:
        return sum(lows), sum(highs), len(lows)
    term = criterion.of.term
    worst = min if isinstance(term, Answered) and term.measure.worse is Worse.LOW else max
    return worst(lows), worst(highs), 1


def _all(criterion: All, seen: Seen, view: View) -> Finding:
    parts = tuple([_at(part, seen, view) for part in criterion.parts])
    return Finding(criterion, all_of([part.truth for part in parts]), seen, parts)


def _any(criterion: AnyOf, seen: Seen, view: View) -> Finding:
    parts = tuple([_at(part, seen, view) for part in criterion.parts])
    return Finding(criterion, any_of([part.truth for part in parts]), seen, parts)


def _at_least(criterion: AtLeast, seen: Seen, view: View) -> Finding:
    parts = tuple([_at(part, seen, view) for part in criterion.parts])
    return Finding(criterion, at_least(criterion.needed, [part.truth for part in parts]), seen, parts)


def _named(criterion: Named, seen: Seen, view: View) -> Finding:
    part = _at(criterion.of, seen, view)
    return Finding(criterion, part.truth, seen, (part,))


_READERS: Final[dict[type, Callable[..., Finding]]] = {
    Compare: _compare,
    Streak: _streak,
    Hits: _hits,
    Spell: _spell,
    Folded: _folded,
    All: _all,
    AnyOf: _any,
    AtLeast: _at_least,
    Named: _named,
}

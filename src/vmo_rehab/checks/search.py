"""Finds answers with which criteria are as wanted, or shows that there are none.

Sound in one direction each. *Never*: every comparison is exact over its scale, and
a window is a free choice but for what is certain of single sessions, so that where
nothing is found, nothing can be. *Sometimes*: with ``constant`` every session is like
the one found, many times over; then a window is what stands inside it, and what is
found can be lived.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from math import comb, prod
from typing import Final

from attrs import define, field, frozen

from vmo_rehab.checks.domains import EITHER, NO, YES, Intervals, allowed, both, in_days, key, whole
from vmo_rehab.checks.summaries import AtLeastSo, follows, implied, suffices
from vmo_rehab.checks.uses import comparisons
from vmo_rehab.criteria.tree import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Counts,
    Criterion,
    FromBaseline,
    Named,
    Term,
    Windowed,
)
from vmo_rehab.measures import Measure

MERIT: Final = "+merit"
HARM: Final = "-harm"

TRAINED: Final = "trained"
EARNS: Final = "earns merit"

_MOST_BASELINES: Final = 2_000
_MOST_STEPS: Final = 20_000


class TooMuch(Exception):  # noqa: N818 - says what the question is
    """A question has too many cases; nothing is said about it."""


@frozen
class Demand:
    """A criterion, and how it is wanted.

    Args:
        criterion: what is asked.
        view: what its windows look back on; begins with ``+`` for merit, ``-`` for harm.
        wanted: whether it has to be true or false.
    """

    criterion: Criterion
    view: str
    wanted: bool = True

    @property
    def merit(self) -> bool:
        """Whether it is read for merit."""
        return self.view[0] == "+"


@frozen
class Fact:
    """Values that something must have."""

    key: str
    values: Intervals


@frozen
class Witness:
    """Answers with which everything is as wanted.

    Args:
        values: what each term can be; terms that do not matter are not in it.
        terms: the terms by the key of ``values``.
        baseline: the answers at the start, in steps.
        measures: the measures of those.
    """

    values: Mapping[str, Intervals]
    terms: Mapping[str, Term]
    baseline: Mapping[str, int]
    measures: Mapping[str, Measure]


_Wish = Demand | Fact
_Choice = tuple[tuple[_Wish, ...], ...]


@define(eq=False)
class _Try:
    """One way of meeting the demands so far."""

    values: dict[str, Intervals]
    windows: dict[tuple[Windowed, str], bool] = field(factory=dict)
    todo: list[_Wish] = field(factory=list)
    choices: list[_Choice] = field(factory=list)

    def branch(self, wishes: Iterable[_Wish]) -> _Try:
        return _Try(dict(self.values), dict(self.windows), list(wishes), list(self.choices))


def find(
    demands: Iterable[Demand],
    *,
    given: Mapping[str, Intervals] | None = None,
    baseline: Mapping[str, int] | None = None,
    constant: bool = False,
) -> Witness | None:
    """Find answers with which every criterion is as wanted.

    Args:
        demands: the criteria.
        given: what is settled beforehand: the kind of day, by the keys of this module.
        baseline: answers at the start that are settled beforehand.
        constant: whether every session is like the one found.

    Returns:
        One way, or ``None`` where there is none.

    Raises:
        TooMuch: there are too many cases.
    """
    demands = list(demands)
    compared = [one for demand in demands for one in comparisons(demand.criterion)]
    measures = {v.measure.id: v.measure for one in compared if isinstance(v := one.value, FromBaseline)}
    terms = {key(one.term): in_days(one.term) for one in compared}
    search = _Search(constant, _MOST_STEPS)
    for start in _starts(measures, baseline or {}):
        if values := search.met(demands, given or {}, start):
            told = {name: now for name, now in values.items() if name in terms}
            return Witness(told, terms, start, measures)
    return None


def _starts(measures: Mapping[str, Measure], settled: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """Yield every combination of baselines, those that are settled as they are."""
    ranges = {
        name: [settled[name]] if name in settled else range(one.scale.lowest, one.scale.highest + 1)
        for name, one in measures.items()
    }
    if prod(map(len, ranges.values())) > _MOST_BASELINES:
        raise TooMuch
    for chosen in itertools.product(*ranges.values()):
        yield dict(zip(ranges, chosen, strict=True))


class _Search:
    def __init__(self, constant: bool, steps: int) -> None:
        self.constant, self.steps = constant, steps
        self.baseline: Mapping[str, int] = {}
        self.apart: dict[tuple[Demand, ...], bool] = {}

    def met(
        self, demands: Iterable[_Wish], given: Mapping[str, Intervals], baseline: Mapping[str, int]
    ) -> dict[str, Intervals] | None:
        self.baseline, self.apart = baseline, {}
        found = self._met(_Try({TRAINED: EITHER, EARNS: EITHER, **given}, todo=list(demands)))
        return found.values if found else None

    def _met(self, now: _Try) -> _Try | None:
        while now.todo:
            self.steps -= 1
            if self.steps < 0:
                raise TooMuch
            wish = now.todo.pop()
            if not (self._narrow(wish, now) if isinstance(wish, Fact) else self._take(wish, now)):
                return None
        if not now.choices:
            return now
        now.choices.sort(key=len, reverse=True)
        for wishes in now.choices.pop():
            if found := self._met(now.branch(wishes)):
                return found
        return None

    @staticmethod
    def _narrow(fact: Fact, now: _Try, least: Intervals = EITHER) -> bool:
        left = both(now.values.get(fact.key, least), fact.values)
        now.values[fact.key] = left
        return bool(left)

    def _take(self, demand: Demand, now: _Try) -> bool:
        criterion = demand.criterion
        match criterion:
            case Compare():
                return self._compare(criterion, demand, now)
            case Named():
                now.todo.append(Demand(criterion.of, demand.view, demand.wanted))
            case All() | AnyOf() | AtLeast():
                now.choices += _of_group(criterion, demand, now)
            case _ if self.constant:
                now.todo.append(Demand(criterion.of, demand.view, demand.wanted))
            case _:
                return self._window(criterion, demand, now)
        return True

    def _compare(self, compare: Compare, demand: Demand, now: _Try) -> bool:
        term, value = compare.term, compare.value
        bound = value.steps if isinstance(value, Constant) else self._at_start(value)
        name = key(term)
        now.values.setdefault(name, whole(term))
        fits = Fact(name, allowed(compare, bound, wanted=demand.wanted))
        needs = _meaning(term, demand) if isinstance(term, Answered) else ()
        if demand.wanted:
            return all(self._narrow(fact, now) for fact in (fits, *(Fact(one, YES) for one in needs)))
        ways = [fits, *(Fact(one, NO) for one in needs)]
        ways = [way for way in ways if both(now.values.get(way.key, EITHER), way.values)]
        if len(ways) == 1:
            return self._narrow(ways[0], now)
        now.choices.append(tuple((way,) for way in ways))
        return bool(ways)

    def _at_start(self, value: FromBaseline) -> int:
        return self.baseline[value.measure.id] + value.offset

    def _window(self, window: Windowed, demand: Demand, now: _Try) -> bool:
        known = now.windows.get((window, demand.view))
        if known is not None:
            return known is demand.wanted
        now.windows[window, demand.view] = demand.wanted
        if demand.wanted:
            inner = follows(window, merit=demand.merit)
            if inner and inner.now:
                now.choices.append(_unless_skipped(window.counts, Demand(inner.of, demand.view)))
            if not self._possible(Demand(window.of, demand.view)):
                return False
        elif (enough := suffices(window, merit=demand.merit)) is not None:
            now.choices.append(_unless_skipped(window.counts, Demand(enough, demand.view, wanted=False)))
        return not any(
            self._clash((window, demand.view, demand.wanted), (*other, so))
            for other, so in now.windows.items()
        )

    def _clash(self, first: tuple[Windowed, str, bool], other: tuple[Windowed, str, bool]) -> bool:
        (one, view, so), (two, look, also) = first, other
        if so and also:
            return one.counts == two.counts and self._cannot_both(
                follows(one, merit=view[0] == "+"), view, follows(two, merit=look[0] == "+"), look
            )
        if so is also or view != look:
            return False
        (true, false) = (one, two) if so else (two, one)
        found = implied(false, true, merit=view[0] == "+")
        counted = _counted(true.counts)
        return found is not None and not self._possible(
            Demand(found[0], view), Demand(found[1], view, wanted=False), given=counted
        )

    def _cannot_both(self, one: AtLeastSo | None, view: str, two: AtLeastSo | None, look: str) -> bool:
        """Whether two windows need more sessions than there are, and no session does for both."""
        if one is None or two is None or one.hits + two.hits <= max(one.newest, two.newest):
            return False
        return not self._possible(Demand(one.of, view), Demand(two.of, look))

    def _possible(self, *demands: Demand, given: Mapping[str, Intervals] | None = None) -> bool:
        """Whether criteria without windows can be as wanted in some session, whatever else is so today."""
        if demands not in self.apart:
            start = _Try({TRAINED: EITHER, EARNS: EITHER, **(given or {})}, todo=list(demands))
            self.apart[demands] = self._met(start) is not None
        return self.apart[demands]


def _meaning(term: Answered, demand: Demand) -> tuple[str, ...]:
    """Name what must be so of a day for a comparison to have a meaning; without one it is false."""
    needs: tuple[str, ...] = (TRAINED,) if term.measure.of_training else ()
    needs += (due(term.exercise),) if term.exercise else ()
    return (*needs, EARNS) if demand.merit else needs


def due(exercise: str) -> str:
    """Name whether an exercise is due."""
    return f"due: {exercise}"


def _counted(counts: Counts) -> dict[str, Intervals]:
    days = {due(one): YES for one in sorted(counts.exercises)}
    return {**days, TRAINED: YES} if counts.training else dict(days)


def _unless_skipped(counts: Counts, demand: Demand) -> _Choice:
    """The newest session is as wanted, or the window does not count today."""
    return ((demand,), *((Fact(name, NO),) for name in _counted(counts)))


def _of_group(group: All | AnyOf | AtLeast, demand: Demand, now: _Try) -> list[_Choice]:
    """Meet what has only one way at once; return what has several."""
    parts = [Demand(part, demand.view, demand.wanted) for part in group.parts]
    if isinstance(group, AtLeast):
        needed = group.needed if demand.wanted else len(parts) - group.needed + 1
    else:
        needed = len(parts) if isinstance(group, All) is demand.wanted else 1
    if needed == len(parts):
        now.todo += parts
        return []
    if comb(len(parts), needed) > _MOST_STEPS:
        raise TooMuch
    return [tuple(itertools.combinations(parts, needed))]

"""Criteria that are never or always true, that contradict themselves, or say a thing twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from attrs import define, field

from vmo_rehab.checks.domains import YES, Intervals
from vmo_rehab.checks.search import EARNS, HARM, MERIT, TRAINED, Demand, due
from vmo_rehab.checks.uses import Use, bare, comparisons, uses
from vmo_rehab.checks.witnesses import never
from vmo_rehab.checks.words import error, warning
from vmo_rehab.criteria.printer import line
from vmo_rehab.criteria.tree import All, Answered, AnyOf, AtLeast, Compare, Criterion, children
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.source import Span


def settled(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield the criteria whose truth does not hang on the answers, and the parts that change nothing.

    A named criterion is spoken of only where the same is so in every rule that uses it; a rule that
    can never be true is always spoken of.
    """
    judged = [_Judged.of(use) for use in uses(protocol)]
    told: set[tuple[str, Span]] = set()
    for one in judged:
        said = False
        for place, found in one.found.items():
            if all(place in other.found or place[1] not in other.seen for other in judged):
                said = said or place[0] in ("V404", "V406")
                if place not in told:
                    told.add(place)
                    yield found
        if one.never and not said:
            yield _never(one.use.criterion, one.use.words)


def certain(criterion: Criterion, view: str) -> bool:
    """Whether a criterion is true whatever is answered on a day of training with everything due."""
    return never(Demand(criterion, view, wanted=False), given=every_day(criterion))


def every_day(criterion: Criterion) -> dict[str, Intervals]:
    """Return that it is a day of training as prescribed, every exercise that is named being due."""
    terms = (one.term for one in comparisons(criterion))
    named = {due(term.exercise): YES for term in terms if isinstance(term, Answered) and term.exercise}
    return {TRAINED: YES, EARNS: YES, **named}


@define(eq=False)
class _Judged:
    """One use of a criterion, judged part by part.

    Args:
        use: what was judged.
        never: whether the whole is never true.
        found: the findings by code and place.
        seen: the places of all its parts.
    """

    use: Use
    view: str
    never: bool = False
    found: dict[tuple[str, Span], Diagnostic] = field(factory=dict)
    seen: set[Span] = field(factory=set)

    @classmethod
    def of(cls, use: Use) -> _Judged:
        made = cls(use, MERIT if use.merit else HARM)
        made.never = never(Demand(use.criterion, made.view))
        made.judge(use.criterion)
        return made

    def judge(self, criterion: Criterion) -> None:
        """Find what is amiss in a criterion and below it."""
        criterion = bare(criterion)
        self.seen.add(criterion.span)
        if self._never(criterion):
            self._blame(criterion)
            return
        if certain(criterion, self.view):
            self._blame_certain(criterion)
            return
        if isinstance(criterion, All | AnyOf):
            self._twice(criterion)
        for part in children(criterion):
            self.judge(part)

    def _never(self, *criteria: Criterion) -> bool:
        return never(*(Demand(one, self.view) for one in criteria))

    def _say(self, found: Diagnostic, span: Span) -> None:
        self.found.setdefault((found.code, span), found)

    def _blame(self, criterion: Criterion) -> None:
        """Say the smallest part that makes a criterion never true."""
        criterion = bare(criterion)
        self.seen.add(criterion.span)
        parts = children(criterion)
        impossible = [part for part in parts if self._never(part)]
        if impossible and not isinstance(criterion, Compare):
            for part in impossible:
                self._blame(part)
        elif isinstance(criterion, All | AtLeast):
            self._say(self._contradiction(criterion), criterion.span)
        else:
            self._say(_never(criterion, self.use.words), criterion.span)

    def _contradiction(self, group: All | AtLeast) -> Diagnostic:
        pairs = itertools.combinations(group.parts, 2)
        two = next((pair for pair in pairs if self._never(*pair)), None)
        if two is None:
            what = f"these parts cannot hold together: {line(group)}"
            return error("V406", what, "keep those that are meant", group.span)
        what = f'"{line(two[0])}" and "{line(two[1])}" cannot hold together'
        return error("V406", what, "change one of the limits, or write any: for all:", two[1].span)

    def _blame_certain(self, criterion: Criterion) -> None:
        """Say the smallest part that makes a criterion always true."""
        parts = children(criterion) if isinstance(criterion, All | AnyOf | AtLeast) else ()
        true = [bare(part) for part in parts if certain(part, self.view)]
        if true:
            for part in true:
                self.seen.add(part.span)
                self._blame_certain(part)
            return
        what = f'"{line(criterion)}" is true whatever is answered, and stands in {self.use.words}'
        self._say(error("V405", what, "change the limit, or leave it out", criterion.span), criterion.span)

    def _twice(self, group: All | AnyOf) -> None:
        """Say each part that the others make true, or in whose place another stands, the last first."""
        left, together = list(group.parts), isinstance(group, All)
        for part in reversed(group.parts):
            others = [one for one in left if one is not part]
            if not others or certain(part, self.view) or self._never(part):
                continue
            rest = [Demand(one, self.view, wanted=together) for one in others]
            if never(*rest, Demand(part, self.view, wanted=not together)):
                left = others
                self._say(_redundant(part, others, group), part.span)
            self.seen.add(part.span)


def _redundant(part: Criterion, others: list[Criterion], group: All | AnyOf) -> Diagnostic:
    if isinstance(group, All):
        what = f'"{line(part)}" changes nothing: it holds wherever the rest of its "all" does'
    else:
        what = f'"{line(part)}" changes nothing: wherever it holds, another of its "any" does'
    return warning(
        "V407",
        what,
        f"leave it out, or change its limit; beside it: {'; '.join(map(line, others))}",
        part.span,
    )


def _never(criterion: Criterion, words: str) -> Diagnostic:
    what = f'"{line(criterion)}" can never be true, and stands in {words}'
    return error("V404", what, "change the limit; no answer on the scale is so", criterion.span)

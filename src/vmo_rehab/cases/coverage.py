"""What cases have seen of a protocol: each criterion true, false and unknown; decisions and phases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import attrs
from attrs import Factory, define, field, frozen

from vmo_rehab.criteria.printer import line
from vmo_rehab.criteria.tree import Answered, Compare, Count, Counted, Criterion, Named, walk
from vmo_rehab.engine.decision import Decision, Kind
from vmo_rehab.engine.evaluate import Finding
from vmo_rehab.engine.explanation import Asked
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.source import NOWHERE
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN, Truth

ALL = (TRUE, FALSE, UNKNOWN)
"""The truth values in the order that they are told."""


@frozen
class Covered:
    """One criterion, and what has been seen of it.

    Args:
        criterion: its text.
        place: where it stands.
        seen: the truth values that it has had.
        never: those that it cannot have.
    """

    criterion: str
    place: str
    seen: frozenset[Truth]
    never: frozenset[Truth] = frozenset()

    @property
    def can(self) -> frozenset[Truth]:
        """The truth values that it can have."""
        return frozenset(ALL) - self.never

    @property
    def missing(self) -> tuple[Truth, ...]:
        """The truth values that it can have and has not had."""
        return tuple(truth for truth in ALL if truth in self.can - self.seen)

    @property
    def contradicted(self) -> tuple[Truth, ...]:
        """The truth values that it has had although it is said that it cannot."""
        return tuple(truth for truth in ALL if truth in self.seen & self.never)

    @property
    def full(self) -> bool:
        """Whether it has been seen with every truth value that it can have, and no other."""
        return not self.missing and not self.contradicted


@frozen
class Coverage:
    """What cases have seen of a protocol.

    Args:
        criteria: each named criterion and each rule's, once, in the order of the protocol.
        decisions: the kinds of decision.
        phases: the phases that a patient was in.
    """

    criteria: tuple[Covered, ...]
    decisions: frozenset[Kind] = field(default=frozenset())
    phases: frozenset[str] = field(default=frozenset())

    @property
    def full(self) -> bool:
        """Whether every criterion has been seen with every truth value that it can have."""
        return all(one.full for one in self.criteria)

    @property
    def percent(self) -> int:
        """How much of what the criteria can be was seen, in whole per cent; 100 only where it is full."""
        asked = sum(len(one.can | one.seen) for one in self.criteria)
        seen = sum(len(one.can & one.seen) for one in self.criteria)
        return 100 * seen // asked if asked else 100

    def joined(self, other: Coverage) -> Coverage:
        """Return what was seen in either of two runs of cases of one protocol.

        Args:
            other: of the same protocol.
        """
        both = (
            attrs.evolve(one, seen=one.seen | more.seen, never=one.never | more.never)
            for one, more in zip(self.criteria, other.criteria, strict=True)
        )
        return Coverage(tuple(both), self.decisions | other.decisions, self.phases | other.phases)


@define(eq=False)
class Seen:
    """Takes note of decisions, one after another."""

    protocol: Protocol
    truths: dict[Criterion, set[Truth]] = Factory(lambda: defaultdict(set))
    decisions: set[Kind] = Factory(set)
    phases: set[str] = Factory(set)

    def note(self, decision: Decision) -> None:
        """Take note of a decision: its kind, its phases, and the truth of every criterion it asked for."""
        self.decisions.add(decision.kind)
        self.phases |= {decision.phase_before, decision.phase_after}
        for rule in decision.explanation.make():
            if isinstance(rule, Asked) and rule.finding:
                self.truths[rule.finding.criterion].add(rule.finding.truth)
                for found in _named(rule.finding):
                    self.truths[found.criterion].add(found.truth)

    def coverage(self, never: Mapping[str, frozenset[Truth]]) -> Coverage:
        """Sum up.

        Args:
            never: truth values that a criterion cannot have, by its text.
        """
        return Coverage(
            tuple(self._covered(one, never) for one in subjects(self.protocol)),
            frozenset(self.decisions),
            frozenset(self.phases),
        )

    def _covered(self, criterion: Criterion, never: Mapping[str, frozenset[Truth]]) -> Covered:
        text = line(criterion)
        cannot = never.get(text, frozenset())
        if not can_be_unknown(self.protocol, criterion):
            cannot |= {UNKNOWN}
        written = criterion.of if isinstance(criterion, Named) else criterion
        place = "" if written.span == NOWHERE else str(written.span)
        return Covered(text, place, frozenset(self.truths.get(criterion, ())), cannot)


def subjects(protocol: Protocol) -> tuple[Criterion, ...]:
    """Return what is covered: each named criterion, then each rule's that is more than a name, once.

    Args:
        protocol: whose criteria.
    """
    named = [Named(name, criterion) for name, criterion in protocol.criteria.items()]
    return tuple(dict.fromkeys((*named, *protocol.all_criteria())))


def can_be_unknown(protocol: Protocol, criterion: Criterion) -> bool:
    """Tell whether an answer can be missing: counts of days, and of sessions since a hold, never are.

    Args:
        protocol: tells which facts are always there.
        criterion: any.
    """
    terms = (node.term for node in walk(criterion) if isinstance(node, Compare))
    return any(isinstance(term, Answered) or _may_be_unknown(protocol, term) for term in terms)


def _may_be_unknown(protocol: Protocol, term: Counted) -> bool:
    if term.count in (Count.DAYS_SINCE_FACT, Count.WEEKS_SINCE_FACT):
        return not protocol.facts[term.of].required
    # Whether a day counts can hang on an answer at the door.
    return term.count is Count.SESSIONS_IN_PHASE and bool(protocol.today)


def _named(finding: Finding) -> Iterator[Finding]:
    """Yield the findings of named criteria, in a finding and below it."""
    waiting = [finding]
    while waiting:
        one = waiting.pop()
        if isinstance(one.criterion, Named):
            yield one
        waiting += one.parts

"""The answers that tell a protocol's rules apart: its own thresholds, one step to each side, and the ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeVar

from attrs import frozen

from vmo_rehab.checks.uses import comparisons
from vmo_rehab.criteria.tree import Answered, Compare, Constant, Criterion, Fold, Folded, Op, walk
from vmo_rehab.engine.episode import State
from vmo_rehab.engine.session import Absent, Answer, Session
from vmo_rehab.measures import EFFORT, Measure, Worse
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.protocol.scheme import By, LookUp, Scheme
from vmo_rehab.testing.keeping import Kept

T = TypeVar("T")


@frozen(slots=False)
class Values:
    """What can be answered to a protocol's questions, and what is worth answering.

    Args:
        protocol: whose questions.
        baseline: the patient's baseline answers in steps, which limits may hang on.
    """

    protocol: Protocol
    baseline: Mapping[str, int]

    @classmethod
    def of(cls, protocol: Protocol, baseline: Mapping[str, int]) -> Values:
        """Return the values of a protocol and a baseline; the last ones asked for are kept."""
        key = protocol.digest, tuple(sorted(baseline.items()))
        return _VALUES.of(key, lambda: cls(protocol, baseline))

    @cached_property
    def asked(self) -> Mapping[str, Measure]:
        """The measures that any rule reads, and the red flags, by id."""
        read = {term.measure.id: term.measure for term in self.protocol.memory.terms}
        flags = {name: self.protocol.measures[name] for name in self.protocol.red_flags}
        return {**read, **flags}

    @cached_property
    def together(self) -> tuple[tuple[str, ...], ...]:
        """The measures that a criterion reads together, red flags apart, for each criterion with any."""
        return self._groups(self.protocol.all_criteria())

    def leading_on_at(self, state: State) -> tuple[tuple[str, ...], ...]:
        """Return the same for what leads on from where a patient is.

        These are the ways on and what unlocks an exercise, or on hold what ends it.
        """
        if state.hold:
            bound = (self.protocol.hold_by_id[one.hold] for one in state.bound)
            return self._groups(hold.until for hold in bound if hold.until)
        phase = self.protocol.phase_by_id[state.phase]
        ways = (way.when for way in phase.progress)
        return self._groups((*ways, *(row.unlock.when for row in phase.exercises if row.unlock)))

    def warning_at(self, state: State) -> tuple[tuple[str, ...], ...]:
        """Return the same for what warns there: the holds, the ways back and the freezes."""
        back = (rule.when for rule in self.protocol.phase_by_id[state.phase].regress)
        return (*self.holding, *self._groups(back), *self.freezing)

    @cached_property
    def freezing(self) -> tuple[tuple[str, ...], ...]:
        """The same for the freezes, most of which follow a hold."""
        return self._groups(rule.when for rule in self.protocol.freezes)

    @cached_property
    def holding(self) -> tuple[tuple[str, ...], ...]:
        """The same for the holds."""
        return self._groups(hold.when for hold in self.protocol.holds)

    def _groups(self, criteria: Iterable[Criterion]) -> tuple[tuple[str, ...], ...]:
        groups = (dict.fromkeys(self._read_by(one)) for one in criteria)
        return tuple(dict.fromkeys(tuple(group) for group in groups if group))

    def _read_by(self, criterion: Criterion) -> Iterator[str]:
        for compare in comparisons(criterion):
            if isinstance(compare.term, Answered) and not compare.term.measure.red_flag:
                yield compare.term.measure.id

    @cached_property
    def _comparisons(self) -> tuple[Compare, ...]:
        return tuple(one for criterion in self.protocol.all_criteria() for one in comparisons(criterion))

    @cached_property
    def effort_of_sets(self) -> bool:
        """Whether a scheme reads how hard a set was."""
        return bool(self._efforts)

    @cached_property
    def least_effort(self) -> Answer:
        """The least effort of a set, where a scheme reads it; elsewhere nobody tells it."""
        if not self.effort_of_sets:
            return Absent()
        measure = self.protocol.measures[EFFORT]
        return shown(measure, self.telling(measure)[0])

    @cached_property
    def _efforts(self) -> frozenset[int]:
        """The efforts at which a table of a scheme changes, in steps: it tells them from the one below."""
        schemes = [row.scheme for row in self.protocol.every_row()]
        looks = [look for one in schemes for look in (one.next, one.between_sets, *_written(one)) if look]
        return frozenset(band.low for look in looks if look.by is By.EFFORT for band in look.table.bands)

    @cached_property
    def _limits(self) -> Mapping[str, frozenset[int]]:
        found: dict[str, set[int]] = {**{name: set() for name in self.asked}, EFFORT: {*self._efforts}}
        for compare in self._comparisons:
            if isinstance(compare.term, Answered):
                found[compare.term.measure.id].add(self._limit(compare))
        return {name: frozenset(limits) for name, limits in found.items()}

    @cached_property
    def _cuts(self) -> Mapping[str, frozenset[int]]:
        """The answers at which a comparison or a table changes, by measure: told apart from the one below."""
        found: dict[str, set[int]] = {**{name: set() for name in self.asked}, EFFORT: {*self._efforts}}
        for compare in self._comparisons:
            if isinstance(compare.term, Answered):
                limit = self._limit(compare)
                found[compare.term.measure.id].update(limit + side for side in _SIDES[compare.op])
        return {name: frozenset(cuts) for name, cuts in found.items()}

    @cached_property
    def _averaged(self) -> frozenset[str]:
        """The measures of which a mean is taken: each step of an answer counts."""
        folds = [
            node
            for criterion in self.protocol.all_criteria()
            for node in walk(criterion)
            if isinstance(node, Folded) and node.fold is Fold.MEAN
        ]
        return frozenset(one.of.term.measure.id for one in folds if isinstance(one.of.term, Answered))

    def _limit(self, compare: Compare) -> int:
        value = compare.value
        if isinstance(value, Constant):
            return value.steps
        return self.baseline[value.measure.id] + value.offset

    @cached_property
    def _telling(self) -> dict[str, tuple[int, ...]]:
        return {}

    def telling(self, measure: Measure) -> tuple[int, ...]:
        """Return the answers worth trying, in steps, the best first.

        Between two of them no comparison and no table of the protocol tells answers apart.

        Args:
            measure: one of the protocol.
        """
        if measure.id not in self._telling:
            self._telling[measure.id] = self._near(measure)
        return self._telling[measure.id]

    def _near(self, measure: Measure) -> tuple[int, ...]:
        scale = measure.scale
        near = {limit + side for limit in self._limits.get(measure.id, ()) for side in (-1, 0, 1)}
        inside = {steps for steps in near if scale.lowest <= steps <= scale.highest}
        rising = sorted(inside | {scale.lowest, scale.highest})
        return tuple(reversed(rising)) if measure.worse is Worse.LOW else tuple(rising)

    def worse(self, measure: Measure, steps: int) -> tuple[int, ...]:
        """Return the telling answers that are worse than one; none where neither end is."""
        if measure.worse is Worse.NEITHER:
            return ()
        order = self.telling(measure)
        if measure.worse is Worse.LOW:
            return tuple(value for value in order if value < steps)
        return tuple(value for value in order if value > steps)

    def worse_apart(self, measure: Measure, steps: int) -> tuple[int, ...]:
        """Return the next worse answer that a comparison tells from a given one, and one of the worst.

        Those between are told apart from neither, so trying them would show nothing more.

        Args:
            measure: one that a rule reads, or effort.
            steps: the given answer.
        """
        worse = sorted(self.worse(measure, steps), key=self.telling(measure).index)
        if not worse or measure.id in self._averaged:
            return tuple(dict.fromkeys((*worse[:1], *worse[-1:])))
        cuts = self._cuts[measure.id]
        apart = {sum(cut <= value for cut in cuts): value for value in reversed(worse)}
        apart.pop(sum(cut <= steps for cut in cuts), None)
        return tuple(dict.fromkeys((*list(apart.values())[-1:], *list(apart.values())[:1])))


def _written(scheme: Scheme) -> Iterator[LookUp | None]:
    return (one.look_up for one in scheme.sets)


_SIDES: Final = {
    Op.LE: (1,),
    Op.GT: (1,),
    Op.GE: (0,),
    Op.LT: (0,),
    Op.EQ: (0, 1),
    Op.IS: (0, 1),
    Op.IS_NOT: (0, 1),
}
"""Where an operator changes, counted from its limit."""

_VALUES: Final = Kept[tuple[str, tuple[tuple[str, int], ...]], Values](256)


def in_turn(session: Session, some: Sequence[T]) -> T:
    """Return one of some things by the day of a session, so that over some days each has its turn."""
    return some[session.date.toordinal() % len(some)]


def shown(measure: Measure, steps: int) -> Answer:
    """Write an answer the way a report gives it: a number, a label, or a number with its unit."""
    scale = measure.scale
    if scale.labels or scale.unit or scale.step != 1:
        return scale.show(steps)
    return steps

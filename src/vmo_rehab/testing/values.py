"""The answers that tell a protocol's rules apart: its own thresholds, one step to each side, and the ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from attrs import frozen

from vmo_rehab.criteria.tree import Answered, Compare, Constant, Criterion, walk
from vmo_rehab.engine.session import Answer
from vmo_rehab.measures import EFFORT, Measure, Worse
from vmo_rehab.protocol.model import Protocol


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
        values = _VALUES.pop(key, None) or cls(protocol, baseline)
        _VALUES[key] = values
        if len(_VALUES) > _KEPT:
            del _VALUES[next(iter(_VALUES))]
        return values

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

    def together_in(self, phase: str) -> tuple[tuple[str, ...], ...]:
        """Return the same for the ways on from a phase, by its id."""
        return self._groups(way.when for way in self.protocol.phase_by_id[phase].progress)

    def _groups(self, criteria: Iterable[Criterion]) -> tuple[tuple[str, ...], ...]:
        groups = (dict.fromkeys(self._read_by(one)) for one in criteria)
        return tuple(dict.fromkeys(tuple(group) for group in groups if group))

    def _read_by(self, criterion: Criterion) -> Iterator[str]:
        for compare in _comparisons(iter([criterion])):
            if isinstance(compare.term, Answered) and not compare.term.measure.red_flag:
                yield compare.term.measure.id

    @cached_property
    def _limits(self) -> Mapping[str, frozenset[int]]:
        found: dict[str, set[int]] = {name: set() for name in (*self.asked, EFFORT)}
        for compare in _comparisons(self.protocol.all_criteria()):
            if isinstance(compare.term, Answered):
                value = compare.value
                if isinstance(value, Constant):
                    found[compare.term.measure.id].add(value.steps)
                else:
                    found[compare.term.measure.id].add(self.baseline[value.measure.id] + value.offset)
        return {name: frozenset(limits) for name, limits in found.items()}

    @cached_property
    def _telling(self) -> dict[str, tuple[int, ...]]:
        return {}

    def telling(self, measure: Measure) -> tuple[int, ...]:
        """Return the answers worth trying, in steps, the best first.

        Between two of them no comparison of the protocol tells answers apart.

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


_VALUES: Final[dict[tuple[str, tuple[tuple[str, int], ...]], Values]] = {}
_KEPT: Final = 256


def shown(measure: Measure, steps: int) -> Answer:
    """Write an answer the way a report gives it: a number, a label, or a number with its unit."""
    scale = measure.scale
    if scale.labels or scale.unit or scale.step != 1:
        return scale.show(steps)
    return steps


def _comparisons(criteria: Iterator[Criterion]) -> Iterator[Compare]:
    for criterion in criteria:
        for node in walk(criterion):
            if isinstance(node, Compare):
                yield node

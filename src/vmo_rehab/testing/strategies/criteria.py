"""Criteria as the plain data of a file, over given measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from hypothesis import strategies as st

from vmo_rehab.measures import Measure, Worse


def criteria(
    measures: Iterable[Measure],
    *,
    merit: bool,
    baseline: Iterable[Measure] = (),
    exercises: Sequence[str] = (),
    counts: Sequence[str] = (),
    depth: int = 2,
) -> st.SearchStrategy[Any]:
    """Draw criteria as a file has them: a line of text, or a group of criteria.

    Those for merit compare towards better, those for harm towards worse, so that each may stand where it is
    meant to. Every window of the language comes up, means and worst answers, and every kind of group.

    Args:
        measures: what is compared; one of which neither end is worse is left out.
        merit: whether it earns something, as in ``progress``, or warns, as in ``hold``.
        baseline: measures that the others may be compared with, on an equal scale.
        exercises: ids; answers about training may be asked of one of them.
        counts: built-in counts that may be compared too: ``days_in_phase``.
        depth: groups inside one another, at most.

    Returns:
        A strategy for plain data, which reads as a criterion.

    Raises:
        ValueError: no measure is left.

    Example:
        >>> from hypothesis import find, settings
        >>> from vmo_rehab import load
        >>> pain = load("vmo-foundation").measures["pain_during"]
        >>> quick = settings(database=None, derandomize=True)
        >>> find(criteria([pain], merit=True), lambda one: "in a row" in one, settings=quick)
        'pain_during < 0 for 1 session in a row'
    """
    left = [one for one in measures if one.worse is not Worse.NEITHER]
    if not left:
        raise ValueError("give at least one measure of which one end is worse")
    return _Criteria(left, tuple(baseline), tuple(exercises), tuple(counts)).criterion(
        merit=merit, depth=depth
    )


class _Criteria:
    """What criteria are drawn from.

    Args:
        measures: what is compared.
        baseline: what it may be compared with.
        exercises: ids of exercises.
        counts: built-in counts.
    """

    def __init__(
        self,
        measures: Sequence[Measure],
        baseline: Sequence[Measure],
        exercises: Sequence[str],
        counts: Sequence[str],
    ) -> None:
        self.measures, self.exercises, self.counts = measures, exercises, counts
        self.usual = {one.id: [base for base in baseline if _alike(one, base)] for one in measures}
        self.folded = [one for one in measures if not one.is_state and not one.scale.labels]

    def criterion(self, *, merit: bool, depth: int) -> st.SearchStrategy[Any]:
        """Draw a line or a group."""
        lines = st.composite(self._line)(merit)
        if depth <= 0:
            return lines
        parts = st.lists(self.criterion(merit=merit, depth=depth - 1), min_size=1, max_size=3)
        several = parts.flatmap(lambda some: st.sampled_from(_groups(some)))
        opposite = st.composite(self._comparison)(not merit, self.measures).map(lambda one: {"not": one})
        return lines | several | several | opposite

    def _line(self, draw: st.DrawFn, merit: bool) -> str:
        """Draw a comparison with or without a window, a mean or worst, or a count."""
        what = draw(st.integers(0, 9))
        if what == 9 and self.counts:
            op = ">=" if merit else "<="
            return f"{draw(st.sampled_from(self.counts))} {op} {draw(st.integers(0, 9))}"
        if what == 8 and self.folded:
            body = self._comparison(draw, merit, self.folded)
            over = _sessions(draw(st.integers(1, 4)))
            return f"{draw(st.sampled_from(['mean', 'worst']))} {body} over the last {over}"
        return self._comparison(draw, merit, self.measures) + draw(_windows())

    def _comparison(self, draw: st.DrawFn, merit: bool, measures: Sequence[Measure]) -> str:
        """Draw a comparison towards better for merit, towards worse for harm."""
        measure = draw(st.sampled_from(measures))
        down = merit is not (measure.worse is Worse.LOW)
        op = draw(st.sampled_from(["<", "<="] if down else [">", ">="]))
        if self.usual[measure.id] and draw(st.integers(0, 3)) == 3:
            base = draw(st.sampled_from(self.usual[measure.id]))
            return f"{measure.id} {op} {base.id}{draw(st.sampled_from(_OFFSETS))}"
        of = ""
        if measure.of_training and self.exercises and draw(st.integers(0, 5)) == 5:
            of = f" of {draw(st.sampled_from(self.exercises))}"
        steps = draw(st.integers(measure.scale.lowest, measure.scale.highest))
        return f"{measure.id}{of} {op} {measure.scale.show(steps)}"


_OFFSETS: Final = ("", " + 1", " - 1", " + 2")


def _alike(measure: Measure, base: Measure) -> bool:
    """Whether a measure can be compared with a baseline, more or less some steps."""
    return base.scale == measure.scale and not (base.scale.unit or base.scale.labels)


def _groups(parts: list[Any]) -> list[Any]:
    counted = [{"at_least": needed, "of": parts} for needed in range(1, len(parts) + 1)]
    return [{"all": parts}, {"any": parts}, *counted[:1], *counted[-1:]]


@st.composite
def _windows(draw: st.DrawFn) -> str:
    """Draw a window, or none."""
    kind = draw(st.sampled_from(["", "", "row", "hits", "days"]))
    if not kind:
        return ""
    sessions, scope = draw(st.integers(1, 4)), draw(st.sampled_from(["", " in this phase"]))
    if kind == "row":
        return f" for {_sessions(sessions)} in a row{scope}"
    if kind == "hits":
        return f" in {draw(st.integers(1, sessions))} of the last {_sessions(sessions)}{scope}"
    return f" for {draw(st.integers(1, 15))} days with at least {_sessions(sessions)}{scope}"


def _sessions(number: int) -> str:
    return f"{number} session{'s' * (number > 1)}"

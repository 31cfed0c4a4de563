"""All cases run with an engine, and what that says, theme by theme and feature by feature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from vmo_rehab.testing.conformance.engines import Engine
from vmo_rehab.testing.conformance.files import Case, cases
from vmo_rehab.testing.conformance.running import Mismatch, NotRunError, run


@frozen
class Result:
    """What came of one case.

    Args:
        case: the case.
        mismatches: what differs.
        not_run: why it was not run; empty if it was.
    """

    case: Case
    mismatches: tuple[Mismatch, ...] = ()
    not_run: str = ""

    @property
    def met(self) -> bool:
        """Whether it was run and nothing differs."""
        return not self.mismatches and not self.not_run


@frozen
class Count:
    """How many cases are met, of how many, and how many of them were not run."""

    met: int
    cases: int
    not_run: int = 0

    def __str__(self) -> str:
        left = f", {self.not_run} not run" if self.not_run else ""
        return f"{self.met} of {self.cases}{left}"


@frozen
class Report:
    """What came of the cases, in their order; it can be printed.

    Args:
        results: one for each case.
    """

    results: tuple[Result, ...] = field(repr=False)

    @property
    def conforms(self) -> bool:
        """Whether every case was run and is met; a report of no cases says nothing, and does not."""
        return bool(self.results) and all(result.met for result in self.results)

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Everything that differs."""
        return tuple(one for result in self.results for one in result.mismatches)

    @property
    def not_run(self) -> tuple[Result, ...]:
        """The cases that were not run."""
        return tuple(result for result in self.results if result.not_run)

    @property
    def themes(self) -> Mapping[str, Count]:
        """How many cases are met, by theme."""
        return _counts((one.case.theme, one) for one in self.results)

    @property
    def features(self) -> Mapping[str, Count]:
        """How many cases are met, by feature that they show, with and without an answer missing."""
        return _counts((feature, one) for one in self.results for feature in _shown(one.case))

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"cases met: {_count(self.results)}"
        wide = max((len(theme) for theme in self.themes), default=0)
        for theme, count in self.themes.items():
            yield f"  {theme:<{wide}}  {count}"
        if short := [f"{name}: {count}" for name, count in self.features.items() if count.met < count.cases]:
            yield "features that are not met in every case:"
            yield from (f"  {one}" for one in short)
        if self.not_run:
            yield "not run:"
            yield from (f"  {one.not_run}" for one in self.not_run)
        if self.mismatches:
            yield "what differs:"
            yield from (str(one) for one in self.mismatches)
        yield "the engine conforms" if self.conforms else "the engine does not conform"


def check(engine: Engine, of: Iterable[Case] | Case | None = None) -> Report:
    """Run cases with an engine.

    Args:
        engine: the engine.
        of: the cases, or one; all if left out.

    Returns:
        What came of each; nothing is raised, whatever the engine does.

    Raises:
        TypeError: what is given is no engine, or no cases.

    Example:
        >>> from vmo_rehab.testing.conformance import Library
        >>> print(check(Library(), [case for case in cases() if case.theme == "freeze"]))
        cases met: 4 of 4
          freeze  4 of 4
        the engine conforms
    """
    chosen = cases() if of is None else (of,) if isinstance(of, Case) else tuple(of)
    if wrong := next((one for one in chosen if not isinstance(one, Case)), None):
        raise TypeError(f"{wrong!r} is no case; choose from cases(), or leave it out for all of them")
    return Report(tuple(_result(engine, case) for case in chosen))


def _result(engine: Engine, case: Case) -> Result:
    try:
        return Result(case, tuple(run(engine, case)))
    except NotRunError as error:
        return Result(case, not_run=str(error))


def _shown(case: Case) -> Iterable[str]:
    return dict.fromkeys((*case.covers, *case.missing))


def _counts(pairs: Iterable[tuple[str, Result]]) -> dict[str, Count]:
    found: dict[str, list[Result]] = {}
    for name, result in pairs:
        found.setdefault(name, []).append(result)
    return {name: _count(results) for name, results in found.items()}


def _count(results: Iterable[Result]) -> Count:
    its = list(results)
    return Count(sum(one.met for one in its), len(its), sum(bool(one.not_run) for one in its))

"""Cases that were run, in words: a line each, what failed, and what they have seen of the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from vmo_rehab.cases.coverage import ALL, Coverage, Covered
from vmo_rehab.cases.running import CaseResult, Tested
from vmo_rehab.engine.decision import Kind
from vmo_rehab.report.words import count, listed
from vmo_rehab.truth import Truth

HEADERS: Final = ("criterion", "true", "false", "unknown", "place")
"""The columns of the table of coverage."""

_LONGEST: Final = 70


def result_line(result: CaseResult) -> str:
    """Write a case that was run in one line; one that expects nothing cannot fail for what was decided."""
    idle = "" if any(row.expected for row in result.case.rows) else " (expects nothing)"
    return f"  {'ok    ' if result.passed else 'FAILED'}  {result.case.name}{idle}"


def failures_in_words(result: CaseResult) -> str:
    """Write what did not come out as expected in one case."""
    return "\n".join([f"FAILED: {result.case.name}", *map(str, result.failures)])


def coverage_row(covered: Covered) -> tuple[str, ...]:
    """Write a criterion with what was seen of it, for the columns of `HEADERS`."""
    return (_cut(covered.criterion), *(_seen(covered, truth) for truth in ALL), covered.place)


def _seen(covered: Covered, truth: Truth) -> str:
    if truth in covered.contradicted:
        return "SEEN, and said to be never"
    if truth in covered.seen:
        return "seen"
    return "-" if truth in covered.never else "NEVER"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def coverage_in_words(phases: Iterable[str], coverage: Coverage) -> Iterator[str]:
    """Yield what the cases have seen besides: decisions, phases, and how many criteria are not fully seen.

    Args:
        phases: the ids of the protocol's phases.
        coverage: of its cases.
    """
    yield _of("decisions", Kind, coverage.decisions)
    yield _of("phases", phases, coverage.phases)
    lacking = sum(not one.full for one in coverage.criteria)
    number = count(len(coverage.criteria), "criterion").replace("criterions", "criteria")
    told = "each seen with every truth value it can have" if not lacking else f"{lacking} not fully seen"
    yield f"{number}: {told}"


def _of(word: str, every: Iterable[str], seen: Iterable[str]) -> str:
    names, there = [str(one) for one in every], set(seen)
    never = [name for name in names if name not in there]
    told = f"{word} seen: {listed([name for name in names if name in there]) or 'none'}"
    return f"{told}; never: {listed(never)}" if never else told


def closing_line(tested: Iterable[Tested]) -> str:
    """Count the cases: ``31 cases: all came out as expected``."""
    results = [result for one in tested for result in one.results]
    failed = sum(not result.passed for result in results)
    told = "all came out as expected" if not failed else f"{failed} did not come out as expected"
    return f"{count(len(results), 'case')}: {told}"

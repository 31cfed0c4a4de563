"""Which way criteria compare: merit towards better, harm towards worse."""

from __future__ import annotations

from collections.abc import Iterator

from vmo_rehab.checks.uses import comparisons, uses
from vmo_rehab.checks.words import error
from vmo_rehab.criteria.printer import line
from vmo_rehab.criteria.tree import Answered, Compare, Constant, Op
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.measures import Worse
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.source import Span

_UP = (Op.GT, Op.GE)
_DOWN = (Op.LT, Op.LE)


def wrong_polarity(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each comparison that earns a move with a worse answer, or warns at a better one."""
    said: set[tuple[Span, bool]] = set()
    for use in uses(protocol):
        for compare in comparisons(use.criterion):
            if (compare.span, use.merit) in said or fits(compare, merit=use.merit):
                continue
            said.add((compare.span, use.merit))
            yield _finding(compare, use.words, merit=use.merit)


def fits(compare: Compare, *, merit: bool) -> bool:
    """Whether a comparison never turns against its use as an answer gets better or worse."""
    term = compare.term
    if not isinstance(term, Answered) or term.measure.worse is Worse.NEITHER:
        return True
    down = merit is (term.measure.worse is Worse.HIGH)
    if compare.op in (*_UP, *_DOWN):
        return compare.op in (_DOWN if down else _UP)
    scale = term.measure.scale
    if not isinstance(compare.value, Constant):
        return False
    lowest, highest = compare.value.steps == scale.lowest, compare.value.steps == scale.highest
    if compare.op is Op.IS_NOT:
        return highest if down else lowest
    return lowest if down else highest


def _finding(compare: Compare, words: str, *, merit: bool) -> Diagnostic:
    assert isinstance(compare.term, Answered)  # noqa: S101 - counts always fit
    measure = compare.term.measure
    down = merit is (measure.worse is Worse.HIGH)
    worse = "a higher" if measure.worse is Worse.HIGH else "a lower"
    what = f'"{line(compare)}" stands in {words}, and {worse} {measure.id} is worse'
    if compare.op in (Op.EQ, Op.IS, Op.IS_NOT):
        does = "not be so any more" if merit else "no longer warn"
        end = "a better" if merit else "a worse"
        cure = f"with {end} answer it would {does}; compare with {'<= or <' if down else '>= or >'}"
    elif merit:
        cure = f"what earns a move compares towards better: {'<= or <' if down else '>= or >'}"
    else:
        cure = f"what warns compares towards worse: {'<= or <' if down else '>= or >'}"
    return error("V501", what, cure, compare.span)

"""A criterion as a sentence a physiotherapist reads aloud."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from vmo_rehab.criteria.tree import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Count,
    Counted,
    Criterion,
    Fold,
    Folded,
    Hits,
    Named,
    Op,
    Spell,
    Streak,
    Term,
)
from vmo_rehab.measures import PRESENCE

_NUMBER: Final = {
    Op.LT: "is below",
    Op.LE: "is at most",
    Op.GT: "is above",
    Op.GE: "is at least",
    Op.EQ: "is exactly",
    Op.IS: "is",
    Op.IS_NOT: "is not",
}
_COUNT: Final = {
    Count.DAYS_IN_PHASE: "the number of days in this phase",
    Count.SESSIONS_IN_PHASE: "the number of sessions in this phase",
    Count.DAYS_SINCE_FACT: "the number of days since {}",
    Count.WEEKS_SINCE_FACT: "the number of whole weeks since {}",
    Count.SESSIONS_SINCE_HOLD: 'the number of sessions since the last "{}" hold ended',
    Count.DAYS_SINCE_HOLD: 'the number of days since the last "{}" hold ended',
}


@lru_cache(maxsize=4096)
def english(criterion: Criterion) -> str:
    """Write a criterion as English, named criteria by their names.

    Example:
        >>> from vmo_rehab.criteria.tree import Streak
        >>> from vmo_rehab.measures import Asked, Measure
        >>> from vmo_rehab.scales import Scale
        >>> pain = Answered(Measure("pain_during", "pain during training", Scale(0, 10), Asked.DURING))
        >>> english(Streak(Compare(pain, Op.LE, Constant(3)), 3))
        'pain during training is at most 3 in each of the last 3 sessions'
    """
    match criterion:
        case Compare():
            return f"{term_in_english(criterion.term)} {_NUMBER[criterion.op]} {value_in_english(criterion)}"
        case Named(name):
            return f'"{name.replace("_", " ")}"'
        case Streak(of, 1):
            return f"{english(of)} in the last session{_scope(criterion.in_phase)}"
        case Streak(of, sessions):
            return f"{english(of)} in each of the last {sessions} sessions{_scope(criterion.in_phase)}"
        case Hits(of, hits, sessions):
            which = "the last session" if sessions == 1 else f"{hits} or more of the last {sessions} sessions"
            return f"{english(of)} in {which}{_scope(criterion.in_phase)}"
        case Spell(of, days, sessions):
            return (
                f"{english(of)} in every session of the last {_count(days, 'day')}, "
                f"with at least {_count(sessions, 'session')}{_scope(criterion.in_phase)}"
            )
        case Folded(fold, of, sessions):
            word = "the mean of" if fold is Fold.MEAN else "the worst"
            over = "the last session" if sessions == 1 else f"the last {sessions} sessions"
            return f"{word} {english(of)} over {over}{_scope(criterion.in_phase)}"
        case All(parts):
            return _joined(parts, "and")
        case AnyOf(parts):
            return _joined(parts, "or")
        case _:
            return f"at least {criterion.needed} of these: {'; '.join(map(_listed, criterion.parts))}"


def term_in_english(term: Term) -> str:
    """Name what is compared: ``pain during training``, ``the number of days in this phase``."""
    if isinstance(term, Counted):
        return _COUNT[term.count].format(term.of.replace("_", " "))
    return f"{term.measure.title} of {term.exercise}" if term.exercise else term.measure.title


def value_in_english(compare: Compare) -> str:
    """Name what a term is compared with: ``3``, ``80%``, ``the usual pain plus 1``."""
    value, term = compare.value, compare.term
    if isinstance(value, Constant):
        if not isinstance(term, Answered):
            return str(value.steps)
        shown = term.measure.scale.show(value.steps)
        return f'"{shown}"' if compare.op in (Op.IS, Op.IS_NOT) and shown not in PRESENCE.labels else shown
    base = f"the {value.measure.title} at the start"
    if not value.offset:
        return base
    word = "plus" if value.offset > 0 else "minus"
    return f"{base} {word} {value.measure.scale.show(abs(value.offset))}"


def _joined(parts: tuple[Criterion, ...], word: str) -> str:
    inner = [f"({english(p)})" if isinstance(p, All | AnyOf | AtLeast) else english(p) for p in parts]
    if len(inner) < 3:
        return f" {word} ".join(inner)
    return f"{', '.join(inner[:-1])}, {word} {inner[-1]}"


def _listed(part: Criterion) -> str:
    """Write a part of *at least*; a list in a list needs brackets, or the inner one has no end."""
    return f"({english(part)})" if isinstance(part, AtLeast) else english(part)


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"


def _scope(in_phase: bool) -> str:
    return " in this phase" if in_phase else ""

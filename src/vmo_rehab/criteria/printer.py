"""A criterion back to the text of a file."""

from __future__ import annotations

from functools import lru_cache

from vmo_rehab.criteria.tree import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Criterion,
    Folded,
    Hits,
    Named,
    Spell,
    Streak,
)

Plain = str | dict[str, object]
"""A criterion as it stands in YAML: a line, or a mapping with one group in it."""


@lru_cache(maxsize=4096)
def line(criterion: Criterion) -> str:
    """Write a criterion as one line; groups are written with brackets, for reading only.

    Example:
        >>> from vmo_rehab.criteria.tree import AnyOf, Named
        >>> line(AnyOf((Named("sore", AnyOf(())), Named("swollen", AnyOf(())))))
        'any of (sore; swollen)'
    """
    match criterion:
        case Compare():
            return f"{criterion.term} {criterion.op} {_value(criterion)}"
        case Named(name):
            return name
        case Streak(of, sessions):
            return f"{line(of)} for {_sessions(sessions)} in a row{_scope(criterion.in_phase)}"
        case Hits(of, hits, sessions):
            return f"{line(of)} in {hits} of the last {_sessions(sessions)}{_scope(criterion.in_phase)}"
        case Spell(of, days, sessions):
            length = "1 day" if days == 1 else f"{days} days"
            return f"{line(of)} for {length} with at least {_sessions(sessions)}{_scope(criterion.in_phase)}"
        case Folded(fold, of, sessions):
            return f"{fold} {line(of)} over the last {_sessions(sessions)}{_scope(criterion.in_phase)}"
        case All(parts):
            return f"all of ({'; '.join(map(line, parts))})"
        case AnyOf(parts):
            return f"any of ({'; '.join(map(line, parts))})"
        case _:
            return f"at least {criterion.needed} of ({'; '.join(map(line, criterion.parts))})"


def plain(criterion: Criterion) -> Plain:
    """Write a criterion as the text or mapping that reads back as itself.

    Example:
        >>> from vmo_rehab.criteria.tree import All, Named
        >>> plain(All((Named("settled", All(())), Named("good_form", All(())))))
        {'all': ['settled', 'good_form']}
    """
    match criterion:
        case All(parts, source):
            written: dict[str, object] = {"all": [plain(part) for part in parts]}
        case AnyOf(parts, source):
            written = {"any": [plain(part) for part in parts]}
        case AtLeast(needed, parts, source):
            written = {"at_least": needed, "of": [plain(part) for part in parts]}
        case _:
            return line(criterion)
    if source:
        written["source"] = source
    return written


def _value(compare: Compare) -> str:
    value, term = compare.value, compare.term
    if isinstance(value, Constant):
        return term.measure.scale.show(value.steps) if isinstance(term, Answered) else str(value.steps)
    if not value.offset:
        return value.measure.id
    sign = "+" if value.offset > 0 else "-"
    return f"{value.measure.id} {sign} {value.measure.scale.show(abs(value.offset))}"


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"


def _scope(in_phase: bool) -> str:
    return " in this phase" if in_phase else ""

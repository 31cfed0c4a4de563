"""Windows of sessions at the end of a criterion: their forms, their bounds, and the nodes they make."""

from __future__ import annotations

import re
from typing import Final

from vmo_rehab.criteria.parts import NotReadable, Part
from vmo_rehab.criteria.tree import Compare, Criterion, Fold, Folded, Hits, Spell, Streak, Windowed
from vmo_rehab.source import Span

MAX_SESSIONS: Final = 20
MAX_MEAN: Final = 7
MAX_DAYS: Final = 90

WINDOWS: Final = (
    ("streak", re.compile(r"for\s+(\d+)\s+sessions?\s+in\s+a\s+row")),
    ("hits", re.compile(r"in\s+(\d+)\s+of\s+the\s+last\s+(\d+)\s+sessions?")),
    ("spell", re.compile(r"for\s+(\d+)\s+days?\s+with\s+at\s+least\s+(\d+)\s+sessions?")),
    ("folded", re.compile(r"over\s+the\s+last\s+(\d+)\s+sessions?")),
)
FORMS: Final = (
    'write "for 3 sessions in a row", "in 2 of the last 5 sessions", '
    '"for 14 days with at least 4 sessions", or "over the last 3 sessions" after mean or worst'
)


def check_bounds(kind: str, fold: Fold | None, numbers: list[int], part: Part) -> None:
    """Refuse a window that is empty, longer than what is remembered, or that asks for more than it has."""
    most = MAX_MEAN if fold is Fold.MEAN else MAX_SESSIONS
    days = numbers.pop(0) if kind == "spell" else None
    if days is not None and not 1 <= days <= MAX_DAYS:
        raise NotReadable("V319", f"a window of {days} days", f"a window is 1 to {MAX_DAYS} days long", part)
    for number in numbers:
        if not 1 <= number <= most:
            what = f"a window of {number} sessions" if number else "a window of no session"
            raise NotReadable("V319", what, f"a window counts 1 to {most} sessions", part)
    if kind == "hits" and numbers[0] > numbers[1]:
        raise NotReadable(
            "V319",
            f"{numbers[0]} of the last {numbers[1]} sessions",
            f"ask for no more than are looked at: in {numbers[1]} of the last {numbers[0]} sessions",
            part,
        )
    if days is not None:
        numbers.insert(0, days)


def windowed(
    kind: str, fold: Fold | None, body: Criterion, numbers: list[int], *, in_phase: bool, span: Span
) -> Windowed:
    """Make the node of a window; its numbers stand in the order of its words."""
    match kind:
        case "streak":
            return Streak(body, numbers[0], in_phase, span=span)
        case "hits":
            return Hits(body, numbers[0], numbers[1], in_phase, span=span)
        case "spell":
            return Spell(body, numbers[0], numbers[1], in_phase, span=span)
    assert fold is not None  # noqa: S101 - _check_inside has seen to it
    assert isinstance(body, Compare)  # noqa: S101 - a fold is only read in a comparison
    return Folded(fold, body, numbers[0], in_phase, span=span)

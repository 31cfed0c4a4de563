"""Differences between protocols, and between patients' ways under them, in words."""

from __future__ import annotations

from collections.abc import Iterable

from vmo_rehab.compare.model import Difference
from vmo_rehab.compare.patients import Outcome
from vmo_rehab.engine.decision import Decision
from vmo_rehab.report.decision_text import way_in_words
from vmo_rehab.report.words import count, listed


def difference_line(one: Difference) -> str:
    """Write a difference on one line.

    Example:
        >>> from vmo_rehab.compare.model import Leaning
        >>> print(difference_line(Difference("phase squat, load", "most", "40 kg", "50 kg", Leaning.LESS)))
        phase squat, load, most: 40 kg -> 50 kg (less cautious)
        >>> print(difference_line(Difference("", "hold swollen", "", "when effusion is at least 2+")))
        new: hold swollen: when effusion is at least 2+
    """
    name = f"{one.where}, {one.what}" if one.where and one.what else one.where or one.what
    leaning = f" ({one.leaning})" if one.leaning else ""
    if one.before and one.after:
        return f"{name}: {one.before} -> {one.after}{leaning}"
    word, what = ("new", one.after) if one.after else ("gone", one.before)
    return f"{word}: {name}{f': {what}' if what else ''}{leaning}"


def closing_line(found: Iterable[Difference]) -> str:
    """Count differences, and which way they lean.

    Example:
        >>> closing_line([])
        'nothing differs'
    """
    all_ = list(found)
    leanings = [str(one.leaning) for one in all_ if one.leaning]
    told = [f"{leanings.count(word)} {word}" for word in dict.fromkeys(leanings)]
    if not all_:
        return "nothing differs"
    return count(len(all_), "difference") + (f", {listed(told)}" if told else "")


def outcome_line(name: str, one: Outcome) -> str:
    """Tell on one line what two protocols make of a patient's log.

    Args:
        name: the log.
        one: what came out.
    """
    parts = []
    if one.parted:
        old, new = one.parted
        day = next(decision.date for decision in one.parted if decision)
        parts.append(f"decided otherwise first on {day} (old: {_way(old)}; new: {_way(new)})")
    if one.before != one.after:
        gone = [row for row in one.before if row not in one.after]
        come = [row for row in one.after if row not in one.before]
        parts.append(f"next session otherwise (only old: {_rows(gone)}; only new: {_rows(come)})")
    return f"{name}: {'; '.join(parts) or 'the same'}"


def _way(decision: Decision | None) -> str:
    return f"{decision.kind} {way_in_words(decision)}" if decision else "no decision"


def _rows(rows: list[str]) -> str:
    return ", ".join(rows) or "nothing"

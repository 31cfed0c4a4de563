"""The truths that an explanation tells, by the names that the set has for rules and criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vmo_rehab.engine.explanation import Explanation, Node, Rule

_WINDOWED: Final = re.compile(
    r" (?:for \d+ sessions? in a row|in \d+ of the last|for \d+ days? with|over the last)"
)


def truths(explanation: Explanation) -> dict[str, tuple[str, ...]]:
    """Return the truths of every rule, and of every criterion outside windows.

    Args:
        explanation: of a decision, or of what a day is.

    Returns:
        By name, the different truths it has there, sorted.
    """
    found: dict[str, set[str]] = {}
    for rule in explanation.rules:
        found.setdefault(_name_of(rule), set()).add(str(rule.node.truth))
        for node in _outside_windows(rule.node):
            found.setdefault(node.criterion, set()).add(str(node.truth))
    return {name: tuple(sorted(its)) for name, its in found.items()}


def _name_of(rule: Rule) -> str:
    match rule.role:
        case "progress" | "regress":
            return rule.name
        case "freeze":
            return "freeze"
        case "today":
            return f"today {rule.name.removesuffix(' day')}"
        case "rise":
            return f"rise {rule.name.removesuffix(': one level up')}"
        case "unlock":
            return f"unlock {rule.name.removesuffix(': unlocked')}"
    return f"{rule.role} {rule.name}"


def _outside_windows(node: Node) -> Iterator[Node]:
    yield node
    if not _WINDOWED.search(node.criterion) or " of (" in node.criterion:
        for part in node.parts:
            yield from _outside_windows(part)

"""Why a session was decided as it was, as lists that open: what decides first, then all that was asked."""

from __future__ import annotations

from itertools import groupby
from pathlib import PurePath
from typing import Final

from vmo_rehab.engine.decision import Decision
from vmo_rehab.engine.explanation import Explanation
from vmo_rehab.report.explained import Line, explained
from vmo_rehab.report.pages.elements import Child, Html, element, joined
from vmo_rehab.report.words import count
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN

_SIGNS: Final = {TRUE: "✓ true", FALSE: "✗ false", UNKNOWN: "? unknown"}


def kind(decision: Decision) -> Html:
    """Write which decision it is, as a badge with its word."""
    return element("span", decision.kind, cls=f"kind {decision.kind}")


def decisive_rules(explanation: Explanation) -> Html:
    """Write the rules that a decision rests on.

    Args:
        explanation: of a decision, or of a day.
    """
    lines = [line for _, rule, line in explained(explanation) if rule.decisive]
    if not lines:
        return element("p", "It rests on no rule.")
    return joined(element("p", "It rests on:"), element("ul", map(_line, lines), cls="rules"))


def all_rules(explanation: Explanation) -> Html:
    """Write every rule that was asked, folded up, under the headings of their roles.

    Args:
        explanation: of a decision, or of a day.
    """
    asked = list(explained(explanation))
    parts: list[Html] = []
    for heading, group in groupby(asked, lambda one: one[0]):
        lines = [_line(line, "◆ decides: " if rule.decisive else "") for _, rule, line in group]
        parts.append(element("p", element("strong", heading.capitalize())))
        parts.append(element("ul", lines, cls="rules"))
    told = f"All {count(len(asked), 'rule')} that were asked"
    return element("details", element("summary", told), parts) if asked else Html("")


def _line(line: Line, lead: str = "") -> Html:
    word = _SIGNS[line.truth]
    below: Child = element("ul", map(_line, line.below)) if line.below else []
    truth = element("span", word, cls=f"truth {word[2:]}")
    return element("li", lead, truth, f" {line.words}", _written(line), below)


def _written(line: Line) -> Child:
    """Write source and place; of the place the file's own name, with line and column."""
    words = [f"source {line.source}"] if line.source else []
    words += [PurePath(line.place).name] if line.place else []
    return [" ", element("span", ", ".join(words), cls="place")] if words else []

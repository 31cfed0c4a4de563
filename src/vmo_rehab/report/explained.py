"""The rules of an explanation as lines that hang below each other, in words; text and pages show the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from vmo_rehab.engine.explanation import Explanation, Node, Rule
from vmo_rehab.report.words import plain
from vmo_rehab.truth import Truth

_HEADINGS: Final = {
    "red flag": "RED FLAGS (one that is present refers)",
    "today": "AT THE DOOR (true: another kind of day)",
    "lapse": "GAP BEFORE THIS SESSION",
    "hold": "HOLDS (true: training stops)",
    "rest": "ON HOLD (all true: training begins again)",
    "until": "ON HOLD (all true: training begins again)",
    "regress": "WAYS BACK (true: back or down)",
    "freeze": "FREEZES (true: nothing rises)",
    "progress": "WAYS ON (all true: on)",
    "gate": "WAYS ON (all true: on)",
    "session": "THE SESSION ITSELF (false: it earns nothing)",
    "rise": "LEVELS (true: one level up)",
    "unlock": "LOCKED EXERCISES (all true: unlocked)",
    "limit": "LIMITS (true: it has ended; otherwise it binds)",
    "review": "TIME IN THE PHASE (true: the clinician is told)",
    "override": "OVERRIDE BY A CLINICIAN",
    "escalate": "ESCALATION (true: somebody is told)",
}
_GATES: Final = {"min_stay": "least stay", "not_before": "earliest entry", "sign_off": "sign-off"}


@frozen
class Line:
    """One line of an explanation.

    Args:
        truth: of the rule, the criterion, or what one session had of it.
        words: what it is, what was found, and how far off that is.
        source: key of the source, if the file gives one.
        place: file, line and column; empty where nothing is written.
        below: what it was read from.
    """

    truth: Truth
    words: str
    source: str = ""
    place: str = ""
    below: tuple[Line, ...] = ()


def explained(explanation: Explanation) -> Iterator[tuple[str, Rule, Line]]:
    """Yield every rule that was asked, with the heading it stands under, and its line.

    Args:
        explanation: of a decision, or of a day.
    """
    for rule in explanation.rules:
        yield _HEADINGS.get(rule.role, rule.role.upper()), rule, _line(rule)


def _line(rule: Rule) -> Line:
    node = rule.node
    if not node.words or node.words == rule.name:
        return Line(node.truth, _without_criterion(rule), node.source, node.place)
    return _of_node(node, f"{_name(rule)}: ")


def _without_criterion(rule: Rule) -> str:
    node = rule.node
    found = f": {node.found}" if node.found else ""
    needed = f" (needed: {node.needed})" if node.needed and node.found != node.needed else ""
    if rule.role == "red flag":
        needed = ""
    return f"{_name(rule)}{found}{needed}"


def _name(rule: Rule) -> str:
    name = rule.name
    if rule.role == "gate" or (rule.role == "unlock" and " for " in name):
        gate, _, to = name.partition(" for ")
        return f"{_GATES.get(gate, gate)} for {to}"
    if rule.role == "rest":
        return f'rest of the hold "{plain(name)}"'
    if rule.role == "until":
        return f'the hold "{plain(name)}" ends'
    if rule.role == "hold":
        return f'"{plain(name)}"'
    if rule.role == "freeze":
        return "freeze"
    return plain(name) if rule.role == "red flag" else name


def _of_node(node: Node, name: str = "") -> Line:
    """Return a criterion with those below it; ``name`` stands before its words."""
    while node.criterion.isidentifier() and len(node.parts) == 1:
        name, node = f"{name}{node.words}: ", node.parts[0]
    if group := _group(node):
        words, below = f"{name}{group} ({node.found})", map(_of_node, node.parts)
    else:
        words = f"{name}{node.words}; {_told(node)}{_entered(node)}"
        below = map(_of_session, node.parts)
    return Line(node.truth, words, node.source, node.place, tuple(below))


def _of_session(part: Node) -> Line:
    """Return what a window found in one session: one line for a comparison."""
    when = f"{part.session}: " if part.session else ""
    if part.parts:
        return _of_node(part, when)
    return Line(part.truth, f"{when}{_told(part)}{_entered(part)}")


def _group(node: Node) -> str:
    """Return ``all of these`` for a group, else nothing."""
    head, bracket, _ = node.criterion.partition(" (")
    is_group = bracket and (head in ("all of", "any of") or head.startswith("at least "))
    return f"{head} these" if is_group else ""


def _told(node: Node) -> str:
    """Say what was found, and how far off that is."""
    if node.off == node.found and not node.cited:
        return node.off
    if not node.off or node.off.startswith(node.found):
        return f"found {node.off or node.found}"
    needed = "needed " if node.off[0].isdigit() else ""
    return f"found {node.found}; {needed}{node.off}" if node.parts else node.off


def _entered(node: Node) -> str:
    entered = next((cited.entered for cited in node.cited if cited.entered), None)
    return f" (entered on {entered})" if entered else ""

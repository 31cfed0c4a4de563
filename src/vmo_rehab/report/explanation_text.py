"""Why a session was decided as it was: every rule that was asked, in words and signs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from attrs import frozen

from vmo_rehab.engine.decision import Decision
from vmo_rehab.engine.explanation import Explanation, Node, Rule
from vmo_rehab.report.words import plain
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN

_SIGNS: Final = {TRUE: "+ true:", FALSE: "- false:", UNKNOWN: "? unknown:"}
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
_LEGEND: Final = "* the decision rests on it;  + true;  - false;  ? unknown, an answer is missing"


def explanation_in_words(decision: Decision) -> str:
    """Write the whole explanation of one decision.

    Args:
        decision: of one session.

    Returns:
        Lines that are not folded. Each rule has its truth in a sign and a word,
        what was found and needed, how far off it is, and its place in the file.
    """
    before, after = decision.phase_before, decision.phase_after
    way = before if before == after else f"{before} -> {after}"
    lines = [f"{decision.date}: {decision.kind.upper()} ({way})", f"Because: {decision.why}"]
    files = dict.fromkeys(place.path for place in map(_written, _places(decision.explanation)) if place)
    lines += [f"File: {name}" for name in files]
    return "\n".join([*lines, "", _LEGEND, *rules_in_words(decision.explanation)])


def rules_in_words(explanation: Explanation) -> Iterator[str]:
    """Yield every rule that was asked, under the heading of its role."""
    last = ""
    for rule in explanation.rules:
        heading = _HEADINGS.get(rule.role, rule.role.upper())
        if heading != last:
            yield ""
            yield heading
        last = heading
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    mark, node = "*" if rule.decisive else " ", rule.node
    if not node.words or node.words == rule.name:
        yield f"{mark} {_SIGNS[node.truth]} {_without_criterion(rule)}{_place(node)}"
        return
    for number, line in enumerate(_node(node, f"{_name(rule)}: ")):
        yield f"{' ' if number else mark} {line}"


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


def _node(node: Node, name: str = "") -> Iterator[str]:
    """Yield a criterion and those below it; ``name`` stands before its words."""
    while node.criterion.isidentifier() and len(node.parts) == 1:
        name, node = f"{name}{node.words}: ", node.parts[0]
    group, lead = _group(node), f"{_SIGNS[node.truth]} {name}"
    if group:
        yield f"{lead}{group} ({node.found}){_place(node)}"
        for part in node.parts:
            for line in _node(part):
                yield f"    {line}"
        return
    yield f"{lead}{node.words}; {_told(node)}{_entered(node)}{_place(node)}"
    for part in node.parts:
        for line in _of_session(part):
            yield f"    {line}"


def _group(node: Node) -> str:
    """Return ``all of these`` for a group, else nothing."""
    head, bracket, _ = node.criterion.partition(" (")
    is_group = bracket and (head in ("all of", "any of") or head.startswith("at least "))
    return f"{head} these" if is_group else ""


def _of_session(part: Node) -> Iterator[str]:
    """Yield what a window found in one session: one line for a comparison."""
    when = f"{part.session}: " if part.session else ""
    if part.parts:
        yield from _node(part, when)
        return
    yield f"{_SIGNS[part.truth]} {when}{_told(part)}{_entered(part)}"


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


def _place(node: Node) -> str:
    source, place = f"source {node.source}" if node.source else "", _written(node.place)
    line = f"{PurePath(place.path).name}:{place.line}" if place else ""
    words = ", ".join(word for word in (source, line) if word)
    return f"   [{words}]" if words else ""


@frozen
class _Written:
    """The file and line that a place such as ``folder/knee.yaml:12:7`` names."""

    path: str
    line: str


def _written(place: str) -> _Written | None:
    path, _, rest = place.rpartition(":")
    path, _, line = path.rpartition(":")
    return _Written(path, line) if path and rest.isdecimal() and line.isdecimal() else None


def _places(explanation: Explanation) -> Iterator[str]:
    waiting = [rule.node for rule in explanation.rules]
    for node in waiting:
        yield node.place
        waiting += node.parts

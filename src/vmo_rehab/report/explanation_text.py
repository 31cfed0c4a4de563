"""Why a session was decided as it was: every rule that was asked, in words and signs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from attrs import frozen

from vmo_rehab.engine.decision import Decision
from vmo_rehab.engine.explanation import Explanation
from vmo_rehab.report.explained import Line, explained
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN

_SIGNS: Final = {TRUE: "+ true:", FALSE: "- false:", UNKNOWN: "? unknown:"}
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
    for heading, rule, line in explained(explanation):
        if heading != last:
            yield ""
            yield heading
        last = heading
        for number, words in enumerate(_lines(line)):
            yield f"{'*' if rule.decisive and not number else ' '} {words}"


def _lines(line: Line) -> Iterator[str]:
    yield f"{_SIGNS[line.truth]} {line.words}{_place(line)}"
    for below in line.below:
        for words in _lines(below):
            yield f"    {words}"


def _place(line: Line) -> str:
    source, place = f"source {line.source}" if line.source else "", _written(line.place)
    where = f"{PurePath(place.path).name}:{place.line}" if place else ""
    words = ", ".join(word for word in (source, where) if word)
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

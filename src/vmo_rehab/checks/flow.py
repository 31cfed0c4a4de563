"""The graph of the phases: what is reached, where one stays for ever, what is counted from a day too late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vmo_rehab.checks.words import error, listed
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.protocol.limit import Anchor
from vmo_rehab.protocol.model import Phase, Protocol
from vmo_rehab.source import Span


def graph(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield what is amiss in the ways between the phases, whatever their criteria say."""
    ways = {phase.id: _ways(phase) for phase in protocol.phases}
    reached = reachable(ways, protocol.start)
    for phase in protocol.phases:
        if phase.id not in reached:
            what = f"nobody comes to the phase {phase.id}: no way from {protocol.start} leads there"
            cure = "add a progress that leads to it, or remove it"
            yield error("V401", what, cure, phase.span)
        if not (phase.final or phase.progress):
            what = f"the phase {phase.id} has no way on, and is not final"
            yield error("V402", what, "add progress: {when: ..., to: ...}, or final: true", phase.span)
    finals = [phase.id for phase in protocol.phases if phase.final]
    if not reached.intersection(finals):
        what = f"nobody can be discharged: no way from {protocol.start} leads to a final phase"
        cure = f"lead a way to {listed(finals, 'or')}" if finals else "end with a phase that has final: true"
        yield error("V403", what, cure, protocol.phase_by_id[protocol.start].span)
    yield from _anchors(protocol, ways)


def _ways(phase: Phase) -> set[str]:
    return {way.to for way in phase.progress} | {back.to for back in phase.regress if back.to}


def reachable(ways: Mapping[str, set[str]], start: str, without: str = "") -> set[str]:
    """Return the phases that can be come to from one, without passing another.

    >>> sorted(reachable({"a": {"b"}, "b": {"c"}, "c": set()}, "a", without="b"))
    ['a']
    """
    found: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here not in found and here != without:
            found.add(here)
            waiting += ways.get(here, ())
    return found


def _anchors(protocol: Protocol, ways: Mapping[str, set[str]]) -> Iterator[Diagnostic]:
    """Yield every earliest day that counts from a phase which may not have been entered by then."""
    asked: list[tuple[str, Anchor, Span]] = [
        (phase.id, phase.not_before, phase.span) for phase in protocol.phases if phase.not_before
    ]
    for variant in protocol.variants:
        asked += [(phase, anchor, variant.span) for phase, anchor in variant.not_before.items()]
    for phase, anchor, span in asked:
        if anchor.after not in protocol.phase_by_id or anchor.after == protocol.start != phase:
            continue
        first = reachable(ways, protocol.start, without="" if anchor.after == phase else anchor.after)
        if anchor.after == phase and phase == protocol.start:
            continue
        if phase in first:
            why = "which begins then" if anchor.after == phase else "which need not come before it"
            what = f"{phase} is entered not before {anchor}, {why}: the way in stays shut"
            cure = "count from start, from a required date, or from a phase that always comes before"
            yield error("V410", what, cure, span)

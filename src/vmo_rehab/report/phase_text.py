"""One phase as plain English: what is done in it, the ways back and the ways on."""

from __future__ import annotations

from collections.abc import Iterator

from vmo_rehab.protocol.model import Phase, Progress, Protocol, Regress
from vmo_rehab.report.row_text import row_lines
from vmo_rehab.report.words import anchor_in_words, bullets, called, criterion_lines, days, listed


def phase_lines(protocol: Protocol, phase: Phase, told: set[str] | None = None) -> Iterator[str]:
    """Write a phase, heading left out.

    Args:
        protocol: gives tests and phases their titles.
        phase: one of its phases.
        told: ids of schemes that earlier phases have told, which are only named; those told now are added.
    """
    yield f"  ({phase.id})"
    if phase.id == protocol.start:
        yield "  The first phase."
    if phase.final:
        yield "  The episode ends here."
    if phase.expected:
        yield f"  Expected: {phase.expected} (a guide, never a gate)."
    if phase.not_before:
        yield f"  Nobody comes here by progress before {anchor_in_words(protocol, phase.not_before)}."
    if phase.review_after:
        yield f"  After {days(phase.review_after)} in it the clinician is told to review; it moves nobody."
    yield from _listed("Goals:", phase.goals)
    yield from _listed("Mind:", phase.precautions)
    yield from _exercises(protocol, phase, told)
    yield from _ways_back(protocol, phase)
    yield from _ways_on(protocol, phase)


def _listed(title: str, words: tuple[str, ...]) -> Iterator[str]:
    if words:
        yield f"  {title}"
        yield from bullets(words, 4)


def _exercises(protocol: Protocol, phase: Phase, told: set[str] | None) -> Iterator[str]:
    if phase.rotation:
        yield f"  Days in turn: {listed(phase.rotation)}, by sessions with sets in this phase."
    if phase.exercises:
        yield "  Exercises:"
    yield from (f"    {line}" for line in row_lines(protocol, phase.exercises, told))


def _ways_back(protocol: Protocol, phase: Phase) -> Iterator[str]:
    if phase.stays:
        yield "  Nothing leads back from here, on purpose."
    if phase.regress:
        yield "  Ways back:"
    for rule in phase.regress:
        yield from criterion_lines(f"- {_back(protocol, rule)} if", rule.when, 4)


def _back(protocol: Protocol, rule: Regress) -> str:
    return f"Back to {called(protocol, rule.to)}" if rule.to else "One level down in load"


def _ways_on(protocol: Protocol, phase: Phase) -> Iterator[str]:
    if phase.progress:
        yield "  Ways on, after a session done as prescribed:"
    for rule in phase.progress:
        yield from criterion_lines(f"- On to {called(protocol, rule.to)} when", rule.when, 4)
        gates = _gates(protocol, phase, rule)
        if gates:
            yield f"        and only {listed(gates)}."


def _gates(protocol: Protocol, phase: Phase, rule: Progress) -> list[str]:
    gates = []
    if phase.min_stay:
        gates.append(f"after {days(phase.min_stay)} in this phase")
    anchor = protocol.phase_by_id[rule.to].not_before
    if anchor:
        gates.append(f"from {anchor_in_words(protocol, anchor)}")
    if rule.sign_off:
        who, lasts = rule.sign_off.by, days(rule.sign_off.lasts)
        gates.append(f"with the sign-off of a {who}, which counts for {lasts}")
    return gates

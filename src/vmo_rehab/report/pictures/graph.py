"""A protocol as a graph: the ways between its phases, and what stands on them; shared by every drawing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby

import attrs
from attrs import frozen

from vmo_rehab.engine.prescribing import dose_in_words, menu_in_words
from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.protocol.model import Phase, Progress, Protocol, Regress
from vmo_rehab.report.limit_text import limit_lines, variant_lines
from vmo_rehab.report.phase_text import gates_in_words, way_back_in_words
from vmo_rehab.report.protocol_text import meaning_lines
from vmo_rehab.report.rule_text import door_lines, freeze_lines, hold_lines, lapse_lines
from vmo_rehab.report.words import (
    anchor_in_words,
    bullets,
    called,
    count,
    criterion_lines,
    days,
    listed,
    titled,
    with_load,
)


class WayKind(StrEnum):
    """Where a way leads."""

    ON = "on"
    BACK = "back"
    DOWN = "down"


@frozen
class Way:
    """One rule that moves a patient.

    Args:
        kind: on to a later phase, back to an earlier one, or down in load within the phase.
        source: place of the phase it leads from, in the order of the file.
        to: place of the phase it leads to; the same for down.
        head: where it leads, in words.
        lines: what it asks for.
    """

    kind: WayKind
    source: int
    to: int
    head: str
    lines: tuple[str, ...]


def ways(protocol: Protocol) -> tuple[Way, ...]:
    """Return every way on and back, in the order of the file."""
    found = []
    for place, phase in enumerate(protocol.phases):
        found += [_back(protocol, place, rule) for rule in phase.regress]
        found += [_on(protocol, place, rule) for rule in phase.progress]
    return tuple(found)


def _back(protocol: Protocol, place: int, rule: Regress) -> Way:
    kind = WayKind.BACK if rule.to else WayKind.DOWN
    to = protocol.phase_order[rule.to] if rule.to else place
    return Way(kind, place, to, way_back_in_words(protocol, rule), tuple(criterion_lines("if", rule.when, 0)))


def _on(protocol: Protocol, place: int, rule: Progress) -> Way:
    gates = gates_in_words(protocol, protocol.phases[place], rule)
    only = [f"and only {listed(gates)}"] if gates else []
    lines = (*criterion_lines("when", rule.when, 0), *only)
    head = f"On to {called(protocol, rule.to)}"
    return Way(WayKind.ON, place, protocol.phase_order[rule.to], head, lines)


def phase_head(protocol: Protocol, phase: Phase) -> str:
    """Name a phase with its number: ``2. Leg extension``."""
    return f"{protocol.phase_order[phase.id] + 1}. {phase.title}"


def phase_short(protocol: Protocol, phase: Phase) -> Iterator[str]:
    """Write a phase in a few lines: when, for how long, what is done."""
    if phase.expected:
        yield f"Expected: {phase.expected}"
    if phase.min_stay:
        yield f"At least {days(phase.min_stay)} in it"
    if phase.not_before:
        yield f"Not before {anchor_in_words(protocol, phase.not_before)}"
    if phase.review_after:
        yield f"Review after {days(phase.review_after)}"
    if phase.rotation:
        yield f"Days in turn: {listed(phase.rotation)}"
    for menu, group in groupby(phase.exercises, lambda row: row.menu):
        rows = list(group)
        if menu:
            yield f"{menu_in_words(menu, len(rows)).capitalize()}:"
        yield from (_row(row) for row in rows)
    if phase.final:
        yield "The episode ends here"


def _row(row: Prescribed) -> str:
    if row.rungs:
        names = [rung.exercise.name for rung in row.rungs]
        told = f'"{row.track}", {count(len(names), "exercise")} from {names[0]} to {names[-1]}'
    else:
        load = with_load(row.load.show(row.load.start)) if row.load else ""
        more = ", ".join(filter(None, (dose_in_words(attrs.evolve(row.dose, rest=None)), load)))
        told = f"{row.exercise.name}{f': {more}' if more else ''}"
    day = f" (day {listed(row.days)})" if row.days else ""
    return f"- {told}{day}{' (locked at first)' if row.unlock else ''}"


def standing_rules(protocol: Protocol) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what holds in every phase, as headings with their lines; what a protocol lacks is left out."""
    flags = bullets((titled(protocol, name) for name in protocol.red_flags), 0)
    parts = (
        ("Red flags: refer, training stops", flags),
        ("At the door, before training", door_lines(protocol)),
        ("Holds: training stops", hold_lines(protocol)),
        ("Freezes: nothing rises", freeze_lines(protocol)),
        ("Gaps between training sessions", lapse_lines(protocol)),
        ("Limits", limit_lines(protocol)),
        ("Variants: what binds some besides", variant_lines(protocol)),
        ("What the names mean", meaning_lines(protocol)),
    )
    for title, lines in parts:
        if told := tuple(lines):
            yield title, tuple(textwrap.dedent("\n".join(told)).split("\n"))

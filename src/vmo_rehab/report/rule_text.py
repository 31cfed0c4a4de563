"""The rules that hold in every phase, as plain English: door, rescue, holds, freezes, gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vmo_rehab.protocol.model import Do, Hold, LapseTier, Protocol
from vmo_rehab.report.row_text import row_lines
from vmo_rehab.report.words import Placed, criterion_lines, days, indented, plain

PATIENT_COMES: Final = "The patient comes"
YOU_COME: Final = "You come"
_DOOR: Final = {
    Do.REST: "a rest day (no training)",
    Do.RESCUE: "a rescue day (the rescue exercises instead)",
    Do.REPEAT: "a repeat day (train as last time; nothing is earned)",
}


def today_lines(protocol: Protocol) -> Iterator[str]:
    """Write what is decided from the check-in answers, and what is done on a rescue day."""
    if protocol.today:
        yield (
            "  Decided from the answers at check-in. A rule whose answer is missing counts as true; of "
            "several the most cautious one wins. Such a day earns nothing towards progress."
        )
    yield from door_lines(protocol)
    if protocol.rescue:
        yield "  On a rescue day:"
        yield from indented(row_lines(protocol, protocol.rescue), 4)


def door_lines(protocol: Protocol) -> Iterator[str]:
    """Write each rule that decides what a day is."""
    for rule in protocol.today:
        yield from criterion_lines(f"- {_DOOR[rule.do].capitalize()} if", rule.when)


def hold_lines(protocol: Protocol, comes: str = PATIENT_COMES) -> Iterator[str]:
    """Write each rule that stops training, and the way out of it.

    Args:
        protocol: whose rules.
        comes: who comes back, as the sentence begins.
    """
    for hold in protocol.holds:
        yield from criterion_lines(f'- "{plain(hold.id)}": training stops when', hold.when)
        yield from indented(way_out(hold, comes), 4)


def way_out(hold: Hold, comes: str = PATIENT_COMES) -> Iterator[str]:
    """Write what ends a hold, how one comes back, and who is told.

    Args:
        hold: the rule.
        comes: who comes back, as the sentence begins.
    """
    if hold.rest:
        yield f"Rest: {days(hold.rest)} from the last session in which that was so."
    if hold.until:
        yield from criterion_lines("Training begins again when", hold.until, 0)
    elif hold.rest:
        yield "Training begins again when the rest is served and nothing warns."
    else:
        yield "Training begins again when nothing warns any more."
    back = f"{hold.returns}" if hold.returns.levels_down else f"with {hold.returns}"
    yield f"{comes} back {back}."
    if hold.escalate:
        yield from criterion_lines(
            f"Tell the {hold.escalate.to.removeprefix('the ')} if", hold.escalate.when, 0
        )


def freeze_lines(protocol: Protocol) -> Iterator[str]:
    """Write each rule under which nothing rises and nothing is lost."""
    for freeze in protocol.freezes:
        yield from criterion_lines("- No move on and no rise in load while", freeze.when)


def lapse_lines(protocol: Protocol) -> Iterator[str]:
    """Write what a gap does, shortest first."""
    for tier in protocol.lapse:
        yield Placed(f"  - {days(tier.after)} or more: {'; '.join(_effects(tier))}.", tier.span)
    if len(protocol.lapse) > 1:
        yield "  Every line reached applies; the lowest load wins. On a ladder a percentage is one rung down."


def _effects(tier: LapseTier) -> list[str]:
    effects = []
    if tier.load < 100:
        effects.append(f"training goes on with {tier.load}% of the load")
    if tier.reenters:
        effects.append("the phase begins anew")
    elif tier.empties_merit:
        effects.append("what was earned towards the next phase is lost")
    if tier.review:
        effects.append("the clinician is told to review")
    return effects or ["nothing changes"]

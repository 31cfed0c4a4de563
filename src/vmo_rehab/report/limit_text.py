"""Limits and variants as plain English: what binds for a time, and whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vmo_rehab.protocol.limit import Limit, Variant, WeightBearing
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.report.words import Placed, anchor_in_words, called, criterion_lines, days, listed, plain

_WEIGHT: Final = {
    WeightBearing.NONE: "no weight on the leg: what cannot be done without is not done",
    WeightBearing.PARTIAL: "only part of the weight on the leg",
}


def limit_lines(protocol: Protocol) -> Iterator[str]:
    """Write what binds for a time, and what ends it."""
    if protocol.limits or protocol.variants:
        yield (
            "  Each binds until what ends it is certainly so, and again when it is no longer; of several the "
            "narrowest wins. They come before every rule that raises a load."
        )
    for limit in protocol.limits:
        yield from _limit(protocol, limit, 2)


def variant_lines(protocol: Protocol) -> Iterator[str]:
    """Write what binds some patients besides."""
    for variant in protocol.variants:
        yield f"  - If {plain(variant.fact)} is {variant.label}, or is not known:"
        for limit in variant.limits:
            yield from _limit(protocol, limit, 6)
        yield from (f"      - {line}." for line in _later(protocol, variant))


def _limit(protocol: Protocol, limit: Limit, indent: int) -> Iterator[str]:
    lead = f"- {_concerned(protocol, limit)}: {listed(_effects(limit))}, until"
    if limit.until:
        yield from criterion_lines(lead, limit.until, indent)
    elif limit.anchor:
        words = f"{' ' * indent}{lead} {anchor_in_words(protocol, limit.anchor)}"
        yield Placed(words, limit.span)


def _concerned(protocol: Protocol, limit: Limit) -> str:
    if limit.pattern:
        return f"All exercises of the pattern {limit.pattern}"
    if not limit.ids:
        return "All exercises"
    own = {one.id: one for row in protocol.rows.values() for one in row.exercises()}
    names = [one.name for one in own.values() if limit.concerns(one)]
    return listed(names or [limit.ids])


def _effects(limit: Limit) -> Iterator[str]:
    if limit.forbid:
        yield "not at all"
    if limit.arc:
        yield f"only within {limit.arc} of knee flexion"
    if limit.load:
        yield f"with {limit.load} at most"
    if limit.weight_bearing:
        yield _WEIGHT[limit.weight_bearing]


def _later(protocol: Protocol, variant: Variant) -> Iterator[str]:
    for phase, stay in variant.min_stay.items():
        yield f"At least {days(stay)} in {called(protocol, phase)}"
    for phase, anchor in variant.not_before.items():
        entry = anchor_in_words(protocol, anchor)
        yield f"Nobody comes to {called(protocol, phase)} by progress before {entry}"

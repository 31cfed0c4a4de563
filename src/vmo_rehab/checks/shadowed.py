"""Rules that another rule leaves nothing to decide: at the door, after a gap, at the end of a hold."""

from __future__ import annotations

from collections.abc import Iterator

from vmo_rehab.checks.domains import YES
from vmo_rehab.checks.search import EARNS, MERIT, Demand
from vmo_rehab.checks.witnesses import never
from vmo_rehab.checks.words import warning
from vmo_rehab.criteria.printer import line
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.protocol.model import Do, Protocol

_DOOR = "-door"


def shadowed(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield the rules that change nothing, since others come first or say as much."""
    yield from _doors(protocol)
    yield from _gaps(protocol)
    yield from _ends(protocol)


def _doors(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each door rule that only ever holds where one at least as cautious does."""
    caution = list(Do)
    for place, rule in enumerate(protocol.today):
        wanted = Demand(rule.when, _DOOR)
        first = [
            other
            for number, other in enumerate(protocol.today)
            if (caution.index(other.do), number) < (caution.index(rule.do), place)
        ]
        others = [Demand(other.when, _DOOR, wanted=False) for other in first]
        if first and not never(wanted) and never(wanted, *others):
            what = f'the door rule ({rule.do}) "{line(rule.when)}" changes nothing: wherever it holds, '
            what += " or ".join(f'"{line(other.when)}" ({other.do})' for other in first) + " does too"
            cure = "change its limit, or leave it out; the most cautious wins: rest, rescue, repeat"
            yield warning("V407", what, cure, rule.when.span)


def _gaps(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each gap that costs less than a shorter one."""
    for place, tier in enumerate(protocol.lapse):
        least = min(protocol.lapse[:place], key=lambda one: one.load, default=tier)
        if least.load < tier.load < 100:
            what = f"the load of {tier.load}% after {tier.after} days changes nothing: "
            what += f"after {least.after} days it is {least.load}% already, and the lowest counts"
            yield warning("V407", what, "let the longer gap cost more", tier.span)


def _ends(protocol: Protocol) -> Iterator[Diagnostic]:
    """Yield each end of a hold that is met already while the hold's reason is still there.

    An end that says no more than that the reason is gone may stand there for the reader.
    """
    for hold in protocol.holds:
        if hold.until is None:
            continue
        view = f"-hold {hold.id}"
        gone, there = Demand(hold.when, view, wanted=False), Demand(hold.when, view)
        unmet, met = Demand(hold.until, MERIT, wanted=False), Demand(hold.until, MERIT)
        if never(unmet) or never(met) or never(there, met) or not never(gone, unmet, given={EARNS: YES}):
            continue
        what = f'the end of the hold {hold.id} "{line(hold.until)}" changes nothing: '
        what += f'it is met whenever "{line(hold.when)}" is not true'
        yield warning("V407", what, "ask more of the knee than that its reason is gone", hold.until.span)

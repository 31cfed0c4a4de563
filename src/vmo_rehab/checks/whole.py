"""The one door: everything that a whole protocol gets wrong."""

from __future__ import annotations

import datetime as dt

from vmo_rehab.checks.acceptance import settled_by_the_file
from vmo_rehab.checks.asked import unasked
from vmo_rehab.checks.clinic import clinic
from vmo_rehab.checks.dosing import dosing
from vmo_rehab.checks.flow import graph
from vmo_rehab.checks.hurting import hurting
from vmo_rehab.checks.overlaps import overlaps
from vmo_rehab.checks.polarity import wrong_polarity
from vmo_rehab.checks.shadowed import shadowed
from vmo_rehab.checks.style import style
from vmo_rehab.checks.truths import settled
from vmo_rehab.diagnostics import Diagnostic, in_order
from vmo_rehab.protocol.model import Protocol


def check(protocol: Protocol, on: dt.date | None = None) -> tuple[Diagnostic, ...]:
    """Find what a protocol gets wrong although each of its lines can be read: flow, safety, style.

    An error is for certain: where too much would have to be tried, nothing is said.

    Args:
        protocol: as `vmo_rehab.load` gives it.
        on: the day for which a review is due or not; there is no clock in here.

    Returns:
        The findings by place: V4xx, V5xx and V6xx. Errors should be mended before a patient is enrolled.
        What the file accepts is among them as a note, with the reason.

    Example:
        >>> from vmo_rehab import load
        >>> [found.code for found in check(load("vmo-foundation")) if found.severity == "error"]
        []
    """
    found = [*graph(protocol), *settled(protocol), *overlaps(protocol), *wrong_polarity(protocol)]
    found += [*unasked(protocol), *clinic(protocol, on), *dosing(protocol), *hurting(protocol)]
    found += [*shadowed(protocol), *style(protocol)]
    return in_order(settled_by_the_file(protocol, in_order(found), dated=on is not None))

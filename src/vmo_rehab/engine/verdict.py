"""What was decided, before it is carried out and put into words."""

from __future__ import annotations

from attrs import frozen

from vmo_rehab.engine.decision import Flag, Kind
from vmo_rehab.engine.events import Overridden


@frozen
class Verdict:
    """A decision taken, in bare terms.

    Args:
        kind: which.
        to: the phase moved to; empty where the rules themselves say it.
        flags: what to look at.
        escalate_to: whom a hold is reported to.
        choices: the targets of an open choice.
        awaiting: whether only tomorrow's answers are missing.
        override: the override that decided.
        at_the_door: whether this is only the day's plan.
        at_the_bottom: whether a way back in dose found nothing left to lower.
    """

    kind: Kind
    to: str = ""
    flags: tuple[Flag, ...] = ()
    escalate_to: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    awaiting: bool = False
    override: Overridden | None = None
    at_the_door: bool = False
    at_the_bottom: bool = False
